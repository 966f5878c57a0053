#include "base/absent.hpp"
#include "base/problem.hpp"
#include "base/random.hpp"
#include "http/bad_request.hpp"
#include "sites/care.hpp"
#include "sites/recorder_store.hpp"
#include "sites/site_registration.hpp"
#include "sites/site_store.hpp"

namespace nrmm::sites {
namespace {

using workflows::Call;

bool looked_after(const Call& call, const Site& site) {
  return call.as_officer() && site.state != SiteState::draft && care_of(call).covers(site);
}

site_store::Filter filter_of(const Call& call, const Query& query, int limit) {
  const auto value = [&](std::string_view key) {
    const auto found = query.find(key);
    return found == query.end() ? std::string() : found->second;
  };
  site_store::Filter filter;
  filter.state = value("state");
  filter.district = value("district");
  filter.department = value("department");
  filter.before = value("cursor");
  filter.limit = limit + 1;
  if (!filter.before.empty() && !is_id(filter.before)) throw http::bad_request("request.type", "cursor");
  if (!call.as_officer()) {
    filter.account = call.actor.account;
    return filter;
  }
  const Care care = care_of(call);
  filter.districts = care.districts;
  filter.departments = care.departments;
  filter.township = care.township;
  return filter;
}

}  // namespace

Site SiteService::managed(const Call& call, const std::string& id) const {
  auto site = site_store::find(call.session, id);
  if (!site || site->owner != call.actor.account) throw Problem(404, "request.not_found");
  return *site;
}

Site SiteService::at_gate(const Call& call, const std::string& id) const {
  auto site = site_store::find(call.session, id);
  const bool his = site && (site->owner == call.actor.account ||
                            recorder_store::holds(call.session, id, call.actor.account));
  if (!his) throw Problem(404, "request.not_found");
  return *site;
}

Site SiteService::visible(const Call& call, const std::string& id) const {
  auto site = site_store::find(call.session, id);
  const bool his = site && (site->owner == call.actor.account || looked_after(call, *site) ||
                            recorder_store::records(call.session, id, call.actor.account));
  if (!his) throw Problem(404, "request.not_found");
  return *site;
}

// A recorder sees where he works, not the papers.
Json SiteService::shown(Call& call, const Site& site) const {
  const bool whole = site.owner == call.actor.account || call.as_officer();
  Json record = nullptr;
  if (whole && !site.case_id.empty())
    if (const auto found = parts_.cases.find(call.session, site.case_id))
      record = parts_.cases.view(call, *found);
  return {{"id", site.id},
          {"version", site.version},
          {"kind", site.kind},
          {"state", name_of(site.state)},
          {"name", or_null(site.name)},
          {"district", or_null(site.district)},
          {"department", or_null(site.department)},
          {"place", site.place},
          {"answers", whole ? parts_.personal.masked(site.answers, call.city()) : Json::object()},
          {"case", std::move(record)},
          {"present", site.present},
          {"entries", site.entries},
          {"exits", site.exits},
          {"created_at", site.created_at},
          {"updated_at", site.updated_at}};
}

Json SiteService::view(Call call, const PackPtr&, const std::string& id) const {
  return shown(call, visible(call, id));
}

Json SiteService::list(Call call, const PackPtr&, const Query& query, int limit) const {
  auto sites = site_store::list(call.session, filter_of(call, query, limit));
  Json next = nullptr;
  if (sites.size() > static_cast<std::size_t>(limit)) {
    sites.pop_back();
    next = sites.back().id;
  }
  Json items = Json::array();
  for (const Site& site : sites) items.push_back(shown(call, site));
  return {{"items", std::move(items)}, {"next", std::move(next)}};
}

std::optional<http::PinnedForm> SiteService::rules_of(Call call, const PackPtr& active,
                                                      const std::string& id) const {
  auto site = site_store::find(call.session, id);
  if (!site || site->owner != call.actor.account) return std::nullopt;
  const Registration under =
      registration(call, active, *site, parts_.cases.find(call.session, site->case_id));
  return http::PinnedForm{under.pack, under.date, under.facts};
}

}  // namespace nrmm::sites
