#include "backup/photo_copies.hpp"

#include <chrono>
#include <stdexcept>

#include "backup/files.hpp"
#include "base/problem.hpp"
#include "photos/shelf.hpp"

namespace nrmm::backup {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds kGrain{
    5};  // a shelf that changed just now may change again within its time stamp
constexpr const char* kFolderId = "folder-id";  // of the store: by it a database knows its photos

// Empty: what is stored is not what its name says.
std::optional<std::string> whole(const photos::PhotoStore& store, const std::string& sha256) {
  try {
    return store.get(sha256);
  } catch (const Problem&) {
    return std::nullopt;
  }
}

std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.is_directory()) out.push_back(entry.path());
  return out;
}

}  // namespace

PhotoCopies::PhotoCopies(fs::path from, const fs::path& to)
    : from_(std::move(from)), to_(to), source_(from_), target_(to) {}

PhotoCopies::Sum PhotoCopies::copy_new() {
  Sum sum;
  if (fs::exists(from_ / kFolderId) && !fs::exists(to_ / kFolderId))
    write_durably(to_ / kFolderId, read_whole(from_ / kFolderId), 0640);
  for (const fs::path& part : folders_in(from_)) {
    for (const fs::path& shelf : folders_in(part)) {
      std::error_code gone;
      const auto changed = fs::last_write_time(shelf, gone);
      const auto before = seen_.find(shelf);
      if (gone || (before != seen_.end() && before->second == changed)) continue;
      const bool settled = fs::file_time_type::clock::now() - changed > kGrain;
      const std::size_t damaged = sum.damaged.size();
      copy_shelf(shelf, sum);
      if (settled && sum.damaged.size() == damaged) seen_[shelf] = changed;
    }
  }
  return sum;
}

void PhotoCopies::copy_shelf(const fs::path& shelf, Sum& sum) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(shelf, ignored)) {
    const std::string sha256 = entry.path().stem();
    if (!photos::is_sha256(sha256) || entry.path().filename() != photos::file_name(sha256)) continue;
    if (fs::exists(to_ / fs::relative(entry.path(), from_))) continue;
    photos::Photo photo{.jpeg = {}, .sha256 = sha256, .dhash = 0, .width = 0, .height = 0};
    if (auto bytes = whole(source_, sha256)) {
      photo.jpeg = std::move(*bytes);
    } else {
      if (fs::exists(entry.path())) sum.damaged.push_back(sha256);  // else swept meanwhile
      continue;
    }
    try {
      target_.put(photo);
    } catch (const Problem& refused) {
      throw std::runtime_error("cannot write photos to " + to_.string() + ": " + refused.code);
    }
    ++sum.copied;
  }
}

}  // namespace nrmm::backup
