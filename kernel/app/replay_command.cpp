#include <iostream>

#include "app/command.hpp"
#include "app/services.hpp"
#include "workflows/replay.hpp"

namespace nrmm::app {
namespace {

constexpr int kTold = 20;  // cases that are told one by one

void tell(const workflows::Case& record, const std::vector<workflows::Deviation>& deviations) {
  for (const workflows::Deviation& one : deviations) {
    std::cout << "case " << record.id << " (" << record.kind << ", revision " << record.revision
              << "): " << one.what << ": stored " << one.stored;
    if (!one.replayed.empty()) std::cout << ", replayed " << one.replayed;
    if (!one.kernel.empty()) std::cout << ", judged by nrmm " << one.kernel;
    std::cout << "\n";
  }
}

}  // namespace

int replay_decisions(const config::Settings& settings, const std::string& city) {
  const Home home(settings.home);
  Services services(settings, home, database_address(settings, home).server_dsn);
  services.packs.refresh();
  auto session = services.database.session(city);
  int told = 0;
  const auto sum = workflows::replay_all(session, services.packs, services.personal(),
                                         [&](const auto& record, const auto& deviations) {
                                           if (told++ < kTold) tell(record, deviations);
                                         });
  if (told > kTold) std::cout << "and " << told - kTold << " cases more\n";
  std::cout << city << ": " << sum.decisions << " decisions of " << sum.judgements << " judgements in "
            << sum.cases << " cases replayed, "
            << (sum.deviating == 0 ? "all alike" : std::to_string(sum.deviating) + " cases deviate") << "\n";
  return sum.deviating == 0 ? 0 : 1;
}

}  // namespace nrmm::app
