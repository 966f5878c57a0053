#include "demo/load.hpp"

#include <chrono>
#include <fstream>
#include <map>
#include <ostream>
#include <stdexcept>
#include <thread>

#include "base/digest.hpp"
#include "demo/client.hpp"
#include "demo/picture.hpp"

namespace nrmm::demo {
namespace {

class Play {
 public:
  Play(std::string city, const Script& script, const LoadSettings& settings)
      : city_(std::move(city)), script_(script), settings_(settings), client_(settings.port, city_) {}

  void run() {
    if (already_loaded()) return say("already loaded");
    for (const Officer& officer : script_.officers) join(officer);
    for (const Owner& owner : script_.owners) join(owner);
    for (std::size_t i = 0; i < script_.machines.size(); ++i) {
      file(script_.machines[i], i);
      say("machine " + std::to_string(i + 1) + "/" + std::to_string(script_.machines.size()));
    }
  }

 private:
  void say(const std::string& text) const {
    if (settings_.progress) *settings_.progress << city_ << ": " << text << std::endl;
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

  // The code last sent to the phone, as its holder would read it.
  std::string code_for(const std::string& phone) const {
    for (int tries = 0; tries < 200; ++tries) {
      std::ifstream in(settings_.sms_file);
      std::string found;
      for (std::string line; std::getline(in, line);) {
        const Json sms = Json::parse(line, nullptr, false);
        if (sms.is_object() && sms.value("phone", "") == phone && sms.value("city", "") == city_) {
          found = sms.value("code", "");
        }
      }
      if (!found.empty()) return found;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    throw std::runtime_error(city_ + ": no SMS arrived in " + settings_.sms_file.string());
  }

  void join(const Owner& owner) {
    expect(202, client_.post("sms-codes", {{"phone", owner.phone}, {"purpose", "register"}}, ""),
           "the SMS code");
    const Json body = {{"role", owner.role},         {"kind", owner.kind},
                       {"phone", owner.phone},       {"sms_code", code_for(owner.phone)},
                       {"password", owner.password}, {"answers", owner.answers}};
    expect(201, client_.post("accounts", body, ""), "signing up");
    tokens_[owner.phone] = sign_in(owner.phone, owner.password);
  }

  void join(const Officer& officer) {
    const NewOfficer created = settings_.create_officer(city_, officer);
    const std::string first = sign_in(created.login, created.initial_password);
    expect(
        204,
        client_.put("account/password",
                    {{"old_password", created.initial_password}, {"new_password", officer.password}}, first),
        "changing the first password");
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
    const Json answers = with_photos(machine.answers, token, index);
    const std::string id =
        expect(201, client_.post("machines", {{"answers", answers}}, token), "filing").at("id");
    for (const std::string& step : machine.then) {
      if (step == "submit") {
        expect(200, client_.post("machines/" + id + "/submission", Json::object(), token), "submitting");
      } else {
        review(id, token, step, machine);
      }
    }
  }

  void review(const std::string& id, const std::string& owner, const std::string& step,
              const Machine& machine) {
    const Json filed = expect(200, client_.get("machines/" + id, owner), "reading a machine");
    const std::string desk_of = machine.answers.value("registration_district", "");
    const auto desk = desks_.contains(desk_of) ? desks_.at(desk_of) : desks_.at("");
    const Json& case_of = filed.at("case");
    const std::string case_id =
        case_of.is_string() ? case_of.get<std::string>() : case_of.at("id").get<std::string>();
    const Json seen = expect(200, client_.get("cases/" + case_id, desk), "reading a case");
    Json body = {{"transition", step}};
    for (const Json& offered : seen.at("transitions")) {
      if (offered.at("transition") == step && !offered.value("needs", Json::array()).empty()) {
        body["reason"] = machine.reason;
        body["remarks"] = machine.remarks;
      }
    }
    expect(200, client_.post("cases/" + case_id + "/transitions", body, desk, seen.at("version")), step);
  }

  std::string city_;
  const Script& script_;
  const LoadSettings& settings_;
  Client client_;
  std::map<std::string, std::string> tokens_;  // by phone
  std::map<std::string, std::string> desks_;   // officers' tokens by district; "" is the whole city
};

}  // namespace

void load(const std::string& city, const Script& script, const LoadSettings& settings) {
  Play(city, script, settings).run();
}

}  // namespace nrmm::demo
