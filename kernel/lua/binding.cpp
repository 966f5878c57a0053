#include "lua/binding.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace nrmm::lua {
namespace {

constexpr std::string_view kNoPatterns = "use text.match";
constexpr std::string_view kPure = "a rule sees only answers and ctx";
constexpr std::string_view kDate = "the date of the case is ctx.date";
constexpr std::string_view kConcat = "build texts with .. and table.concat";

constexpr std::array<std::pair<std::string_view, std::string_view>, 27> kUnavailable{{
    {"string.find", kNoPatterns},
    {"string.match", kNoPatterns},
    {"string.gmatch", kNoPatterns},
    {"string.gsub", kNoPatterns},
    {"string.format", kConcat},
    {"string.rep", kConcat},
    {"string.dump", kPure},
    {"string.reverse", kConcat},
    {"math.random", "a decision must replay"},
    {"math.randomseed", "a decision must replay"},
    {"table.sort", "keep lists in the order of the regulation"},
    {"table.move", "use a loop"},
    {"os", kDate},
    {"io", kPure},
    {"package", kPure},
    {"debug", kPure},
    {"coroutine", kPure},
    {"require", "the parent's functions come as `...`"},
    {"dofile", "the parent's functions come as `...`"},
    {"loadfile", kPure},
    {"load", kPure},
    {"loadstring", kPure},
    {"next", "use pairs"},
    {"xpcall", "use pcall"},
    {"print", "return what a person should read"},
    {"collectgarbage", kPure},
    {"_G", "use locals"},
}};

template <typename Rows>
void append(std::vector<Binding>& all, const Rows& rows) {
  all.insert(all.end(), rows.begin(), rows.end());
}

}  // namespace

const std::vector<Binding>& bindings() {
  static const std::vector<Binding> all = [] {
    std::vector<Binding> rows;
    append(rows, core_bindings());
    append(rows, text_bindings());
    append(rows, string_bindings());
    append(rows, table_bindings());
    append(rows, math_bindings());
    return rows;
  }();
  return all;
}

std::string_view why_unavailable(std::string_view qualified_name) {
  const auto found = std::find_if(kUnavailable.begin(), kUnavailable.end(),
                                  [&](const auto& row) { return row.first == qualified_name; });
  return found == kUnavailable.end() ? std::string_view() : found->second;
}

}  // namespace nrmm::lua
