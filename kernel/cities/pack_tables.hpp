#pragma once

#include <array>
#include <string_view>

#include "yaml/schema.hpp"

namespace nrmm::cities {

// One kind of definition: kind.yaml or the folder kind/*.yaml.
struct Kind {
  std::string_view name;       // policies
  std::string_view one;        // policy, for messages
  const yaml::Schema* schema;  // null: a definition is a text
  bool inherited;
};

// The language's kinds with the keys they take. Reader, hints and reference come from these tables; values of
// type `other` are of kind condition, required, value, column, due …, read by the file that builds the model.
extern const yaml::Schema kManifestSchema;
extern const Kind kDistricts, kPolicies, kVocabularies, kForms, kWorkflows, kMessages, kFences, kTests;

std::array<const Kind*, 8> kinds();

}  // namespace nrmm::cities
