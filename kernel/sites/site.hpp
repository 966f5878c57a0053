#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "workflows/case.hpp"

namespace nrmm::sites {

// Where a site stands; the word of its review is the pack's and the case's.
enum class SiteState { draft, in_review, returned, refused, active, closed };
const char* name_of(SiteState state);
SiteState site_state_of(std::string_view name);  // std::invalid_argument for another word

// The subject of the workflows that register sites, and who may begin them.
inline constexpr const char* kManager = "site_manager";
inline constexpr const char* kRecorder = "recorder";

// Shared keys of the contract that the register keeps in columns.
namespace key {
inline constexpr const char* kName = "site_name";
inline constexpr const char* kDistrict = "district";
inline constexpr const char* kDepartment = "department";
inline constexpr const char* kTownship = "township";
inline constexpr const char* kPlace = "position";
}  // namespace key

// A place where machines work: the manager's, until it is registered a draft of his.
struct Site {
  std::string id;
  std::string kind;   // the workflow that registers it
  std::string owner;  // account
  SiteState state = SiteState::draft;
  std::string name, district, department, township;
  Json place;                     // as given with its datum; null: none
  Json answers = Json::object();  // personal values sealed
  std::string case_id;
  std::int64_t present = 0, entries = 0, exits = 0;
  std::int64_t version = 1;
  std::string created_at, updated_at;

  bool editable() const { return state == SiteState::draft || state == SiteState::returned; }
  bool registered() const { return state == SiteState::active || state == SiteState::closed; }
};

// Where a case's phase leaves its site; the effect `activate_site` opens it.
SiteState state_in(workflows::Phase phase);
// The fact site_state: draft, in_review, active, closed.
const char* fact_of(SiteState state);

}  // namespace nrmm::sites
