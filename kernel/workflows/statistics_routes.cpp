#include "workflows/statistics_routes.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "http/bad_request.hpp"
#include "workflows/case_store.hpp"
#include "workflows/review_time_store.hpp"

namespace nrmm::workflows {
namespace {

using http::Request;
using http::Response;
using review_time_store::By;
using review_time_store::Span;
using review_time_store::Times;

const char* const kReturned = name_of(Phase::returned);

constexpr int kUsualDays = 30;
constexpr int kLongestDays = 366;
constexpr std::size_t kFewestHidden = 2;
constexpr std::int64_t kSmallestGroup = 5;  // of one officer's steps: fewer would be read as single cases

By by_of(const Request& request) {
  static const std::map<std::string, By, std::less<>> kNames = {
      {"district", By::district}, {"kind", By::kind}, {"officer", By::officer}};
  const auto found = kNames.find(request.query_or("by", "district"));
  if (found == kNames.end()) throw http::bad_request("request.type", "by");
  return found->second;
}

Date day_of(const Request& request, const char* key, Date otherwise) {
  const auto given = request.query_maybe(key);
  if (!given) return otherwise;
  const auto day = Date::parse(*given);
  if (!day) throw http::bad_request("request.type", key);
  return *day;
}

Span span_of(Request& request) {
  Span span;
  span.to = day_of(request, "to", case_store::today(request.session()));
  span.from = day_of(request, "from", span.to.plus_days(-kUsualDays));
  const int days = span.from.days_until(span.to);
  if (days < 0 || days > kLongestDays) throw http::bad_request("request.type", "from");
  if (request.reach == http::Reach::district && !request.actor.districts.empty())
    span.districts = request.actor.districts;
  return span;
}

std::string label_of(const cities::Pack& pack, By by, const Times& times) {
  if (by == By::officer) return times.name;
  if (by == By::district) {
    const cities::District* district = pack.district(times.key);
    return district ? district->name : times.key;
  }
  const cities::Workflow* workflow = pack.workflow(times.key);
  return workflow ? pack.fill(workflow->title) : times.key;
}

Json wire(const Times& times, bool suppressed) {
  const auto share =
      times.count ? static_cast<double>(times.returned) / static_cast<double>(times.count) : 0.0;
  Json out = {{"count", times.count},    {kReturned, times.returned},   {"returned_share", share},
              {"overdue", times.late},   {"median_days", times.median}, {"p90_days", times.p90},
              {"suppressed", suppressed}};
  if (!suppressed) return out;
  for (const char* name : {kReturned, "returned_share", "overdue", "median_days", "p90_days"})
    out[name] = nullptr;
  return out;
}

// Which officers' groups are not shown: the small ones and, since the total less what is shown gives what is
// not, the next larger ones until at least two are hidden that are no small group together (X111).
std::set<std::string> hidden_of(const std::vector<Times>& groups) {
  std::vector<const Times*> by_size;
  for (const Times& one : groups) by_size.push_back(&one);
  std::stable_sort(by_size.begin(), by_size.end(),
                   [](const Times* a, const Times* b) { return a->count < b->count; });
  std::set<std::string> hidden;
  std::int64_t steps = 0;
  for (const Times* one : by_size) {
    const bool safe = hidden.empty() || (hidden.size() >= kFewestHidden && steps >= kSmallestGroup);
    if (one->count >= kSmallestGroup && safe) break;
    hidden.insert(one->key);
    steps += one->count;
  }
  return hidden;
}

// Where all there is would be a small group, nothing is shown, however it is counted.
Response reviews(Request& request) {
  const By by = by_of(request);
  const Span span = span_of(request);
  const auto counted = review_time_store::by(request.session(), span, by);
  const Times total = review_time_store::total(request.session(), span);
  const bool few = total.count < kSmallestGroup;
  const auto hidden = by == By::officer ? hidden_of(counted) : std::set<std::string>();
  Json groups = Json::array();
  for (const Times& times : counted) {
    Json group = wire(times, few || hidden.contains(times.key));
    group["key"] = times.key;
    group["label"] = label_of(*request.pack, by, times);
    groups.push_back(std::move(group));
  }
  return Response::ok({{"from", span.from.iso()},
                       {"to", span.to.iso()},
                       {"groups", std::move(groups)},
                       {"total", wire(total, few && total.count > 0)}});
}

}  // namespace

void add_statistics_routes(http::Router& router) {
  router.add({.method = "GET",
              .path = "statistics/reviews",
              .summary = "How long cases waited for officers' steps, in working days",
              .handler = reviews,
              .query = {{.name = "from", .description = "first day; default 30 days before `to`"},
                        {.name = "to", .description = "last day; default today"},
                        {.name = "by", .description = "district, kind or officer"}}});
}

}  // namespace nrmm::workflows
