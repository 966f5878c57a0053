#include "laboratory/examination.hpp"

#include <algorithm>
#include <map>
#include <ostream>

#include "cities/loader.hpp"
#include "laboratory/pack_test.hpp"
#include "machines/code.hpp"

namespace nrmm::laboratory {
namespace {

std::vector<cities::Layer> layers_of(const cities::PackFiles& files) {
  Diagnostics told_by_check;
  return cities::all_layers(files, false, told_by_check);
}

}  // namespace

std::filesystem::path whole_path(const std::filesystem::path& folder) {
  const auto path = std::filesystem::absolute(folder).lexically_normal();
  return path.filename().empty() ? path.parent_path() : path;
}

bool Examination::passed() const {
  return pack && std::all_of(results.begin(), results.end(),
                             [](const auto& result) { return result.faults.empty(); });
}

void Examination::print(std::ostream& out) const {
  diagnostics.print(out);
  std::size_t passed = 0, failed = 0, waiting = 0;
  for (const TestResult& result : results) {
    (result.ran ? (result.faults.empty() ? passed : failed) : waiting)++;
    for (const std::string& fault : result.faults) {
      out << result.source.str() << ": " << result.name << ": " << fault << '\n';
    }
  }
  if (waiting > 0) out << waiting << " tests of fences wait for the platform to have these\n";
  if (!results.empty()) out << passed << " passed, " << failed << " failed\n";
}

Examination examine(const std::filesystem::path& folder, const cities::Catalogue& catalogue, Date today,
                    Depth depth, const std::filesystem::path& plugins) {
  Diagnostics told_in_reading;
  const auto path = whole_path(folder);
  auto files =
      cities::read_pack_folder(path.parent_path(), path.filename().string(), told_in_reading, plugins);
  Examination examination = examine(std::move(files), catalogue, today, depth);
  if (examination.files.chain.empty()) examination.diagnostics = told_in_reading;
  return examination;
}

Examination examine(cities::PackFiles files, const cities::Catalogue& catalogue, Date today, Depth depth) {
  Examination examination;
  examination.files = std::move(files);
  if (examination.files.chain.empty()) return examination;
  examination.pack = cities::load_pack(examination.files, catalogue, today, examination.diagnostics);
  if (!examination.pack || depth == Depth::check) return examination;
  const auto layers = layers_of(examination.files);
  const auto tests = read_tests(examination.files, examination.diagnostics);
  examination.results = run_tests(*examination.pack, Stated(layers), tests, today);
  return examination;
}

std::vector<std::shared_ptr<const cities::Pack>> packs_beside(const std::filesystem::path& folder,
                                                              const cities::Catalogue& catalogue, Date today,
                                                              const std::filesystem::path& plugins) {
  std::vector<std::shared_ptr<const cities::Pack>> out;
  const auto own = whole_path(folder);
  for (const auto& entry : std::filesystem::directory_iterator(own.parent_path())) {
    const std::string id = entry.path().filename();
    if (!entry.is_directory() || id.starts_with("_") || id == own.filename()) continue;
    Diagnostics told_there;
    const auto files = cities::read_pack_folder(own.parent_path(), id, told_there, plugins);
    if (files.chain.empty()) continue;
    if (auto pack = cities::load_pack(files, catalogue, today, told_there)) out.push_back(std::move(pack));
  }
  return out;
}

void compare_prefixes(const cities::Pack& pack, const cities::Pack& other, Diagnostics& diagnostics) {
  if (pack.id == other.id) return;
  std::map<std::string, std::string> theirs;
  for (const auto& district : other.districts) {
    theirs[machines::serial_prefix(other, district, other.from)] = district.name;
  }
  for (const auto& district : pack.districts) {
    const std::string prefix = machines::serial_prefix(pack, district, pack.from);
    if (const auto found = theirs.find(prefix); found != theirs.end()) {
      diagnostics.error(
          district.source, "P017",
          "the code prefix " + prefix + " is also given out by " + other.id + " (" + found->second + ")");
    }
  }
}

}  // namespace nrmm::laboratory
