#pragma once

#include "app/home.hpp"
#include "app/services.hpp"

namespace nrmm::app {

// What the servers of one database share beside it: the keys and the folder of photos. The first server
// writes down which they are; one that has others is refused with std::runtime_error and one clear line,
// before it answers or writes anything. Afterwards /healthz asks for the same folder.
void join_deployment(Services& services, const Home& home);

// For commands that write what is sealed: refused likewise where a server has written down other keys.
void require_keys(Services& services, const Home& home);

}  // namespace nrmm::app
