#pragma once

#include "log/logger.hpp"
#include "workflows/form_subject.hpp"

namespace nrmm::machines {

// Subjects of type `filing`: a machine that has no code yet. Its effect `issue_code` gives it one; the log
// hears an alarm where there is none left to give.
class MachineSubject : public workflows::FormSubject {
 public:
  MachineSubject(workflows::People& people, const workflows::Personal& personal, log::Logger& log)
      : FormSubject(people, personal), log_(log) {}

  Json words(storage::Session&, const cities::Pack&, const workflows::Case&) override;
  void follow(storage::Session&, const workflows::Case& before, const workflows::Case& after) override;
  void apply(storage::Session&, const cities::Pack&, const workflows::Case&,
             const workflows::Effect& effect) override;
  void determine(storage::Session&, const workflows::Case&, const std::string& name,
                 const Json& made) override;

 private:
  log::Logger& log_;
};

}  // namespace nrmm::machines
