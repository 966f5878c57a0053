#include "backup/photo_copies.hpp"

#include <chrono>
#include <stdexcept>

#include "backup/files.hpp"
#include "base/digest.hpp"
#include "base/problem.hpp"
#include "photos/shelf.hpp"

namespace nrmm::backup {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds kGrain{
    5};  // a shelf that changed just now may change again within its time stamp
constexpr const char* kFolderId = "folder-id";  // of the store: by it a database knows its photos

// std::nullopt: what is stored is not what its name says. A backup that may only be read is read all the
// same.
std::optional<std::string> whole(const fs::path& store, const std::string& sha256) {
  const photos::Descriptor shelf = photos::open_shelf(store, sha256);
  auto bytes = shelf ? photos::read_file(*shelf, photos::file_name(sha256)) : std::nullopt;
  return bytes && sha256_hex(*bytes) == sha256 ? bytes : std::nullopt;
}

std::vector<fs::path> folders_in(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.is_directory()) out.push_back(entry.path());
  return out;
}

}  // namespace

PhotoCopies::PhotoCopies(fs::path from, const fs::path& to) : from_(std::move(from)), to_(to), target_(to) {}

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
    if (auto bytes = whole(from_, sha256)) {
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
