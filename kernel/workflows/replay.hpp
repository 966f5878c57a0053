#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cities/pack_source.hpp"
#include "storage/database.hpp"
#include "workflows/case.hpp"
#include "workflows/case_store.hpp"
#include "workflows/judgement_store.hpp"
#include "workflows/personal.hpp"

// Every stored decision can be made again: under the revision, the date, the answers and the facts that it
// was made with it must come out the same.
namespace nrmm::workflows {

// A case with all that is kept of it; personal values in its answers and judgements opened.
struct StoredCase {
  Case record;
  std::vector<case_store::Event> events;
  std::vector<judgement_store::Judged> judgements;
  std::vector<case_store::Decision> decisions;
};

// What does not come out as it is stored. Names of fields and rules, outcomes and states; never an answer.
struct Deviation {
  std::string what, stored, replayed;
  std::string kernel;  // version that judged; empty where no judgement is concerned
};

// Takes the case's steps again. Pure.
std::vector<Deviation> replay(const cities::Pack& pack, const StoredCase& stored);

struct ReplaySum {
  std::int64_t cases = 0, judgements = 0, decisions = 0, deviating = 0;  // the last: cases
};

// All cases of the session's city, oldest first; `told` hears of every case that deviates.
ReplaySum replay_all(storage::Session& session, cities::PackSource& packs, const Personal& personal,
                     const std::function<void(const Case&, const std::vector<Deviation>&)>& told);

}  // namespace nrmm::workflows
