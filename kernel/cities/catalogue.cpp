#include "cities/catalogue.hpp"

namespace nrmm::cities {

void Catalogue::add_placeholder(std::string key, std::string placeholder) {
  placeholders_[std::move(key)].insert(std::move(placeholder));
}

const std::set<std::string>& Catalogue::placeholders(const std::string& key) const {
  static const std::set<std::string> kNone;
  const auto found = placeholders_.find(key);
  return found == placeholders_.end() ? kNone : found->second;
}

}  // namespace nrmm::cities
