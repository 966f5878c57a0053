#pragma once

#include <memory>
#include <string>

#include "http/request.hpp"
#include "plugins/running.hpp"
#include "workflows/plugin_work.hpp"

// What the server asks of a plugin, with what it lends for the time of the call. Where there is no answer,
// Problem 503 plugin.unavailable.
namespace nrmm::plugins {

// A route. What it writes is audited with it.
http::Response answer(const std::shared_ptr<Running>& plugin, const cities::PluginRoute& route,
                      http::Request& request);

// An effect of a transition, in the session's transaction.
void carry_out(const std::shared_ptr<Running>& plugin, const std::string& effect, storage::Session& session,
               const workflows::Happened& happened);

// A job in the session's city and transaction.
void do_job(const std::shared_ptr<Running>& plugin, const cities::ProvidedName& job,
            storage::Session& session);

// A command, until it ends.
int command(const std::shared_ptr<Running>& plugin, const std::string& name,
            const std::vector<std::string>& words, storage::Session& session);

api::Transition transition_of(const std::string& city, const Json& happened);

}  // namespace nrmm::plugins
