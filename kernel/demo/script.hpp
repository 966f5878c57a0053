#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/json.hpp"

namespace nrmm::demo {

// Where the city reviews profiles before anything is filed: what is handed in and the officer's transitions.
struct Profile {
  Json answers = Json::object();  // photo fields hold names of pictures to draw
  std::vector<std::string> then;
};

struct Owner {
  std::string phone, password, kind, role;
  Json answers;
  Profile profile;
};

struct Officer {
  std::string role, name, phone, password, email;
  std::vector<std::string> districts;
};

// A machine and the steps it takes: `submit` and `collect` are the demonstration's own words (its owner hands
// the filing in; the desk hands the code out), every other is the officer's transition of that name.
struct Machine {
  std::string owner;  // phone
  Json answers;       // photos as above; SMS codes that fields want are asked for and filled in
  std::vector<std::string> then;
  std::string reason;
  Json remarks = Json::array();
};

// cities/<city>/demo.yaml. A machine is written out, or it is `like` the one of that place in the list (from
// 1), which is written out: its answers, reason and remarks, over them what its owner always answers
// (`filing`) and its own `set`; of the fields named in `numbered` the last two digits are its own place, so
// that each is unique.
struct Script {
  std::vector<Owner> owners;
  std::vector<Officer> officers;
  std::vector<Machine> machines;
};

Script read_script(const std::filesystem::path& file, Diagnostics& diagnostics);

}  // namespace nrmm::demo
