#pragma once

#include <string>
#include <vector>

#include "cities/judge.hpp"
#include "storage/database.hpp"

namespace nrmm::workflows {

// Ids in the answers of photo fields, as [{field, label, id}] in the form's order.
Json photos_in(const cities::Pack& pack, const cities::Form& form, const Json& answers);

// A photo counts when one of the accounts uploaded it: every other one is an error of its field.
void check_photos(storage::Session& session, const cities::Pack& pack, const cities::Form& form,
                  const std::vector<std::string>& accounts, cities::Judgement& judged);

// Levels of such a finding: it stops the submission, or the reviewer looks at it.
inline constexpr const char* kRefuse = "refuse";
inline constexpr const char* kFlag = "flag";

// What the server finds about an answer beyond the form's own rules; `code` names the text error.<code>.
Finding field_finding(const cities::Pack& pack, const cities::Form& form, const cities::Field& field,
                      const std::string& code, const std::string& level);

}  // namespace nrmm::workflows
