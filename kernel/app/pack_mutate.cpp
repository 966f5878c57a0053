#include <algorithm>
#include <iostream>
#include <thread>

#include "app/pack_verbs.hpp"
#include "app/packs.hpp"
#include "cities/standard_catalogue.hpp"
#include "laboratory/examination.hpp"
#include "laboratory/mutation.hpp"
#include "plugins/shelf.hpp"

namespace nrmm::app {
namespace {

std::uint64_t number(Arguments& arguments, const std::string& name, const char* fallback) {
  const std::string text = arguments.option_or(name, fallback);
  if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos)
    throw Usage("--" + name + " is a number, not " + text);
  return std::stoull(text);
}

}  // namespace

int pack_verbs::mutate(const config::Settings& settings, Arguments& arguments) {
  const auto folder = laboratory::whole_path(arguments.next("the pack's folder"));
  laboratory::MutationWish wish;
  wish.sample = number(arguments, "sample", "0");
  wish.seed = number(arguments, "seed", "1");
  wish.threads = std::max(1u, std::thread::hardware_concurrency());
  const bool as_json = arguments.flag("json");
  arguments.finish();
  const auto& plugins = settings.plugins.folder;
  Diagnostics diagnostics;
  const auto files = cities::read_pack_folder(folder.parent_path(), folder.filename(), diagnostics, plugins);
  if (files.chain.empty()) {
    diagnostics.print(std::cerr);
    return 1;
  }
  const auto catalogue = plugins::offline_catalogue(cities::standard_catalogue(), plugins);
  const auto run = laboratory::run_mutants(files, catalogue, today_here(), wish);
  if (as_json)
    std::cout << dump_json(run.to_json()) << "\n";
  else
    run.print(std::cout);
  return run.survivors.empty() ? 0 : 1;
}

}  // namespace nrmm::app
