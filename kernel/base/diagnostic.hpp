#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.hpp"

namespace nrmm {

// What is wrong with something an author or operator wrote: where, a stable code (P000…), what, and how to
// mend it.
struct Diagnostic {
  enum class Level { note, warning, error };

  Level level = Level::error;
  Source source;
  std::string code;
  std::string message;
  std::string hint;  // may be empty

  std::string str() const;  // file:line:col: error P001: message (hint)
};

// Collects everything before anything is refused. Not thread-safe: one collection belongs to one check.
class Diagnostics {
 public:
  void error(Source source, std::string code, std::string message, std::string hint = {});
  void warning(Source source, std::string code, std::string message, std::string hint = {});
  void note(Source source, std::string code, std::string message, std::string hint = {});

  bool has_errors() const { return errors_ > 0; }
  std::size_t errors() const { return errors_; }
  const std::vector<Diagnostic>& all() const { return all_; }
  void sort();  // by file, line, column, code
  void print(std::ostream& out) const;

 private:
  void add(Diagnostic::Level level, Source source, std::string code, std::string message, std::string hint);

  std::vector<Diagnostic> all_;
  std::size_t errors_ = 0;
};

// How many slips of the finger lie between two names: letters put in, left out, replaced or swapped.
std::size_t edits(std::string_view a, std::string_view b);

// "did you mean …": the candidate within a third of the name's length in edits, or empty.
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace nrmm
