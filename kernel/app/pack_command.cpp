#include "app/pack_verbs.hpp"

namespace nrmm::app {
namespace {

struct Verb {
  const char* name;
  CommandFunction run;
};

constexpr Verb kVerbs[] = {
    {"check", pack_verbs::check}, {"test", pack_verbs::test},         {"activate", pack_verbs::activate},
    {"list", pack_verbs::list},   {"rollback", pack_verbs::rollback},
};

}  // namespace

int commands::pack(const config::Settings& settings, Arguments& arguments) {
  const std::string name = arguments.next("one of check, test, activate");
  for (const Verb& verb : kVerbs) {
    if (name == verb.name) return verb.run(settings, arguments);
  }
  throw Usage("not understood: pack " + name);
}

}  // namespace nrmm::app
