#pragma once

#include "http/router.hpp"

namespace nrmm::http {

// GET audit?action=&object=&cursor=&limit=, newest first.
void add_audit_routes(Router& router);

}  // namespace nrmm::http
