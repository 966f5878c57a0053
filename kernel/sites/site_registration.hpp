#pragma once

#include "sites/site_service.hpp"

namespace nrmm::sites {

// A site and the rules it is under: those its case began with, else the active ones.
struct SiteService::Registration {
  Site site;
  PackPtr pack;
  Date date;
  std::optional<workflows::Case> current;
  const cities::Workflow* workflow = nullptr;
  const cities::Form* form = nullptr;
  std::string state{};
  Json facts = Json::object();
};

}  // namespace nrmm::sites
