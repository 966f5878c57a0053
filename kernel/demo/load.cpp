#include "demo/load.hpp"

#include <map>
#include <stdexcept>

#include "base/digest.hpp"
#include "demo/client.hpp"
#include "demo/picture.hpp"
#include "demo/sms_inbox.hpp"

namespace nrmm::demo {
namespace {

constexpr std::size_t kTold = 10;  // every so many machines

class Play {
 public:
  Play(std::string city, const Script& script, const LoadSettings& settings)
      : city_(std::move(city)),
        script_(script),
        settings_(settings),
        client_(settings.port, city_),
        inbox_(settings.sms_file, city_, client_) {}

  void run() {
    if (already_loaded()) return say("already loaded");
    for (const Officer& officer : script_.officers) join(officer);
    for (const Owner& owner : script_.owners) join(owner);
    find_code_fields();
    for (std::size_t i = 0; i < script_.machines.size(); ++i) {
      file(script_.machines[i], i);
      const std::size_t done = i + 1;
      if (done % kTold == 0 || done == script_.machines.size())
        say("machine " + std::to_string(done) + "/" + std::to_string(script_.machines.size()));
    }
  }

 private:
  void say(const std::string& text) const {
    if (settings_.progress) settings_.progress(city_ + ": " + text);
  }

  Json expect(int status, const Answer& answer, const std::string& what) const {
    if (answer.status == status) return answer.body;
    throw std::runtime_error(city_ + ": " + what + " was answered " + std::to_string(answer.status) + " " +
                             dump_json(answer.body));
  }

  bool already_loaded() {
    if (script_.owners.empty()) return true;
    const Owner& first = script_.owners.front();
    return client_.post("sessions", {{"login", first.phone}, {"password", first.password}}, "").status == 201;
  }

  void join(const Owner& owner) {
    const Json body = {{"role", owner.role},         {"kind", owner.kind},
                       {"phone", owner.phone},       {"sms_code", inbox_.code_for(owner.phone, "register")},
                       {"password", owner.password}, {"answers", owner.answers}};
    expect(201, client_.post("accounts", body, ""), "signing up");
    tokens_[owner.phone] = sign_in(owner.phone, owner.password);
    if (!owner.profile.answers.empty()) hand_in_profile(owner);
  }

  void hand_in_profile(const Owner& owner) {
    const std::string& token = tokens_.at(owner.phone);
    const Answer before = client_.get("account/profile", token);
    const Json answers = with_photos(owner.profile.answers, token, std::stoul(owner.phone));
    const Json done =
        expect(200, client_.put("account/profile", {{"answers", answers}}, token, before.version),
               "handing in a profile");
    for (const std::string& step : owner.profile.then)
      review(done.at("case").at("id"), desks_of(answers), {step, "", Json::array()});
  }

  // Who may look at it: the district's officer, then the city's.
  std::vector<std::string> desks_of(const Json& answers) const {
    std::vector<std::string> desks;
    for (const std::string& district : {answers.value("registration_district", ""), std::string()}) {
      if (const auto desk = desks_.find(district); desk != desks_.end()) desks.push_back(desk->second);
    }
    return desks;
  }

  // Fields that want a code sent to somebody's phone (an agent's filing), and the field that has this phone.
  void find_code_fields() {
    if (tokens_.empty()) return;
    const Json form =
        expect(200, client_.get("forms/machine", tokens_.begin()->second), "reading the form machine");
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
      if (!phone.empty()) answers[field.name] = inbox_.code_for(phone, field.purpose);
    }
    return answers;
  }

  void join(const Officer& officer) {
    const NewOfficer created = settings_.create_officer(city_, officer);
    const std::string first = sign_in(created.login, created.initial_password);
    Json change = {{"old_password", created.initial_password}, {"new_password", officer.password}};
    if (!officer.email.empty()) change["email"] = officer.email;
    expect(204, client_.put("account/password", change, first), "changing the first password");
    say("officer " + created.login + " (" + officer.role + ") password " + officer.password);
    const std::string token = sign_in(created.login, officer.password);
    if (officer.districts.empty()) desks_[""] = token;
    for (const std::string& district : officer.districts) desks_[district] = token;
  }

  std::string sign_in(const std::string& login, const std::string& password) {
    const Json body = {{"login", login}, {"password", password}};
    return expect(201, client_.post("sessions", body, ""), "signing in").at("token");
  }

  std::string photo(const std::string& name, const std::string& token, std::size_t machine) {
    const auto seed =
        std::stoul(sha256_hex(city_ + name + std::to_string(machine)).substr(0, 8), nullptr, 16);
    const std::string jpeg = draw_picture(static_cast<std::uint32_t>(seed));
    return expect(201, client_.upload("photos", jpeg, token), "uploading " + name).at("id");
  }

  // The contract's keys say which fields hold photos; the script gives them names to draw.
  Json with_photos(Json answers, const std::string& token, std::size_t machine) {
    for (auto& [field, value] : answers.items()) {
      if (field.rfind("photo", 0) != 0) continue;
      if (value.is_string())
        value = photo(value.get<std::string>(), token, machine);
      else
        for (Json& one : value) one = photo(one.get<std::string>(), token, machine);
    }
    return answers;
  }

  void file(const Machine& machine, std::size_t index) {
    const std::string& token = tokens_.at(machine.owner);
    const Json answers = with_codes(with_photos(machine.answers, token, index));
    const std::string id =
        expect(201, client_.post("machines", {{"answers", answers}}, token), "filing").at("id");
    for (const std::string& step : machine.then) {
      if (step == "submit") {
        expect(200, client_.post("machines/" + id + "/submission", Json::object(), token), "submitting");
      } else if (step == "collect") {
        collect(id, token, machine);
      } else {
        review_machine(id, token, step, machine);
      }
    }
  }

  // The desk of the district hands the code out; its owner has brought the password, where there is one.
  void collect(const std::string& id, const std::string& owner, const Machine& machine) {
    const Json coded = expect(200, client_.get("machines/" + id, owner), "reading a machine");
    const Json password = coded.at("collection").at("password");
    Json body = Json::object();
    if (password.is_string()) body["password"] = password;
    const std::string code = coded.at("code");
    expect(200, client_.post("codes/" + code + "/collection", body, desks_of(machine.answers).at(0)),
           "collecting");
  }

  void review_machine(const std::string& id, const std::string& owner, const std::string& step,
                      const Machine& machine) {
    const Json filed = expect(200, client_.get("machines/" + id, owner), "reading a machine");
    const Json& case_of = filed.at("case");
    const std::string case_id =
        case_of.is_string() ? case_of.get<std::string>() : case_of.at("id").get<std::string>();
    review(case_id, desks_of(machine.answers), {step, machine.reason, machine.remarks});
  }

  struct Decision {
    std::string step, reason;
    Json remarks = Json::array();
  };

  // By the first of the desks that may take the step.
  void review(const std::string& case_id, const std::vector<std::string>& desks, const Decision& decision) {
    for (const std::string& desk : desks) {
      const Answer seen = client_.get("cases/" + case_id, desk);
      if (seen.status == 404) continue;
      const Json record = expect(200, seen, "reading a case");
      for (const Json& offered : record.at("transitions")) {
        if (offered.at("transition") == decision.step)
          return take(case_id, desk, record.at("version"), offered, decision);
      }
    }
    throw std::runtime_error(city_ + ": no officer of the demonstration may take the step " + decision.step);
  }

  void take(const std::string& case_id, const std::string& desk, std::int64_t version, const Json& offered,
            const Decision& decision) {
    Json body = {{"transition", decision.step}};
    if (!offered.value("needs", Json::array()).empty()) {
      body["reason"] = decision.reason;
      body["remarks"] = decision.remarks;
    }
    expect(200, client_.post("cases/" + case_id + "/transitions", body, desk, version), decision.step);
  }

  std::string city_;
  const Script& script_;
  const LoadSettings& settings_;
  Client client_;
  SmsInbox inbox_;
  struct CodeField {
    std::string name, purpose, phone_field;
  };
  std::vector<CodeField> code_fields_;
  std::map<std::string, std::string> tokens_;  // by phone
  std::map<std::string, std::string> desks_;   // officers' tokens by district; "" is the whole city
};

}  // namespace

void load(const std::string& city, const Script& script, const LoadSettings& settings) {
  Play(city, script, settings).run();
}

}  // namespace nrmm::demo
