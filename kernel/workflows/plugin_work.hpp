#pragma once

#include <string>

#include "base/actor.hpp"
#include "cities/pack.hpp"
#include "storage/database.hpp"
#include "workflows/case.hpp"

namespace nrmm::workflows {

// A transition, told to others.
struct Happened {
  const cities::Pack& pack;
  const Case& before;  // an empty state: the case has just begun
  const Case& after;
  std::string transition;
  const Actor& actor;

  Json to_json()
      const;  // {case, workflow, subject_type, subject, transition, from, to, phase, version, actor}
};

// What plugins have to do with transitions. Within their transaction.
class PluginWork {
 public:
  virtual ~PluginWork() = default;
  // `do: [<plugin>.<effect>]`. Throws Problem to refuse.
  virtual void carry_out(storage::Session&, const std::string& effect, const Happened&) = 0;
  // Those of the pack that listen are told after the commit.
  virtual void tell(storage::Session&, const Happened&) = 0;
};

}  // namespace nrmm::workflows
