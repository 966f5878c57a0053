#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "storage/database.hpp"

// What the host keeps for plugins of kind lua (docs/plugin-author). Withdrawn records stay in the table and
// are given to nobody.
namespace nrmm::plugins::record_store {

struct Of {
  std::string plugin, kind;
};

struct Record {
  std::string id;
  std::int64_t version = 1;
  std::string author, author_name;  // account and its name
  Json answers = Json::object();
  std::string created_at, updated_at;
};

std::string insert(storage::Session&, const Of&, const Json& answers, const std::string& author);
std::optional<Record> find(storage::Session&, const Of&, const std::string& id);
std::optional<Record> lock(storage::Session&, const Of&, const std::string& id);

struct Page {
  Json like = Json::object();         // members that the answers have
  std::optional<std::string> author;  // his only
  std::string before;                 // id; empty: from the newest on
  int limit = 20;
};
std::vector<Record> page(storage::Session&, const Of&, const Page&);

// Each makes the next version.
void change(storage::Session&, const std::string& id, const Json& answers);
void withdraw(storage::Session&, const std::string& id);

}  // namespace nrmm::plugins::record_store
