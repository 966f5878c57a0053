#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/diagnostic.hpp"
#include "base/json.hpp"
#include "cities/catalogue.hpp"
#include "cities/pack_files.hpp"

namespace nrmm::laboratory {

// What one place in the chain says.
struct Said {
  std::string pack;
  Source source;
  std::vector<std::string> value;  // YAML; long lists take a line for each item
  std::string basis;               // its own; empty where it has none
  bool assumed = false;
};

// Where something a pack names comes from.
struct Explanation {
  struct Key {
    std::string key;
    std::vector<Said> said;  // what holds first, then what it overrode, base last
  };
  struct Dated {
    std::optional<Date> from, to;  // both included
    bool holds = false;            // on the day asked for
    Said said;
  };

  std::string name;   // machine.fields.pin
  std::string what;   // a field of form machine
  std::string label;  // what people read or what it decides; may be empty
  Date on;
  std::vector<std::pair<std::string, std::string>> facts;  // type, basis, offered …
  std::vector<Key> keys;
  std::vector<Dated> dates;    // of a policy: all its values in the order of time
  std::vector<Said> overrode;  // by the policy's own value: what the parents said, base last
};

// Every definition, part or rule of that name; empty where there is none. The chain must load; what is wrong
// with it is reported and gives nothing.
std::vector<Explanation> explain(const cities::PackFiles& files, const cities::Catalogue& catalogue,
                                 std::string_view name, Date on, Diagnostics& diagnostics);
// What may have been meant by a name that explains nothing.
std::vector<std::string> names_near(const cities::PackFiles& files, std::string_view name);

void print(const Explanation& explanation, std::ostream& out);
Json to_json(const Explanation& explanation);

}  // namespace nrmm::laboratory
