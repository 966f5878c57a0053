#pragma once

#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/json.hpp"
#include "cities/pack.hpp"
#include "passport/keys.hpp"
#include "passport/trust.hpp"
#include "workflows/call.hpp"

namespace nrmm::machines {

// Cross-city passports: what this city's register holds of a machine, signed, so that another city believes
// it without asking anybody. Thread-safe.
class Passports {
 public:
  struct Parts {
    const passport::Keys& keys;
    const passport::Trust& trust;
  };
  explicit Passports(Parts parts) : parts_(parts) {}

  // {token, code, serial, emission_stage, city, issued_on} of a machine that the caller may see. Problems:
  // 404; 409 machine.not_registered; 503 where the deployment has no key to sign with.
  Json issue(workflows::Call, const cities::Pack&, const std::string& id) const;

  // {valid, reason, message, passport}: what a token says, and whether this city may rely on it today.
  // Nothing is looked up; what is not valid is shown too, where it can be read.
  Json verification(workflows::Call, const cities::Pack&, const std::string& token) const;

  // What was scanned in place of a code, as far as it is proved on that day; nullopt: it is no passport.
  // Problem 422 on `code` for one that is not to be relied on.
  std::optional<passport::Content> proof(const cities::Pack&, const std::string& scanned, Date on) const;

 private:
  passport::Reading read(const cities::Pack&, const std::string& token, Date on) const;

  Parts parts_;
};

}  // namespace nrmm::machines
