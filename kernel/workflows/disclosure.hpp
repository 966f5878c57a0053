#pragma once

#include "http/router.hpp"
#include "log/logger.hpp"
#include "workflows/case_service.hpp"

namespace nrmm::workflows {

// An officer reads personal values of a case in full, which every other answer shows masked. He says what
// for; each time is a row of the audit record with the purpose, without the values. Thread-safe.
class Disclosure {
 public:
  Disclosure(const CaseService& cases, const Personal& personal, log::Logger& logger)
      : cases_(cases), personal_(personal), logger_(logger) {}

  // {values: {field: value}}; of a photo, what its camera wrote, by photo id. Problems: 404 for a case that
  // is none of his; 400 for a field that holds nothing personal; 422 disclosure.purpose. More values in an
  // hour than the policy disclosure.alarm_per_hour: the city's auditor finds `disclosure.alarm` in the audit
  // record, the operator a warning in the log.
  http::Response open(http::Request& request) const;

 private:
  Json value_of(Call& call, const cities::Form& form, const Case& record, const std::string& name) const;
  void count(Call& call, const cities::Pack& pack, int values) const;

  const CaseService& cases_;
  const Personal& personal_;
  log::Logger& logger_;
};

void add_disclosure_routes(http::Router& router, const Disclosure& disclosure);

}  // namespace nrmm::workflows
