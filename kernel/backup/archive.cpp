#include "backup/archive.hpp"

#include <algorithm>
#include <regex>
#include <stdexcept>

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/DateTimeParser.h>
#include <Poco/Exception.h>
#include <Poco/Timestamp.h>

#include "backup/files.hpp"
#include "backup/wal.hpp"
#include "photos/photo_store.hpp"
#include "photos/shelf.hpp"

namespace nrmm::backup {

namespace fs = std::filesystem;

namespace {

constexpr const char* kMark = "nrmm-backup.json";
constexpr const char* kBase = "base.json";
constexpr const char* kBegun = "begun";
constexpr const char* kForgotten = "forgotten.json";

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

Base base_in(const fs::path& folder) {
  const Json told = read_json_file(folder / kBase);
  try {
    return {folder.filename(), told.at("finished_at"), told.at("first_segment"), told.at("last_segment"),
            told.at("keys")};
  } catch (const Json::exception&) {
    throw std::runtime_error("the backup is damaged: " + (folder / kBase).string());
  }
}

}  // namespace

std::optional<std::int64_t> moment_of(const std::string& text) {
  static const std::regex kForm(R"(\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d))");
  if (!std::regex_match(text, kForm)) return std::nullopt;
  const bool seconds = text.size() > 16 && text[16] == ':';
  const std::string whole = seconds ? text : text.substr(0, 16) + ":00" + text.substr(16);
  int offset = 0;
  Poco::DateTime time;
  if (!Poco::DateTimeParser::tryParse(Poco::DateTimeFormat::ISO8601_FRAC_FORMAT, whole, time, offset))
    return std::nullopt;
  time.makeUTC(offset);
  return time.timestamp().epochMicroseconds();
}

std::string now_utc() {
  return Poco::DateTimeFormatter::format(Poco::Timestamp(), Poco::DateTimeFormat::ISO8601_FRAC_FORMAT);
}

Archive::Archive(fs::path root) : root_(std::move(root)) {
  if (!fs::exists(root_ / kMark)) throw std::runtime_error(root_.string() + " is no backup of nrmm");
}

Archive Archive::of_cluster(const fs::path& root, const std::string& identifier, int timeline) {
  const Json mark = {{"cluster", identifier}, {"timeline", timeline}};
  make_folder(root);
  if (!fs::exists(root / kMark)) {
    if (!fs::is_empty(root))
      throw std::runtime_error(root.string() + " has other things in it: take an empty folder");
    for (const char* folder : {"base", "wal"}) make_folder(root / folder);
    write_durably(root / kMark, dump_json(mark));
  } else if (read_json_file(root / kMark) != mark) {
    throw std::runtime_error(
        root.string() + " has backups of another database, or of before a restore: take an empty folder");
  }
  return Archive(root);
}

fs::path Archive::begin_base() const {
  const fs::path begun = root_ / "base" / kBegun;
  fs::remove_all(begun);
  make_folder(begun);
  return begun;
}

void Archive::finish_base(const Base& base) const {
  const fs::path begun = root_ / "base" / kBegun;
  write_durably(begun / kBase, dump_json({{"finished_at", base.finished_at},
                                          {"first_segment", base.first_segment},
                                          {"last_segment", base.last_segment},
                                          {"keys", base.keys}}));
  fs::rename(begun, folder_of(base));
  sync_folder(root_ / "base");
}

std::vector<Base> Archive::bases() const {
  std::vector<Base> bases;
  for (const std::string& name : names_in(root_ / "base"))
    if (name != kBegun) bases.push_back(base_in(root_ / "base" / name));
  return bases;
}

Base Archive::base_for(const std::string& moment, const std::string& name) const {
  const auto all = bases();
  if (all.empty()) throw std::runtime_error(root_.string() + " has no finished backup");
  const Base* found = nullptr;
  for (const Base& one : all)
    if ((name.empty() || name == one.name) &&
        (moment.empty() || moment_of(one.finished_at) <= moment_of(moment)))
      found = &one;
  if (found) return *found;
  if (!name.empty()) throw std::runtime_error("no backup " + name + ", or it is younger than that moment");
  throw std::runtime_error(moment + " is before the oldest backup, which is of " + all.front().finished_at);
}

std::vector<std::string> Archive::segments_since(const Base& base) const {
  std::vector<std::string> there;
  for (const std::string& name : names_in(wal())) {
    const std::string segment = fs::path(name).stem();
    if (name.ends_with(".gz") && is_segment(segment) && segment >= base.first_segment)
      there.push_back(segment);
  }
  const auto missing = [this](const std::string& segment) {
    return std::runtime_error("the backup is damaged: " + (wal() / segment).string() + ".gz is missing");
  };
  std::string expected = base.first_segment;
  for (const std::string& segment : there) {
    if (segment != expected) throw missing(expected);
    if (packed_bytes(wal() / (segment + ".gz")) != kSegmentBytes)
      throw std::runtime_error("the backup is damaged: " + (wal() / segment).string() + ".gz");
    expected = following(segment);
  }
  if (expected <= base.last_segment) throw missing(expected);
  return there;
}

int Archive::prune(std::size_t keep) const {
  const auto all = bases();
  const std::size_t gone = all.size() > keep ? all.size() - keep : 0;
  for (std::size_t i = 0; i < gone; ++i) fs::remove_all(folder_of(all[i]));
  if (gone < all.size())
    for (const std::string& name : names_in(wal()))
      if (name < all[gone].first_segment) fs::remove(wal() / name);
  return static_cast<int>(gone);
}

void Archive::prune_photos(const fs::path& live) const {
  const auto all = bases();
  const fs::path list = root_ / kForgotten;
  const Json before = fs::exists(list) ? read_json_file(list) : Json::object();
  Json after = Json::object();
  photos::PhotoStore(photos()).each([&](const photos::PhotoStore::File& file) {
    const fs::path place = fs::path(file.name.substr(0, 2)) / file.name.substr(2, 2) / file.name;
    if (file.sha256.empty() || fs::exists(live / place)) return;
    const std::string since = before.value(file.sha256, now_utc());
    if (!all.empty() && moment_of(since) < moment_of(all.front().finished_at))
      fs::remove(photos() / place);
    else
      after[file.sha256] = since;
  });
  write_durably(list, dump_json(after));
}

}  // namespace nrmm::backup
