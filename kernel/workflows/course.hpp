#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "cities/pack.hpp"
#include "workflows/case.hpp"
#include "workflows/personal.hpp"

namespace nrmm::workflows {

using PackPtr = std::shared_ptr<const cities::Pack>;

// The form a workflow or the kernel asks for; Problem 503 pack.unavailable where the pack has none.
const cities::Form& form_named(const cities::Pack& pack, const std::string& name);

// Where something that is handed in stands, and the rules it is under: those its running case began with,
// else the active ones of today.
struct Course {
  PackPtr pack;
  Date date{};
  std::optional<Case> current{};  // the running case
  const cities::Workflow* workflow = nullptr;
  const cities::Form* form = nullptr;
  std::string state{};  // the pack's word, also before there is a case
  std::string party{};  // as which the caller acts
  Json facts = Json::object();

  // Takes the pack's workflow with its form; Problem 503 pack.unavailable where it has none.
  void follow(const cities::Workflow* workflow);
  // Problem 422 pack.not_effective: a case goes on under its rules, a new one waits for the day they hold.
  void require_effective() const;
  // By which the party hands in; Problem 409 case.transition where that is not its turn.
  const cities::Transition& submission() const;
  // Steps that the party may edit now; {"*"}: all.
  std::vector<std::string> editable() const;
  // What was sent, sealed, in the place of what is stored: masked values and the steps that the party may not
  // edit stay as they were.
  Json amended(const Personal& personal, const Json& stored, const Json& sent, const std::string& city) const;
};

}  // namespace nrmm::workflows
