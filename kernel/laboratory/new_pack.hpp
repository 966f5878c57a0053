#pragma once

#include <filesystem>
#include <string>

#include "base/date.hpp"
#include "laboratory/examination.hpp"

namespace nrmm::laboratory {

struct NewPack {
  std::filesystem::path folder;  // cities/<id>, not there yet; _template and the parent stand beside it
  std::string name;              // as people read it
  std::string adcode;            // GB/T 2260, six digits
  std::string inherits = "national";
  Date from;                           // first day
  std::filesystem::path plugins = {};  // as for examine()
};

// Makes a city's folder out of _template: id, name, adcode, parent and first day are filled in, and the
// sample district gets a prefix of codes that no pack beside it gives out. The result is checked and tested
// in memory and written as a whole; with a fault nothing is written. Throws std::runtime_error, in words for
// the author, where the wish cannot be met.
Examination make_pack(const NewPack& wish, const cities::Catalogue& catalogue, Date today);

}  // namespace nrmm::laboratory
