#include <iostream>
#include <stdexcept>

#include "app/backup_places.hpp"
#include "app/cluster_backup.hpp"
#include "app/cluster_recovery.hpp"
#include "app/command.hpp"
#include "app/services.hpp"
#include "backup/archive.hpp"
#include "backup/files.hpp"
#include "backup/photo_copies.hpp"

namespace nrmm::app {

namespace fs = std::filesystem;

namespace {

struct Wish {
  fs::path folder, keys;
  std::string to, base;
};

Wish wish_in(Arguments& arguments) {
  Wish wish{fs::absolute(arguments.next("the folder of the backup")).lexically_normal(),
            arguments.option("keys"), arguments.option_or("to", ""), arguments.option_or("base", "")};
  arguments.finish();
  if (!wish.to.empty() && !backup::moment_of(wish.to))
    throw Usage("not a time with its zone, as 2026-11-27T10:15:00+08:00: " + wish.to);
  return wish;
}

bool empty(const fs::path& folder) { return !fs::exists(folder) || fs::is_empty(folder); }

void require_empty(const config::Settings& settings) {
  for (const fs::path& folder : {settings.home, settings.photos.folder})
    if (!folder.empty() && !empty(folder))
      throw std::runtime_error(folder.string() + " is not empty: nothing is restored over what is there");
}

void require_keys(const Wish& wish, const backup::Base& base) {
  if (fingerprint_of_keys(wish.keys) != base.keys)
    throw std::runtime_error(wish.keys.string() + " has other keys than those of this backup");
}

// What a restore that failed has brought; the home was empty before.
struct Undo {
  const Home& home;
  const fs::path photos;
  PostgresCluster& cluster;
  bool needed = true;
  ~Undo() {
    if (!needed) return;
    if (cluster.running()) cluster.stop();
    std::error_code left_there;
    for (const fs::path& folder : {home.root(), photos, home.sockets()})
      for (const auto& entry : fs::directory_iterator(folder, left_there))
        fs::remove_all(entry.path(), left_there);
  }
};

std::int64_t bring_photos(const backup::Archive& archive, const fs::path& to) {
  const auto sum = backup::PhotoCopies(archive.photos(), to).copy_new();
  if (!sum.damaged.empty())
    throw std::runtime_error("the backup is damaged: photo " + sum.damaged.front() + ", and " +
                             std::to_string(sum.damaged.size() - 1) + " more");
  return sum.copied;
}

int bring_back(const config::Settings& settings, const Wish& wish, const backup::Archive& archive,
               const backup::Base& base) {
  const Home home(settings.home);
  const HomeLock lock(home);
  backup::write_durably(home.restoring(), wish.folder.string() + "\n");
  PostgresCluster cluster(home);
  Undo undo{home, photo_folder(settings, home), cluster};
  check_copy(cluster, archive.cluster_of(base), home.log() / "restore.log");
  const auto segments = archive.segments_since(base);
  const auto photos = bring_photos(archive, photo_folder(settings, home));
  copy_keys(wish.keys, home.keys());
  backup::copy_tree(archive.folder_of(base) / "settings", home.root() / "restored");
  const std::string last =
      recover(home, cluster, {archive.cluster_of(base), archive.wal(), segments, wish.to});
  fs::remove(home.restoring());
  undo.needed = false;
  std::cout << home.root().string() << ": backup " << base.name << " and " << segments.size()
            << " segments of the log" << (last.empty() ? "" : ", last commit " + last) << ", " << photos
            << " photos\nsettings and packs as they were: " << (home.root() / "restored").string()
            << "\nnow: nrmm up, then nrmm verify\n";
  return 0;
}

}  // namespace

int commands::restore(const config::Settings& settings, Arguments& arguments) {
  if (!settings.database.dsn.empty())
    throw std::runtime_error("database.dsn is yours to restore: docs/operator.md says how");
  const Wish wish = wish_in(arguments);
  const backup::Archive archive(wish.folder);
  const backup::Base base = archive.base_for(wish.to, wish.base);
  require_empty(settings);
  require_keys(wish, base);
  return bring_back(settings, wish, archive, base);
}

}  // namespace nrmm::app
