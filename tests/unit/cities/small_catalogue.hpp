#pragma once

#include "cities/catalogue.hpp"

namespace nrmm::cities {

// Just the kernel names that the packs under tests/packs use, so that these stay small.
inline Catalogue small_catalogue() {
  Catalogue out;
  for (const char* party : {"owner", "reviewer", "system"}) out.add_party(party);
  for (const char* role : {"district_auditor", "city_auditor"}) out.add_role(role, true);
  out.add_role("operator", false);
  for (const char* subject : {"filing", "machine"}) out.add_subject(subject);
  out.add_effect("issue_code");
  out.add_fact({"account_kind", {"person", "enterprise"}, Fact::Of::account});
  out.add_fact({"machine_state", {"registered", "deregistered"}, Fact::Of::machine});
  for (const char* name : {"code.alphabet", "code.province_char"})
    out.need_policy({name, name[5] == 'a' ? "text" : "text?"});
  for (const char* name : {"filing.offered", "changes.offered"}) out.need_policy({name, "names"});
  out.need_policy({"deadlines.review", "duration?"});
  out.need_policy({"calendar.days_off", "dates"});
  out.need_form("machine");
  out.need_text("case.claimed");
  out.add_placeholder("case.claimed", "by");
  out.add_placeholder("notice.*", "reason");
  return out;
}

}  // namespace nrmm::cities
