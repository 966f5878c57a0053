#pragma once

#include "http/router.hpp"
#include "sites/gate_service.hpp"
#include "sites/recorders.hpp"
#include "sites/site_opening.hpp"
#include "sites/site_records.hpp"

namespace nrmm::sites {

// The services outlive the router.
void add_site_routes(http::Router& router, const SiteService& sites, const SiteOpening& opening);
void add_recorder_routes(http::Router& router, const Recorders& recorders);
void add_gate_routes(http::Router& router, const GateService& gates);
void add_record_routes(http::Router& router, const SiteRecords& records);

}  // namespace nrmm::sites
