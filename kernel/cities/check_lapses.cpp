#include "cities/loading.hpp"
#include "cities/node_values.hpp"

namespace nrmm::cities {
namespace {

constexpr int kYearlyNoticeDays = 60;
constexpr int kPackNoticeDays = 90;

Date year_after(Date from) {
  const std::chrono::year_month_day day(from.days());
  const auto next = day + std::chrono::years(1);
  return Date(next.ok() ? std::chrono::sys_days(next)
                        : std::chrono::sys_days(next.year() / std::chrono::March / 1));
}

void check_yearly(Loading& loading, const Policy& policy) {
  if (!policy.lapses_yearly || policy.dated.empty()) return;
  const Date last_day = year_after(policy.dated.rbegin()->first).plus_days(-1);
  if (loading.today.days_until(last_day) > kYearlyNoticeDays) return;
  const bool over = last_day < loading.today;
  loading.diagnostics.warning(
      policy.dated.rbegin()->second.source, "P021",
      "`" + policy.name + "` " + (over ? "has lapsed" : "lapses") + " on " + last_day.iso(),
      "state the values from " + last_day.plus_days(1).iso() + " on");
}

void check_end(Loading& loading) {
  const Pack& pack = loading.pack;
  if (!pack.to || loading.today.days_until(*pack.to) > kPackNoticeDays) return;
  const bool over = *pack.to < loading.today;
  loading.diagnostics.warning(source_of(mapping_at(loading.own().manifest, "effective"), "to"), "P023",
                              std::string("the pack ") + (over ? "ended" : "ends") + " on " + pack.to->iso(),
                              "no new case opens after that day");
}

}  // namespace

void check_lapses(Loading& loading) {
  for (const auto& [name, policy] : loading.pack.policies) check_yearly(loading, policy);
  check_end(loading);
}

}  // namespace nrmm::cities
