#pragma once

#include <string>
#include <vector>

#include "storage/database.hpp"

// The SQL of machines that have an identifier in common. Drafts have none.
namespace nrmm::machines::like_machine_store {

struct Shared {
  std::string kind, mine, other;  // as stored
};

struct Like {
  std::string machine;
  std::vector<Shared> shared;  // in the order of their kinds
};

// Of the city, newest first, each machine once. With `look_alikes` also where an identifier differs only in
// characters of the same look.
std::vector<Like> like(storage::Session&, const std::string& machine, bool look_alikes);

}  // namespace nrmm::machines::like_machine_store
