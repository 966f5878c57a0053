#pragma once

#include <span>
#include <string_view>

#include "cities/catalogue.hpp"

namespace nrmm::cities {

// A name that the kernel offers to packs. The rows of this table are the single source for hints, the
// reference and the editors' schemas; the folders that fetch facts and carry out effects are checked against
// it at start.
struct KernelName {
  enum class Kind { party, role, subject, effect, fact, policy, form, text, sms_purpose };

  Kind kind;
  std::string_view name;
  // role: `reviews` where it may decide cases; fact: its listed values; policy: its type; text: its
  // placeholders; form: `policy=value` that wants it, `offered` where a pack may have it, empty where it
  // must.
  std::string_view detail;
  std::string_view chinese;
  std::string_view english;
  Fact::Of of = Fact::Of::any;  // of a fact
};

std::span<const KernelName> kernel_people();  // parties, roles, subjects, SMS purposes
std::span<const KernelName> kernel_facts();   // facts, effects, forms
std::span<const KernelName> kernel_policies();
std::span<const KernelName> kernel_texts();  // texts the kernel looks up by key

// Detail of a role that may decide cases.
inline constexpr const char* kReviews = "reviews";

// All of the above, ready for load_pack. Plugins add to a copy.
const Catalogue& standard_catalogue();

}  // namespace nrmm::cities
