#include "demo/load.hpp"

#include <map>

#include "base/absent.hpp"
#include "demo/movements.hpp"

namespace nrmm::demo {
namespace {

constexpr std::size_t kTold = 10;  // every so many machines

class Play {
 public:
  Play(const std::string& city, const Script& script, const LoadSettings& settings)
      : script_(script), settings_(settings), stage_(city, settings) {}

  void run() {
    if (already_loaded()) return stage_.say("already loaded");
    for (const Officer& officer : script_.officers) join(officer);
    for (const Owner& owner : script_.owners) join(owner);
    find_code_fields();
    for (std::size_t i = 0; i < script_.machines.size(); ++i) {
      file(script_.machines[i], i);
      const std::size_t done = i + 1;
      if (done % kTold == 0 || done == script_.machines.size())
        stage_.say("machine " + std::to_string(done) + "/" + std::to_string(script_.machines.size()));
    }
    play_sites();
  }

 private:
  bool already_loaded() {
    if (script_.owners.empty()) return true;
    const Owner& first = script_.owners.front();
    const Json body = {{"login", first.phone}, {"password", first.password}};
    return stage_.client().post("sessions", body, "").status == 201;
  }

  void join(const Officer& officer) {
    const NewOfficer created = settings_.create_officer(stage_.city(), officer);
    const std::string token =
        stage_.first_sign_in({created.login, created.initial_password, officer.password, officer.email});
    stage_.say("officer " + created.login + " (" + officer.role + ") password " + officer.password);
    stage_.seat(officer, token);
  }

  void join(const Owner& owner) {
    const Json body = {
        {"role", owner.role},         {"kind", owner.kind},
        {"phone", owner.phone},       {"sms_code", stage_.inbox().code_for(owner.phone, "register")},
        {"password", owner.password}, {"answers", owner.answers}};
    stage_.expect(201, stage_.client().post("accounts", body, ""), "signing up");
    tokens_[owner.phone] = stage_.sign_in(owner.phone, owner.password);
    if (!owner.profile.answers.empty()) hand_in_profile(owner);
  }

  void hand_in_profile(const Owner& owner) {
    const std::string& token = tokens_.at(owner.phone);
    const Answer before = stage_.client().get("account/profile", token);
    const Json answers = stage_.with_photos(owner.profile.answers, token, std::stoul(owner.phone));
    const Json done = stage_.expect(
        200, stage_.client().put("account/profile", {{"answers", answers}}, token, before.version),
        "handing in a profile");
    for (const std::string& step : owner.profile.then)
      stage_.review(done.at("case").at("id"), desks_of(answers), {step, "", Json::array()});
  }

  std::vector<std::string> desks_of(const Json& answers) const {
    return stage_.desks_of(text_in(answers, "registration_district"));
  }

  // Fields that want a code sent to somebody's phone (an agent's filing), and the field that has this phone.
  void find_code_fields() {
    if (tokens_.empty()) return;
    const Json form = stage_.expect(200, stage_.client().get("forms/machine", tokens_.begin()->second),
                                    "reading the form machine");
    std::map<std::string, std::string> phone_of;  // party → field
    std::vector<Json> wanting;
    for (const Json& step : form.at("steps")) {
      for (const Json& field : step.at("fields")) {
        if (field.contains("party")) phone_of[field.at("party")] = field.at("field");
        if (field.contains("sms")) wanting.push_back(field);
      }
    }
    for (const Json& field : wanting)
      code_fields_.push_back(
          {field.at("field"), field.at("sms").at("purpose"), phone_of[field.at("sms").at("to")]});
  }

  Json with_codes(Json answers) {
    for (const CodeField& field : code_fields_) {
      const std::string phone = answers.value(field.phone_field, "");
      if (!phone.empty()) answers[field.name] = stage_.inbox().code_for(phone, field.purpose);
    }
    return answers;
  }

  void file(const Machine& machine, std::size_t index) {
    const std::string& token = tokens_.at(machine.owner);
    const Json answers = with_codes(stage_.with_photos(machine.answers, token, index));
    const std::string id =
        stage_.expect(201, stage_.client().post("machines", {{"answers", answers}}, token), "filing")
            .at("id");
    std::string case_id;
    for (const std::string& step : machine.then) {
      if (step == "submit") {
        const Answer answer = stage_.client().post("machines/" + id + "/submission", Json::object(), token);
        case_id = stage_.expect(200, answer, "submitting").at("case").at("id");
      } else if (step == "collect") {
        collect(id, token, machine);
      } else {
        stage_.review(case_id, desks_of(machine.answers), {step, machine.reason, machine.remarks});
      }
    }
    const Json code = read_machine(id, token).at("code");
    if (code.is_string()) codes_.push_back(code);
  }

  Json read_machine(const std::string& id, const std::string& owner) {
    return stage_.expect(200, stage_.client().get("machines/" + id, owner), "reading a machine");
  }

  // The desk of the district hands the code out; its owner has brought the password, where there is one.
  void collect(const std::string& id, const std::string& owner, const Machine& machine) {
    const Json coded = read_machine(id, owner);
    const Json password = coded.at("collection").at("password");
    Json body = Json::object();
    if (password.is_string()) body["password"] = password;
    const std::string code = coded.at("code");
    stage_.expect(
        200, stage_.client().post("codes/" + code + "/collection", body, desks_of(machine.answers).at(0)),
        "collecting");
  }

  void play_sites() {
    const auto sites = open_sites(stage_, script_, tokens_);
    const std::size_t movements = play_movements(stage_.city(), script_, settings_, sites, codes_);
    close_sites(stage_, script_, sites);
    stage_.say("sites " + std::to_string(sites.size()) + ", movements " + std::to_string(movements));
  }

  const Script& script_;
  const LoadSettings& settings_;
  Stage stage_;
  struct CodeField {
    std::string name, purpose, phone_field;
  };
  std::vector<CodeField> code_fields_;
  std::map<std::string, std::string> tokens_;  // owners', by phone
  std::vector<std::string> codes_;             // of machines that have one, in the script's order
};

}  // namespace

void load(const std::string& city, const Script& script, const LoadSettings& settings) {
  Play(city, script, settings).run();
}

}  // namespace nrmm::demo
