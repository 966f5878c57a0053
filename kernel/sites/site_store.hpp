#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sites/site.hpp"
#include "storage/database.hpp"

// The SQL of sites. Ids that are no UUIDs name nothing.
namespace nrmm::sites::site_store {

void insert(storage::Session&, const Site&);
std::optional<Site> find(storage::Session&, const std::string& id);
std::optional<Site> lock(storage::Session&, const std::string& id);
void remove(storage::Session&, const std::string& id);

// Each raises the version by one.
void set_answers(storage::Session&, const Site&);
void set_judged(storage::Session&, const Site&);  // also name, district, department, township and place
void set_state(storage::Session&, const std::string& id, SiteState state, const std::string& case_id);

// Counts one more entry or exit; the version stays.
void count(storage::Session&, const std::string& id, bool entry, int present);

struct Filter {
  std::string account;                                  // manager's or recorder's; empty: an officer's
  std::optional<std::vector<std::string>> districts;    // officer's; none: the whole city
  std::optional<std::vector<std::string>> departments;  // a department officer's
  std::optional<std::string> township;                  // a township officer's
  std::string state, district, department;              // empty: any
  std::string before;                                   // id; newest first
  int limit = 20;
};
std::vector<Site> list(storage::Session&, const Filter&);  // an officer's list has no drafts

}  // namespace nrmm::sites::site_store
