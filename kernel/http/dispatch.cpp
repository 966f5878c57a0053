#include "http/dispatch.hpp"

#include <chrono>

#include "base/digest.hpp"
#include "base/random.hpp"
#include "base/spent.hpp"
#include "http/preconditions.hpp"
#include "http/problem_json.hpp"
#include "http/record_duty.hpp"
#include "http/strict_input.hpp"
#include "http/success.hpp"

namespace nrmm::http {
namespace {

bool kept(int status) { return status < 500 && status != 429; }

// Something may have been done: the text does not say that nothing was.
Problem outcome_unknown() { return Problem(503, "request.unsettled"); }

// Of what only asks: again where the database may answer the next time.
template <class Asking>
auto asked(const std::unique_ptr<Work>& work, Asking asking) -> decltype(asking()) {
  for (storage::Retries retries;;) {
    try {
      return asking();
    } catch (const storage::SqlError& error) {
      if (work) work->rollback();
      if (!retries.again(error)) throw;
    }
  }
}

}  // namespace

Dispatch::Dispatch(const Services& services, const Permissions& permissions, const RouteTable& table,
                   Traffic& traffic, Incoming& incoming)
    : services_(services), permissions_(permissions), table_(table), traffic_(traffic), incoming_(incoming) {
  request_.method = incoming.method;
  request_.address = incoming.address;
  request_.request_id = incoming.request_id.empty() ? new_id() : incoming.request_id;
}

Dispatch::~Dispatch() = default;

Outgoing Dispatch::run() {
  const log::RequestScope scope(request_.request_id);
  const Spent before = Spent::now();
  Outgoing answer;
  try {
    answer = success(handled());
  } catch (const Answered& first) {
    answer = replay(first.answer);
    traffic_.repeated();
  } catch (const Problem& problem) {
    note(problem);
    answer = refused(problem);
  } catch (const storage::OutcomeUnknown&) {
    answer = refused(outcome_unknown());
  } catch (const storage::SqlError& error) {
    answer = error.passing() ? refused(out_of_service(error.cause()))
                             : failed("SqlError", error.state + " " + error.constraint);
  } catch (const std::exception& error) {
    answer = failed("exception", error.what());
  } catch (...) {
    answer = failed("unknown", "");
  }
  add_standing_headers(answer, request_.request_id);
  tell(answer, Spent::now().since(before));
  return answer;
}

Response Dispatch::handled() {
  find_route();
  find_city();
  identify();
  permit();
  read_input();
  if (route_->method == "GET" || !route_->writes) return answer_reading();
  return answer_writing();
}

void Dispatch::find_route() {
  target_ = parse_target(incoming_.target);
  request_.path = target_.path;
  Match match = table_.find(incoming_.method, target_.segments);
  if (match.allowed.empty()) match = match_of_plugins();
  allowed_ = match.allowed;
  if (allowed_.empty()) throw Problem(404, "request.not_found");
  if (!match.route) throw Problem(405, "request.method");
  route_ = match.route;
  city_ = std::move(match.city);
  request_.params = std::move(match.params);
}

// A city has the calls of the plugins that its pack names, and no others.
Match Dispatch::match_of_plugins() {
  const auto& segments = target_.segments;
  if (!services_.more || segments.size() < 5 || segments[1] != "v1" || segments[2] != "x") return {};
  const auto pack = pack_of(segments[0]);
  if (!pack) return {};
  more_ = services_.more->of(*pack);
  return more_->table.find(incoming_.method, segments);
}

std::shared_ptr<const cities::Pack> Dispatch::pack_of(const std::string& city) const {
  const auto packs = services_.packs ? services_.packs->current() : nullptr;
  if (!packs) throw out_of_service("no pack has been activated");
  return packs->find(city);
}

void Dispatch::find_city() {
  request_.actor.city = city_;
  if (city_.empty()) return;
  request_.pack = pack_of(city_);
  if (!request_.pack) throw Problem(404, "request.not_found");
}

// A token is believed only in the city whose session it is. A dead one is refused also where a stranger would
// be welcome: its owner believes to be signed in.
void Dispatch::identify() {
  if (services_.works) work_ = services_.works->open(city_, city_ + " " + call_of(*route_));
  if (city_.empty()) return;
  const auto token = bearer_token(incoming_.headers);
  if (!token) return;
  const auto authenticated = [&] { return work_ ? work_->authenticate(*token) : std::nullopt; };
  auto actor = asked(work_, authenticated);
  if (!actor || !actor->signed_in() || actor->city != city_) throw Problem(401, "request.unauthenticated");
  request_.actor = std::move(*actor);
  drop_foreign_roles();
}

// A plugin's role means nothing where the pack does not name the plugin, or does so no more.
void Dispatch::drop_foreign_roles() {
  std::erase_if(request_.actor.roles, [this](const std::string& role) {
    return cities::of_plugin(role) && !request_.pack->role(role);
  });
}

void Dispatch::permit() {
  const Actor& actor = request_.actor;
  const Permissions& permissions = more_ ? more_->permissions : permissions_;
  request_.reach = permissions.reach(call_of(*route_), actor);
  if (request_.reach == Reach::none && !actor.signed_in()) throw Problem(401, "request.unauthenticated");
  if (request_.reach == Reach::none) throw Problem(403, "request.forbidden");
  if (actor.must_change_password && !route_->any_password_state)
    throw Problem(403, "account.password_change_required");
  if (actor.must_enrol && !route_->any_password_state) throw Problem(403, "account.second_factor_required");
}

void Dispatch::read_input() {
  request_.query = checked_query(*route_, target_);
  if (route_->needs_version) request_.if_match = required_version(incoming_.headers);
  const bool posts = route_->method == "POST";
  if (posts && route_->idempotent) request_.idempotency_key = required_idempotency_key(incoming_.headers);
  if (!posts && route_->method != "PUT") {
    check_no_body(incoming_);
  } else if (route_->upload) {
    request_.upload = checked_upload(incoming_, services_.limits.upload);
  } else {
    body_ = checked_body(*route_, incoming_, services_.limits.json);
  }
}

Response Dispatch::answer_reading() {
  request_.open_session = [this]() -> storage::Session& { return work_->session(); };
  return asked(work_, [this] {
    request_.body = body_;
    return route_->handler(request_);
  });
}

// A COMMIT of which nobody knows whether it came about is settled by the idempotency key: the next attempt
// finds the answer, or that nothing was done.
Response Dispatch::answer_writing() {
  repeatable_ = repeatable();
  bool unsettled = false;
  for (storage::Retries retries;;) {
    try {
      ask_before();
      return attempt();
    } catch (const Problem& problem) {
      refuse_writing(problem);
      if (unsettled && problem.status == 503) throw outcome_unknown();
      throw;
    } catch (const storage::SqlError& error) {
      if (work_) work_->rollback();
      unsettled = unsettled || dynamic_cast<const storage::OutcomeUnknown*>(&error);
      const bool again = !unsettled || repeatable_;
      if (again && retries.again(error)) continue;
      if (unsettled) throw outcome_unknown();
      throw;
    } catch (...) {
      if (work_) work_->rollback();
      throw;
    }
  }
}

void Dispatch::ask_before() {
  if (!route_->before || !work_) return;
  work_->begin_writing(repeatable_);
  request_.body = body_;
  request_.open_session = [this]() -> storage::Session& { return work_->session(); };
  route_->before(request_);
  work_->commit(std::nullopt);
}

Response Dispatch::attempt() {
  if (work_) work_->begin_writing(repeatable_);
  request_.body = body_;
  request_.open_session = [this]() -> storage::Session& { return work_->session(); };
  const RecordDuty duty(*route_);
  Response response = route_->handler(request_);
  if (!work_) return response;
  if (services_.must_record && kept(response.status)) duty.require();
  const bool keep = repeatable_ && kept(response.status);
  work_->commit(keep ? std::optional(to_keep(response)) : std::nullopt);
  return response;
}

// What a refusal leaves behind: nothing; or what it says must stay; and its own text for a repetition.
void Dispatch::refuse_writing(const Problem& problem) {
  if (!work_) return;
  std::optional<Kept> keep;
  if (repeatable_ && kept(problem.status))
    keep = Kept{problem.status, problem_body(problem, request_.pack.get(), request_.request_id), ""};
  if (problem.keep_writes) {
    work_->commit(keep);
    return;
  }
  work_->rollback();
  if (keep) work_->keep_refusal(*keep);
}

std::optional<Repeatable> Dispatch::repeatable() const {
  if (request_.idempotency_key.empty()) return std::nullopt;
  Repeatable what;
  const auto phone = body_.find("phone");
  if (request_.actor.signed_in()) {
    what.scope = "account:" + request_.actor.account;
  } else if (phone != body_.end() && phone->is_string()) {
    what.scope = "phone:" + phone->get<std::string>();
  } else {
    what.scope = "address:" + request_.address;
  }
  what.path = request_.method + " " + request_.path;
  what.key = request_.idempotency_key;
  what.body =
      request_.upload ? dump_json(request_.query) + sha256_hex(request_.upload->bytes) : dump_json(body_);
  return what;
}

// The caller hears his refusal whether or not it could be recorded: nothing was done.
void Dispatch::note(const Problem& problem) {
  if (!services_.must_record || !work_ || !route_ || city_.empty()) return;
  try {
    record_refusal(*work_, *route_, request_, problem);
  } catch (const std::exception& error) {
    work_->rollback();
    if (services_.log)
      services_.log->warning("a refusal was not recorded", {{"what", log::blotted(error.what())}});
  }
}

Outgoing Dispatch::refused(const Problem& problem) {
  Outgoing answer = problem_answer(problem, request_.pack.get(), request_.request_id);
  code_ = problem.code;
  if (problem.status == 405) answer.headers.set("Allow", allowed_);
  if (problem.status >= 500 && services_.log)
    services_.log->warning(
        "refused", {{"code", problem.code}, {"why", problem.why}, {"path", log::blotted(request_.path)}});
  return answer;
}

Outgoing Dispatch::failed(const char* kind, const std::string& what) {
  if (services_.log) services_.log->error("request failed", {{"kind", kind}, {"what", log::blotted(what)}});
  code_ = "request.internal";
  return problem_answer(Problem(500, code_), request_.pack.get(), request_.request_id);
}

void Dispatch::tell(const Outgoing& answer, const Spent& took) const {
  const std::string served = request_.pack ? city_ : "";
  traffic_.note({route_, more_ != nullptr, served, answer.status, took.all});
  if (!code_.empty()) traffic_.refused(code_);
  if (!services_.log) return;
  Json line = {{"method", route_ ? route_->method : "-"},
               {"route", route_ ? route_->path : "-"},
               {"city", served},
               {"account", request_.actor.account},
               {"address", request_.address},
               {"status", answer.status},
               {"us", took.all.count()}};
  if (took.database.count() > 0) line["database_us"] = took.database.count();
  if (took.rules.count() > 0) line["rules_us"] = took.rules.count();
  if (!code_.empty()) line["code"] = code_;
  services_.log->info("request", line);
}

Dispatch::Spent Dispatch::Spent::now() {
  const auto time = std::chrono::steady_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(time), spent_in(Phase::database),
          spent_in(Phase::rules)};
}

}  // namespace nrmm::http
