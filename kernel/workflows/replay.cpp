#include "workflows/replay.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/problem.hpp"
#include "cities/judge.hpp"
#include "workflows/determination.hpp"
#include "workflows/engine.hpp"
#include "workflows/reasons.hpp"

namespace nrmm::workflows {
namespace {

using case_store::Decision;
using case_store::Event;
using judgement_store::Judged;

constexpr const char* kNothing = "nothing";

bool contains(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

// Codes sent to a phone were asked for when the form was handed in; they are good once.
bool asks_code(const cities::Form& form, const std::string& name) {
  const cities::Field* field = form.field(name);
  return field && !field->sms_purpose.empty();
}

std::vector<std::string> names_that_differ(const Json& a, const Json& b) {
  std::vector<std::string> names;
  for (const auto& [name, value] : a.items())
    if (!b.contains(name) || b.at(name) != value) names.push_back(name);
  for (const auto& [name, value] : b.items())
    if (!a.contains(name)) names.push_back(name);
  return names;
}

// By what a stored decision and its replay are brought together, and what must then be equal.
using Key = std::tuple<std::string, std::string, std::string>;  // judgement, rule, field
using Said = std::tuple<std::string, std::string, std::string, std::string, std::string>;

Said said(const Decision& one) {
  return {one.outcome, one.message, one.basis, one.revision, dump_json(one.inputs)};
}

std::string differing(const Said& stored, const Said& replayed) {
  std::string out;
  const auto add = [&](bool differs, const char* name) {
    if (differs) out += (out.empty() ? "" : ", ") + std::string(name);
  };
  add(std::get<0>(stored) != std::get<0>(replayed), "outcome");
  add(std::get<1>(stored) != std::get<1>(replayed), "message");
  add(std::get<2>(stored) != std::get<2>(replayed), "basis");
  add(std::get<3>(stored) != std::get<3>(replayed), "revision");
  add(std::get<4>(stored) != std::get<4>(replayed), "inputs");
  return out;
}

class Replay {
 public:
  Replay(const cities::Pack& pack, const StoredCase& stored) : pack_(pack), stored_(stored) {}

  std::vector<Deviation> run() {
    workflow_ = pack_.workflow(stored_.record.workflow);
    form_ = workflow_ ? pack_.form(workflow_->form) : nullptr;
    if (!form_) return {{"workflow", stored_.record.workflow, "not in the revision", ""}};
    state_ = workflow_->transition(cities::kOpen)->to;
    for (std::size_t i = 0; i < stored_.events.size(); ++i) take(i);
    if (judged_ != stored_.judgements.size())
      deviates("judgements", std::to_string(stored_.judgements.size()), std::to_string(judged_));
    same("state", stored_.record.state, state_);
    same("phase", name_of(stored_.record.phase), name_of(phase_));
    compare_decisions();
    return std::move(out_);
  }

 private:
  void deviates(std::string what, std::string stored, std::string replayed, std::string kernel = "") {
    out_.push_back({std::move(what), std::move(stored), std::move(replayed), std::move(kernel)});
  }
  void same(const std::string& what, const std::string& stored, const std::string& replayed) {
    if (stored != replayed) deviates(what, stored, replayed);
  }
  void same_names(const std::string& what, const Json& stored, const Json& replayed, const Judged& judged) {
    for (const std::string& name : names_that_differ(stored, replayed))
      deviates(what + " " + name, "another value", "", judged.kernel_version);
  }

  void take(std::size_t at) {
    const Event& event = stored_.events[at];
    const cities::Transition* transition = workflow_->transition(event.transition);
    if (event.transition == kDetermine) return expect(reason_of(pack_, *workflow_, event), "");
    if (!transition && event.from == event.to) return;  // who holds it, not where it is
    if (!transition || !contains(transition->from, event.from) || event.from != state_)
      return deviates("step " + event.transition, "from " + event.from, "not possible in " + state_);
    same("step " + event.transition, event.to, transition->to);
    state_ = transition->to;
    phase_ = phase_after(*workflow_, *transition);
    if (!transition->check.empty()) return judge(event);
    expect(reason_of(pack_, *workflow_, *transition,
                     {stored_.events.begin(), stored_.events.begin() + static_cast<std::ptrdiff_t>(at) + 1}),
           "");
  }

  void judge(const Event& event) {
    if (judged_ == stored_.judgements.size())
      return deviates("judgement of " + event.transition, "not kept", "cannot be made again");
    const Judged& judged = stored_.judgements[judged_++];
    same("judgement of " + event.transition, judged.transition, event.transition);
    try {
      auto again = cities::judge({pack_, *form_, judged.answers, judged.facts, stored_.record.date,
                                  judged.steps, undecided(judged.id)});
      for (Finding& found : register_findings(judged.from_register)) again.flags.push_back(std::move(found));
      compare(judged, again);
    } catch (const Problem& problem) {
      deviates("judgement of " + event.transition, "accepted", problem.code, judged.kernel_version);
    }
  }

  // Rules that were stopped or not run then are not run now: whether they end in time is no property of what
  // they were given.
  std::map<std::string, Json> undecided(const std::string& judgement) const {
    std::map<std::string, Json> rules;
    for (const Decision& one : stored_.decisions) {
      if (one.judgement == judgement && !cities::decided_in_time(one.inputs)) rules[one.rule] = one.inputs;
    }
    return rules;
  }

  void compare(const Judged& judged, const cities::Judgement& again) {
    for (const Finding& error : again.errors) {
      if (!asks_code(*form_, error.field))
        deviates(error.rule + " " + error.field, "accepted", "not accepted", judged.kernel_version);
    }
    same_names("derived", judged.derived, derived_of(again), judged);
    for (Decision& decision : reasons_of(again)) expect(std::move(decision), judged.id);
    if (judged_ != stored_.judgements.size()) return;
    if (stored_.record.findings != findings_of(again))
      deviates("findings", "of the case", "others", judged.kernel_version);
    Json answers = again.answers;
    for (const cities::Field* field : form_->listed())
      if (asks_code(*form_, field->name)) answers.erase(field->name);
    same_names("answer", stored_.record.answers, answers, judged);
  }

  void expect(Decision decision, const std::string& judgement) {
    decision.revision = pack_.revision;
    decision.judgement = judgement;
    expected_.push_back(std::move(decision));
  }

  using ByKey = std::map<Key, std::vector<Said>>;
  static ByKey by_key(const std::vector<Decision>& decisions) {
    ByKey all;
    for (const Decision& one : decisions) all[{one.judgement, one.rule, one.field}].push_back(said(one));
    for (auto& [key, each] : all) std::sort(each.begin(), each.end());
    return all;
  }

  // Decisions of one judgement are written at once and have no order among them.
  void compare_decisions() {
    ByKey stored = by_key(stored_.decisions), replayed = by_key(expected_);
    for (const auto& [key, each] : replayed) stored.try_emplace(key);
    for (const auto& [key, each] : stored) compare_decisions(key, each, replayed[key]);
  }

  void compare_decisions(const Key& key, const std::vector<Said>& stored, const std::vector<Said>& replayed) {
    std::vector<Said> only_stored, only_replayed;
    std::set_difference(stored.begin(), stored.end(), replayed.begin(), replayed.end(),
                        std::back_inserter(only_stored));
    std::set_difference(replayed.begin(), replayed.end(), stored.begin(), stored.end(),
                        std::back_inserter(only_replayed));
    for (std::size_t i = 0; i < std::max(only_stored.size(), only_replayed.size()); ++i) {
      const bool both = i < only_stored.size() && i < only_replayed.size();
      std::string what = "decision " + std::get<1>(key);
      if (!std::get<2>(key).empty()) what += " " + std::get<2>(key);
      if (both) what += " (" + differing(only_stored[i], only_replayed[i]) + ")";
      deviates(what, i < only_stored.size() ? std::get<0>(only_stored[i]) : kNothing,
               i < only_replayed.size() ? std::get<0>(only_replayed[i]) : kNothing);
    }
  }

  const cities::Pack& pack_;
  const StoredCase& stored_;
  const cities::Workflow* workflow_ = nullptr;
  const cities::Form* form_ = nullptr;
  std::string state_;
  Phase phase_ = Phase::open;
  std::size_t judged_ = 0;
  std::vector<Decision> expected_;
  std::vector<Deviation> out_;
};

// A case that goes on while it is read is read again: every step raises its version.
StoredCase stored_case(storage::Session& session, const std::string& id, const Personal& personal) {
  StoredCase stored;
  do {
    stored = {case_store::find(session, id).value(), case_store::events(session, id),
              judgement_store::of_case(session, id), case_store::decisions(session, id)};
  } while (case_store::find(session, id).value().version != stored.record.version);
  const std::string city = session.city();
  stored.record.answers = personal.opened(stored.record.answers, city);
  for (Judged& judged : stored.judgements) judged.answers = personal.opened(judged.answers, city);
  return stored;
}

}  // namespace

std::vector<Deviation> replay(const cities::Pack& pack, const StoredCase& stored) {
  return Replay(pack, stored).run();
}

ReplaySum replay_all(storage::Session& session, cities::PackSource& packs, const Personal& personal,
                     const std::function<void(const Case&, const std::vector<Deviation>&)>& told) {
  ReplaySum sum;
  std::string last;
  for (;;) {
    const auto ids = judgement_store::cases_after(session, last);
    if (ids.empty()) return sum;
    for (const std::string& id : ids) {
      const StoredCase stored = stored_case(session, id, personal);
      const auto pack = packs.revision(session.city(), stored.record.revision);
      const auto found =
          pack ? replay(*pack, stored)
               : std::vector<Deviation>{{"revision", stored.record.revision, "does not load here", ""}};
      if (!found.empty()) told(stored.record, found);
      ++sum.cases;
      sum.deviating += found.empty() ? 0 : 1;
      sum.judgements += static_cast<std::int64_t>(stored.judgements.size());
      sum.decisions += static_cast<std::int64_t>(stored.decisions.size());
    }
    last = ids.back();
  }
}

}  // namespace nrmm::workflows
