#include "users/profiles.hpp"

#include "audit/audit.hpp"
#include "base/absent.hpp"
#include "cities/judge.hpp"
#include "users/account_store.hpp"
#include "users/member_finding.hpp"
#include "workflows/call.hpp"
#include "workflows/form_photos.hpp"
#include "workflows/reasons.hpp"

namespace nrmm::users {
namespace {

constexpr const char* kForm = "profile";
constexpr const char* kDistrict = "registration_district";  // shared key; where the city's form asks for it

const cities::Form& form_of(const cities::Pack& pack) {
  const cities::Form* form = pack.form(kForm);
  if (!form) throw Problem(503, "pack.unavailable");
  return *form;
}

}  // namespace

Profiles::Course Profiles::course_of(http::Request& request) const {
  storage::Session& session = request.session();
  const std::string& account = request.actor.account;
  Course course{std::nullopt, request.pack, city_today(session)};
  const auto before = find_profile(session, account);
  if (!before) throw Problem(404, "request.not_found");
  // The case's row is locked before the account's, as everywhere.
  if (!before->case_id.empty()) course.current = parts_.cases.lock(session, before->case_id);
  lock_account(session, account);
  if (find_profile(session, account)->case_id != before->case_id) throw Problem(409, "case.transition");
  if (course.current && workflows::ended(course.current->phase)) course.current.reset();
  if (!course.current) return course;
  if (course.current->phase == workflows::Phase::open) throw Problem(409, "case.transition");
  course.pack = parts_.cases.pack_of(*course.current, session.city());
  course.date = course.current->date;
  return course;
}

cities::Judgement Profiles::judged(http::Request& request, const Course& course, const Json& stored,
                                   const Json& facts, workflows::JudgedBy& by) const {
  const cities::Form& form = form_of(*course.pack);
  const std::string city = request.session().city();
  const Json whole =
      parts_.personal.opened(parts_.personal.sealed(form, request.body.at("answers"), stored, city), city);
  auto judgement = cities::judge({*course.pack, form, whole, facts, course.date});
  const std::size_t of_the_form = judgement.flags.size();
  const std::string& account = request.actor.account;
  workflows::check_photos(request.session(), {*course.pack, form, {account}, account, account, course.date},
                          judgement);
  if (!profile_reviewed(*course.pack, request.actor.roles, course.date))
    for (Finding& left : cities::left_to_persons(judgement)) judgement.errors.push_back(std::move(left));
  if (judgement.refused()) throw refusal(std::move(judgement.errors));
  by.answers = parts_.personal.sealed(form, whole, nullptr, city);
  by.from_register = workflows::register_findings(judgement, of_the_form);
  return judgement;
}

void Profiles::hand_in(http::Request& request, const Course& course, cities::Judgement judged,
                       const Json& facts, workflows::JudgedBy by) const {
  storage::Session& session = request.session();
  const std::string& account = request.actor.account;
  const Json sealed = parts_.personal.sealed(form_of(*course.pack), judged.answers, nullptr, session.city());
  put_profile(session, account, sealed);
  audit::record(
      session, request.actor, {request.address, request.request_id},
      {"account.profile", "account", account, nullptr, nullptr, audit::kDone, course.pack->revision});
  if (!profile_reviewed(*course.pack, request.actor.roles, course.date)) return;
  const std::string district = text_in(judged.answers, kDistrict);
  const std::string party = request.actor.roles.empty() ? "" : request.actor.roles.front();
  parts_.cases.submit(workflows::call_of(request), course.pack, course.current,
                      {kProfileReview, "account", account, party, account, district, sealed, facts,
                       std::move(judged), std::move(by)});
}

http::Response Profiles::submit(http::Request& request) const {
  const Course course = course_of(request);
  storage::Session& session = request.session();
  const auto account = find_account(session, request.actor.account);
  if (account->version != *request.if_match) throw Problem(412, "request.stale");
  const Json facts = facts_of(*course.pack, *account, course.date);
  const Json stored = find_profile(session, account->id)->answers;
  workflows::JudgedBy by;
  cities::Judgement judgement = judged(request, course, stored, facts, by);
  hand_in(request, course, std::move(judgement), facts, std::move(by));
  Json answer = view(request);
  answer.erase("answers");
  const auto after = find_account(session, account->id);
  return http::Response::ok(answer).etag(after->version);
}

Json Profiles::view(http::Request& request) const {
  storage::Session& session = request.session();
  const auto account = find_account(session, request.actor.account);
  const auto profile = find_profile(session, request.actor.account);
  if (!account || !profile) throw Problem(404, "request.not_found");
  const Json facts = facts_of(*request.pack, *account, city_today(session));
  Json record = nullptr;
  if (!profile->case_id.empty()) record = parts_.cases.view(workflows::call_of(request), profile->case_id);
  return {{"state", facts.at("profile_state")},
          {"case", record},
          {"answers", parts_.personal.masked(profile->answers, session.city())}};
}

http::Response Profiles::show(http::Request& request) const {
  Json answer = view(request);
  const auto account = find_account(request.session(), request.actor.account);
  return http::Response::ok(std::move(answer)).etag(account->version);
}

}  // namespace nrmm::users
