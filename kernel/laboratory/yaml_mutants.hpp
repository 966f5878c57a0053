#pragma once

#include "laboratory/file_mutants.hpp"

namespace nrmm::laboratory {

// Mutants of pack.yaml, and of a file of definitions: what each key holds decides what it can be mistaken
// for.
void manifest_mutants(FileMutants& file, const NamePool& names);
void definition_mutants(FileMutants& file, const cities::Kind& kind, const NamePool& names);

}  // namespace nrmm::laboratory
