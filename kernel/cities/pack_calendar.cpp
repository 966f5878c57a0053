#include <algorithm>
#include <vector>

#include "cities/pack.hpp"

namespace nrmm::cities {
namespace {

struct Span {
  Date first, last;  // both included
};

// "2026-10-01" or "2026-10-01/2026-10-07"; the loader has checked them.
std::optional<Span> span_of(std::string_view text) {
  const auto first = Date::parse(text.substr(0, 10));
  const auto last = text.size() > 11 ? Date::parse(text.substr(11)) : first;
  if (!first || !last) return std::nullopt;
  return Span{*first, *last};
}

void add_spans(const Json& value, std::vector<Span>& spans) {
  if (!value.is_array()) return;
  for (const Json& item : value) {
    if (const auto span = span_of(item.get_ref<const std::string&>())) spans.push_back(*span);
  }
}

// Each year's list names that year only, so the lists of all years add up: a deadline may end in the next.
std::vector<Span> spans_of(const Pack& pack, std::string_view name) {
  std::vector<Span> spans;
  const auto found = pack.policies.find(name);
  if (found == pack.policies.end()) return spans;
  add_spans(found->second.undated.value, spans);
  for (const auto& [from, value] : found->second.dated) add_spans(value.value, spans);
  return spans;
}

class Calendar {
 public:
  explicit Calendar(const Pack& pack)
      : off_(spans_of(pack, "calendar.days_off")), extra_(spans_of(pack, "calendar.extra_workdays")) {}

  bool works(Date day) const {
    if (within(extra_, day)) return true;
    const auto weekday = day.weekday();
    return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday && !within(off_, day);
  }

 private:
  static bool within(const std::vector<Span>& spans, Date day) {
    return std::any_of(spans.begin(), spans.end(),
                       [&](const Span& span) { return span.first <= day && day <= span.last; });
  }

  std::vector<Span> off_, extra_;
};

}  // namespace

bool Pack::working_day(Date day) const { return Calendar(*this).works(day); }

Date Pack::due(Duration duration, Date start) const {
  if (!duration.working) return start.plus_days(duration.days);
  const Calendar calendar(*this);
  Date day = start;
  for (int left = duration.days; left > 0;) {
    day = day.plus_days(1);
    if (calendar.works(day)) --left;
  }
  return day;
}

Date Pack::before(Duration duration, Date end) const {
  if (!duration.working) return end.plus_days(-duration.days);
  const Calendar calendar(*this);
  Date day = end;
  for (int left = duration.days; left > 0;) {
    day = day.plus_days(-1);
    if (calendar.works(day)) --left;
  }
  return day;
}

int Pack::working_days(Date start, Date end) const {
  const Calendar calendar(*this);
  int count = 0;
  for (Date day = start.plus_days(1); day <= end; day = day.plus_days(1))
    count += calendar.works(day) ? 1 : 0;
  return count;
}

}  // namespace nrmm::cities
