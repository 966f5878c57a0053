#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

namespace nrmm::laboratory {

// JSON Schema (draft-07, what editors take) of one kind of pack file. It allows what a child may state, only
// parts and `none` among it, so a file that it passes can still be incomplete: that is `pack check`'s to say.
struct FileSchema {
  std::string name;                // policies: policies.schema.json
  std::vector<std::string> files;  // cities/*/policies.yaml …
  Json schema;
};

// One of each kind, made from the tables that the loader checks with and from the names the kernel offers.
std::vector<FileSchema> pack_schemas();

// .vscode/settings.json that gives each kind of file its schema; `folder` is where the schemas are, relative
// to the workspace.
std::string editor_settings(const std::string& folder);

}  // namespace nrmm::laboratory
