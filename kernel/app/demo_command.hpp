#pragma once

#include <iosfwd>

#include "app/command.hpp"
#include "app/home.hpp"
#include "app/services.hpp"

namespace nrmm::app {

// Loads the demonstration of every city that has one, through the public port, and prints who can sign in.
// What goes wrong is printed; nothing is thrown. `services` is only used to make the officers' accounts.
bool load_demo(Services& services, const Home& home, std::ostream& out);

// `nrmm demo clock`: moves it to a day, puts it right (`off`), or only says what it shows (empty). Throws
// where this is no demonstration.
int move_clock(const config::Settings& settings, const std::string& to);

// Outside a demonstration nothing is served by a clock that was moved.
void require_true_clock(Services& services);

}  // namespace nrmm::app
