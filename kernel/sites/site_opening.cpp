#include "sites/site_opening.hpp"

#include "base/absent.hpp"
#include "base/problem.hpp"
#include "cities/identifiers.hpp"
#include "workflows/personal.hpp"

namespace nrmm::sites {
namespace {

constexpr const char* kManagerName = "manager_name";

const cities::Form& form_of_sites(const cities::Pack& pack) {
  for (const auto& [name, workflow] : pack.workflows)
    if (workflow.subject == cities::kSite)
      if (const cities::Form* form = pack.form(workflow.form)) return *form;
  throw Problem(401, "request.unauthenticated");
}

bool with_form(const cities::Pack& pack) {
  return pack.policies.find("sites.onboarding")->second.on(pack.from).value == "with_form";
}

users::SiteManagers::Applicant applicant_of(const cities::Form& form, const Json& answers) {
  users::SiteManagers::Applicant applicant;
  applicant.name = text_in(answers, kManagerName);
  for (const cities::Field* field : form.listed()) {
    const std::string text = text_in(answers, field->name);
    if (field->credential == "phone") applicant.phone = cities::normal_phone(text);
    if (field->credential == "password") applicant.password = text;
    if (!field->sms_purpose.empty()) applicant.sms_code = text;
  }
  return applicant;
}

}  // namespace

http::Response SiteOpening::open(http::Request& request) const {
  const cities::Pack& pack = *request.pack;
  if (!with_form(pack)) throw Problem(401, "request.unauthenticated");
  const cities::Form& form = form_of_sites(pack);
  const Json& answers = request.body.at("answers");
  cities::check_shape(pack, form, answers);
  const auto applicant = applicant_of(form, answers);
  const std::string hash = managers_.hash(request, applicant);
  const users::Account account = managers_.open(request, applicant, hash);

  Actor actor = request.actor;
  actor.account = account.id;
  actor.name = account.name;
  actor.roles = account.roles;
  const workflows::Call call{
      request.session(), actor, {request.address, request.request_id}, http::Reach::own};
  const Json site = sites_.create(call, request.pack, answers);
  sites_.submit(call, request.pack, site.at("id"), SiteService::Codes::proved);
  Json opened = sites_.view(call, request.pack, site.at("id"));
  opened["account"] = {
      {"id", account.id}, {"roles", account.roles}, {"phone", workflows::Personal::masked(applicant.phone)}};
  const auto version = opened.at("version").get<std::int64_t>();
  auto answer = http::Response::created(std::move(opened));
  answer.etag(version);
  return answer;
}

}  // namespace nrmm::sites
