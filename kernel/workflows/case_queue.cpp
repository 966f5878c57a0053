#include <algorithm>

#include "base/absent.hpp"
#include "base/random.hpp"
#include "http/bad_request.hpp"
#include "workflows/case_service.hpp"
#include "workflows/case_store.hpp"

namespace nrmm::workflows {
namespace {

using Query = std::map<std::string, std::string, std::less<>>;

constexpr const char* kUrgent = "urgent";
constexpr const char* kOldest = "oldest";
constexpr const char* kNoDeadline = "none";

std::string value_of(const Query& query, std::string_view key) {
  const auto found = query.find(key);
  return found == query.end() ? std::string() : found->second;
}

std::optional<bool> flag_of(const Query& query, std::string_view key) {
  if (!query.contains(key)) return std::nullopt;
  const std::string value = value_of(query, key);
  return value.empty() || value == "true";
}

case_store::Filter::Officer officer_of(const Actor& actor) {
  return {actor.roles, actor.departments, actor.township, actor.account};
}

void limit_to_reach(const Call& call, case_store::Filter& filter) {
  if (call.reach == http::Reach::city) return;
  if (!call.as_officer()) {
    filter.person = call.actor.account;
    return;
  }
  filter.decides = officer_of(call.actor);
  if (!call.actor.districts.empty()) filter.districts = call.actor.districts;
}

// The id of the last row and, by urgency, its last day before that: "2026-01-05.<id>", "none.<id>".
std::string cursor_of(const Case& last, bool urgent) {
  if (!urgent) return last.id;
  return (last.due_at.empty() ? kNoDeadline : last.due_at.substr(0, last.due_at.find('T'))) + "." + last.id;
}

void read_cursor(const std::string& cursor, case_store::Filter& filter) {
  if (cursor.empty()) return;
  const auto dot = cursor.find('.');
  filter.after = filter.urgent && dot != std::string::npos ? cursor.substr(dot + 1) : cursor;
  const std::string day = filter.urgent && dot != std::string::npos ? cursor.substr(0, dot) : "";
  if (filter.urgent && day != kNoDeadline) filter.after_due = Date::parse(day);
  const bool day_read = !filter.urgent || day == kNoDeadline || filter.after_due;
  if (!is_id(filter.after) || !day_read) throw http::bad_request("request.type", "cursor");
}

case_store::Filter filter_of(const Call& call, const Query& query, int limit) {
  case_store::Filter filter;
  filter.kind = value_of(query, "kind");
  filter.state = value_of(query, "state");
  filter.phase = value_of(query, "phase");
  filter.district = value_of(query, "district");
  filter.department = value_of(query, "department");
  filter.role = value_of(query, "role");
  filter.overdue = flag_of(query, "overdue");
  filter.limit = limit + 1;
  if (flag_of(query, "mine").value_or(false)) filter.claimed_by = call.actor.account;
  if (flag_of(query, "turn").value_or(false)) filter.waiting = officer_of(call.actor);
  const std::string order = value_of(query, "order"), before = value_of(query, "due_before");
  filter.urgent = order == kUrgent;
  filter.due_before = Date::parse(before);
  if (!order.empty() && order != kUrgent && order != kOldest)
    throw http::bad_request("request.type", "order");
  if (!before.empty() && !filter.due_before) throw http::bad_request("request.type", "due_before");
  read_cursor(value_of(query, "cursor"), filter);
  limit_to_reach(call, filter);
  return filter;
}

// A queue in the words of the rules in force; a kind that they have no more is shown by its name.
Json queue_of(const cities::Pack& pack, const case_store::Count& count) {
  const cities::Workflow* workflow = pack.workflow(count.workflow);
  const cities::State* state = workflow ? workflow->state(count.state) : nullptr;
  const cities::District* district = pack.district(count.district);
  return {{"kind", count.kind},
          {"title", workflow ? pack.fill(workflow->title) : count.kind},
          {"state", count.state},
          {"label", state ? pack.fill(state->label) : count.state},
          {"phase", count.phase},
          {"district", or_null(count.district)},
          {"district_name", district ? Json(district->name) : Json()},
          {"department", or_null(count.department)},
          {"cases", count.cases},
          {"turn", count.turn},
          {"mine", count.mine},
          {"claimed", count.claimed},
          {"overdue", count.overdue},
          {"oldest_at", or_null(count.oldest)},
          {"due_at", or_null(count.due)}};
}

}  // namespace

Json CaseService::list(Call call, const Query& query, int limit) const {
  const case_store::Filter filter = filter_of(call, query, limit);
  auto records = case_store::list(call.session, filter);
  Json next = nullptr;
  if (records.size() > static_cast<std::size_t>(limit)) {
    records.pop_back();
    next = cursor_of(records.back(), filter.urgent);
  }
  Json items = Json::array();
  for (const Case& record : records) items.push_back(view(call, record));
  return {{"items", std::move(items)}, {"next", std::move(next)}};
}

Json CaseService::summary(Call call) const {
  const auto pack = parts_.packs.current()->find(call.city());
  if (!pack) throw Problem(503, "pack.unavailable");
  case_store::Filter filter;
  limit_to_reach(call, filter);
  Json queues = Json::array(), totals = Json::object();
  for (const char* name : {"cases", "turn", "mine", "claimed", "overdue"}) totals[name] = 0;
  for (const auto& count : case_store::counts(call.session, filter, officer_of(call.actor))) {
    queues.push_back(queue_of(*pack, count));
    for (auto& [name, total] : totals.items())
      total = total.get<std::int64_t>() + queues.back()[name].get<std::int64_t>();
  }
  return {{"queues", std::move(queues)}, {"totals", std::move(totals)}};
}

}  // namespace nrmm::workflows
