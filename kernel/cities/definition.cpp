#include "cities/definition.hpp"

#include <algorithm>
#include <charconv>

namespace nrmm::cities {

const Term* Vocabulary::term(std::string_view code) const {
  const auto found =
      std::find_if(terms.begin(), terms.end(), [&](const Term& term) { return term.code == code; });
  return found == terms.end() ? nullptr : &*found;
}

std::vector<const Term*> Vocabulary::offered(Date on) const {
  std::vector<const Term*> found;
  for (const std::string& code : use) {
    const Term* one = term(code);
    if (one != nullptr && one->live(on)) found.push_back(one);
  }
  return found;
}

bool Vocabulary::offers(std::string_view code, Date on) const {
  const Term* one = term(code);
  return one != nullptr && one->live(on) && std::find(use.begin(), use.end(), code) != use.end();
}

std::optional<Duration> Duration::parse(std::string_view text) {
  Duration duration;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), duration.days);
  if (error != std::errc() || duration.days < 0 || duration.days > 36'500) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit == " days" || unit == " day") return duration;
  if (unit != " working days" && unit != " working day") return std::nullopt;
  duration.working = true;
  return duration;
}

std::string Duration::str() const { return std::to_string(days) + (working ? " working days" : " days"); }

const PolicyValue& Policy::on(Date date) const {
  const auto later = dated.upper_bound(date);
  return later == dated.begin() ? undated : std::prev(later)->second;
}

}  // namespace nrmm::cities
