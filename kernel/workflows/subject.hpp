#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/actor.hpp"
#include "base/json.hpp"
#include "cities/pack.hpp"
#include "storage/database.hpp"
#include "workflows/case.hpp"

namespace nrmm::workflows {

// An effect of a transition (`do`): issue_code, accept_profile …
struct Effect {
  std::string_view name;
  std::string_view transition;  // by which it comes about
  const Actor& actor;
};

// What a case is about. workflows/ knows cases only; users, machines and sites register one of these per
// subject type. Called within the request's transaction, with the case's row locked before the subject's.
class SubjectHandler {
 public:
  virtual ~SubjectHandler() = default;

  // {answers, photos} as this viewer may see them: personal values masked.
  virtual Json view(storage::Session&, const cities::Pack&, const Case&, const Actor& viewer) = 0;
  // What the workflow's guards may ask: account_kind, profile_state, machine_state …
  virtual Json facts(storage::Session&, const cities::Pack&, const Case&) = 0;
  // Which account is which party. The default knows the owner, and as agent or helper who filed for him.
  virtual std::map<std::string, std::string> parties(storage::Session&, const cities::Pack&, const Case&);
  // Words for notices beyond {reason}: {code} …
  virtual Json words(storage::Session&, const cities::Pack&, const Case&) { return Json::object(); }
  // Until the transaction ends nothing changes of what the guards ask. The default: nothing is held.
  virtual void hold(storage::Session&, const Case&) {}
  // The subject's own row follows the case's phase. `before` has an empty id when the case has just begun.
  virtual void follow(storage::Session&, const Case& before, const Case& after) = 0;
  // After follow(). Throws Problem to refuse; then nothing of the transition remains.
  virtual void apply(storage::Session&, const cities::Pack&, const Case&, const Effect&) = 0;
  // A derived value of the form that an officer determined: {value, reason, basis}. It stands in the case;
  // the default: and nowhere else.
  virtual void determine(storage::Session&, const Case&, const std::string&, const Json&) {}
};

// Handlers by subject type. Filled on one thread before serving; read-only afterwards.
class Subjects {
 public:
  void add(std::string type, SubjectHandler& handler) { handlers_[std::move(type)] = &handler; }
  SubjectHandler& of(const std::string& type) const;  // std::logic_error when nobody registered it

 private:
  std::map<std::string, SubjectHandler*> handlers_;
};

}  // namespace nrmm::workflows
