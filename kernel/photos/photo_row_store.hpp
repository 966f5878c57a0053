#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "photos/photo_store.hpp"
#include "storage/database.hpp"

// The SQL of uploaded photos; their bytes are photos/'s.
namespace nrmm::photos::photo_row_store {

// How a photo came in, beside its pixels.
struct Provenance {
  std::string live_for{};             // form.field of the ticket it came with; empty: none
  std::string ticket_at{};            // when that was given out
  std::vector<std::string> doubts{};  // see photo_doubts.hpp
  std::optional<std::string> exif{};  // sealed, where the city keeps it
};

// Returns the new photo's id.
std::string insert(storage::Session&, const photos::Photo&, const std::string& uploader,
                   const Provenance& provenance = {});
int uploaded_today(storage::Session&, const std::string& account);
// Until the transaction ends, no other of the account's comes further than this.
void take_turn(storage::Session&, const std::string& account);

// Those of the ids that exist and were uploaded by one of the accounts.
std::set<std::string> uploaded_by(storage::Session&, const std::vector<std::string>& ids,
                                  const std::vector<std::string>& accounts);

// Which field each photo was taken for with a ticket, and what speaks against that; only those that exist.
struct Origin {
  std::string live_for;
  std::vector<std::string> doubts;
};
std::map<std::string, Origin> origins(storage::Session&, const std::vector<std::string>& ids);

struct Reader {
  std::string account;
  bool officer = false;
  std::optional<std::vector<std::string>> districts{};  // officer's; none: the whole city
  std::optional<std::vector<std::string>> roles{};      // only cases that these decide on; none: all
  std::vector<std::string> departments{};               // in whose cases a department's officer decides
  std::string township{};                               // likewise
};
// The photo's hash when this reader may see it: he uploaded it, or a case shows it that is his or in his
// districts.
std::optional<std::string> hash_for(storage::Session&, const std::string& id, const Reader&);
std::optional<std::string> sealed_exif(storage::Session&, const std::string& id);  // where it is kept
bool known(storage::Session&, const std::string& sha256);  // whether any photo of the city is this file
std::optional<std::string> hash_of(storage::Session&, const std::string& id);

struct Stored {
  std::string id, sha256;
  std::int64_t bytes;
};
std::vector<Stored> after(storage::Session&,
                          const std::string& last);  // the next by id; empty: from the first

}  // namespace nrmm::photos::photo_row_store
