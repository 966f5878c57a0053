#include "laboratory/mutation.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <random>
#include <stdexcept>
#include <thread>

#include "cities/loader.hpp"
#include "laboratory/pack_test.hpp"
#include "laboratory/runner.hpp"

namespace nrmm::laboratory {
namespace {

enum class Verdict { survived, by_check, by_test, no_change };

// Looks at one mutant after another; one judge a thread.
class Judge {
 public:
  Judge(const cities::PackFiles& files, const cities::Catalogue& catalogue, Date today,
        std::vector<PackTest> tests)
      : files_(files), catalogue_(catalogue), today_(today), tests_(std::move(tests)) {
    Diagnostics told_by_check;
    for (const auto& folder : files_.chain)
      layers_.push_back(cities::read_layer(folder, false, told_by_check));
    everything_ = Stated(layers_).everything();
  }

  Verdict judge(const std::string& path, std::string text) {
    std::string& file = files_.chain.back().files.at(path);
    file.swap(text);
    const Verdict verdict = look();
    file.swap(text);
    // What only repeats its parent can go without a change.
    const bool same = verdict == Verdict::survived && path.ends_with(".yaml") && text != file &&
                      Stated(layers_).everything() == everything_;
    return same ? Verdict::no_change : verdict;
  }

 private:
  Verdict look() {
    Diagnostics diagnostics;
    layers_.back() = cities::read_layer(files_.chain.back(), false, diagnostics);
    if (diagnostics.has_errors()) return Verdict::by_check;
    const auto pack = cities::load_layers(layers_, files_, catalogue_, today_, diagnostics);
    if (!pack) return Verdict::by_check;
    const Stated stated(layers_);
    for (auto test = tests_.begin(); test != tests_.end(); ++test) {
      const auto result = run_tests(*pack, stated, {*test}, today_);
      if (result.front().faults.empty()) continue;
      std::rotate(tests_.begin(), test, test + 1);  // what caught one often catches its neighbour
      return Verdict::by_test;
    }
    return Verdict::survived;
  }

  cities::PackFiles files_;
  std::vector<cities::Layer> layers_;
  Json everything_;  // that the pack holds as written
  const cities::Catalogue& catalogue_;
  Date today_;
  std::vector<PackTest> tests_;
};

std::vector<std::size_t> drawn(std::size_t count, const MutationWish& wish) {
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), std::size_t{0});
  if (wish.sample == 0 || wish.sample >= count) return all;
  std::mt19937_64 random(wish.seed);
  std::vector<std::size_t> out;
  std::sample(all.begin(), all.end(), std::back_inserter(out), wish.sample, random);
  return out;
}

// Written anew without a slip, the pack must pass; else each mutant would seem to be caught.
void check_sound(Judge judge, const cities::PackFiles& files) {
  for (const auto& [path, text] : files.chain.back().files)
    if (judge.judge(path, text) != Verdict::survived)
      throw std::runtime_error(files.id() + " does not pass its own check and tests");
}

// What a mutant can make the loader or a test throw is a fault of theirs, and ends the run.
std::vector<Verdict> judged(const Judge& first, const std::vector<Mutant>& mutants,
                            const std::vector<std::size_t>& chosen, std::size_t threads) {
  std::vector<Verdict> verdicts(chosen.size());
  std::vector<std::string> thrown(chosen.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    Judge judge = first;
    for (std::size_t i = next++; i < chosen.size(); i = next++) {
      const Mutant& mutant = mutants[chosen[i]];
      try {
        verdicts[i] = judge.judge(mutant.path, mutant.text());
      } catch (const std::exception& error) {
        thrown[i] = mutant.source.str() + ": " + mutant.change + ": " + error.what();
      }
    }
  };
  {
    std::vector<std::jthread> workers;
    for (std::size_t i = 1; i < threads; ++i) workers.emplace_back(work);
    work();
  }
  for (const std::string& each : thrown)
    if (!each.empty()) throw std::runtime_error(each);
  return verdicts;
}

void count(MutationRun& run, Mutant& mutant, Verdict verdict) {
  if (verdict == Verdict::no_change) {
    ++run.no_change;
    return;
  }
  MutationRun::Score& score = run.kinds[mutant.kind];
  if (verdict == Verdict::by_check) ++score.by_check;
  if (verdict == Verdict::by_test) ++score.by_test;
  if (verdict != Verdict::survived) return;
  ++score.survived;
  run.survivors.push_back(std::move(mutant));
}

}  // namespace

MutationRun run_mutants(const cities::PackFiles& files, const cities::Catalogue& catalogue, Date today,
                        const MutationWish& wish) {
  Diagnostics told_by_check;
  const Judge first(files, catalogue, today, read_tests(files, told_by_check));
  check_sound(first, files);
  std::vector<Mutant> mutants = mutants_of(files, catalogue);
  if (mutants.empty()) throw std::runtime_error(files.id() + " holds nothing to change");
  const std::vector<std::size_t> chosen = drawn(mutants.size(), wish);
  const std::vector<Verdict> verdicts = judged(first, mutants, chosen, wish.threads);
  MutationRun run;
  run.pack = files.id();
  for (std::size_t i = 0; i < chosen.size(); ++i) count(run, mutants[chosen[i]], verdicts[i]);
  return run;
}

}  // namespace nrmm::laboratory
