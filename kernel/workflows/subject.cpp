#include "workflows/subject.hpp"

#include <stdexcept>

namespace nrmm::workflows {
namespace {

// A workflow is begun by one of them; the other has no part in it.
constexpr const char* kFileForOthers[] = {"agent", "helper"};

}  // namespace

std::map<std::string, std::string> SubjectHandler::parties(storage::Session&, const cities::Pack&,
                                                           const Case& record) {
  std::map<std::string, std::string> parties{{"owner", record.owner}};
  if (record.opened_by != record.owner)
    for (const char* party : kFileForOthers) parties[party] = record.opened_by;
  return parties;
}

SubjectHandler& Subjects::of(const std::string& type) const {
  const auto found = handlers_.find(type);
  if (found == handlers_.end()) throw std::logic_error("no handler for subjects of type " + type);
  return *found->second;
}

}  // namespace nrmm::workflows
