#include "http/record_duty.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "audit/audit.hpp"
#include "audit/duty.hpp"
#include "log/logger.hpp"

namespace nrmm::http {
namespace {

// What changes nothing that anybody is answerable for: a reader's own mark; a ticket, whose use is recorded;
// many cases at once, of which each that is decided has its row.
constexpr std::array<std::string_view, 3> kUnrecorded{"POST messages/{id}/read", "POST photos/tickets",
                                                      "POST cases/bulk-transitions"};

bool owes_record(const Route& route) {
  return route.writes && route.method != "GET" &&
         std::find(kUnrecorded.begin(), kUnrecorded.end(), call_of(route)) == kUnrecorded.end();
}

}  // namespace

RecordDuty::RecordDuty(const Route& route) : route_(route), before_(audit::rows_recorded()) {}

void RecordDuty::require() const {
  if (owes_record(route_) && audit::rows_recorded() == before_)
    throw std::logic_error(call_of(route_) + " left no row in the audit record");
}

void record_refusal(Work& work, const Route& route, const Request& request, const Problem& problem) {
  if (problem.status != 403 && problem.status != 404) return;
  if (!owes_record(route) || !request.actor.signed_in()) return;
  audit::Entry entry{.action = "request.refused", .object_type = "call", .object_id = call_of(route)};
  entry.after = {{"path", log::blotted(request.path)}, {"code", problem.code}};
  entry.result = audit::kRefused;
  if (request.pack) entry.pack_revision = request.pack->revision;
  work.begin_writing(std::nullopt);
  audit::record(work.session(), request.actor, {request.address, request.request_id}, entry);
  work.commit(std::nullopt);
}

}  // namespace nrmm::http
