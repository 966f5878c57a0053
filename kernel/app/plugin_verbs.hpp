#pragma once

#include "app/command.hpp"

namespace nrmm::app {

int plugin_status(const config::Settings& settings, Arguments& arguments);

}  // namespace nrmm::app
