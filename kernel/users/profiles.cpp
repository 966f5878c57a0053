#include "users/profiles.hpp"

#include "audit/audit.hpp"
#include "users/account_store.hpp"

namespace nrmm::users {
namespace {

constexpr const char* kForm = "profile";
}  // namespace

workflows::Course Profiles::course_of(http::Request& request) const {
  storage::Session& session = request.session();
  const std::string& account = request.actor.account;
  const auto before = find_profile(session, account);
  if (!before) throw Problem(404, "request.not_found");
  // The case's row is locked before the account's, as everywhere.
  std::optional<workflows::Case> current;
  if (!before->case_id.empty()) current = parts_.cases.lock(session, before->case_id);
  lock_account(session, account);
  if (find_profile(session, account)->case_id != before->case_id) throw Problem(409, "case.transition");
  if (current && current->phase == workflows::Phase::open) throw Problem(409, "case.transition");
  workflows::Course course = parts_.course(workflows::call_of(request), request.pack, std::move(current));
  course.workflow = course.pack->workflow(kProfileReview);  // none where the city does not review it
  course.form = &workflows::form_named(*course.pack, kForm);
  if (!request.actor.roles.empty()) course.party = request.actor.roles.front();
  return course;
}

void Profiles::hand_in(http::Request& request, const workflows::Course& course,
                       workflows::HandedIn handed) const {
  storage::Session& session = request.session();
  const std::string& account = request.actor.account;
  const Json sealed = handed.sealed(parts_.personal, session.city());
  put_profile(session, account, sealed);
  audit::record(
      session, request.actor, {request.address, request.request_id},
      {"account.profile", "account", account, nullptr, nullptr, audit::kDone, course.pack->revision});
  if (!profile_reviewed(*course.pack, request.actor.roles, course.date)) return;
  parts_.open(workflows::call_of(request), course, {"account", account, account}, sealed, std::move(handed));
}

http::Response Profiles::submit(http::Request& request) const {
  workflows::Course course = course_of(request);
  storage::Session& session = request.session();
  const auto account = find_account(session, request.actor.account);
  if (account->version != *request.if_match) throw Problem(412, "request.stale");
  course.facts = facts_of(*course.pack, *account, course.date);
  const Json stored = find_profile(session, account->id)->answers;
  const Json whole = parts_.personal.opened(
      parts_.personal.sealed(*course.form, request.body.at("answers"), stored, session.city()),
      session.city());
  workflows::HandedIn handed({*course.pack, *course.form, whole, course.facts, course.date},
                             profile_reviewed(*course.pack, request.actor.roles, course.date));
  handed.check_photos(session, {account->id}, account->id, account->id);
  handed.require_accepted();
  hand_in(request, course, std::move(handed));
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
