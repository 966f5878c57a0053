#include "workflows/plugin_work.hpp"

namespace nrmm::workflows {

Json Happened::to_json() const {
  return {{"case", after.id},
          {"workflow", after.workflow},
          {"subject_type", after.subject_type},
          {"subject", after.subject_id},
          {"transition", transition},
          {"from", before.state},
          {"to", after.state},
          {"phase", name_of(after.phase)},
          {"version", after.version},
          {"actor", actor.account}};
}

}  // namespace nrmm::workflows
