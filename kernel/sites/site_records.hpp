#pragma once

#include <string>
#include <vector>

#include "sites/known_machine.hpp"
#include "sites/movement_store.hpp"
#include "sites/site_service.hpp"

namespace nrmm::sites {

// What a site and its officers see of its gate. Everything in the caller's transaction.
class SiteRecords {
 public:
  struct Parts {
    const SiteService& sites;
    const KnownMachines& machines;
    const workflows::Personal& personal;
  };
  explicit SiteRecords(Parts parts) : parts_(parts) {}

  // {items: [movement], next}, newest scan first. Query keys: direction code from to reported cursor. `site`
  // empty: of all sites in an officer's care.
  Json movements(workflows::Call, const cities::Pack&, const std::string& site, const Query&,
                 int limit) const;
  // The same as a table with the columns of entry.report_columns, at most 5 000 rows: UTF-8 with a byte order
  // mark.
  std::string table(workflows::Call, const cities::Pack&, const std::string& site, const Query&) const;

  // {items: [{serial, code, machine, entered_at, entry}], next}
  Json presence(workflows::Call, const std::string& site, const Query&, int limit) const;

  // {present, unexpected, missing, uncoded}: the codes that were read, against what should be there. Of what
  // was read: `uncoded` is no code, or one that nobody issued.
  Json stock_take(workflows::Call, const cities::Pack&, const std::string& site,
                  const std::vector<std::string>& codes) const;

  // Machines of the city to pick from, by the beginning of their serial (at least four characters): {items:
  // [{serial, code, machine, here}]}. Problem 409 gate.no_picking where the city does not identify so.
  Json candidates(workflows::Call, const cities::Pack&, const std::string& site,
                  const std::string& beginning) const;

 private:
  movement_store::Filter filter_of(const workflows::Call&, const cities::Pack&, const std::string& site,
                                   const Query&, int limit) const;

  Parts parts_;
};

}  // namespace nrmm::sites
