#pragma once

#include <string>
#include <vector>

#include "cities/judge.hpp"
#include "storage/database.hpp"

namespace nrmm::workflows {

// Ids in the answers of photo fields, as [{field, label, id}] in the form's order.
Json photos_in(const cities::Pack& pack, const cities::Form& form, const Json& answers);

bool is_photo(const cities::Field& field);
std::string live_for(const cities::Form& form,
                     const cities::Field& field);  // what a photo's ticket is bound to

// For whom and about what photos are handed in.
struct PhotoCheck {
  const cities::Pack& pack;
  const cities::Form& form;
  std::vector<std::string> accounts;  // whose uploads count
  std::string subject, owner;         // ids: a photo that showed another subject before is a reused one
  Date date;                          // whose policies hold
};

// A photo counts when one of the accounts uploaded it: every other one is an error of its field. Where the
// field wants the camera it must have come with a ticket for it (policy photos.unproven), and what speaks
// against a live photo is for the reviewer. A reused one: policy photos.reused.
void check_photos(storage::Session& session, const PhotoCheck& check, cities::Judgement& judged);

inline constexpr const char* kReused = "photos.reused";  // rule of such a finding

// Levels of such a finding: it stops the submission, or the reviewer looks at it.
inline constexpr const char* kRefuse = "refuse";
inline constexpr const char* kFlag = "flag";

// What the server finds about an answer beyond the form's own rules; `code` names the text error.<code>.
Finding field_finding(const cities::Pack& pack, const cities::Form& form, const cities::Field& field,
                      const std::string& code, const std::string& level);

}  // namespace nrmm::workflows
