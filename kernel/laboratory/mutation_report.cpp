#include <iomanip>
#include <ostream>

#include "laboratory/mutation.hpp"

namespace nrmm::laboratory {
namespace {

void line(std::ostream& out, const std::string& what, const MutationRun::Score& score) {
  out << "  " << std::left << std::setw(28) << what << std::right << std::setw(6) << score.all()
      << std::setw(7) << score.by_check << std::setw(7) << score.by_test << std::setw(10) << score.survived
      << '\n';
}

Json as_json(const MutationRun::Score& score) {
  return {{"by_check", score.by_check}, {"by_test", score.by_test}, {"survived", score.survived}};
}

}  // namespace

MutationRun::Score MutationRun::total() const {
  Score out;
  for (const auto& [kind, score] : kinds) {
    out.by_check += score.by_check;
    out.by_test += score.by_test;
    out.survived += score.survived;
  }
  return out;
}

void MutationRun::print(std::ostream& out) const {
  for (const Mutant& mutant : survivors)
    out << mutant.source.str() << ": survived: " << mutant.kind << ": " << mutant.change << '\n';
  out << pack << std::string(pack.size() < 28 ? 30 - pack.size() : 2, ' ')
      << " slips  check   test  survived\n";
  for (const auto& [kind, score] : kinds) line(out, kind, score);
  line(out, "all", total());
  if (no_change > 0) out << "  " << no_change << " more took away or changed what a parent says as well\n";
}

Json MutationRun::to_json() const {
  Json scores = Json::object(), places = Json::array();
  for (const auto& [kind, score] : kinds) scores[kind] = as_json(score);
  for (const Mutant& mutant : survivors)
    places.push_back({{"kind", mutant.kind},
                      {"at", mutant.source.str()},
                      {"name", mutant.name},
                      {"change", mutant.change}});
  return {{"pack", pack},
          {"total", as_json(total())},
          {"no_change", no_change},
          {"kinds", scores},
          {"survivors", places}};
}

}  // namespace nrmm::laboratory
