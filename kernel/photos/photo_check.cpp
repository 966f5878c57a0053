#include "photos/photo_check.hpp"

#include "base/problem.hpp"
#include "photos/photo_row_store.hpp"

namespace nrmm::photos {

namespace {

constexpr std::chrono::hours kSweepRound{6};  // a sweep comes by every file within less

// Empty: the file is as its row says.
std::string fault_of(const PhotoStore& store, const photo_row_store::Stored& row) {
  try {
    const auto bytes = store.get(row.sha256);
    if (!bytes) return "has no file";
    return static_cast<std::int64_t>(bytes->size()) == row.bytes ? "" : "has a file of another size";
  } catch (const Problem&) {
    return "is damaged";
  }
}

}  // namespace

void check_rows(storage::Session& session, const PhotoStore& store, Inspection& inspection,
                std::set<std::string>& known) {
  std::string last;
  for (auto rows = photo_row_store::after(session, last); !rows.empty();
       rows = photo_row_store::after(session, last)) {
    for (const auto& row : rows) {
      known.insert(row.sha256);
      const std::string fault = fault_of(store, row);
      const bool forgotten = !fault.empty() && !photo_row_store::hash_of(session, row.id);
      if (forgotten) continue;
      inspection.count("rows");
      inspection.count("whole", fault.empty() ? 1 : 0);
      if (!fault.empty()) inspection.breach("photo " + row.id + " " + fault + " (" + row.sha256 + ")");
    }
    last = rows.back().id;
  }
}

void check_files(const PhotoStore& store, const std::set<std::string>& known, Inspection& inspection) {
  inspection.count("files waiting to be swept", 0);
  store.each([&](const PhotoStore::File& file) {
    if (known.contains(file.sha256)) return;
    if (file.age <= kSweepAge + kSweepRound)
      inspection.count("files waiting to be swept");
    else
      inspection.breach("file " + file.name + " has no row and was not swept");
  });
}

}  // namespace nrmm::photos
