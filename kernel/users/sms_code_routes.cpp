#include "audit/audit.hpp"
#include "cities/identifiers.hpp"
#include "users/member_finding.hpp"
#include "users/routes.hpp"

namespace nrmm::users {
namespace {

using Type = http::Member::Type;

// Whoever asks next hears 429 until the hour is over, so somebody has to look who asks.
void tell_budget(http::Request& request, log::Logger& log) {
  audit::record(request.session(), request.actor, {request.address, request.request_id},
                {"sms_code.budget", "city", request.actor.city, nullptr, nullptr, audit::kDone,
                 request.pack->revision});
  log.warning("the city's text messages of this hour are used up",
              {{"alarm", "sms_budget"}, {"city", request.actor.city}});
}

// The same answer for every phone, whether anybody is known by it or not (X057).
http::Response send(http::Request& request, const SmsCodes& codes, const Challenges& challenges,
                    log::Logger& log) {
  const cities::Pack& pack = *request.pack;
  const std::string phone = cities::normal_phone(request.text("phone"));
  const std::string purpose = request.text("purpose");
  std::vector<Finding> findings;
  if (!cities::valid_phone(phone)) findings.push_back(member_finding(pack, "phone", "phone"));
  if (!SmsCodes::known_purpose(purpose)) findings.push_back(member_finding(pack, "purpose", "choice"));
  if (!findings.empty()) throw refusal(std::move(findings));
  std::optional<Json> answered;
  if (request.body.contains("challenge")) answered = request.body.at("challenge");
  challenges.require(request.session(), {phone, purpose, request.address}, answered);
  audit::record(
      request.session(), request.actor, {request.address, request.request_id},
      {"sms_code.send", "sms_code", "", nullptr, {{"purpose", purpose}}, audit::kDone, pack.revision});
  if (codes.send(request.session(), pack, phone, purpose, request.address)) tell_budget(request, log);
  return http::Response::accepted({{"valid_seconds", codes.valid().count()}});
}

}  // namespace

void add_sms_code_routes(http::Router& router, const SmsCodes& codes, const Challenges& challenges,
                         log::Logger& log) {
  http::Route route{
      "POST", "sms-codes", "Send a one-time code to a phone",
      [&codes, &challenges, &log](http::Request& request) { return send(request, codes, challenges, log); }};
  route.body = {
      {"phone", Type::text, true, "mainland mobile number", 20},
      {"purpose", Type::text, true,
       "register sign_in reset_password change_password bind transfer_from transfer_to agent_filing", 40},
      {"challenge", Type::object, false, "{id, answer} of the question that a 429 sms.challenge put"}};
  route.idempotent = false;
  route.any_password_state = true;
  router.add(std::move(route));
}

}  // namespace nrmm::users
