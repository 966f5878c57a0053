#pragma once

#include "sites/site_service.hpp"

namespace nrmm::sites {

// A site and its registration's course.
struct SiteService::Registration : workflows::Course {
  Site site;
};

}  // namespace nrmm::sites
