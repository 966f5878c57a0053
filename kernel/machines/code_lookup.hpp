#pragma once

#include <optional>
#include <string_view>

#include "base/actor.hpp"
#include "base/json.hpp"
#include "cities/pack_source.hpp"
#include "storage/database.hpp"

namespace nrmm::machines {

// What scanning or typing a code shows (contract: GET codes/{code}). The owning city decides: a stranger sees
// the facts its public_view.fields names, officers and site staff also what identifies the machine in front
// of them, nobody a person. Thread-safe.
class CodeLookup {
 public:
  CodeLookup(storage::Database& database, cities::PackSource& packs) : database_(database), packs_(packs) {}

  // nullopt: not a code, unknown, or nothing a stranger may see. `session` is set to the city that was asked.
  std::optional<Json> look_up(storage::Session& session, const cities::Pack& asked, const Actor& actor,
                              std::string_view typed);

 private:
  storage::Database& database_;
  cities::PackSource& packs_;
};

}  // namespace nrmm::machines
