#pragma once

#include "base/inspection.hpp"
#include "cities/pack_archive.hpp"

namespace nrmm::cities {

// Every archived revision of the city is what its name, a hash, says (I8).
void check_archive(PackArchive& archive, const std::string& city, Inspection& inspection);

// Every activation of the session's city has its row in the audit record, and the other way round (I6).
void check_activations(storage::Session& session, Inspection& inspection);

}  // namespace nrmm::cities
