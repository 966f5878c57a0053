#pragma once

#include "app/command.hpp"

namespace nrmm::app {

int plugin_status(const config::Settings& settings, Arguments& arguments);
int plugin_retry(const config::Settings& settings, Arguments& arguments);  // a job that was given up

}  // namespace nrmm::app
