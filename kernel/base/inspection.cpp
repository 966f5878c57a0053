#include "base/inspection.hpp"

#include <algorithm>

namespace nrmm {

void Inspection::count(std::string_view what, std::int64_t number) {
  const auto found =
      std::find_if(figures_.begin(), figures_.end(), [&](const auto& one) { return one.first == what; });
  if (found == figures_.end())
    figures_.emplace_back(what, number);
  else
    found->second += number;
}

void Inspection::breach(const std::string& what) {
  if (++breached_ <= static_cast<std::int64_t>(kNamed))
    breaches_.push_back(city_.empty() ? what : city_ + ": " + what);
}

std::string Inspection::text() const {
  std::string out = name_ + " " + about_ + ":";
  for (const auto& [what, number] : figures_)
    out += std::string(&what == &figures_.front().first ? " " : ", ") + std::to_string(number) + " " + what;
  if (!good()) out += std::string(figures_.empty() ? " " : ", ") + "BROKEN " + std::to_string(breached_);
  out += "\n";
  for (const std::string& one : breaches_) out += "   " + one + "\n";
  const auto untold = breached_ - static_cast<std::int64_t>(breaches_.size());
  if (untold > 0) out += "   and " + std::to_string(untold) + " more\n";
  return out;
}

Json Inspection::json() const {
  Json figures = Json::object();
  for (const auto& [what, number] : figures_) figures[what] = number;
  return {{"name", name_},         {"about", about_},      {"good", good()}, {"figures", std::move(figures)},
          {"breached", breached_}, {"breaches", breaches_}};
}

}  // namespace nrmm
