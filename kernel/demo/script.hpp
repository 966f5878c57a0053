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

// Who answers for a site. Where the district issues his account, his answers are the papers' and his
// telephone binds it; the e-mail is what his first sign-in asks for.
struct SiteManager {
  std::string phone, password, kind, email;
  Json answers = Json::object();
};

// Added by the manager; who has an account of the script binds the telephone, others have not done so yet.
struct Recorder {
  std::string name, phone;
  std::string account;  // phone of an owner; empty: nobody's yet
};

// A site and the steps it takes: `submit` is its manager's, as is `close`, once all movements are over; every
// other is the officer's transition of that name.
struct Site {
  SiteManager manager;
  Json answers;
  std::vector<std::string> then;
  std::string reason;
  Json remarks = Json::array();
  std::vector<Recorder> recorders;
};

// A group of movements: so many machines of its own, of those with a code, come and go in turn at its sites.
struct Movements {
  std::vector<std::size_t> sites;  // places in the script, from 1
  std::size_t machines = 0, count = 0;
  std::size_t stay = 0;                         // machines that are there at the end
  double from_hours_ago = 0, to_hours_ago = 0;  // reported late, spread between them; 0: as they happen
  Json entry = Json::object(), exit = Json::object();  // answers; photo fields hold names of pictures to draw
  bool at_point = false;  // each report says the site's own point as its position
  bool overlap = false;   // in at the next site before it is out of the last
};

// cities/<city>/demo.yaml. A machine is written out, or it is `like` the one of that place in the list (from
// 1), which is written out: its answers, reason and remarks, over them what its owner always answers
// (`filing`) and its own `set`; of the fields named in `numbered` the last two digits are its own place, so
// that each is unique.
struct Script {
  std::vector<Owner> owners;
  std::vector<Officer> officers;
  std::vector<Machine> machines;
  std::vector<Site> sites;
  std::vector<Movements> movements;
};

Script read_script(const std::filesystem::path& file, Diagnostics& diagnostics);

}  // namespace nrmm::demo
