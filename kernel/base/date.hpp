#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace nrmm {

// A day of the Gregorian calendar without time or zone. Which day "today" is, is the city's time zone's
// matter; the database says so (storage: nrmm_today).
class Date {
 public:
  constexpr Date() = default;
  constexpr explicit Date(std::chrono::sys_days days) : days_(days) {}

  static std::optional<Date> parse(
      std::string_view iso);  // YYYY-MM-DD exactly, years 1900–2999, existing days only

  std::string iso() const;
  constexpr std::chrono::sys_days days() const { return days_; }
  Date plus_days(int count) const { return Date(days_ + std::chrono::days(count)); }
  int days_until(Date other) const { return static_cast<int>((other.days_ - days_).count()); }
  std::chrono::weekday weekday() const { return std::chrono::weekday(days_); }

  constexpr auto operator<=>(const Date&) const = default;

 private:
  std::chrono::sys_days days_{};
};

}  // namespace nrmm
