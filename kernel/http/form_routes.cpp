#include "http/form_routes.hpp"

#include "base/problem.hpp"
#include "base/random.hpp"
#include "cities/form_wire.hpp"
#include "cities/judge.hpp"
#include "http/bad_request.hpp"
#include "http/city_day_store.hpp"

namespace nrmm::http {
namespace {

constexpr const char* kSignUp = "account";

// A form together with what it is settled under.
struct AskedForm {
  PinnedForm under;
  const cities::Form* form = nullptr;
};

std::string asked_kind(const Request& request) {
  const std::string kind = request.query_or("kind", "person");
  if (kind != "person" && kind != "enterprise") throw bad_request("request.type", "kind");
  return kind;
}

const cities::Form& named_form(const cities::Pack& pack, const Request& request) {
  const cities::Form* form = pack.form(request.param("form"));
  if (!form) throw Problem(404, "request.not_found");
  return *form;
}

PinnedForm under_active(Request& request, const FormSources& sources) {
  PinnedForm under{request.pack, city_day(request.session())};
  if (request.param("form") != kSignUp && request.actor.signed_in() && sources.own_facts)
    under.facts = sources.own_facts(request);
  if (!under.facts.contains("account_kind")) under.facts["account_kind"] = asked_kind(request);
  return under;
}

PinnedForm rules_for(Request& request, const FormSources& sources, const std::string& subject) {
  const auto case_id = request.query_maybe("case");
  if (!case_id && subject.empty()) return under_active(request, sources);
  const auto& source = case_id ? sources.pinned : sources.about;
  const std::string id = case_id.value_or(subject);
  if (!request.actor.signed_in() || !source || !is_id(id)) throw Problem(404, "request.not_found");
  return source(request, id);
}

AskedForm asked_form(Request& request, const FormSources& sources, const std::string& subject) {
  AskedForm asked;
  asked.under = rules_for(request, sources, subject);
  asked.form = &named_form(*asked.under.pack, request);
  return asked;
}

Response form_answer(Request& request, const FormSources& sources) {
  const AskedForm asked = asked_form(request, sources, request.query_or("subject", ""));
  return Response::ok(cities::form_wire(*asked.under.pack, *asked.form, asked.under.facts, asked.under.on));
}

Response check_answer(Request& request, const FormSources& sources) {
  if (!request.actor.signed_in() && request.param("form") != kSignUp)
    throw Problem(401, "request.unauthenticated");
  const std::string subject = request.text("subject");
  const AskedForm asked = asked_form(request, sources, subject);
  Json answers = request.body["answers"];
  if (!subject.empty() && request.actor.signed_in() && sources.unmasked)
    answers = sources.unmasked(request, *asked.form, subject, answers);
  const cities::JudgeRequest judged{*asked.under.pack, *asked.form, answers, asked.under.facts,
                                    asked.under.on};
  return Response::ok(cities::check_wire(cities::judge(judged)));
}

const Member kKind{"kind", Member::Type::text, false, "person or enterprise; for the sign-up form"};
const Member kSubject{"subject", Member::Type::text, false, "id of the machine or site the form is about"};
const Member kCase{"case", Member::Type::text, false, "id of a case: the form it is pinned to"};

}  // namespace

void add_form_routes(Router& router, FormSources sources) {
  router.add({.method = "GET",
              .path = "forms/{form}",
              .summary = "A form of the city, enough to render and fill it",
              .handler = [sources](Request& request) { return form_answer(request, sources); },
              .query = {kKind, kCase, kSubject}});
  router.add({.method = "POST",
              .path = "forms/{form}/check",
              .summary = "What the city's rules say to these answers now",
              .handler = [sources](Request& request) { return check_answer(request, sources); },
              .query = {kKind, kCase},
              .body = {{"answers", Member::Type::object, true, "field → value"}, kSubject},
              .idempotent = false,
              .writes = false});
}

}  // namespace nrmm::http
