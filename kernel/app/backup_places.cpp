#include "app/backup_places.hpp"

#include <stdexcept>

#include "app/services.hpp"
#include "backup/files.hpp"
#include "base/digest.hpp"

namespace nrmm::app {

namespace fs = std::filesystem;

backup::Places backup_places(const config::Settings& settings, const Home& home) {
  return {home.backup_order(), home.backup_outbox(), photo_folder(settings, home)};
}

std::string fingerprint_of_keys(const fs::path& folder) {
  constexpr std::size_t kShown = 16;
  return sha256_hex("keys of nrmm\n" + backup::read_whole(folder / "mac.key")).substr(0, kShown);
}

void copy_keys(const fs::path& from, const fs::path& to) {
  backup::make_folder(to);
  for (const auto& entry : fs::directory_iterator(from)) {
    if (entry.path().extension() != ".key") continue;
    const fs::path target = to / entry.path().filename();
    const std::string key = backup::read_whole(entry.path());
    if (!fs::exists(target))
      backup::write_durably(target, key);
    else if (backup::read_whole(target) != key)
      throw std::runtime_error(target.string() + " is another key: take another folder");
  }
}

}  // namespace nrmm::app
