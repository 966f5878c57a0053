#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "cities/catalogue.hpp"
#include "cities/pack_files.hpp"
#include "laboratory/mutants.hpp"

namespace nrmm::laboratory {

struct MutationWish {
  std::size_t sample = 0;   // how many, drawn evenly from all; 0: every one
  std::uint64_t seed = 1;   // of the draw
  std::size_t threads = 1;  // at work at once
};

// How well a pack is guarded: each mutant must be refused by the check or fail one of the pack's tests.
struct MutationRun {
  struct Score {
    std::size_t by_check = 0, by_test = 0, survived = 0;

    std::size_t all() const { return by_check + by_test + survived; }
  };

  std::string pack;
  std::map<std::string, Score> kinds;  // by Mutant::kind
  std::vector<Mutant> survivors;       // in the files' order
  std::size_t no_change = 0;           // statements that only repeat their parent's: no mutants

  Score total() const;
  void print(std::ostream& out) const;  // a line for each survivor, then the scores
  Json to_json() const;
};

// Throws std::runtime_error where the pack itself does not pass: then nothing can be told of its mutants.
MutationRun run_mutants(const cities::PackFiles& files, const cities::Catalogue& catalogue, Date today,
                        const MutationWish& wish);

}  // namespace nrmm::laboratory
