#include <charconv>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "app/backup_places.hpp"
#include "app/cluster_backup.hpp"
#include "app/command.hpp"
#include "backup/archive.hpp"
#include "backup/files.hpp"

namespace nrmm::app {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds kArrival{60};  // of a finished segment
constexpr std::size_t kKeep = 14;

struct Wish {
  fs::path folder;
  fs::path keys;  // empty: they are kept elsewhere
  std::size_t keep = kKeep;
};

Wish wish_in(Arguments& arguments) {
  Wish wish;
  wish.folder = fs::absolute(arguments.next("the folder of the backup")).lexically_normal();
  wish.keys = arguments.option_or("keys", "");
  const std::string keep = arguments.option_or("keep", std::to_string(kKeep));
  const auto [end, error] = std::from_chars(keep.data(), keep.data() + keep.size(), wish.keep);
  if (error != std::errc() || end != keep.data() + keep.size() || wish.keep == 0)
    throw Usage("not a number of backups: " + keep);
  arguments.finish();
  return wish;
}

bool below(const fs::path& path, const fs::path& folder) {
  const std::string inner = fs::weakly_canonical(path).string() + "/",
                    outer = fs::weakly_canonical(folder).string() + "/";
  return inner.starts_with(outer);
}

void check_places(const Wish& wish, const Home& home) {
  if (below(wish.folder, home.root()))
    throw std::runtime_error("a backup below " + home.root().string() + " would be lost with it");
  if (!wish.keys.empty() && below(wish.keys, wish.folder))
    throw std::runtime_error("the keys must not lie in the backup that they open");
}

// What nrmm.yaml and the packs' folder were, for whoever sets the machine up again.
void copy_settings(const config::Settings& settings, const fs::path& to) {
  backup::make_folder(to);
  if (!settings.file.empty()) backup::write_durably(to / "nrmm.yaml", backup::read_whole(settings.file));
  if (fs::is_directory(settings.cities.folder)) backup::copy_tree(settings.cities.folder, to / "cities");
}

// Until the backup has the segment, by whoever brings it there.
void await(const std::string& segment, const backup::Places& places, const backup::Archive& archive,
           backup::PhotoCopies& photos) {
  const fs::path file = archive.wal() / (segment + ".gz");
  for (const auto end = std::chrono::steady_clock::now() + kArrival; !fs::exists(file);) {
    backup::ship(places, archive, photos);
    if (std::chrono::steady_clock::now() > end)
      throw std::runtime_error("PostgreSQL does not hand over its log: see log/postgres.log in the home");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

// Called after the copy: no moment from now on is before what it needs.
backup::Base describe(const fs::path& copy, const std::string& last_segment, const Home& home) {
  constexpr std::size_t kToTheSecond = 19;
  const std::string now = backup::now_utc();
  std::string name = now.substr(0, kToTheSecond) + "Z";
  std::erase_if(name, [](char c) { return c == '-' || c == ':'; });
  return {name, now, first_segment_of(copy), last_segment, fingerprint_of_keys(home.keys())};
}

int back_up(const config::Settings& settings, const Home& home, const ClusterBackup& cluster,
            const Wish& wish) {
  const auto who = cluster.identity();
  const auto archive = backup::Archive::of_cluster(wish.folder, who.identifier, who.timeline);
  if (!wish.keys.empty()) copy_keys(home.keys(), wish.keys);
  cluster.order(wish.folder);

  const fs::path base = archive.begin_base();
  cluster.copy_to(base / "cluster");
  copy_settings(settings, base / "settings");
  // After the copy: so it has the photos of everything that the copy knows.
  const auto places = backup_places(settings, home);
  backup::PhotoCopies copies(places.photos, archive.photos());
  const auto photos = copies.copy_new();
  const backup::Base made = describe(base / "cluster", cluster.finish_segment(), home);
  await(made.last_segment, places, archive, copies);
  archive.finish_base(made);
  const int gone = archive.prune(wish.keep);
  archive.prune_photos(places.photos);

  std::cout << wish.folder.string() << ": backup " << made.name << ", " << photos.copied << " new photos, "
            << archive.bases().size() << " backups kept, " << gone << " removed\n";
  if (wish.keys.empty())
    std::cout << "without the keys: keep " << home.keys().string() << " elsewhere (--keys)\n";
  for (const std::string& sha256 : photos.damaged) std::cerr << "photo " << sha256 << " is damaged\n";
  return photos.damaged.empty() ? 0 : 1;
}

}  // namespace

int commands::backup(const config::Settings& settings, Arguments& arguments) {
  if (!settings.database.dsn.empty())
    throw std::runtime_error("database.dsn is yours to back up: docs/operator.md says how");
  const bool stop = arguments.flag("stop");
  if (stop) arguments.finish();
  const Wish wish = stop ? Wish{} : wish_in(arguments);
  const Home home(settings.home);
  if (!stop) check_places(wish, home);
  const PostgresCluster postgres(home);
  const ClusterBackup cluster(home, postgres);
  if (!stop) return back_up(settings, home, cluster, wish);
  cluster.identity();
  cluster.cancel();
  std::cout << "nothing is backed up any more\n";
  return 0;
}

}  // namespace nrmm::app
