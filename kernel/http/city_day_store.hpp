#pragma once

#include "base/date.hpp"
#include "storage/database.hpp"

namespace nrmm::http {

// Which day it is in the session's city.
Date city_day(storage::Session& session);

}  // namespace nrmm::http
