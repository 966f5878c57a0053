#include "machines/filing_course.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/problem.hpp"
#include "workflows/engine.hpp"
#include "workflows/member_refused.hpp"

namespace nrmm::machines {
namespace {

// Who files, and in which role: an inspector decides nothing where he helps.
struct Filer {
  const char* party;
  const char* role;
};
constexpr std::array kFilers = {Filer{"owner", "owner"}, Filer{"agent", "agent"},
                                Filer{"helper", "inspector"}};
constexpr const char* kOffered = "filing.offered";

std::optional<FilingCourse> opened(const cities::Pack& pack, const Actor& actor, const std::string& kind) {
  const cities::Workflow* workflow = pack.workflow(kind);
  for (const Filer& filer : kFilers) {
    if (workflow && actor.has_role(filer.role) && workflows::may_open(*workflow, filer.party))
      return FilingCourse{workflow, filer.party};
  }
  return std::nullopt;
}

Problem not_offered(const cities::Pack& pack) {
  return workflows::member_refused(pack, "kind", "choice", {{"label", pack.text("label.filing_kind")}});
}

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

FilingCourse course_of_new(const cities::Pack& pack, const Actor& actor, const std::string& kind, Date on) {
  const std::vector<std::string> offered = pack.list(kOffered, on);
  if (!kind.empty() && !contains(offered, kind)) throw not_offered(pack);
  for (const std::string& each : kind.empty() ? offered : std::vector<std::string>{kind}) {
    if (const auto course = opened(pack, actor, each)) return *course;
  }
  throw Problem(403, "request.forbidden");
}

FilingCourse course_of_draft(const cities::Pack& pack, const Actor& actor, const std::string& kind, Date on) {
  const auto begun = contains(pack.list(kOffered, on), kind) ? opened(pack, actor, kind) : std::nullopt;
  return begun ? *begun : course_of_new(pack, actor, "", on);
}

std::string party_in(const cities::Workflow& workflow, const Actor& actor) {
  const auto takes_part = [&](const std::string& party) {
    const auto& steps = workflow.transitions;
    const auto& states = workflow.states;
    return std::any_of(steps.begin(), steps.end(),
                       [&](const auto& each) { return contains(each.second.by, party); }) ||
           std::any_of(states.begin(), states.end(),
                       [&](const auto& each) { return each.second.edits.contains(party); });
  };
  for (const Filer& filer : kFilers) {
    if (actor.has_role(filer.role) && takes_part(filer.party)) return filer.party;
  }
  throw Problem(403, "request.forbidden");
}

}  // namespace nrmm::machines
