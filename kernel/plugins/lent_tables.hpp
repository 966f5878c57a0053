#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "api/tables.hpp"
#include "storage/database.hpp"

namespace nrmm::plugins {

// The plugin's tables during one call. The session stays the caller's: it is opened at the first use, and
// taken back when the caller goes on, however long the plugin holds on to this. Thread-safe.
class LentTables : public api::Tables {
 public:
  using Open = std::function<storage::Session&()>;
  LentTables(std::string plugin, Open open);

  api::Rows run(std::string_view sql, const std::vector<api::Value>& values) override;
  void take_back();  // waits for a statement under way

 private:
  const std::string plugin_;
  std::mutex mutex_;
  Open open_;                                          // null: taken back
  std::unique_ptr<storage::Transaction> transaction_;  // where the caller has none: it only reads
};

// Takes them back at the end of a scope.
class Lending {
 public:
  Lending(std::string plugin, LentTables::Open open)
      : tables(std::make_shared<LentTables>(std::move(plugin), std::move(open))) {}
  ~Lending() { tables->take_back(); }
  Lending(const Lending&) = delete;
  Lending& operator=(const Lending&) = delete;

  const std::shared_ptr<LentTables> tables;
};

// Why a plugin may not run the statement; empty: it may. What is not its own stands in other schemas, and
// those are not on its search path.
std::string refused_statement(std::string_view sql);

}  // namespace nrmm::plugins
