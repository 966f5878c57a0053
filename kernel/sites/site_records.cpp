#include "sites/site_records.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "audit/audit.hpp"
#include "base/problem.hpp"
#include "base/random.hpp"
#include "http/bad_request.hpp"
#include "machines/code.hpp"
#include "sites/candidate_store.hpp"
#include "sites/care.hpp"
#include "sites/gate_service.hpp"
#include "sites/presence_store.hpp"
#include "workflows/case_store.hpp"

namespace nrmm::sites {
namespace {

using workflows::Call;

constexpr int kMostCandidates = 20;
constexpr std::size_t kShortestBeginning = 4, kSerial = 8;

std::string value_of(const Query& query, std::string_view key) {
  const auto found = query.find(key);
  return found == query.end() ? std::string() : found->second;
}

std::string day_of(const Query& query, const char* key) {
  const std::string day = value_of(query, key);
  if (!day.empty() && !Date::parse(day)) throw http::bad_request("request.type", key);
  return day;
}

void count_stock_take(Call& call, const std::string& site, const Json& found) {
  audit::Entry entry;
  entry.action = "site.stock_take";
  entry.object_type = "site";
  entry.object_id = site;
  for (const auto& [name, list] : found.items()) entry.after[name] = list.size();
  audit::record(call.session, call.actor, call.origin, entry);
}

}  // namespace

movement_store::Filter SiteRecords::filter_of(const Call& call, const cities::Pack& pack,
                                              const std::string& site, const Query& query, int limit) const {
  movement_store::Filter filter;
  if (!site.empty()) {
    filter.site = parts_.sites.visible(call, site).id;
  } else {
    const Care care = care_of(call);
    filter.districts = care.districts;
    filter.departments = care.departments;
    filter.township = care.township;
  }
  filter.direction = value_of(query, "direction");
  filter.from = day_of(query, "from");
  filter.to = day_of(query, "to");
  filter.reported = value_of(query, "reported") == "true";
  filter.before = value_of(query, "cursor");
  filter.limit = limit;
  if (!filter.direction.empty() && !direction(filter.direction))
    throw http::bad_request("request.type", "direction");
  if (!filter.before.empty() && !is_id(filter.before)) throw http::bad_request("request.type", "cursor");
  if (const std::string code = value_of(query, "code"); !code.empty()) {
    const auto read = machines::read_code(pack, code, pack.from);
    if (!read) throw http::bad_request("request.type", "code");
    filter.serial = read->serial;
  }
  return filter;
}

Json SiteRecords::movements(Call call, const cities::Pack& pack, const std::string& site, const Query& query,
                            int limit) const {
  auto found = movement_store::list(call.session, filter_of(call, pack, site, query, limit + 1));
  Json next = nullptr;
  if (found.size() > static_cast<std::size_t>(limit)) {
    found.pop_back();
    next = found.back().id;
  }
  Json items = Json::array();
  for (const Movement& movement : found)
    items.push_back(movement_view(movement, parts_.personal, call.city()));
  return {{"items", std::move(items)}, {"next", std::move(next)}};
}

Json SiteRecords::presence(Call call, const std::string& site, const Query& query, int limit) const {
  const std::string before = value_of(query, "cursor");
  if (!before.empty() && !is_id(before)) throw http::bad_request("request.type", "cursor");
  return presence_store::page(call.session, parts_.sites.visible(call, site).id, before, limit);
}

Json SiteRecords::stock_take(Call call, const cities::Pack& pack, const std::string& site,
                             const std::vector<std::string>& codes) const {
  const std::string id = parts_.sites.at_gate(call, site).id;
  const auto there = presence_store::at_site(call.session, id);
  const std::set<std::string> expected(there.begin(), there.end());
  const Date today = workflows::case_store::today(call.session);
  Json found = {{"present", Json::array()},
                {"unexpected", Json::array()},
                {"missing", Json::array()},
                {"uncoded", Json::array()}};
  std::set<std::string> read;
  for (const std::string& code : codes) {
    const auto known = parts_.machines.find(call.session, pack, code, today);
    if (known && !read.insert(known->serial).second) continue;  // read twice
    if (known && expected.contains(known->serial))
      found["present"].push_back(known->serial);
    else if (known && !known->coded.empty())
      found["unexpected"].push_back(known->serial);
    else
      found["uncoded"].push_back(code);
  }
  std::set_difference(expected.begin(), expected.end(), read.begin(), read.end(),
                      std::back_inserter(found["missing"]));
  count_stock_take(call, id, found);
  return found;
}

Json SiteRecords::candidates(Call call, const cities::Pack& pack, const std::string& site,
                             const std::string& beginning) const {
  const std::string id = parts_.sites.at_gate(call, site).id;
  const bool fits = beginning.size() >= kShortestBeginning && beginning.size() <= kSerial &&
                    std::all_of(beginning.begin(), beginning.end(),
                                [](unsigned char c) { return std::isdigit(c) || std::isupper(c); });
  if (!fits) throw http::bad_request("request.type", "serial");
  const Date today = workflows::case_store::today(call.session);
  const auto ways = pack.list("entry.identify", today);
  if (std::find(ways.begin(), ways.end(), "pick") == ways.end()) throw Problem(409, "gate.no_picking");
  const auto there = presence_store::at_site(call.session, id);
  Json items = Json::array();
  for (const std::string& serial :
       candidate_store::beginning_with(call.session, beginning, kMostCandidates)) {
    const auto known = parts_.machines.find(call.session, pack, serial, today);
    if (!known) continue;
    const bool here = std::find(there.begin(), there.end(), serial) != there.end();
    items.push_back({{"serial", serial}, {"code", known->code}, {"machine", known->summary}, {"here", here}});
  }
  return {{"items", std::move(items)}};
}

}  // namespace nrmm::sites
