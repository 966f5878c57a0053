#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/source.hpp"
#include "cities/catalogue.hpp"
#include "cities/pack_files.hpp"

namespace nrmm::laboratory {

// One slip put into one place of a pack, such as an author could make.
struct Mutant {
  std::string kind;                   // "misspelt key", "number changed" …
  std::string path;                   // of the file, inside the pack's folder
  Source source;                      // where it is in the file as written
  std::string name;                   // as `pack explain` calls the place: machine.fields.pin.label
  std::string change;                 // what became what
  std::function<std::string()> text;  // the file with the slip in it
};

// Every mutant of the last pack's own files, in the files' order; the tests themselves are left as they are.
// What no reader of the pack could notice is no mutant: see the exemptions in yaml_mutants.cpp.
std::vector<Mutant> mutants_of(const cities::PackFiles& files, const cities::Catalogue& catalogue);

// Those of a rule file; `name` is the module's.
void lua_mutants(const std::string& path, const std::string& shown, const std::string& text,
                 std::vector<Mutant>& out);

}  // namespace nrmm::laboratory
