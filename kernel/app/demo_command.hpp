#pragma once

#include <iosfwd>

#include "app/home.hpp"
#include "app/services.hpp"

namespace nrmm::app {

// Loads the demonstration of every city that has one, through the public port, and prints who can sign in.
// What goes wrong is printed; nothing is thrown. `services` is only used to make the officers' accounts.
bool load_demo(Services& services, const Home& home, std::ostream& out);

}  // namespace nrmm::app
