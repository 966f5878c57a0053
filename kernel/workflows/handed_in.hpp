#pragma once

#include <string>
#include <vector>

#include "cities/judge.hpp"
#include "storage/database.hpp"
#include "workflows/case_service.hpp"
#include "workflows/course.hpp"

namespace nrmm::workflows {

// A form that somebody hands in, while it is judged: by the city's rules first, then by what only the
// register knows. Whoever takes it in adds to `judged` what he finds; nothing is refused before he asks for
// it.
class HandedIn {
 public:
  // Judges it. Answers with their personal values opened. `reviewed`: a person looks at it afterwards; where
  // none does, what the rules leave to one stands against it.
  explicit HandedIn(const cities::JudgeRequest& asked, bool reviewed = false);
  // Those steps that the course's next transition checks. Problem 409 case.transition.
  HandedIn(const Course& course, const Json& answers);

  // workflows::check_photos for what these accounts uploaded.
  void check_photos(storage::Session& session, std::vector<std::string> accounts, const std::string& subject,
                    const std::string& owner);
  // Whatever stands against it; none: it is accepted.
  std::vector<Finding> faults() const;
  // Problem 422 form.refused with all of them. `keep_writes`: what was counted meanwhile stays.
  void require_accepted(bool keep_writes = false) const;

  // The normalised answers, to store.
  Json sealed(const Personal& personal, const std::string& city) const;
  // What a replay needs. After the last check.
  JudgedBy by(const Personal& personal, const std::string& city) const;

  cities::Judgement judged;

 private:
  const cities::Pack& pack_;
  const cities::Form& form_;
  Json answers_;
  Date date_;
  std::vector<std::string> steps_;
  bool reviewed_;
  std::size_t of_the_form_;  // flags that the form's own rules gave
};

}  // namespace nrmm::workflows
