#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

#include "cities/diagnostic_codes.hpp"
#include "laboratory/reference.hpp"

namespace nrmm::laboratory {
namespace {

namespace fs = std::filesystem;

using Lines = std::vector<std::string>;

Lines lines_of(const fs::path& file) {
  std::ifstream stream(file);
  Lines out;
  for (std::string line; std::getline(stream, line);) out.push_back(line);
  return out;
}

std::vector<fs::path> folders_of(const fs::path& tests, std::string code) {
  std::transform(code.begin(), code.end(), code.begin(), [](unsigned char c) { return std::tolower(c); });
  std::vector<fs::path> out;
  for (const auto& each : fs::directory_iterator(tests / (code.front() == 'p' ? "packs" : "plugins")))
    if (each.path().filename().string().starts_with(code + "_")) out.push_back(each.path());
  std::sort(out.begin(), out.end());
  return out;
}

struct Example {
  std::string printed;
  fs::path file;
  std::size_t line = 0;  // 0: the file as a whole
};

// cities/<pack>/policies.yaml:3:1: error P001: …
Example example(const fs::path& folder, const std::string& printed) {
  Example out{printed, {}, 0};
  const std::string place = printed.substr(0, printed.find(": "));
  const std::size_t colon = place.find(':');
  std::string path = place.substr(0, colon);
  path = path.substr(path.find('/', path.find('/') + 1) + 1);
  const bool packed = printed.starts_with("cities/") && fs::exists(folder / "pack");
  out.file = packed ? folder / "pack" / path : folder / path;
  if (colon != std::string::npos) out.line = static_cast<std::size_t>(std::stoi(place.substr(colon + 1)));
  return out;
}

// What a running server says, and no folder alone, has none.
std::optional<Example> example_of(const fs::path& tests, const std::string& code) {
  for (const fs::path& folder : folders_of(tests, code))
    for (const std::string& printed : lines_of(folder / "expected.txt"))
      if (printed.find(" " + code + ": ") != std::string::npos) return example(folder, printed);
  return std::nullopt;
}

// From the definition's first line to the line that is told.
Lines text_of(const Example& example) {
  const Lines all = lines_of(example.file);
  if (example.line == 0 || example.line > all.size()) return {};
  std::size_t from = example.line - 1;
  while (from > 0 && (all[from].empty() || all[from].front() == ' ')) --from;
  return {all.begin() + static_cast<std::ptrdiff_t>(from),
          all.begin() + static_cast<std::ptrdiff_t>(example.line)};
}

void write(std::ostream& out, const cities::DiagnosticCode& code, const fs::path& tests) {
  const auto found = example_of(tests, std::string(code.code));
  out << "\n## " << code.code << "\n\n" << code.meaning << " — " << code.mend << ".\n\n";
  if (!found) return;
  const Example& example = *found;
  const Lines text = text_of(example);
  if (!text.empty()) {
    out << "```" << (example.file.extension() == ".lua" ? "lua" : "yaml") << "\n";
    for (const std::string& line : text) out << line << "\n";
    out << "```\n";
  }
  out << "```\n" << example.printed << "\n```\n";
}

}  // namespace

std::string diagnostics_page(const fs::path& tests) {
  std::ostringstream out;
  out << "# What `nrmm pack check` says\n\nWritten by `nrmm pack reference`; the texts and the lines under "
         "them are "
         "those of `tests/packs` and `tests/plugins`, where\nevery code has more. A line is "
         "`file:line:column: level code: what (hint)`. Errors stop a pack; warnings and notes do not.\nAll "
         "are told "
         "at once, sorted by place.\n";
  for (const cities::DiagnosticCode& code : cities::diagnostic_codes()) write(out, code, tests);
  return out.str();
}

}  // namespace nrmm::laboratory
