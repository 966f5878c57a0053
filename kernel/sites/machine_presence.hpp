#pragma once

#include <string>

#include "base/json.hpp"
#include "storage/database.hpp"

namespace nrmm::sites {

// A source of machines::MachineFacts. {presence: here, site_name} of a machine that is at a site of the city,
// whichever; else {}.
Json machine_presence(storage::Session&, const std::string& serial);

}  // namespace nrmm::sites
