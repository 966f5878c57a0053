#include "machines/filing_form.hpp"

#include <set>

namespace nrmm::machines {

Json asked_only(const cities::Form& form, const Json& answers, std::vector<std::string>& dropped) {
  std::set<std::string> asked;
  for (const cities::Field* field : form.listed()) asked.insert(field->name);
  Json kept = Json::object();
  for (const auto& [name, value] : answers.items()) {
    if (asked.contains(name))
      kept[name] = value;
    else
      dropped.push_back(name);
  }
  return kept;
}

}  // namespace nrmm::machines
