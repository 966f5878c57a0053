#include "machines/passports.hpp"

#include "base/problem.hpp"
#include "base/text.hpp"
#include "machines/code.hpp"
#include "machines/machine_sight.hpp"
#include "workflows/case_store.hpp"
#include "workflows/member_refused.hpp"

namespace nrmm::machines {
namespace {

using workflows::Call;

constexpr const char* kMostDays = "foreign.passport_days";

std::string code_of(passport::Fault fault) { return std::string("passport_") + passport::name_of(fault); }

// For the text of a fault.
Json words_of(const cities::Pack& pack, Date on) {
  return {{"label", pack.text("label.machine_code")}, {"days", pack.policy(kMostDays, on)}};
}

Json wire(const cities::Pack& pack, const passport::Content& content, Date on) {
  return {{"code", display_code(pack, content.stage, content.serial, on)},
          {"serial", content.serial},
          {"emission_stage", content.stage},
          {"city", content.city},
          {"issued_on", content.issued_on.iso()}};
}

}  // namespace

Json Passports::issue(Call call, const cities::Pack& pack, const std::string& id) const {
  const Machine machine = machine_in_sight(call, id);
  if (machine.state != MachineState::approved || machine.serial.empty())
    throw Problem(409, "machine.not_registered");
  const passport::SigningKey* key = parts_.keys.signing();
  if (!key) throw Problem(503, "passport.unavailable");
  const Date today = workflows::case_store::today(call.session);
  const passport::Content content{call.city(), machine.emission_stage, machine.serial, today};
  Json out = wire(pack, content, pack.from);
  out["token"] = passport::write(content, *key);
  return out;
}

passport::Reading Passports::read(const cities::Pack& pack, const std::string& token, Date on) const {
  const Json& most_days = pack.policy(kMostDays, on);
  return parts_.trust.read(token, on,
                           most_days.is_null() ? std::nullopt : std::optional(most_days.get<int>()));
}

Json Passports::verification(Call call, const cities::Pack& pack, const std::string& token) const {
  const Date today = workflows::case_store::today(call.session);
  const passport::Reading reading = read(pack, trim(token), today);
  Json out = {{"valid", reading.valid()},
              {"reason", nullptr},
              {"message", nullptr},
              {"passport", reading.says ? wire(pack, *reading.says, today) : Json()}};
  if (reading.valid()) return out;
  out["reason"] = passport::name_of(reading.fault);
  out["message"] = pack.text("error." + code_of(reading.fault), words_of(pack, today));
  return out;
}

std::optional<passport::Content> Passports::proof(const cities::Pack& pack, const std::string& scanned,
                                                  Date on) const {
  const std::string token = trim(scanned);
  if (!passport::looks_like_one(token)) return std::nullopt;
  const passport::Reading reading = read(pack, token, on);
  if (!reading.valid())
    throw workflows::member_refused(pack, "code", code_of(reading.fault), words_of(pack, on));
  return reading.says;
}

}  // namespace nrmm::machines
