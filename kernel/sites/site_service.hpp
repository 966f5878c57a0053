#pragma once

#include <map>
#include <optional>
#include <string>

#include "http/form_routes.hpp"
#include "sites/site.hpp"
#include "workflows/intake.hpp"

namespace nrmm::sites {

using workflows::PackPtr;
using Query = std::map<std::string, std::string, std::less<>>;

// Sites from draft to closure, as their managers make them and officers look at them. Which workflow
// registers one is the pack's: the one of subject `site`. Everything in the caller's transaction. A site that
// is none of the caller's is Problem 404.
class SiteService {
 public:
  explicit SiteService(workflows::Intake parts) : parts_(parts) {}

  // A draft; incomplete allowed. Problems: 400 for wrong types; 409 case.guard, profile.not_approved.
  Json create(workflows::Call, const PackPtr& active, const Json& answers) const;
  // Problems: 409 site.in_review, site.locked; 412 request.stale.
  Json replace(workflows::Call, const PackPtr& active, const std::string& id, const Json& answers,
               std::int64_t version) const;
  void remove(workflows::Call, const std::string& id) const;  // drafts only
  // What an SMS code among the answers proves: a code that was used up with the account is `proved`.
  enum class Codes { asked, proved };
  // {case, derived, dropped}. Problem 422: form.refused with every finding; pack.not_effective; sms.refused.
  Json submit(workflows::Call, const PackPtr& active, const std::string& id, Codes = Codes::asked) const;
  // No more entries; what is there may leave. Problem 409 site.not_active.
  Json close(workflows::Call, const PackPtr& active, const std::string& id) const;

  Json view(workflows::Call, const PackPtr& active, const std::string& id) const;
  // Query keys: state district department cursor.
  Json list(workflows::Call, const PackPtr& active, const Query& query, int limit) const;

  // The site where the caller manages it, records at its gate, or looks after it as an officer.
  Site visible(const workflows::Call&, const std::string& id) const;
  // Where he may report movements: its manager, or a recorder, whose place is held for the transaction.
  Site at_gate(const workflows::Call&, const std::string& id) const;
  Site managed(const workflows::Call&, const std::string& id) const;

  // Under what a form about the caller's own site is settled; nothing where the id is no site's.
  std::optional<http::PinnedForm> rules_of(workflows::Call, const PackPtr& active,
                                           const std::string& id) const;

 private:
  struct Registration;  // a site with the rules it is under

  Registration registration(workflows::Call&, const PackPtr& active, Site site,
                            std::optional<workflows::Case> current) const;
  Registration locked(workflows::Call&, const PackPtr& active, const std::string& id) const;
  void take_codes(workflows::Call&, const Registration&, Codes, cities::Judgement&) const;
  Json shown(workflows::Call&, const Site& site) const;

  workflows::Intake parts_;
};

}  // namespace nrmm::sites
