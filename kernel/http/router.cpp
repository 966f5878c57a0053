#include "http/router.hpp"

#include <set>

#include "base/random.hpp"
#include "http/dispatch.hpp"
#include "http/problem_json.hpp"
#include "http/success.hpp"
#include "http/target.hpp"

namespace nrmm::http {

struct Router::Table {
  RouteTable routes;
  Traffic traffic{routes};
};

Router::Router(Services services, Permissions permissions)
    : services_(services), permissions_(std::move(permissions)), table_(std::make_unique<Table>()) {}

Router::~Router() = default;

void Router::add(Route route) { table_->routes.add(std::move(route)); }

const std::vector<Route>& Router::routes() const { return table_->routes.routes(); }

Outgoing Router::answer(Incoming& incoming) const {
  return Dispatch(services_, permissions_, table_->routes, table_->traffic, incoming).run();
}

Outgoing Router::unreadable(const Problem& problem, const std::string& address, const std::string& id) const {
  const std::string request_id = id.empty() ? new_id() : id;
  Outgoing answer = problem_answer(problem, nullptr, request_id);
  add_standing_headers(answer, request_id);
  table_->traffic.note({.status = problem.status});
  table_->traffic.refused(problem.code);
  if (!services_.log) return answer;
  const log::RequestScope scope(request_id);
  services_.log->info("request", {{"method", "-"},
                                  {"route", "-"},
                                  {"city", ""},
                                  {"account", ""},
                                  {"address", address},
                                  {"status", problem.status},
                                  {"us", 0},
                                  {"code", problem.code}});
  return answer;
}

const Traffic& Router::traffic() const { return table_->traffic; }

std::size_t Router::longest_body(const std::string& method, const std::string& target) const {
  if (method != "POST" && method != "PUT") return 0;
  try {
    const Match match = table_->routes.find(method, parse_target(target).segments);
    return match.route && match.route->upload ? services_.limits.upload : services_.limits.json;
  } catch (const Problem&) {
    return 0;
  }
}

std::vector<std::string> Router::mismatches() const {
  std::vector<std::string> found;
  std::set<std::string> calls;
  for (const Route& route : routes()) {
    const std::string call = call_of(route);
    calls.insert(call);
    if (!permissions_.line(call)) found.push_back(call + ": a route without a line in permissions.yaml");
  }
  for (const std::string& call : permissions_.calls()) {
    if (!calls.contains(call)) found.push_back(call + ": a line in permissions.yaml without a route");
  }
  return found;
}

std::vector<ListedCall> Router::calls_of(const cities::Pack& pack) const {
  std::vector<ListedCall> out;
  const auto add = [&](const Route& route, const Permissions& permissions, const CallContract* contract) {
    const auto* line = permissions.line(call_of(route));
    out.push_back({route, line ? *line : Permissions::Line(), contract ? *contract : CallContract()});
  };
  for (const Route& route : routes()) add(route, permissions_, Contract::built_in().find(call_of(route)));
  if (!services_.more) return out;
  const auto more = services_.more->of(pack);
  for (const Route& route : more->table.routes()) {
    const auto contract = more->contracts.find(call_of(route));
    add(route, more->permissions, contract == more->contracts.end() ? nullptr : &contract->second);
  }
  return out;
}

namespace {

void list(const std::vector<Route>& routes, const Permissions& permissions, Json& matrix) {
  for (const Route& route : routes) {
    Json reach = Json::object();
    if (const auto* line = permissions.line(call_of(route))) {
      for (const auto& [who, how_far] : *line) reach[who] = name_of(how_far);
    }
    matrix.push_back({{"method", route.method},
                      {"path", route.path},
                      {"reach", reach},
                      {"idempotent", route.method == "POST" && route.idempotent},
                      {"needs_version", route.needs_version},
                      {"upload", route.upload}});
  }
}

}  // namespace

Json Router::matrix() const {
  Json matrix = Json::array();
  list(routes(), permissions_, matrix);
  if (!services_.more) return matrix;
  const auto more = services_.more->all();
  list(more->table.routes(), more->permissions, matrix);
  return matrix;
}

}  // namespace nrmm::http
