#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sites/movement.hpp"
#include "storage/database.hpp"

// The SQL of movements. Ids that are no UUIDs name nothing.
namespace nrmm::sites::movement_store {

// Everything about a machine at gates happens one after the other, whoever reports it.
void take_turn(storage::Session&, const std::string& serial);

// Times of the database, as RFC 3339 in the city's zone.
struct ScanTime {
  std::string scanned_at;
  bool ahead = false;     // of the clock by more than a few minutes
  bool late = false;      // reported more than a few minutes after
  bool too_late = false;  // by more than `hours`
  std::string day;        // YYYY-MM-DD in the city
};
// `stated` empty: now. Nothing where it is no time.
std::optional<ScanTime> scan_time(storage::Session&, const std::string& stated, int hours);

// At this very moment, not when the transaction began.
std::string now(storage::Session&);

void insert(storage::Session&, const Movement&, const std::vector<std::string>& photos);
std::optional<Movement> find(storage::Session&, const std::string& id);
// The client's report was of this movement, which there was already.
void add_repeat(storage::Session&, const Movement&, const std::string& client_id);
// Reported by the client under this id, also when that was a repetition.
std::optional<Movement> of_client(storage::Session&, const std::string& site, const std::string& client_id);
// The machine's newest movement, and its newest at the site within so many minutes before the time.
std::optional<Movement> last_of(storage::Session&, const std::string& serial);
std::optional<Movement> same_again(storage::Session&, const std::string& site, const std::string& serial,
                                   Direction direction, const std::string& at, int minutes);
// The first one after the time, of the machine.
std::optional<Movement> next_after(storage::Session&, const std::string& serial, const std::string& at);
// The account's newest positions, newest first.
std::vector<Movement> positions_of(storage::Session&, const std::string& account, int most);

struct Filter {
  std::optional<std::string> site;                    // none: of all sites in the officer's care
  std::optional<std::vector<std::string>> districts;  // officer's; none: the whole city
  std::optional<std::vector<std::string>> departments;
  std::optional<std::string> township;
  std::string direction, serial, from, to;  // empty: any; days of the city, both included
  bool reported = false;                    // only those
  std::string before;                       // id of the last one of the page before; newest scan first
  int limit = 20;
};
std::vector<Movement> list(storage::Session&, const Filter&);

}  // namespace nrmm::sites::movement_store
