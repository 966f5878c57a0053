#include "machines/filing_checks.hpp"

#include "machines/identifier_store.hpp"
#include "machines/identifiers.hpp"
#include "workflows/form_photos.hpp"

namespace nrmm::machines {
namespace {

constexpr const char* kOwner = "owner";

}  // namespace

void FilingChecks::run(cities::Judgement& judged) {
  check_owner(judged);
  check_duplicates(judged);
}

// Who has agreed to an agent's filing need not agree again when it was returned and amended.
void FilingChecks::check_owner(cities::Judgement& judged) {
  consents_.name_parties(judged);
  const std::string named = consents_.account(kOwner);
  if (!named.empty()) owner_ = named;
  const bool agreed = !machine_.case_id.empty() && machine_.owner == owner_ && !named.empty();
  if (agreed)
    consents_.waive(judged);
  else
    consents_.confirm(judged);
}

void FilingChecks::check_duplicates(cities::Judgement& judged) {
  const auto identifiers = identifiers_of(form_, judged.answers);
  identifier_store::take_turns(call_.session, identifiers);
  for (const Identifier& one : identifiers) {
    auto found =
        duplicate(pack_, form_, date_, one, identifier_store::others(call_.session, machine_.id, one));
    if (found)
      (found->level == workflows::kRefuse ? judged.errors : judged.flags).push_back(std::move(*found));
  }
}

}  // namespace nrmm::machines
