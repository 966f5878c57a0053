#include "audit/chain.hpp"

#include "base/digest.hpp"

namespace nrmm::audit {

std::string link_hash(const std::string& before, std::int64_t audit_id, const std::string& row_hash) {
  return sha256_hex(before + "\n" + std::to_string(audit_id) + "\n" + row_hash);
}

}  // namespace nrmm::audit
