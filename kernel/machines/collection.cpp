#include "machines/collection.hpp"

#include "base/absent.hpp"
#include "base/random.hpp"
#include "machines/collection_store.hpp"

namespace nrmm::machines {
namespace {

constexpr const char* kAtDesk = "desk";
constexpr const char* kOwnDistrict = "registration_district";

// The day of the reminder, where the city has one and it lies ahead, else the day after the last.
Date first_waking(const cities::Pack& pack, Date last, Date on, Date today) {
  const auto ahead = pack.duration("reminders.collection", on);
  const Date reminded = ahead ? pack.before(*ahead, last) : today;
  return reminded > today ? reminded : last.plus_days(1);
}

}  // namespace

void begin_collection(storage::Session& session, const cities::Pack& pack,
                      const workflows::Personal& personal, const Machine& machine, const std::string& serial,
                      Date on, Date today) {
  if (pack.text_policy("collection.method", on) != kAtDesk) return;
  Collection begun;
  begun.serial = serial;
  begun.machine = machine.id;
  if (pack.text_policy("collection.at", on) == kOwnDistrict) begun.district = machine.district;
  if (const auto time = pack.duration("deadlines.collection", on)) {
    const Date last = pack.due(*time, today);
    begun.last_day = last.iso();
    begun.wake_on = first_waking(pack, last, on, today).iso();
  }
  if (pack.flag("collection.password", on))
    begun.password_sealed = personal.seal(random_digits(kPasswordDigits), session.city());
  collection_store::insert(session, begun);
}

Json collection_wire(const cities::Pack& pack, const Collection& found) {
  const cities::District* district = pack.district(found.district);
  Json office = nullptr;
  if (district && !district->office_name.empty())
    office = {{"name", district->office_name}, {"phone", or_null(district->office_phone)}};
  return {{"state", found.collected_at.empty() ? "ready" : "collected"},
          {"district", or_null(found.district)},
          {"office", std::move(office)},
          {"last_day", or_null(found.last_day)},
          {"overdue", found.late},
          {"needs_password", !found.password_sealed.empty()},
          {"collected_at", or_null(found.collected_at)},
          {"receiver", or_null(found.receiver)}};
}

Json collection_view(storage::Session& session, const cities::Pack& pack, const workflows::Personal& personal,
                     const std::string& machine, bool mine) {
  const auto found = collection_store::of_machine(session, machine);
  if (!found) return nullptr;
  Json view = collection_wire(pack, *found);
  const bool shown = mine && found->collected_at.empty() && !found->password_sealed.empty();
  view["password"] = shown ? Json(personal.open(found->password_sealed, session.city())) : Json();
  return view;
}

}  // namespace nrmm::machines
