#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "storage/database.hpp"

// Photos that were shown before by a case about something else: the same file, or one that looks like it
// (scaled, compressed again, a little cropped, mirrored).
namespace nrmm::photos::photo_reuse_store {

struct Use {
  std::string photo, record;  // the earlier ones
  int distance = 0;           // bits of 64 in which the looks differ
  bool mirrored = false;
};

// The first use of the photo by a case whose subject is another one. An owner who files again what was
// refused or withdrawn uses his own photos again: that is none.
std::optional<Use> first_use(storage::Session&, const std::string& photo, const std::string& subject,
                             const std::string& owner);

void record(storage::Session&, const std::string& case_id, const std::string& photo, const Use& use);

// What a reviewer of the earlier case is told of it.
struct Earlier {
  Use use;
  std::string kind, district, used_at;
};
std::map<std::string, Earlier> of_case(storage::Session&, const std::string& case_id);  // by photo

}  // namespace nrmm::photos::photo_reuse_store
