#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "storage/database.hpp"

namespace nrmm::machines {

// A serial in the ledger and, where the session's city issued it, the machine that bears it.
struct CodedMachine {
  std::string city;   // that issued the serial
  std::string state;  // valid | void | deregistered
  Date today;         // in the session's city
  bool here = false;  // the rest is known only to the issuing city
  std::string emission_stage;
  Json answers;
  std::vector<std::string> earlier_stages;  // under which it was shown before
};

// One round trip.
std::optional<CodedMachine> find_coded(storage::Session& session, std::string_view serial);

}  // namespace nrmm::machines
