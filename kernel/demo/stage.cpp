#include "demo/stage.hpp"

#include <stdexcept>

#include "base/digest.hpp"
#include "demo/picture.hpp"

namespace nrmm::demo {

Stage::Stage(std::string city, const LoadSettings& settings)
    : city_(std::move(city)),
      settings_(settings),
      client_(settings.port, city_),
      inbox_(settings.sms_file, city_, client_) {}

void Stage::say(const std::string& text) const {
  if (settings_.progress) settings_.progress(city_ + ": " + text);
}

Json Stage::expect(int status, const Answer& answer, const std::string& what) const {
  if (answer.status == status) return answer.body;
  throw std::runtime_error(city_ + ": " + what + " was answered " + std::to_string(answer.status) + " " +
                           dump_json(answer.body));
}

std::string Stage::sign_in(const std::string& login, const std::string& password) {
  const Json body = {{"login", login}, {"password", password}};
  return expect(201, client_.post("sessions", body, ""), "signing in").at("token");
}

std::string Stage::first_sign_in(const FirstPassword& first) {
  const std::string token = sign_in(first.login, first.initial);
  Json change = {{"old_password", first.initial}, {"new_password", first.own}};
  if (!first.email.empty()) change["email"] = first.email;
  expect(204, client_.put("account/password", change, token), "changing the first password");
  return sign_in(first.login, first.own);
}

std::string Stage::photo(const std::string& name, const std::string& token, std::size_t number) {
  const auto seed = std::stoul(sha256_hex(city_ + name + std::to_string(number)).substr(0, 8), nullptr, 16);
  const std::string jpeg = draw_picture(static_cast<std::uint32_t>(seed));
  return expect(201, client_.upload("photos", jpeg, token), "uploading " + name).at("id");
}

Json Stage::with_photos(Json answers, const std::string& token, std::size_t number) {
  for (auto& [field, value] : answers.items()) {
    if (field.rfind("photo", 0) != 0) continue;
    if (value.is_string())
      value = photo(value.get<std::string>(), token, number);
    else
      for (Json& one : value) one = photo(one.get<std::string>(), token, number);
  }
  return answers;
}

void Stage::seat(const Officer& officer, const std::string& token) {
  if (officer.districts.empty()) desks_[""] = token;
  for (const std::string& district : officer.districts) desks_[district] = token;
}

std::vector<std::string> Stage::desks_of(const std::string& district) const {
  std::vector<std::string> desks;
  for (const std::string& of : {district, std::string()})
    if (const auto desk = desks_.find(of); desk != desks_.end()) desks.push_back(desk->second);
  return desks;
}

void Stage::review(const std::string& case_id, const std::vector<std::string>& desks,
                   const Decision& decision) {
  for (const std::string& desk : desks) {
    const Answer seen = client_.get("cases/" + case_id, desk);
    if (seen.status == 404) continue;
    const Json record = expect(200, seen, "reading a case");
    for (const Json& offered : record.at("transitions"))
      if (offered.at("transition") == decision.step) return take(case_id, desk, seen, decision, offered);
  }
  throw std::runtime_error(city_ + ": no officer of the demonstration may take the step " + decision.step);
}

void Stage::take(const std::string& case_id, const std::string& desk, const Answer& seen,
                 const Decision& decision, const Json& offered) {
  Json body = {{"transition", decision.step}};
  if (!offered.value("needs", Json::array()).empty()) {
    body["reason"] = decision.reason;
    body["remarks"] = decision.remarks;
  }
  const auto version = seen.body.at("version").get<std::int64_t>();
  expect(200, client_.post("cases/" + case_id + "/transitions", body, desk, version), decision.step);
}

}  // namespace nrmm::demo
