#include "workflows/matter_subject.hpp"

#include <stdexcept>

#include "workflows/engine.hpp"

namespace nrmm::workflows {

std::map<std::string, std::string> MatterSubject::parties(storage::Session&, const cities::Pack& pack,
                                                          const Case& record) {
  std::map<std::string, std::string> out;
  const cities::Workflow* workflow = pack.workflow(record.workflow);
  for (const char* party : kPartiesOfMatters)
    if (workflow && may_open(*workflow, party)) out[party] = record.owner;
  return out;
}

void MatterSubject::follow(storage::Session&, const Case&, const Case&) {}

void MatterSubject::apply(storage::Session&, const cities::Pack&, const Case&, const Effect& effect) {
  throw std::logic_error("a matter has no effect " + std::string(effect.name));
}

}  // namespace nrmm::workflows
