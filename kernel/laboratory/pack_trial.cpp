#include <algorithm>

#include "laboratory/runner.hpp"
#include "machines/code.hpp"

namespace nrmm::laboratory {
namespace {

Json offered(const cities::Pack& pack, const std::string& name, Date on) {
  Json codes = Json::array();
  if (name == "district") {
    for (const auto& district : pack.districts) {
      if (district.live(on)) codes.push_back(district.id);
    }
  } else if (const cities::Vocabulary* vocabulary = pack.vocabulary(name)) {
    for (const std::string& code : vocabulary->use) {
      if (vocabulary->offers(code, on)) codes.push_back(code);
    }
  }
  return codes;
}

// workflow.transition, workflow.state or vocabulary.term
Json label(const cities::Pack& pack, const std::string& name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) return nullptr;
  const std::string part = name.substr(dot + 1);
  if (const cities::Vocabulary* vocabulary = pack.vocabulary(name.substr(0, dot))) {
    const cities::Term* term = vocabulary->term(part);
    return term ? Json(pack.fill(term->label)) : Json(nullptr);
  }
  const cities::Workflow* workflow = pack.workflow(name.substr(0, dot));
  if (!workflow) return nullptr;
  if (const auto* transition = workflow->transition(part))
    return pack.fill(transition->label, Json::object());
  if (const auto* state = workflow->state(part)) return pack.fill(state->label, Json::object());
  return nullptr;
}

Json written_code(const Trial& trial, const Json& row) {
  const cities::District* district = trial.pack.district(row.at("district").get<std::string>());
  if (!district) return nullptr;
  const auto serial =
      machines::format_serial(trial.pack, *district, row.at("serial").get<std::int64_t>(), trial.date);
  if (!serial) return nullptr;
  return machines::display_code(trial.pack, row.at("stage").get<std::string>(), *serial, trial.date);
}

Json read_serial(const Trial& trial, const std::string& typed) {
  const auto read = machines::read_own_code(trial.pack, typed, trial.date);
  return read ? Json(read->serial) : Json(nullptr);
}

template <class Find>
void each(const Trial& trial, const char* key, Find find) {
  const Json wanted = trial.expect.value(key, Json::object());
  for (const auto& [name, value] : wanted.items())
    trial.same(std::string(key) + " " + name, value, find(name));
}

Json reviewer(const cities::Pack& pack, const std::string& name) {
  const cities::Workflow* workflow = pack.workflow(name);
  return workflow ? Json(workflow->reviewer) : Json(nullptr);
}

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return names;
}

// What the pack says in so many words: a definition, a part or a key of it.
void try_holds(const Trial& trial) {
  const Json wanted = trial.expect.value("holds", Json::object());
  for (const auto& [name, value] : wanted.items()) {
    const std::vector<Json> found = trial.stated.at(name);
    if (found.size() > 1)
      trial.faults.push_back("holds " + name + ": more than one has the name; put its kind before it");
    else if (const Json is = found.empty() ? Json(nullptr) : found.front(); !holds(value, is))
      trial.same("holds " + name, value, is);
  }
}

// Which names rest on an article, all of them; and those that rest on none.
void try_grounds(const Trial& trial) {
  const Json wanted = trial.expect.value("articles", Json::object());
  for (const auto& [basis, names] : wanted.items())
    trial.same("article " + basis, sorted(names), sorted(trial.stated.resting_on(basis)));
  if (trial.expect.contains("assumed"))
    trial.same("assumed", sorted(trial.expect.at("assumed")), sorted(trial.stated.assumed()));
}

}  // namespace

void try_pack(const Trial& trial) {
  const cities::Pack& pack = trial.pack;
  each(trial, "values", [&](const std::string& name) -> Json {
    return pack.policies.contains(name) ? pack.policy(name, trial.date) : Json("no such policy");
  });
  each(trial, "labels", [&](const std::string& name) { return label(pack, name); });
  each(trial, "texts", [&](const std::string& key) { return Json(pack.text(key, trial.given)); });
  each(trial, "reviewers", [&](const std::string& name) { return reviewer(pack, name); });
  each(trial, "offers", [&](const std::string& name) { return offered(pack, name, trial.date); });
  each(trial, "reads", [&](const std::string& typed) { return read_serial(trial, typed); });
  try_holds(trial);
  try_grounds(trial);
  for (const Json& row : trial.expect.value("codes", Json::array())) {
    trial.same("code", row.at("is"), written_code(trial, row));
  }
  if (trial.expect.contains("opens"))
    trial.same("opens", trial.expect.at("opens"), pack.effective(trial.date));
}

}  // namespace nrmm::laboratory
