#pragma once

#include "http/router.hpp"
#include "privacy/account_export.hpp"
#include "privacy/erasure.hpp"

namespace nrmm::privacy {

// GET, POST account/export · GET, POST, DELETE account/erasure. The services outlive the router.
void add_privacy_routes(http::Router& router, const AccountExport& exported, const Erasure& erasure);

}  // namespace nrmm::privacy
