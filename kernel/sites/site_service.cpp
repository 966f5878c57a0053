#include "sites/site_service.hpp"

#include "audit/audit.hpp"
#include "base/absent.hpp"
#include "base/problem.hpp"
#include "base/random.hpp"
#include "sites/site_registration.hpp"
#include "sites/site_store.hpp"
#include "workflows/member_refused.hpp"

namespace nrmm::sites {
namespace {

using workflows::Call;

const cities::Workflow& workflow_of_sites(const cities::Pack& pack) {
  for (const auto& [name, workflow] : pack.workflows)
    if (workflow.subject == cities::kSite) return workflow;
  throw Problem(409, "site.not_offered");
}

void record(Call& call, const char* action, const Site& site, const cities::Pack* pack) {
  audit::Entry entry;
  entry.action = action;
  entry.object_type = "site";
  entry.object_id = site.id;
  entry.after = {{"state", name_of(site.state)}, {"version", site.version}};
  if (pack) entry.pack_revision = pack->revision;
  audit::record(call.session, call.actor, call.origin, entry);
}

void require_editable(const Site& site) {
  if (!site.editable())
    throw Problem(409, site.state == SiteState::in_review ? "site.in_review" : "site.locked");
}

}  // namespace

SiteService::Registration SiteService::registration(Call& call, const PackPtr& active, Site site,
                                                    std::optional<workflows::Case> current) const {
  Registration out{parts_.course(call, active, std::move(current)), std::move(site)};
  if (!out.current) out.follow(&workflow_of_sites(*out.pack));
  out.party = kManager;
  out.facts = parts_.people.facts(call.session, *out.pack, call.actor.account);
  out.facts["site_state"] = fact_of(out.site.state);
  return out;
}

// The case's row before the site's, as everywhere.
SiteService::Registration SiteService::locked(Call& call, const PackPtr& active,
                                              const std::string& id) const {
  const Site seen = managed(call, id);
  auto current = seen.case_id.empty() ? std::nullopt : parts_.cases.lock(call.session, seen.case_id);
  auto site = site_store::lock(call.session, id);
  if (!site) throw Problem(404, "request.not_found");
  if (site->case_id != seen.case_id) throw Problem(409, "site.in_review");
  require_editable(*site);
  return registration(call, active, std::move(*site), std::move(current));
}

// Credentials go to the account, never into the record.
namespace {

Json without_credentials(const cities::Form& form, Json answers) {
  for (const cities::Field* field : form.listed())
    if (!field->credential.empty()) answers.erase(field->name);
  return answers;
}

}  // namespace

Json SiteService::create(Call call, const PackPtr& active, const Json& answers) const {
  Site site;
  site.id = new_id();
  site.owner = call.actor.account;
  const Registration begun = registration(call, active, site, std::nullopt);
  site.kind = begun.workflow->name;
  cities::check_shape(*active, *begun.form, answers);
  workflows::CaseService::require_open(*active, *begun.workflow, kManager, begun.facts);
  site.answers =
      parts_.personal.sealed(*begun.form, without_credentials(*begun.form, answers), nullptr, call.city());
  site_store::insert(call.session, site);
  record(call, "site.create", site, active.get());
  return view(call, active, site.id);
}

Json SiteService::replace(Call call, const PackPtr& active, const std::string& id, const Json& answers,
                          std::int64_t version) const {
  Registration amended = locked(call, active, id);
  Site& site = amended.site;
  if (site.version != version) throw Problem(412, "request.stale");
  cities::check_shape(*amended.pack, *amended.form, answers);
  if (amended.editable().empty()) throw Problem(409, "site.in_review");
  site.answers = amended.amended(parts_.personal, site.answers, without_credentials(*amended.form, answers),
                                 call.city());
  site_store::set_answers(call.session, site);
  record(call, "site.update", site, amended.pack.get());
  return view(call, active, id);
}

void SiteService::remove(Call call, const std::string& id) const {
  managed(call, id);
  const auto site = site_store::lock(call.session, id);
  if (!site) throw Problem(404, "request.not_found");
  if (site->state != SiteState::draft || !site->case_id.empty())
    throw Problem(409, site->state == SiteState::in_review ? "site.in_review" : "site.locked");
  site_store::remove(call.session, id);
  record(call, "site.delete", *site, nullptr);
}

// A code proves the telephone it was sent to: that of the answer it names, or the manager's own.
void SiteService::take_codes(Call& call, const Registration& handed, Codes codes,
                             cities::Judgement& judged) const {
  for (const cities::Field* field : handed.form->listed()) {
    if (field->sms_purpose.empty() || !judged.answers.contains(field->name)) continue;
    std::string phone = text_in(judged.answers, field->sms_to);
    if (phone.empty()) phone = parts_.people.phone_of(call.session, handed.site.owner);
    const std::string code = judged.answers[field->name];
    judged.answers.erase(field->name);
    if (codes == Codes::proved || parts_.people.confirm_code(call.session, phone, field->sms_purpose, code))
      continue;
    Problem refused = workflows::member_refused(*handed.pack, field->name, "sms_code",
                                                {{"label", handed.pack->fill(field->label)}});
    refused.keep_writes = true;
    throw refused;
  }
}

Json SiteService::submit(Call call, const PackPtr& active, const std::string& id, Codes codes) const {
  Registration registered = locked(call, active, id);
  registered.require_effective();
  Site& site = registered.site;
  workflows::HandedIn handed(registered, parts_.personal.opened(site.answers, call.city()));
  handed.check_photos(call.session, {site.owner}, id, site.owner);
  handed.require_accepted();
  take_codes(call, registered, codes, handed.judged);

  const Json& answers = handed.judged.answers;
  site.answers = handed.sealed(parts_.personal, call.city());
  site.name = text_in(answers, key::kName);
  site.district = text_in(answers, key::kDistrict);
  site.department = text_in(answers, key::kDepartment);
  site.township = text_in(answers, key::kTownship);
  site.place = answers.value(key::kPlace, Json());
  site_store::set_judged(call.session, site);
  return parts_.submit(call, registered, {cities::kSite, id, site.owner, site.district}, site.answers,
                       std::move(handed));
}

Json SiteService::close(Call call, const PackPtr& active, const std::string& id) const {
  managed(call, id);
  auto site = site_store::lock(call.session, id);
  if (!site || site->state != SiteState::active) throw Problem(409, "site.not_active");
  site_store::set_state(call.session, id, SiteState::closed, "");
  site->state = SiteState::closed;
  record(call, "site.close", *site, active.get());
  return view(call, active, id);
}

}  // namespace nrmm::sites
