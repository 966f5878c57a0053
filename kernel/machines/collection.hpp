#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/json.hpp"
#include "cities/pack.hpp"
#include "machines/machine.hpp"
#include "workflows/call.hpp"
#include "workflows/notices.hpp"
#include "workflows/personal.hpp"

namespace nrmm::machines {

// The hand-out of one code at a desk. What the city asks for is settled when the code is issued and does not
// change with its rules.
struct Collection {
  std::string serial, machine, id;
  std::string district;         // whose desk; empty: any of the city
  std::string last_day;         // YYYY-MM-DD; empty: no limit
  std::string wake_on;          // the day its owner is told next; empty: never
  std::string password_sealed;  // empty: none is asked
  int tries = 0;
  int locked_seconds = 0;    // until passwords are taken again
  std::string collected_at;  // RFC 3339; empty: not yet
  std::string receiver;
  bool late = false;  // the last day has passed, or had when it was collected
};

inline constexpr int kPasswordDigits = 6;

// Begins the hand-out of a machine's code, where collection.method says that there is one. `on` is the day
// whose values hold, `today` the day of issue.
void begin_collection(storage::Session&, const cities::Pack&, const workflows::Personal&, const Machine&,
                      const std::string& serial, Date on, Date today);

// For the machine's view: where, until when, whether it was collected; the password only for `mine`. Null
// where nothing is handed out.
Json collection_view(storage::Session&, const cities::Pack&, const workflows::Personal&,
                     const std::string& machine, bool mine);

// As the desk sees it: the same without the password.
Json collection_wire(const cities::Pack&, const Collection&);

// The desk. Everything in the caller's transaction. Thread-safe.
class Desk {
 public:
  Desk(const workflows::Personal& personal, const workflows::Notices& notices)
      : personal_(personal), notices_(notices) {}

  // {code, serial, collection}. Problems: 404 no such code of this city; 409 collection.none,
  // collection.done, collection.elsewhere{office}; 422 with field `password`; 429 collection.locked after
  // five wrong ones, when the owner has a new password and was told (event collection_locked).
  Json collect(workflows::Call, const cities::Pack&, const std::string& code, const std::string& password,
               const std::string& receiver) const;

  // What the days bring: owners of codes that nobody has collected are reminded before the last day and told
  // after it, each once though several servers do it at once. One that cannot be told is `stuck`, tried again
  // tomorrow, and stops no other. Returns how many rows it dealt with.
  using Stuck = std::function<void(const Collection&, const std::string& reason)>;
  int remind(storage::Session&, const cities::Pack&, const Stuck& stuck = {}) const;

  // Query keys: state (ready or collected), overdue, cursor; newest first, of the caller's districts.
  Json list(workflows::Call, const cities::Pack&, const std::string& state, std::optional<bool> overdue,
            const std::string& cursor, int limit) const;

 private:
  void check_place(const workflows::Call&, const cities::Pack&, const Collection&) const;
  void check_password(const workflows::Call&, const cities::Pack&, const Machine&, const Collection&,
                      const std::string& given) const;
  void lock(const workflows::Call&, const cities::Pack&, const Machine&, const std::string& serial) const;
  void remind_of(const workflows::Call&, const cities::Pack&, const Collection&, Date today) const;
  void tell_owner(const workflows::Call&, const cities::Pack&, const Machine&, const std::string& event,
                  Json words = Json::object()) const;
  void record(const workflows::Call&, const cities::Pack&, const Collection&, const char* result) const;

  const workflows::Personal& personal_;
  const workflows::Notices& notices_;
};

}  // namespace nrmm::machines
