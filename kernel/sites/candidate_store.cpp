#include "sites/candidate_store.hpp"

namespace nrmm::sites::candidate_store {
namespace {

// By the code points of the alphabet: the end of the span is the beginning with a character after all others.
constexpr const char* kBeginning = R"(
select serial from machine where serial collate "C" >= $1 and serial collate "C" < $1 || '~' and state = 'approved'
order by serial collate "C" limit $2)";

}  // namespace

std::vector<std::string> beginning_with(storage::Session& session, const std::string& beginning, int most) {
  std::vector<std::string> serials;
  for (const storage::Row& row : session.run(kBeginning, {beginning, most}))
    serials.push_back(row.text("serial"));
  return serials;
}

}  // namespace nrmm::sites::candidate_store
