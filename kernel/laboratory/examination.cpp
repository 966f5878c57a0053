#include "laboratory/examination.hpp"

#include <algorithm>
#include <map>
#include <ostream>

#include "cities/loader.hpp"
#include "laboratory/pack_test.hpp"
#include "machines/code.hpp"

namespace nrmm::laboratory {

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
  if (waiting > 0) out << waiting << " tests of gates and fences wait for the platform to have these\n";
  if (!results.empty()) out << passed << " passed, " << failed << " failed\n";
}

Examination examine(const std::filesystem::path& folder, const cities::Catalogue& catalogue, Date today,
                    Depth depth) {
  Examination examination;
  const auto path = std::filesystem::absolute(folder).lexically_normal();
  const auto clean = path.filename().empty() ? path.parent_path() : path;
  examination.files =
      cities::read_pack_folder(clean.parent_path(), clean.filename().string(), examination.diagnostics);
  if (examination.files.chain.empty()) return examination;
  examination.pack = cities::load_pack(examination.files, catalogue, today, examination.diagnostics);
  if (!examination.pack || depth == Depth::check) return examination;
  const auto tests = read_tests(examination.files, examination.diagnostics);
  examination.results = run_tests(*examination.pack, tests, today);
  return examination;
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
