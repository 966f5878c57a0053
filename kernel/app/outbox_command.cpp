#include <iostream>
#include <stdexcept>

#include "app/command.hpp"
#include "app/services.hpp"
#include "audit/audit.hpp"
#include "workflows/outbox_store.hpp"

namespace nrmm::app {
namespace {

namespace outbox_store = workflows::outbox_store;
using outbox_store::Stuck;

constexpr int kMost = 1000;

void print(const Stuck& one, bool as_json) {
  if (as_json) {
    std::cout << dump_json({{"id", one.id},
                            {"channel", one.channel},
                            {"time", one.time},
                            {"state", one.state},
                            {"tries", one.tries},
                            {"reason", one.reason}})
              << "\n";
  } else {
    std::cout << one.id << "  " << one.channel << "  " << one.time << "  " << one.state << "  " << one.tries
              << (one.tries == 1 ? " try  " : " tries  ") << one.reason << "\n";
  }
}

// Neither phone nor text: both are sealed, and nobody needs them to see what is wrong.
int list(storage::Session& session, bool as_json) {
  const auto all = outbox_store::stuck(session, kMost);
  for (const Stuck& one : all) print(one, as_json);
  if (all.size() == static_cast<std::size_t>(kMost)) std::cerr << "the oldest " << kMost << " only\n";
  return 0;
}

// A human being's decision, so it is in the audit record.
int retry(storage::Session& session, const std::string& id) {
  storage::Transaction transaction(session);
  if (!outbox_store::retry(session, id))
    throw std::runtime_error("no message " + id + " was given up or is unknown");
  Actor actor;
  actor.city = session.city();
  actor.name = operator_name();
  actor.roles = {"system"};
  audit::record(session, actor, {}, {"outbox.retry", "outbox", id});
  transaction.commit();
  return 0;
}

}  // namespace

int commands::outbox(const config::Settings& settings, Arguments& arguments) {
  const std::string verb = arguments.next("list or retry");
  if (verb != "list" && verb != "retry") throw Usage("not understood: outbox " + verb);
  const std::string city = arguments.option("city");
  const std::string id = verb == "retry" ? arguments.option("id") : "";
  const bool as_json = verb == "list" && arguments.flag("json");
  arguments.finish();
  const Home home(settings.home);
  storage::Database database(database_settings(settings, database_address(settings, home).server_dsn));
  auto session = database.session(city);
  return verb == "list" ? list(session, as_json) : retry(session, id);
}

}  // namespace nrmm::app
