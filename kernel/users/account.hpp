#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "cities/pack.hpp"
#include "users/personal_numbers.hpp"
#include "workflows/people.hpp"

namespace nrmm::users {

// Somebody the city knows: a person or an enterprise who registered, or an officer who was given an account.
// One phone is one account of a city; officers are apart, they sign in by login only.
struct Account {
  std::string id;
  std::string login;  // officers', and accounts that were issued; empty: signs in by phone or number
  std::string kind;   // person | enterprise | officer
  std::vector<std::string> roles;
  std::vector<std::string> districts;    // an officer's; empty: the whole city
  std::vector<std::string> departments;  // a department officer's
  std::string township;                  // a township officer's
  std::string name;
  std::string phone_sealed;
  std::string id_number_sealed;
  std::string uscc;
  Json answers = Json::object();  // of the form account, personal values sealed
  std::string profile_state = workflows::profile::kNotNeeded;
  std::string password_hash;
  bool must_change_password = false;
  bool disabled = false;
  bool password_expired = false;  // an initial password that was not changed in time
  std::string last_sign_in;       // RFC 3339; empty: never
  std::string previous_sign_in;   // the one before
  std::int64_t version = 1;
  std::string created_at;

  bool officer() const { return kind == "officer"; }
  bool issued() const { return !password_hash.empty(); }  // an approved officer waits for his first password
};

inline constexpr const char* kSelfRegistered[] = {"owner", "agent", "site_manager"};

// Whether people give themselves this role in the city: site managers only where sites.onboarding is `self`
// (`with_form`: with their site; `offline_issue`: an officer issues the account), and no role for which the
// city has nothing to begin. Others' roles never.
bool role_open(const cities::Pack& pack, std::string_view role, Date on);

// The workflow by which a city looks at profiles.
inline constexpr const char* kProfileReview = "profile_review";

// Whether somebody with these roles needs an approved profile: the city reviews profiles and lets one of the
// roles open such a case.
bool profile_reviewed(const cities::Pack& pack, const std::vector<std::string>& roles, Date on);

// The account's state as rules and guards may ask (facts account_kind, profile_state).
Json facts_of(const cities::Pack& pack, const Account& account, Date on);

// The account as its holder sees it: phone and identity number shortened.
Json own_view(const Account& account, std::string_view city, const PersonalNumbers& numbers);

// What may be written into the audit record about an account: no personal values.
Json audit_view(const Account& account);

}  // namespace nrmm::users
