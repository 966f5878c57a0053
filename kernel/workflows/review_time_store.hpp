#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "storage/database.hpp"
#include "workflows/case.hpp"

// How long cases waited for the steps that officers took.
namespace nrmm::workflows::review_time_store {

void add(storage::Session&, const Case& before, const Case& after, const std::string& officer,
         int working_days);

enum class By { district, kind, officer };

struct Span {
  Date from, to;                                      // days of the city, both included
  std::optional<std::vector<std::string>> districts;  // none: the whole city
};

struct Times {
  std::string key, name;  // `name` of an officer
  std::int64_t count = 0, returned = 0, late = 0;
  double median = 0, p90 = 0;  // working days
};
std::vector<Times> by(storage::Session&, const Span&, By);
Times total(storage::Session&, const Span&);  // key and name empty

}  // namespace nrmm::workflows::review_time_store
