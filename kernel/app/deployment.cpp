#include "app/deployment.hpp"

#include <optional>
#include <stdexcept>
#include <string>

namespace nrmm::app {
namespace {

using storage::Session;

constexpr const char* kText = "nrmm";
constexpr const char* kContext = "deployment";

constexpr const char* kRead = "select photo_folder, mac_check, seal_check from deployment";
constexpr const char* kWrite =
    "insert into deployment (photo_folder, mac_check, seal_check) values ($1, $2, $3) on conflict do nothing";
constexpr const char* kSealAnew = "update deployment set seal_check = $1";

struct Shared {
  std::string photo_folder, mac_check, seal_check;
};

std::optional<Shared> read(Session& session) {
  const auto row = session.one(kRead);
  if (!row) return std::nullopt;
  return Shared{row->front().text("photo_folder"), row->front().text("mac_check"),
                row->front().text("seal_check")};
}

// Of several first servers one writes; all see the same.
Shared found(Services& services) {
  Session session = services.database.session("");
  if (const auto shared = read(session)) return *shared;
  session.run(kWrite, {services.photos.id(true), services.seal->mac(kText, kContext),
                       services.seal->seal(kText, kContext)});
  return read(session).value();
}

bool opens(const storage::Seal& seal, const std::string& sealed) {
  try {
    return seal.open(sealed, kContext) == kText;
  } catch (const std::runtime_error&) {
    return false;
  }
}

void check_keys(const Services& services, const Shared& shared, const Home& home) {
  const storage::Seal& seal = *services.seal;
  if (seal.mac(kText, kContext) == shared.mac_check && opens(seal, shared.seal_check)) return;
  throw std::runtime_error(
      home.keys().string() +
      " does not hold the keys of this database: copy all of keys/ from a server that runs");
}

void check_photos(const Services& services, const Shared& shared) {
  const std::string here = services.photos.id(false);
  if (here == shared.photo_folder) return;
  throw std::runtime_error("photo folder " + services.photos.folder().string() +
                           " is not the one of this database: its file folder-id " +
                           (here.empty() ? "is missing" : "says " + here) + " where " + shared.photo_folder +
                           " is expected");
}

// The key that seals is in the value's head: s1.<key>.
std::string key_of(const std::string& sealed) { return sealed.substr(0, sealed.rfind('.')); }

// From now on a server that lacks the newest key could not read what this one writes.
void follow_new_key(Services& services, const Shared& shared) {
  const std::string fresh = services.seal->seal(kText, kContext);
  if (key_of(fresh) == key_of(shared.seal_check)) return;
  services.database.session("").run(kSealAnew, {fresh});
}

}  // namespace

void require_keys(Services& services, const Home& home) {
  auto session = services.database.session("");
  if (const auto shared = read(session)) check_keys(services, *shared, home);
}

void join_deployment(Services& services, const Home& home) {
  const Shared shared = found(services);
  check_keys(services, shared, home);
  check_photos(services, shared);
  follow_new_key(services, shared);
  services.photos.require_id(shared.photo_folder);
}

}  // namespace nrmm::app
