#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/database.hpp"

// The SQL of a site's recorders. Ids that are no UUIDs name nothing.
namespace nrmm::sites::recorder_store {

struct Recorder {
  std::string id{}, site{}, name{}, phone_sealed{};
  std::string account{};  // empty: not bound yet
  std::string added_at{}, bound_at{};
};

// False where the site has that telephone already.
bool insert(storage::Session&, const Recorder&, const std::string& phone_mac);
std::vector<Recorder> of_site(storage::Session&,
                              const std::string& site);  // oldest first, without removed ones
// The account that it was bound to; nothing where there is no such recorder of the site.
std::optional<Recorder> remove(storage::Session&, const std::string& site, const std::string& id);

// Binds the account wherever the telephone was added; the names of the sites.
std::vector<std::string> bind(storage::Session&, const std::string& phone_mac, const std::string& account);
bool records_anywhere(storage::Session&, const std::string& account);
// Whether the account may stand at the site's gate; holds the row, so that a removal comes before or after.
bool holds(storage::Session&, const std::string& site, const std::string& account);
bool records(storage::Session&, const std::string& site, const std::string& account);

}  // namespace nrmm::sites::recorder_store
