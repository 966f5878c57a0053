#include "world.hpp"

namespace nrmm::testing {
namespace {

cities::Policy policy(const Json& value) {
  cities::Policy policy;
  policy.undated.value = value;
  return policy;
}

cities::Field field(const char* name, cities::FieldType type, cities::Condition shown) {
  cities::Field field;
  field.name = name;
  field.label = name;
  field.type = type;
  field.required = cities::Condition::always();
  field.shown = std::move(shown);
  return field;
}

cities::Form account_form(bool whole) {
  using cities::Condition;
  const auto person = whole ? Condition::equals("account_kind", {"person"}) : Condition::always();
  const auto firm = Condition::equals("account_kind", {"enterprise"});
  cities::Form form;
  form.name = "account";
  form.title = "注册";
  cities::Step step{"account", "注册", {"name"}};
  form.fields["name"] = field("name", cities::FieldType::text, person);
  if (whole) {
    step.fields = {"name", "id_number", "company_name", "uscc"};
    form.fields["id_number"] = field("id_number", cities::FieldType::id_number, person);
    form.fields["company_name"] = field("company_name", cities::FieldType::text, firm);
    form.fields["uscc"] = field("uscc", cities::FieldType::uscc, firm);
  }
  form.steps = {step};
  return form;
}

cities::Transition transition(const char* name, std::vector<std::string> from, const char* to,
                              std::vector<std::string> by) {
  cities::Transition transition;
  transition.name = transition.label = name;
  transition.from = std::move(from);
  transition.to = to;
  transition.by = std::move(by);
  if (transition.by.front() == "reviewer") transition.roles = {"district_auditor"};
  return transition;
}

cities::Workflow profile_review() {
  cities::Workflow workflow;
  workflow.name = workflow.title = "profile_review";
  workflow.subject = "account";
  workflow.form = "profile";
  workflow.reviewer = "district_auditor";
  for (const char* name : {"draft", "in_review", "returned", "approved"}) workflow.states[name].name = name;
  workflow.states["draft"].edits = workflow.states["returned"].edits = {{"owner", {"*"}}};
  workflow.states["approved"].end = true;
  auto submit = transition("submit", {"draft", "returned"}, "in_review", {"owner"});
  submit.check = {"*"};
  auto approve = transition("approve", {"in_review"}, "approved", {"reviewer"});
  approve.effects = {"accept_profile"};
  for (auto& one : {transition("open", {}, "draft", {"owner"}), submit, approve,
                    transition("return", {"in_review"}, "returned", {"reviewer"})}) {
    workflow.transitions[one.name] = one;
    workflow.transition_order.push_back(one.name);
  }
  return workflow;
}

// What somebody in the city can begin: who could begin nothing would not be let sign up.
cities::Workflow begun_by(const std::string& name, const std::string& subject,
                          std::vector<std::string> parties) {
  cities::Workflow workflow;
  workflow.name = name;
  workflow.subject = subject;
  workflow.transitions["open"].by = std::move(parties);
  return workflow;
}

std::shared_ptr<cities::Pack> made(const std::string& id, const Json& login, bool whole) {
  auto pack = std::make_shared<cities::Pack>();
  pack->id = id;
  pack->name = id;
  pack->timezone = "Asia/Shanghai";
  pack->revision = "0123456789abcdef";
  pack->policies["account.login"] = policy(login);
  pack->policies["account.first_sign_in"] = policy({"password"});
  pack->policies["account.profile_review"] = policy(false);
  pack->policies["sites.onboarding"] = policy("self");
  pack->policies["filing.offered"] = policy({"machine_registration"});
  pack->workflows["machine_registration"] = begun_by("machine_registration", "filing", {"owner", "agent"});
  pack->workflows["site_registration"] = begun_by("site_registration", cities::kSite, {"site_manager"});
  pack->forms["account"] = account_form(whole);
  pack->forms["profile"] = account_form(true);
  pack->forms["profile"].name = "profile";
  pack->workflows["profile_review"] = profile_review();
  pack->policies["notices.default"] = policy({"in_app"});
  pack->policies["photos.unproven"] = policy("flag");
  pack->policies["photos.reused"] = policy("flag");
  pack->messages["sms.code"] = "您的验证码是{code}，{minutes}分钟内有效。";
  cities::District district;
  district.id = "990101";
  district.name = "某区";
  pack->districts = {district};
  return pack;
}

}  // namespace

TestPacks::TestPacks() {
  packs_["north"] = made("north", {"phone", "id_number", "uscc", "sms_code"}, true);
  packs_["south"] = made("south", {"username"}, false);
  for (const auto& [id, one] : packs_) set_->cities[id] = one;
}

}  // namespace nrmm::testing
