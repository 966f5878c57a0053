#include "integrity/verification.hpp"

#include <set>

#include "audit/completeness.hpp"
#include "cities/archive_check.hpp"
#include "machines/code_ledger.hpp"
#include "machines/ledger_check.hpp"
#include "machines/machine_check.hpp"
#include "photos/photo_check.hpp"
#include "sites/site_check.hpp"
#include "storage/references.hpp"
#include "workflows/case_check.hpp"
#include "workflows/case_store.hpp"
#include "workflows/replay.hpp"

namespace nrmm::integrity {
namespace {

struct Looks {
  Inspection serials{"I2", "serials"};
  Inspection presence{"I3", "presence"};
  Inspection queues{"I4", "queues"};
  Inspection photos{"I5", "photos"};
  Inspection record{"I6", "audit record"};
  Inspection decisions{"I8", "decisions"};
  Inspection parents{"I9", "parents"};
  Inspection counters{"I10", "counters"};
  Inspection ledger{"I11", "ledger"};

  void begin(const std::string& city) {
    for (Inspection* one :
         {&serials, &presence, &queues, &photos, &record, &decisions, &parents, &counters, &ledger})
      one->begin(city);
  }
  std::vector<Inspection> all() const {
    return {serials, presence, queues, photos, record, decisions, parents, counters, ledger};
  }
};

std::string told(const workflows::Case& record, const workflows::Deviation& one) {
  return "case " + record.id + ": " + one.what + ": stored " + one.stored +
         (one.replayed.empty() ? "" : ", replayed " + one.replayed);
}

void look_at_decisions(const Stored& stored, storage::Session& session, Inspection& look) {
  cities::check_archive(stored.archive, session.city(), look);
  workflows::check_revisions(session, look);
  const auto sum = workflows::replay_all(
      session, stored.packs, stored.personal,
      [&](const workflows::Case& record, const std::vector<workflows::Deviation>& deviations) {
        look.breach(told(record, deviations.front()));
      });
  look.count("cases", sum.cases);
  look.count("judgements", sum.judgements);
  look.count("decisions replayed", sum.decisions);
}

void look_at(const Stored& stored, const std::string& city, Looks& looks, std::set<std::string>& photos) {
  looks.begin(city);
  auto session = stored.database.session(city);
  machines::check_serials(session, looks.serials);
  sites::check_presence(session, looks.presence);
  workflows::check_queues(session, stored.packs, looks.queues);
  machines::check_filings(session, looks.queues);
  photos::check_rows(session, stored.photos, looks.photos, photos);
  audit::check(session, looks.record);
  workflows::check_recorded(session, looks.record);
  cities::check_activations(session, looks.record);
  look_at_decisions(stored, session, looks.decisions);
  storage::check_references(session, looks.parents);
  machines::check_districts(session, stored.packs, looks.parents);
  machines::check_counters(session, looks.counters);
  sites::check_counts(session, looks.counters);
  if (const auto pack = stored.packs.current()->find(city))
    machines::check_gaps(session, *pack, workflows::case_store::today(session), looks.ledger);
  else
    looks.ledger.breach("the city's active revision does not load here");
}

}  // namespace

std::vector<std::string> cities_of(const Stored& stored) {
  std::set<std::string> cities;
  for (const auto& one : stored.archive.active()) cities.insert(one.city);
  auto session = stored.database.session("");
  cities.merge(machines::issuing_cities(session));
  return {cities.begin(), cities.end()};
}

std::vector<Inspection> verify(const Stored& stored, const std::vector<std::string>& cities, bool all) {
  Looks looks;
  std::set<std::string> photos;
  for (const std::string& city : cities) look_at(stored, city, looks, photos);
  looks.begin("");
  if (all) photos::check_files(stored.photos, photos, looks.photos);
  return looks.all();
}

}  // namespace nrmm::integrity
