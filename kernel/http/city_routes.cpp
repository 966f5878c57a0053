#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "cities/offers.hpp"
#include "http/city_day_store.hpp"
#include "http/openapi.hpp"
#include "http/system_routes.hpp"

namespace nrmm::http {
namespace {

// Who uses the portal; officers have a console of their own.
constexpr const char* kPublicRoles[] = {"owner", "agent", "site_manager"};

Json districts_of(const cities::Pack& pack, Date on) {
  Json districts = Json::array();
  for (const cities::District& district : pack.districts) {
    if (district.live(on)) districts.push_back({{"code", district.id}, {"name", district.name}});
  }
  return districts;
}

Json forms_of(const cities::Pack& pack) {
  Json forms = Json::array();
  for (const auto& [name, form] : pack.forms) forms.push_back(name);
  return forms;
}

Json offer_of(const cities::Pack& pack, const cities::Workflow& workflow) {
  return {{"kind", workflow.name},
          {"form", workflow.form},
          {"title", pack.fill(workflow.title, {})},
          {"by", workflow.transition(cities::kOpen)->by}};
}

Json offers_of(const cities::Pack& pack, const std::vector<const cities::Workflow*>& workflows) {
  Json offers = Json::array();
  for (const cities::Workflow* workflow : workflows) offers.push_back(offer_of(pack, *workflow));
  return offers;
}

Json offered_by(const cities::Pack& pack, const char* policy, Date on) {
  return offers_of(pack, cities::offered(pack, policy, on));
}

Json open_roles(const cities::Pack& pack, Date on, const RoleOpen& role_open) {
  Json roles = Json::array();
  for (const char* role : kPublicRoles) {
    if (role_open && role_open(pack, role, on)) roles.push_back(role);
  }
  return roles;
}

// The part of the city's portal that this is, and as whom one enters it, in the city's own words. A role that
// nobody takes by himself is given: a recorder by his site, say.
Json parts_of(const cities::Pack& pack, Date on, const RoleOpen& role_open) {
  Json roles = Json::array();
  for (const char* role : kPublicRoles) {
    const std::vector<std::string> begins = cities::begun_by(pack, role, on);
    if (begins.empty()) continue;
    roles.push_back({{"role", role},
                     {"title", pack.fill("{word." + std::string(role) + "}", {})},
                     {"self_registers", role_open && role_open(pack, role, on)},
                     {"begins", begins}});
  }
  return Json::array({{{"part", "machines"}, {"title", pack.fill("{word.part}", {})}, {"roles", roles}}});
}

Response city_answer(Request& request, const RoleOpen& role_open) {
  const Date today = city_day(request.session());
  const cities::Pack& pack = *request.pack;
  return Response::ok({{"id", pack.id},
                       {"name", pack.name},
                       {"revision", pack.revision},
                       {"districts", districts_of(pack, today)},
                       {"forms", forms_of(pack)},
                       {"filings", offered_by(pack, "filing.offered", today)},
                       {"changes", offered_by(pack, "changes.offered", today)},
                       {"cases", offers_of(pack, cities::matters(pack))},
                       {"login_methods", pack.list("account.login", today)},
                       {"parts", parts_of(pack, today, role_open)},
                       {"roles_open", open_roles(pack, today, role_open)},
                       {"submit", pack.text_policy("filing.submit", today)}});
}

// The document of a city as long as its revision and the day are the same: it takes long to make (X040).
// Thread-safe.
class Documents {
 public:
  explicit Documents(const Router& router) : router_(router) {}

  std::string of(const cities::Pack& pack, Date on) {
    const std::lock_guard lock(mutex_);
    Document& document = documents_[pack.id];
    if (document.revision != pack.revision || document.on != on)
      document = {pack.revision, on, dump_json(openapi_document(router_.calls_of(pack), pack, on))};
    return document.text;
  }

 private:
  struct Document {
    std::string revision;
    std::optional<Date> on;
    std::string text;
  };

  const Router& router_;
  std::mutex mutex_;
  std::map<std::string, Document> documents_;
};

Response document_answer(Request& request, Documents& documents) {
  Response answer;
  answer.bytes = documents.of(*request.pack, city_day(request.session()));
  return answer;
}

}  // namespace

void add_city_routes(Router& router, RoleOpen role_open) {
  router.add({.method = "GET",
              .path = "city",
              .summary = "The city: districts, forms, ways to sign in",
              .handler = [role_open = std::move(role_open)](Request& request) {
                return city_answer(request, role_open);
              }});
  router.add({.method = "GET",
              .path = "openapi.json",
              .summary = "This document",
              .handler = [documents = std::make_shared<Documents>(router)](Request& request) {
                return document_answer(request, *documents);
              }});
}

}  // namespace nrmm::http
