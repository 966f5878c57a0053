#pragma once

#include <functional>
#include <memory>
#include <string>

#include "http/router.hpp"

namespace nrmm::http {

// What a form is settled and judged under: a revision, a day and the facts.
struct PinnedForm {
  std::shared_ptr<const cities::Pack> pack;
  Date on;
  Json facts = Json::object();
};

// What higher folders know about a form. Either may be absent while they are not there.
struct FormSources {
  // Of a case the caller may see; Problem 404 otherwise.
  std::function<PinnedForm(Request&, const std::string& case_id)> pinned;
  // Of a subject of the caller's, a machine or site by its id: the rules of its running case, else the active
  // ones; Problem 404 where it is not his.
  std::function<PinnedForm(Request&, const std::string& subject)> about;
  // The facts under which a signed-in caller begins something new.
  std::function<Json(Request&)> own_facts;
  // Answers about the caller's own subject with masked personal values put back in clear: a client checks
  // what it was shown. Problem 404 where the subject is not the caller's.
  std::function<Json(Request&, const cities::Form&, const std::string& subject, const Json& answers)>
      unmasked;
};

// GET forms/{form} and POST forms/{form}/check, about a case, a subject or nothing yet.
// `?kind=person|enterprise` says for whom form `account` is; a signed-in caller's other forms take it from
// his account.
void add_form_routes(Router& router, FormSources sources);

}  // namespace nrmm::http
