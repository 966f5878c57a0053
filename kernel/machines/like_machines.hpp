#pragma once

#include <memory>
#include <string>

#include "cities/pack.hpp"
#include "workflows/call.hpp"
#include "workflows/case_service.hpp"

namespace nrmm::machines {

// For the reviewer of a filing: other machines of the city that share an identifier with it or, where policy
// filing.look_alikes says so, have one that only looks alike; both sides' answers beside each other, personal
// values masked. Of a machine outside the officer's districts policy filing.other_districts decides what is
// shown. Thread-safe.
class LikeMachines {
 public:
  LikeMachines(const workflows::CaseService& cases, const workflows::Personal& personal)
      : cases_(cases), personal_(personal) {}

  // {items: [{machine, case, state, code, district, identifiers: [{kind, label, mine, other, exact}],
  // fields: [{field, label, mine, other, same}]}]}; at most 20, newest first. A machine shown in outline has
  // no ids and no fields. Problem 404 where the case is not the officer's to see.
  Json of_case(workflows::Call, const std::shared_ptr<const cities::Pack>& active,
               const std::string& case_id) const;

 private:
  const workflows::CaseService& cases_;
  const workflows::Personal& personal_;
};

}  // namespace nrmm::machines
