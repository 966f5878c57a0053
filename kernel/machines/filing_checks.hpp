#pragma once

#include <string>

#include "cities/judge.hpp"
#include "machines/consents.hpp"
#include "machines/machine.hpp"
#include "workflows/call.hpp"
#include "workflows/course.hpp"
#include "workflows/people.hpp"

namespace nrmm::machines {

// What a judgement cannot know because it is pure: whether the owner of an agent's filing is registered and
// agrees, whether the machine is filed already. Adds its findings to the judgement.
class FilingChecks {
 public:
  FilingChecks(workflows::Call& call, workflows::People& people, const workflows::Course& filed,
               const Machine& machine)
      : call_(call),
        consents_(call, people, filed),
        pack_(*filed.pack),
        form_(*filed.form),
        machine_(machine),
        date_(filed.date) {}

  void run(cities::Judgement& judged);

  const std::string& owner() const { return owner_; }             // account whose machine it is
  bool code_refused() const { return consents_.code_refused(); }  // its try must stay counted

 private:
  void check_owner(cities::Judgement& judged);
  void check_duplicates(cities::Judgement& judged);

  workflows::Call& call_;
  Consents consents_;
  const cities::Pack& pack_;
  const cities::Form& form_;
  const Machine& machine_;
  Date date_;
  std::string owner_ = machine_.filed_by;
};

}  // namespace nrmm::machines
