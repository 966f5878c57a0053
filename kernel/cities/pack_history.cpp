#include <algorithm>
#include <set>

#include "cities/pack_archive.hpp"

namespace nrmm::cities {

std::string revision_before(const std::vector<ActivationRecord>& history) {
  if (history.empty()) return {};
  const std::string& now = history.front().revision;
  const auto activated = std::find_if(history.begin(), history.end(), [&](const ActivationRecord& one) {
    return one.revision == now && one.action == "activate";
  });
  const auto before = std::find_if(activated, history.end(),
                                   [&](const ActivationRecord& one) { return one.revision != now; });
  return before == history.end() ? std::string() : before->revision;
}

std::string revision_named(const std::vector<ActivationRecord>& history, const std::string& digits) {
  std::set<std::string> found;
  for (const ActivationRecord& one : history) {
    if (one.revision.starts_with(digits)) found.insert(one.revision);
  }
  return found.size() == 1 ? *found.begin() : std::string();
}

}  // namespace nrmm::cities
