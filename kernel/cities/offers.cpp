#include "cities/offers.hpp"

#include <algorithm>

namespace nrmm::cities {
namespace {

std::vector<const Workflow*> about(const Pack& pack, std::string_view subject) {
  std::vector<const Workflow*> found;
  for (const auto& [name, workflow] : pack.workflows)
    if (workflow.subject == subject) found.push_back(&workflow);
  return found;
}

bool begun(const Workflow& workflow, std::string_view role) {
  const Transition* open = workflow.transition(kOpen);
  return open && std::find(open->by.begin(), open->by.end(), role) != open->by.end();
}

}  // namespace

std::vector<const Workflow*> offered(const Pack& pack, std::string_view policy, Date on) {
  std::vector<const Workflow*> found;
  for (const std::string& kind : pack.list(policy, on)) {
    const Workflow* workflow = pack.workflow(kind);
    if (workflow && workflow->transition(kOpen)) found.push_back(workflow);
  }
  return found;
}

std::vector<const Workflow*> matters(const Pack& pack) { return about(pack, kMatter); }

std::vector<std::string> begun_by(const Pack& pack, std::string_view role, Date on) {
  std::vector<std::string> kinds;
  for (const auto& group : {offered(pack, "filing.offered", on), about(pack, kSite), matters(pack)})
    for (const Workflow* workflow : group)
      if (begun(*workflow, role)) kinds.push_back(workflow->name);
  return kinds;
}

}  // namespace nrmm::cities
