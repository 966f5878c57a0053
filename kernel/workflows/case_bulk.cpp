#include <algorithm>
#include <map>

#include "base/problem.hpp"
#include "base/random.hpp"
#include "http/problem_json.hpp"
#include "storage/savepoint.hpp"
#include "workflows/case_service.hpp"

namespace nrmm::workflows {
namespace {

Json refused_item(const cities::Pack& pack, const std::string& id, const Problem& problem) {
  Json told = http::problem_body(problem, &pack, "");
  told.erase("request_id");
  return {{"id", id}, {"outcome", audit::kRefused}, {"code", problem.code}, {"problem", std::move(told)}};
}

// As the router does for a call about one case: who reaches for what is not his is recorded.
void record_refusal(const Call& call, const cities::Pack& pack, const std::string& id,
                    const Problem& problem) {
  if ((problem.status != 403 && problem.status != 404) || !is_id(id)) return;
  audit::Entry entry{
      .action = "request.refused", .object_type = "call", .object_id = "POST cases/bulk-transitions"};
  entry.after = {{"case", id}, {"code", problem.code}};
  entry.result = audit::kRefused;
  entry.pack_revision = pack.revision;
  audit::record(call.session, call.actor, call.origin, entry);
}

}  // namespace

Json CaseService::one_of_many(Call& call, const std::optional<Case>& record, const std::string& id,
                              const TransitionRequest& request) const {
  try {
    storage::Savepoint savepoint(call.session);
    if (!record) throw Problem(404, "request.not_found");
    const Case after = decide(call, *record, request);
    savepoint.keep();
    return {{"id", id},
            {"outcome", audit::kDone},
            {"version", after.version},
            {"state", after.state},
            {"phase", name_of(after.phase)}};
  } catch (const Problem& refused) {
    if (refused.status >= 500) throw;
    const auto pack = parts_.packs.current()->find(call.city());
    record_refusal(call, *pack, id, refused);
    return refused_item(*pack, id, refused);
  }
}

// All rows are locked before anything is decided, in one order, and the districts' counters of codes are
// taken in one order, whichever office has the case: two such requests, and single decisions between them,
// never wait for each other in a circle.
Json CaseService::transitions(Call call, const std::string& transition,
                              const std::vector<SeenCase>& cases) const {
  std::map<std::string, std::optional<Case>> locked;
  for (const SeenCase& seen : cases) locked[seen.id];
  for (auto& [id, record] : locked) record = lock(call.session, id);
  std::vector<std::size_t> order(cases.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto key = [&](std::size_t at) {
    const auto& record = locked[cases[at].id];
    return std::pair(record ? record->filed_district : std::string(), cases[at].id);
  };
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return key(a) < key(b); });
  Json results = Json::array();
  for (std::size_t i = 0; i < cases.size(); ++i) results.push_back(nullptr);
  for (const std::size_t at : order) {
    TransitionRequest request;
    request.transition = transition;
    request.version = cases[at].version;
    request.only_clean = true;
    results[at] = one_of_many(call, locked[cases[at].id], cases[at].id, request);
  }
  return {{"results", std::move(results)}};
}

}  // namespace nrmm::workflows
