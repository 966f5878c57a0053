#include "cities/place_value.hpp"
#include "http/bad_request.hpp"
#include "sites/site_routes.hpp"

namespace nrmm::sites {
namespace {

using http::Member;
using http::Request;
using http::Response;
using workflows::call_of;

constexpr std::size_t kMostCodes = 500;
constexpr std::size_t kMostPhotos = 9;

std::vector<std::string> texts_in(const Request& request, const char* member, std::size_t most) {
  std::vector<std::string> out;
  for (const Json& each : request.body.value(member, Json::array())) {
    if (!each.is_string()) throw http::bad_request("request.type", member);
    out.push_back(each);
  }
  if (out.size() > most) throw http::bad_request("request.too_long", member);
  return out;
}

// As an answer of a position field is.
Json position_of(const Request& request) {
  if (!request.body.contains("position")) return nullptr;
  cities::Field field;
  field.name = "position";
  field.type = cities::FieldType::position;
  const Json& sent = request.body["position"];
  for (const Finding& finding : cities::place_shape(field, sent))
    throw http::bad_request(finding.code == "type" ? "request.type" : "request.unknown_key", finding.field);
  const cities::Reading reading = cities::read_place(field.type, sent);
  if (!reading.code.empty()) throw http::bad_request("request.type", "position");
  return reading.value;
}

Report report_of(const Request& request) {
  Report report;
  report.code = request.text("code");
  report.scanned_at = request.text("scanned_at");
  report.client_id = request.text("client_id");
  report.identified = request.text("identified");
  report.position = position_of(request);
  report.answers = request.body.value("answers", Json::object());
  report.foreign = request.body.value("foreign_machine", Json());
  report.photos = texts_in(request, "photos", kMostPhotos);
  return report;
}

void add_passage(http::Router& router, const GateService& gates, Direction direction, const char* path,
                 const char* summary) {
  http::Route route{"POST", path, summary, [&gates, direction](Request& request) {
                      return Response::created(gates.pass(call_of(request), request.pack, request.param("id"),
                                                          direction, report_of(request)));
                    }};
  route.body = {
      {"code", Member::Type::text, true, "as it was scanned, typed or picked; or a machine's passport", 200},
      {"position", Member::Type::object, false, "{lon, lat, datum, accuracy_m}"},
      {"photos", Member::Type::array, false, "ids of the caller's own photos"},
      {"answers", Member::Type::object, false, "of the form `entry` or `exit`"},
      {"foreign_machine", Member::Type::object, false,
       "of the form `foreign_machine`, where the city asks it"},
      {"scanned_at", Member::Type::text, false, "RFC 3339; left out: now", 40},
      {"client_id", Member::Type::text, false, "of the client's own queue: sent again it is the same passage",
       100},
      {"identified", Member::Type::text, false, "one of the city's entry.identify", 20}};
  router.add(std::move(route));
}

}  // namespace

void add_gate_routes(http::Router& router, const GateService& gates) {
  add_passage(router, gates, Direction::entry, "sites/{id}/entries", "A machine enters");
  add_passage(router, gates, Direction::exit, "sites/{id}/exits", "A machine leaves");
}

void add_record_routes(http::Router& router, const SiteRecords& records) {
  const auto filters = http::list_query({{.name = "direction", .description = "entry or exit"},
                                         {.name = "code"},
                                         {.name = "from", .description = "day of the scan"},
                                         {.name = "to", .description = "likewise, included"},
                                         {.name = "reported", .type = Member::Type::flag}});
  const auto listed = [&records](Request& request, const std::string& site) {
    return Response::ok(
        records.movements(call_of(request), *request.pack, site, request.query, request.limit()));
  };
  const auto table = [&records](Request& request, const std::string& site) {
    Response answer;
    answer.bytes = records.table(call_of(request), *request.pack, site, request.query);
    answer.content_type = "text/csv; charset=utf-8";
    answer.headers["Content-Disposition"] = "attachment; filename=\"movements.csv\"";
    return answer;
  };
  router.add({.method = "GET",
              .path = "sites/{id}/movements",
              .summary = "What passed the gate, newest scan first",
              .handler = [listed](Request& request) { return listed(request, request.param("id")); },
              .query = filters});
  router.add({.method = "GET",
              .path = "sites/{id}/movements.csv",
              .summary = "The same as a table with the columns that the city wants",
              .handler = [table](Request& request) { return table(request, request.param("id")); },
              .query = filters});
  router.add({.method = "GET",
              .path = "movements",
              .summary = "What passed the gates of all sites in the officer's care",
              .handler = [listed](Request& request) { return listed(request, ""); },
              .query = filters});
  router.add({.method = "GET",
              .path = "sites/{id}/presence",
              .summary = "Machines that are there now",
              .handler =
                  [&records](Request& request) {
                    return Response::ok(records.presence(call_of(request), request.param("id"), request.query,
                                                         request.limit()));
                  },
              .query = http::list_query({})});
  router.add({.method = "GET",
              .path = "sites/{id}/candidates",
              .summary = "Machines to pick from, by the beginning of their serial",
              .handler =
                  [&records](Request& request) {
                    return Response::ok(records.candidates(call_of(request), *request.pack,
                                                           request.param("id"),
                                                           request.query_or("serial", "")));
                  },
              .query = {{.name = "serial", .description = "at least four characters"}}});
  router.add({.method = "POST",
              .path = "sites/{id}/stock-takes",
              .summary = "The codes that were read against the machines that should be there",
              .handler =
                  [&records](Request& request) {
                    return Response::ok(records.stock_take(call_of(request), *request.pack,
                                                           request.param("id"),
                                                           texts_in(request, "codes", kMostCodes)));
                  },
              .body = {{"codes", Member::Type::array, true, "at most 500"}}});
}

}  // namespace nrmm::sites
