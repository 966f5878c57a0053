#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/problem.hpp"
#include "http/listed_call.hpp"
#include "http/message.hpp"
#include "http/more_routes.hpp"
#include "http/permissions.hpp"
#include "http/route.hpp"
#include "http/services.hpp"
#include "http/traffic.hpp"
#include "http/work.hpp"
#include "log/logger.hpp"

namespace nrmm::http {

// What the router needs to answer. All outlive it; a router that is only asked for its table needs none.
struct Services {
  const PackSource* packs = nullptr;
  WorkSource* works = nullptr;  // DatabaseWorks in the server
  log::Logger* log = nullptr;
  BodyLimits limits{};
  MoreRoutes* more = nullptr;  // those that plugins add
  bool must_record = false;    // a write that leaves no row in the audit record is undone (record_duty.hpp)
};

// The way of every request: route, city, caller, permission, strict query and body, idempotency, handler,
// transaction, answer. Routes are added before the first request; answer() is thread-safe and never throws.
class Router {
 public:
  explicit Router(Services services = {}, Permissions permissions = Permissions::built_in());
  ~Router();

  void add(Route route);  // std::logic_error for a path stated twice or not understood
  const std::vector<Route>& routes() const;
  std::vector<ListedCall> calls_of(const cities::Pack& pack) const;  // with those of its plugins

  Outgoing answer(Incoming& incoming) const;
  // What a request gets that did not arrive, or whose head cannot be believed: no city's words. Logged and
  // counted like every other. `id`: the proxy's, where it is known.
  Outgoing unreadable(const Problem& problem, const std::string& address, const std::string& id = "") const;
  const Traffic& traffic() const;
  // The longest body that is worth waiting for; of a longer one answer() does not look at a byte.
  std::size_t longest_body(const std::string& method, const std::string& target) const;

  // How far the actor reaches in another call ("GET cases/{id}"), where one call depends on it.
  Reach reach(std::string_view call, const Actor& actor) const { return permissions_.reach(call, actor); }

  // Routes without a line in permissions.yaml and lines without a route, as sentences; empty: all is well.
  std::vector<std::string> mismatches() const;
  // [{method, path, reach: {anyone|signed_in|<role>: reach}, idempotent, needs_version}], those of plugins
  // last: what the generated permission tests run over.
  Json matrix() const;

 private:
  struct Table;
  Services services_;
  Permissions permissions_;
  std::unique_ptr<Table> table_;
};

}  // namespace nrmm::http
