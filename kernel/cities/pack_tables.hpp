#pragma once

#include <array>
#include <span>
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

// The language's kinds with the keys they take. Reader, hints, reference and editors' schemas come from these
// tables. Values of type `other` are read by the file that builds the model; Key::kind says what such a value
// is (condition, required, value, column, due …), and what a text names (party, effect, field_type …).
extern const yaml::Schema kManifestSchema;
extern const Kind kDistricts, kPolicies, kVocabularies, kForms, kWorkflows, kMessages, kFences, kTests;
extern const yaml::Schema kDatedValueSchema;  // one of a policy's `values`
extern const yaml::Schema kTermSchema;        // a term that is more than its label

std::array<const Kind*, 8> kinds();

// A word of the language with what it means.
struct Word {
  std::string_view name;
  std::string_view description;
};

std::span<const Word> field_types();   // in the order of FieldType
std::span<const Word> policy_types();  // without the `?` that allows none

}  // namespace nrmm::cities
