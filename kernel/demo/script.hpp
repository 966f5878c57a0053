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

// A machine and the steps it takes: `submit` is its owner's, every other the officer's transition of that
// name.
struct Machine {
  std::string owner;  // phone
  Json answers;       // photos as above; SMS codes that fields want are asked for and filled in
  std::vector<std::string> then;
  std::string reason;
  Json remarks = Json::array();
};

// cities/<city>/demo.yaml
struct Script {
  std::vector<Owner> owners;
  std::vector<Officer> officers;
  std::vector<Machine> machines;
};

Script read_script(const std::filesystem::path& file, Diagnostics& diagnostics);

}  // namespace nrmm::demo
