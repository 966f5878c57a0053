#pragma once

#include <optional>
#include <string>

#include "machines/machine_service.hpp"

namespace nrmm::machines {

// What became of a registered machine, in the city's words, and how its record stood on any day. Who owns it
// now sees nothing of who owned it before him.
class MachineHistory {
 public:
  explicit MachineHistory(MachineParts parts) : parts_(parts) {}

  // {as_of, record, items}: the record at the end of that day (none: today), null while it was not
  // registered, and what had happened by then, oldest first. Problem 404 where it is none of the caller's.
  Json of(workflows::Call, const PackPtr& active, const std::string& machine,
          std::optional<Date> as_of) const;

 private:
  struct Look;  // one caller's look at one machine

  void add_filing(Look&) const;
  void add_codes(Look&) const;
  void add_changes(Look&) const;
  Json record(Look&) const;

  MachineParts parts_;
};

}  // namespace nrmm::machines
