#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "sites/gate.hpp"

namespace nrmm::sites {

// What passed a site's gate.
struct Movement {
  std::string id, site;
  Direction direction = Direction::entry;
  std::string serial, code;
  std::string coded;       // here | elsewhere
  std::string machine_id;  // of this city's register; empty: none
  std::string scanned_at;  // RFC 3339
  std::string received_at;
  bool late = false;
  std::string client_id;    // empty: none
  std::string recorded_by;  // account; empty: the system
  std::string identified;   // scan, type, pick; empty: not said
  Json position;            // as sent; null: none
  std::optional<double> distance_m;
  std::vector<std::string> doubts;
  Json answers = Json::object();  // personal values sealed
  Json machine = Json::object();  // machine_kind, emission_stage …: what was known of it then
  Json findings = Json::array();  // as Finding::to_json
  bool reported = false;
  std::string revision;
};

}  // namespace nrmm::sites
