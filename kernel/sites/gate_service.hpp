#pragma once

#include <optional>
#include <string>
#include <vector>

#include "machines/passports.hpp"
#include "sites/known_machine.hpp"
#include "sites/movement.hpp"
#include "sites/presence_store.hpp"
#include "sites/site_service.hpp"

namespace nrmm::sites {

// What a client reports.
struct Report {
  std::string code;        // or a passport, as it was scanned
  std::string scanned_at;  // RFC 3339; empty: now
  std::string client_id;   // of the client's own queue; empty: none
  std::string identified;  // scan, type, pick; empty: not said
  Json position;           // {lon, lat, datum, accuracy_m?}; null: none
  Json answers = Json::object();
  Json foreign;  // of the form `foreign_machine`; null: none
  std::vector<std::string> photos;
};

// Machines enter and leave. Everything about one machine happens in turn; that a second presence is
// impossible where the city blocks it, the database guarantees. Everything in the caller's transaction.
class GateService {
 public:
  struct Parts {
    const SiteService& sites;
    const KnownMachines& machines;
    const nrmm::machines::Passports& passports;
    workflows::People& people;
    const workflows::Personal& personal;
  };
  explicit GateService(Parts parts) : parts_(parts) {}

  // {id, movement, machine, scanned_at, late, findings}. The same client id, or the same passage within the
  // city's minutes, is the movement that is there already. Problems: 400 for wrong types; 404; 409 where the
  // machine is elsewhere, here already or not here; 422 gate.refused with every finding; 422 for a code that
  // is none.
  Json pass(workflows::Call, const PackPtr&, const std::string& site, Direction, const Report&) const;

 private:
  struct Passing;  // a report while it is looked at

  Passing passing(workflows::Call&, const PackPtr&, const std::string& site, Direction, const Report&) const;
  void take_turn(workflows::Call&, Passing&) const;
  // The movement that this report says again.
  std::optional<Movement> repeated(workflows::Call&, const Passing&) const;
  void place(workflows::Call&, Passing&) const;
  void whereabouts(workflows::Call&, Passing&) const;
  Json known_facts(workflows::Call&, const Passing&) const;
  void check_photos(workflows::Call&, const Passing&, const cities::Form&, GateJudgement&) const;
  void enter(workflows::Call&, Passing&, const GateJudgement&) const;
  void leave(workflows::Call&, Passing&) const;
  void leave_elsewhere(workflows::Call&, Passing&) const;
  void tell(workflows::Call&, const Passing&) const;
  Json other_site(workflows::Call&, const cities::Pack&, const presence_store::Presence&) const;
  std::vector<std::string> photos_of(workflows::Call&, const Passing&, const Report&,
                                     const Json& answers) const;

  Parts parts_;
};

// The contract's movement; personal values masked.
Json movement_view(const Movement&, const workflows::Personal&, const std::string& city);

}  // namespace nrmm::sites
