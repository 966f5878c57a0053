#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/diagnostic.hpp"
#include "base/json.hpp"
#include "cities/pack_files.hpp"

namespace nrmm::laboratory {

// One example in a pack's tests: what is given and what the city's rules must make of it. `none` reads as
// null and takes an inherited value away. Without a date it runs on several (runner.hpp).
struct PackTest {
  enum class Kind { pack, form, gate, workflow, fence };

  std::string name;
  Source source;
  std::vector<std::string> proves;  // F and R rows
  Kind kind = Kind::pack;
  std::string target;  // name of the form, gate, workflow or fence
  std::optional<Date> date;
  Json given = Json::object();  // answers and facts alike; their names never collide
  Json expect = Json::object();
  std::vector<std::pair<Json, Json>> rows;  // laid over given and expect
  std::vector<Json> story;
};

// The own tests of the last pack of the chain, with `as_in` resolved over the whole chain's.
std::vector<PackTest> read_tests(const cities::PackFiles& files, Diagnostics& diagnostics);

// `over` laid on `base`: null takes away.
Json laid_over(Json base, const Json& over);

}  // namespace nrmm::laboratory
