#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "storage/database.hpp"

// The SQL of who is where.
namespace nrmm::sites::presence_store {

struct Presence {
  std::string id, site, serial, entry, entered_at;
};

// Open ones of the machine, oldest first.
std::vector<Presence> open(storage::Session&, const std::string& serial);

// False where the machine is at this site already, or the presence is exclusive and there is another
// exclusive one.
bool begin(storage::Session&, const Presence&, bool exclusive);
// One that is over already: reported after what followed it.
void add_past(storage::Session&, const Presence&, const std::string& left_at);
void end(storage::Session&, const std::string& id, const std::string& exit, const std::string& left_at);

// Names of the sites where the machine is, oldest presence first; nullopt: it is nowhere.
std::optional<std::string> sites_of(storage::Session&, const std::string& serial);

// {serial, code, coded, machine, machine_state, entered_at, entry} of the machines at the site, newest first;
// `machine` as it entered, machine_state as it is now, null where no city here has coded it. `before`: id of
// the last one of the page before; empty: the first.
Json page(storage::Session&, const std::string& site, const std::string& before, int limit);
// Serials at the site, of all or of those given.
std::vector<std::string> at_site(storage::Session&, const std::string& site);

}  // namespace nrmm::sites::presence_store
