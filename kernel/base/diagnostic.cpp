#include "base/diagnostic.hpp"

#include <algorithm>
#include <numeric>
#include <ostream>
#include <tuple>

namespace nrmm {

std::string Source::str() const {
  std::string out = file;
  if (line > 0) out += ':' + std::to_string(line);
  if (line > 0 && column > 0) out += ':' + std::to_string(column);
  return out;
}

std::string Diagnostic::str() const {
  static constexpr const char* kLevels[] = {"note", "warning", "error"};
  std::string out = source.str();
  if (!out.empty()) out += ": ";
  out += kLevels[static_cast<int>(level)];
  out += ' ' + code + ": " + message;
  if (!hint.empty()) out += " (" + hint + ")";
  return out;
}

void Diagnostics::add(Diagnostic::Level level, Source source, std::string code, std::string message,
                      std::string hint) {
  if (level == Diagnostic::Level::error) ++errors_;
  all_.push_back({level, std::move(source), std::move(code), std::move(message), std::move(hint)});
}

void Diagnostics::error(Source source, std::string code, std::string message, std::string hint) {
  add(Diagnostic::Level::error, std::move(source), std::move(code), std::move(message), std::move(hint));
}

void Diagnostics::warning(Source source, std::string code, std::string message, std::string hint) {
  add(Diagnostic::Level::warning, std::move(source), std::move(code), std::move(message), std::move(hint));
}

void Diagnostics::note(Source source, std::string code, std::string message, std::string hint) {
  add(Diagnostic::Level::note, std::move(source), std::move(code), std::move(message), std::move(hint));
}

void Diagnostics::sort() {
  std::stable_sort(all_.begin(), all_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.source, a.code) < std::tie(b.source, b.code);
  });
}

void Diagnostics::print(std::ostream& out) const {
  for (const auto& diagnostic : all_) out << diagnostic.str() << '\n';
}

std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before, last);
    std::swap(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(1, name.size() / 3) + 1;
  for (const auto& candidate : candidates) {
    const std::size_t distance = edits(name, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace nrmm
