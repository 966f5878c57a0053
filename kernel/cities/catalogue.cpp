#include "cities/catalogue.hpp"

#include <algorithm>

namespace nrmm::cities {

void Catalogue::add_placeholder(std::string key, std::string placeholder) {
  placeholders_[std::move(key)].insert(std::move(placeholder));
}

void Catalogue::guard_placeholders(std::string key, std::string policy) {
  guards_[std::move(key)] = std::move(policy);
}

bool Catalogue::knows_form(const std::string& name) const {
  return offered_forms_.contains(name) ||
         std::any_of(forms_.begin(), forms_.end(), [&](const FormNeed& need) { return need.form == name; });
}

const std::set<std::string>& Catalogue::placeholders(const std::string& key) const {
  static const std::set<std::string> kNone;
  const auto found = placeholders_.find(key);
  return found == placeholders_.end() ? kNone : found->second;
}

}  // namespace nrmm::cities
