#pragma once

#include <set>
#include <string>
#include <vector>

#include "cities/judge.hpp"
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
        people_(people),
        pack_(*filed.pack),
        form_(*filed.form),
        machine_(machine),
        date_(filed.date) {}

  void run(cities::Judgement& judged);

  const std::string& owner() const { return owner_; }  // account whose machine it is
  bool code_refused() const { return code_refused_; }  // a wrong SMS code: its try must stay counted

 private:
  void check_party(cities::Judgement& judged);
  void check_code(cities::Judgement& judged, const cities::Field& field);
  void check_duplicates(cities::Judgement& judged);
  Finding finding(const cities::Field& field, const std::string& code, const std::string& level) const;

  workflows::Call& call_;
  workflows::People& people_;
  const cities::Pack& pack_;
  const cities::Form& form_;
  const Machine& machine_;
  Date date_;
  std::string owner_ = machine_.filed_by;
  std::string owner_phone_;
  bool code_refused_ = false;
};

}  // namespace nrmm::machines
