#include "demo/sites.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/absent.hpp"

namespace nrmm::demo {
namespace {

constexpr const char* kManager = "site_manager";
constexpr const char* kSubmit = "submit";
constexpr const char* kClose = "close";

class Opening {
 public:
  Opening(Stage& stage, const std::map<std::string, std::string>& owners) : stage_(stage), owners_(owners) {
    read_form();
    const Json city = stage_.expect(200, stage_.client().get("city", ""), "reading the city");
    const Json& open = city.at("roles_open");
    signs_up_ = std::find(open.begin(), open.end(), kManager) != open.end();
  }

  OpenSite open(const Site& site, std::size_t number) {
    OpenSite opened = credentials_.empty() ? handed_in(site, number) : with_account(site);
    opened.place = site.answers.value("position", Json());
    opened.at_gate = {opened.manager};
    for (const Recorder& recorder : site.recorders) {
      const std::string holder = add(opened, recorder);
      if (!holder.empty()) opened.at_gate.push_back(holder);
    }
    return opened;
  }

 private:
  // Where a stranger's form opens the account as well, its fields for that.
  void read_form() {
    const Json form = stage_.expect(200, stage_.client().get("forms/site", ""), "reading the form site");
    for (const Json& step : form.at("steps")) {
      for (const Json& field : step.at("fields")) {
        if (field.contains("credential")) credentials_[field.at("credential")] = field.at("field");
        if (field.contains("sms")) code_field_ = field.at("field");
      }
    }
  }

  OpenSite with_account(const Site& site) {
    const SiteManager& manager = site.manager;
    Json answers = site.answers;
    answers[credentials_.at("phone")] = manager.phone;
    answers[credentials_.at("password")] = manager.password;
    answers[code_field_] = stage_.inbox().code_for(manager.phone, "register");
    const Json made = stage_.expect(201, stage_.client().post("sites", {{"answers", answers}}, ""),
                                    "opening a site with its account");
    return {.id = made.at("id"), .manager = stage_.sign_in(manager.phone, manager.password)};
  }

  OpenSite handed_in(const Site& site, std::size_t number) {
    const std::string district = text_in(site.answers, "district");
    OpenSite made{.id = {}, .manager = signs_up_ ? sign_up(site.manager) : issued(site.manager, district)};
    const Json answers = stage_.with_photos(site.answers, made.manager, number);
    made.id = stage_
                  .expect(201, stage_.client().post("sites", {{"answers", answers}}, made.manager),
                          "beginning a site")
                  .at("id");
    std::string case_id;
    for (const std::string& step : site.then) {
      if (step == kSubmit)
        case_id = submitted(made);
      else if (step != kClose)
        stage_.review(case_id, stage_.desks_of(district), {step, site.reason, site.remarks});
    }
    return made;
  }

  std::string submitted(const OpenSite& site) {
    const Answer answer =
        stage_.client().post("sites/" + site.id + "/submission", Json::object(), site.manager);
    return stage_.expect(200, answer, "handing a site in").at("case").at("id");
  }

  std::string sign_up(const SiteManager& manager) {
    const Json body = {{"role", kManager},
                       {"kind", manager.kind},
                       {"phone", manager.phone},
                       {"sms_code", stage_.inbox().code_for(manager.phone, "register")},
                       {"password", manager.password},
                       {"answers", manager.answers}};
    stage_.expect(201, stage_.client().post("accounts", body, ""), "signing a site's manager up");
    return stage_.sign_in(manager.phone, manager.password);
  }

  // The district has looked at the papers, enters them and hands the first password over.
  std::string issued(const SiteManager& manager, const std::string& district) {
    Json answers = manager.answers;
    Json body = {{"name", text_in(answers, "name")}, {"phone", manager.phone}, {"district", district}};
    answers.erase("name");
    body["answers"] = answers;
    const Json made =
        stage_.expect(201, stage_.client().post("site-accounts", body, stage_.desks_of(district).at(0)),
                      "issuing a site's account");
    const std::string login = made.at("login");
    stage_.say("site manager " + login + " password " + manager.password);
    return stage_.first_sign_in({login, made.at("initial_password"), manager.password, manager.email});
  }

  // The token of who holds the telephone; empty where nobody has bound it yet.
  std::string add(const OpenSite& site, const Recorder& recorder) {
    const Json added = {{"name", recorder.name}, {"phone", recorder.phone}};
    stage_.expect(201, stage_.client().post("sites/" + site.id + "/recorders", added, site.manager),
                  "adding a recorder");
    if (recorder.account.empty()) return {};
    const std::string& holder = owners_.at(recorder.account);
    const Json binding = {{"kind", "recorder"},
                          {"phone", recorder.phone},
                          {"sms_code", stage_.inbox().code_for(recorder.phone, "bind")}};
    stage_.expect(201, stage_.client().post("account/bindings", binding, holder), "binding a recorder");
    return holder;
  }

  Stage& stage_;
  const std::map<std::string, std::string>& owners_;
  std::map<std::string, std::string> credentials_;  // phone, password → field
  std::string code_field_;
  bool signs_up_ = false;
};

}  // namespace

std::vector<OpenSite> open_sites(Stage& stage, const Script& script,
                                 const std::map<std::string, std::string>& owners) {
  std::vector<OpenSite> sites;
  if (script.sites.empty()) return sites;
  Opening opening(stage, owners);
  for (const Site& site : script.sites) sites.push_back(opening.open(site, sites.size()));
  return sites;
}

void close_sites(Stage& stage, const Script& script, const std::vector<OpenSite>& sites) {
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const auto& then = script.sites[i].then;
    if (std::find(then.begin(), then.end(), kClose) == then.end()) continue;
    const std::string path = "sites/" + sites[i].id + "/closure";
    stage.expect(200, stage.client().post(path, Json::object(), sites[i].manager), "closing a site");
  }
}

}  // namespace nrmm::demo
