#include "app/pack_verbs.hpp"

namespace nrmm::app {
namespace {

struct Verb {
  const char* name;
  CommandFunction run;
};

constexpr Verb kVerbs[] = {
    {"new", pack_verbs::make},          {"explain", pack_verbs::explain},
    {"schema", pack_verbs::schema},     {"upgrade", pack_verbs::upgrade},
    {"check", pack_verbs::check},       {"test", pack_verbs::test},
    {"activate", pack_verbs::activate}, {"list", pack_verbs::list},
    {"rollback", pack_verbs::rollback}, {"diff", pack_verbs::diff},
    {"mutate", pack_verbs::mutate},     {"reference", pack_verbs::reference},
};

}  // namespace

int commands::pack(const config::Settings& settings, Arguments& arguments) {
  std::string verbs;
  for (const Verb& verb : kVerbs) verbs += (verbs.empty() ? "one of " : ", ") + std::string(verb.name);
  const std::string name = arguments.next(verbs.c_str());
  for (const Verb& verb : kVerbs) {
    if (name == verb.name) return verb.run(settings, arguments);
  }
  throw Usage("not understood: pack " + name);
}

}  // namespace nrmm::app
