#pragma once

#include "http/router.hpp"

namespace nrmm::workflows {

// GET messages · POST messages/{id}/read
void add_message_routes(http::Router& router);

}  // namespace nrmm::workflows
