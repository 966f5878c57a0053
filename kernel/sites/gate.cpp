#include "sites/gate.hpp"

#include <algorithm>
#include <optional>

#include "base/absent.hpp"
#include "cities/judge.hpp"

namespace nrmm::sites {
namespace {

constexpr const char* kForeignForm = "foreign_machine";
constexpr const char* kRefuse = "refuse";
constexpr const char* kFlag = "flag";

class Judging {
 public:
  Judging(const cities::Pack& pack, const Passage& passage)
      : pack_(pack), passage_(passage), facts_(passage.facts) {
    if (!facts_.contains("high_emission") && holds("fences.high_emission")) facts_["high_emission"] = true;
  }

  GateJudgement judged() && {
    site();
    code();
    presence();
    distance();
    doubts();
    form();
    if (entering() && holds("entry.forbids")) find("gate.forbidden", kRefuse, "entry.forbids");
    out_.report = holds("entry.report_when");
    return std::move(out_);
  }

 private:
  bool entering() const { return passage_.direction == Direction::entry; }
  std::string fact(const char* name) const { return text_in(facts_, name); }

  void find(const char* code, const char* level, const char* policy = nullptr,
            Json placeholders = Json::object()) {
    Finding finding;
    finding.code = code;
    finding.message = pack_.text(code, placeholders);
    finding.level = level;
    finding.rule = policy ? policy : code;
    if (policy) finding.basis = pack_.policies.find(policy)->second.on(passage_.on).basis.text;
    out_.findings.push_back(std::move(finding));
  }

  // A machine may always leave: also a place that was closed meanwhile.
  void site() {
    if (entering() && fact("site_state") != fact::kActive) find("gate.site_not_active", kRefuse);
  }

  void code() {
    const std::string coded = fact("coded");
    if (!entering() || coded == fact::kHere) return;
    if (coded != fact::kElsewhere) return find("gate.unknown_code", kRefuse);
    const std::string policy = pack_.text_policy("foreign.policy", passage_.on);
    if (policy == "refuse") find("gate.foreign_refused", kRefuse, "foreign.policy");
    if (policy == "capture_form") capture();
  }

  // The machine that another city coded is described before it may enter.
  void capture() {
    const cities::Form* form = pack_.form(kForeignForm);
    if (!form) throw Problem(503, "pack.unavailable");
    if (!passage_.foreign.is_object()) return find("gate.foreign_form", kRefuse, "foreign.policy");
    auto judged = cities::judge({pack_, *form, passage_.foreign, passage_.facts, passage_.on});
    for (Finding& error : judged.errors) {
      error.field = std::string(kForeignForm) + "." + error.field;
      out_.errors.push_back(std::move(error));
    }
    out_.foreign = std::move(judged.answers);
  }

  void presence() {
    const std::string present = fact("presence");
    if (!entering()) {
      if (facts_.contains("presence") && present != fact::kHere) find("gate.not_here", kRefuse);
      return;
    }
    if (present == fact::kHere) find("gate.already_here", kRefuse);
    if (present == fact::kElsewhere) elsewhere();
  }

  void elsewhere() {
    constexpr const char* kPolicy = "entry.double_presence";
    const std::string policy = pack_.text_policy(kPolicy, passage_.on);
    out_.leaves_elsewhere = policy == "auto_close";
    Json told = Json::object();
    for (const std::string& name : pack_.list("entry.show_other_site", passage_.on))
      told[name] = fact(name.c_str());
    find("gate.present_elsewhere", policy == "block" ? kRefuse : kFlag, kPolicy, std::move(told));
  }

  // The accuracy of the fix is shown to people, not subtracted.
  void distance() {
    constexpr const char* kPolicy = "entry.max_distance_m";
    const Json& most = pack_.policy(kPolicy, passage_.on);
    if (most.is_null()) return;
    const auto away = facts_.find("distance_m");
    if (away == facts_.end() || !away->is_number()) return find("gate.no_position", kRefuse, kPolicy);
    if (away->get<double>() > most.get<double>())
      find("gate.too_far", kRefuse, kPolicy, {{"distance_m", *away}, {"max_m", most}});
  }

  void doubts() {
    constexpr const char* kPolicy = "entry.position_doubtful";
    if (!facts_.contains("position_doubts")) return;
    const std::string policy = pack_.text_policy(kPolicy, passage_.on);
    find("gate.position_doubtful", policy == "block" ? kRefuse : kFlag, kPolicy);
  }

  void form() {
    const cities::Form* form = pack_.form(name_of(passage_.direction));
    if (!form) throw Problem(503, "pack.unavailable");
    auto judged = cities::judge({pack_, *form, passage_.answers, facts_, passage_.on});
    std::move(judged.errors.begin(), judged.errors.end(), std::back_inserter(out_.errors));
    std::move(judged.flags.begin(), judged.flags.end(), std::back_inserter(out_.findings));
    out_.answers = std::move(judged.answers);
  }

  bool holds(const char* policy) const {
    return pack_.condition(policy, passage_.on).holds([this](std::string_view name) -> const Json* {
      const auto answer = out_.answers.find(std::string(name));
      if (answer != out_.answers.end()) return &*answer;
      const auto known = facts_.find(std::string(name));
      return known == facts_.end() ? nullptr : &*known;
    });
  }

  const cities::Pack& pack_;
  const Passage& passage_;
  Json facts_;
  GateJudgement out_;
};

}  // namespace

const char* name_of(Direction direction) { return direction == Direction::entry ? "entry" : "exit"; }

std::optional<Direction> direction(std::string_view name) {
  if (name == "entry") return Direction::entry;
  if (name == "exit") return Direction::exit;
  return std::nullopt;
}

bool GateJudgement::blocked() const {
  return !errors.empty() || std::any_of(findings.begin(), findings.end(),
                                        [](const Finding& one) { return one.level == kRefuse; });
}

GateJudgement judge_gate(const cities::Pack& pack, const Passage& passage) {
  return Judging(pack, passage).judged();
}

}  // namespace nrmm::sites
