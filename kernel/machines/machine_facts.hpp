#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cities/pack.hpp"
#include "machines/machine.hpp"
#include "storage/database.hpp"
#include "workflows/personal.hpp"

namespace nrmm::machines {

// What rules may know of a machine that has its code. The register's own facts are here; whoever else knows
// one (where the machine is: sites/) adds a source. Filled on one thread before serving; read-only
// afterwards.
class MachineFacts {
 public:
  // Facts of the catalogue's names about the machine with this serial. Called in the caller's transaction.
  using Source = std::function<Json(storage::Session&, const std::string& serial)>;

  explicit MachineFacts(const workflows::Personal& personal) : personal_(personal) {}
  void add(Source source) { sources_.push_back(std::move(source)); }

  // What the register says; personal values masked. A name that a form asks itself is the form's.
  Json registered(const std::string& city, const cities::Pack&, const Machine&, Date on) const;
  // That and what the sources know.
  Json of(storage::Session&, const cities::Pack&, const Machine&, Date on) const;

 private:
  const workflows::Personal& personal_;
  std::vector<Source> sources_;
};

}  // namespace nrmm::machines
