#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "storage/database.hpp"

// Signs of an account in several hands, within the session's city and transaction.
namespace nrmm::users::shared_use_store {

inline constexpr const char* kOpen = "open";

// Live sessions of an account that began within the window.
struct Use {
  int sessions = 0;
  std::vector<std::string> addresses;  // distinct
};
Use use_of(storage::Session& session, const std::string& account, std::chrono::seconds window);

// One sign of a kind stays open at a time and counts its repetitions.
void add(storage::Session& session, const std::string& account, const std::string& sign, const Use& use);

struct Filter {
  std::optional<std::vector<std::string>> districts;  // of who asks
  std::string state, before;                          // empty: any
  int limit = 20;
};
Json list(storage::Session& session, const Filter& filter);  // newest first

struct Found {
  std::string account;
  std::string state;
};
std::optional<Found> lock(storage::Session& session, const std::string& id);

struct Decision {
  std::string outcome;  // harmless | shared
  std::string note;
  std::string by;
  std::string by_name;
};
void decide(storage::Session& session, const std::string& id, const Decision& decision);
Json one(storage::Session& session, const std::string& id);

}  // namespace nrmm::users::shared_use_store
