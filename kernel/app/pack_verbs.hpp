#pragma once

#include <iosfwd>
#include <string>

#include "app/command.hpp"

// `nrmm pack <verb>`: one function a verb, one file a few verbs. A new verb is a line in the table of
// pack_command.cpp.
namespace nrmm::app::pack_verbs {

int check(const config::Settings&, Arguments&);
int test(const config::Settings&, Arguments&);
int activate(const config::Settings&, Arguments&);
int list(const config::Settings&, Arguments&);
int rollback(const config::Settings&, Arguments&);
int make(const config::Settings&, Arguments&);  // new
int explain(const config::Settings&, Arguments&);
int schema(const config::Settings&, Arguments&);
int upgrade(const config::Settings&, Arguments&);
int diff(const config::Settings&, Arguments&);  // 0: nothing changes, 1: something does, 2: trouble
int mutate(const config::Settings&, Arguments&);
int reference(const config::Settings&, Arguments&);

}  // namespace nrmm::app::pack_verbs
