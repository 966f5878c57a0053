#include "passport/trust.hpp"

namespace nrmm::passport {
namespace {

constexpr int kClocksApart = 1;  // days between two deployments' calendars

Fault fault_of_day(const Content& content, Date on, std::optional<int> most_days) {
  const int age = content.issued_on.days_until(on);
  if (age < -kClocksApart) return Fault::not_yet;
  return most_days && age > *most_days ? Fault::too_old : Fault::none;
}

}  // namespace

const char* name_of(Fault fault) {
  switch (fault) {
    case Fault::none:
      return "none";
    case Fault::malformed:
      return "malformed";
    case Fault::unknown_key:
      return "unknown_key";
    case Fault::forged:
      return "forged";
    case Fault::key_expired:
      return "key_expired";
    case Fault::not_yet:
      return "not_yet";
    case Fault::too_old:
      return "too_old";
  }
  return "malformed";
}

// One key may be listed several times; the line that says most counts.
Fault Trust::fault_of_key(const Token& token, Date on) const {
  Fault fault = Fault::unknown_key;
  for (const TrustedKey& each : keys_) {
    const bool speaks_for_it = each.city.empty() || each.city == token.content.city;
    if (!speaks_for_it || key_id(each.public_key) != token.key_id) continue;
    if (!signed_by(token, each.public_key)) {
      if (fault == Fault::unknown_key) fault = Fault::forged;
      continue;
    }
    if (!each.until || on <= *each.until) return Fault::none;
    fault = Fault::key_expired;
  }
  return fault;
}

Reading Trust::read(std::string_view text, Date on, std::optional<int> most_days) const {
  const auto token = passport::read(text);
  if (!token) return {};
  Reading reading{token->content, fault_of_key(*token, on)};
  if (reading.valid()) reading.fault = fault_of_day(token->content, on, most_days);
  return reading;
}

}  // namespace nrmm::passport
