#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cities/pack_source.hpp"
#include "machines/machine_facts.hpp"
#include "storage/database.hpp"

namespace nrmm::sites {

// What the register knows of a code that somebody read off a plate or a card.
struct KnownMachine {
  std::string serial{};
  std::string code{};   // with its stage, as the register shows it; else as it was read
  std::string coded{};  // here | elsewhere; empty: nobody issued it, though it looks as if this city had
  std::string id{};     // in this city's register; empty: none
  Json facts = Json::object();  // machine_state, emission_stage and, of this city's, what was filed; personal
                                // values masked
  Json summary = Json::object();  // of the facts, what identifies the machine in front of one
};

// Codes of this city, of others that are served here, and of cities elsewhere, of which nothing is known but
// what the plate says. Thread-safe.
class KnownMachines {
 public:
  KnownMachines(storage::Database& database, cities::PackSource& packs, const machines::MachineFacts& facts)
      : database_(database), packs_(packs), facts_(facts) {}

  // nullopt: not a registration code at all.
  std::optional<KnownMachine> find(storage::Session&, const cities::Pack&, std::string_view read,
                                   Date on) const;
  // The same at a gate: one of this city's does not leave the register before the transaction ends.
  std::optional<KnownMachine> at_gate(storage::Session&, const cities::Pack&, std::string_view read,
                                      Date on) const;

 private:
  using Bearing = std::optional<machines::Machine> (*)(storage::Session&, const std::string& serial);
  std::optional<KnownMachine> known(storage::Session&, const cities::Pack&, std::string_view read, Date on,
                                    Bearing bearing) const;
  KnownMachine of_another_city(storage::Session&, const std::string& serial, const std::string& stage,
                               const cities::Pack&, Date on) const;

  storage::Database& database_;
  cities::PackSource& packs_;
  const machines::MachineFacts& facts_;
};

}  // namespace nrmm::sites
