#pragma once

#include <map>
#include <optional>
#include <string>

#include "http/form_routes.hpp"
#include "machines/machine.hpp"
#include "machines/machine_parts.hpp"

namespace nrmm::machines {

using workflows::PackPtr;

// Filings from draft to code, as owner and agent make them and officers look at them. Which workflow files a
// machine is the pack's and, where it offers several, the client's (filing_course.hpp). Everything in the
// caller's transaction. A machine that is none of the caller's is Problem 404.
class MachineService {
 public:
  explicit MachineService(MachineParts parts) : parts_(parts) {}

  // A draft; incomplete allowed. `kind`: of filing.offered; empty: the first that the caller may open.
  // Problems: 400 for wrong types; 409 profile.not_approved, case.guard; 422 for another kind.
  Json create(workflows::Call, const PackPtr& active, const Json& answers,
              const std::string& kind = "") const;
  // Replaces all answers. Problems: 409 machine.in_review, machine.locked; 412 request.stale.
  Json replace(workflows::Call, const PackPtr& active, const std::string& id, const Json& answers,
               std::int64_t version) const;
  // Replaces the answers of one step, for a client that saves page by page; what is incomplete or ill-formed
  // is kept and told in `progress`. Problems: as replace(); 404 for another step, 400 for another step's
  // field.
  Json replace_step(workflows::Call, const PackPtr& active, const std::string& id, const std::string& step,
                    const Json& answers, std::int64_t version) const;
  void remove(workflows::Call, const std::string& id) const;  // drafts only

  // A draft that starts with the answers of a filing or case of the caller's own (`id`) that still fit
  // (filing_copy.hpp), and `answers` over them. Besides the Machine: `left_out`, fields not taken over.
  Json copy(workflows::Call, const PackPtr& active, const std::string& id, const Json& answers,
            const std::string& kind = "") const;

  // {case, derived, dropped}. Problem 422: form.refused with every finding; pack.not_effective.
  Json submit(workflows::Call, const PackPtr& active, const std::string& id,
              const std::string& owner_sms_code) const;

  // The contract's Machine; to who may still change it with `progress` (filing_progress.hpp).
  Json view(workflows::Call, const PackPtr& active, const std::string& id) const;
  // Query keys: state district cursor.
  Json list(workflows::Call, const PackPtr& active,
            const std::map<std::string, std::string, std::less<>>& query, int limit) const;

  // Under what a form about the caller's own machine is settled and judged: its running case's revision, day
  // and facts, else today's; of a registered machine also what the register knows.
  http::PinnedForm rules_of(workflows::Call, const PackPtr& active, const std::string& id) const;

  // For a form that is checked before it is sent: masked personal values of the caller's own machine put
  // back in clear. An empty id, or a value that is not the stored one's mask, changes nothing.
  Json unmasked(workflows::Call, const cities::Form& form, const std::string& id, const Json& answers) const;

 private:
  struct Filing;  // a machine with the rules it is under

  Machine own(workflows::Call&, const std::string& id) const;
  Machine earlier(workflows::Call&, const std::string& id) const;  // of a machine or of its filing's case
  Filing filing(workflows::Call&, const PackPtr& active, Machine machine,
                std::optional<workflows::Case> current) const;
  Filing locked(workflows::Call&, const PackPtr& active, const std::string& id) const;
  // What the filing is judged by, personal values opened; what the form does not ask any more is `dropped`.
  Json asked(const workflows::Call&, const Filing&, std::vector<std::string>& dropped) const;
  // What the rules say so far of a filing that the caller may still change; null where he may not.
  Json progress(workflows::Call&, const PackPtr& active, const Machine& machine) const;
  Json shown(workflows::Call&, const PackPtr& active, const Machine& machine) const;

  MachineParts parts_;
};

}  // namespace nrmm::machines
