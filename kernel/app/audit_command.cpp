#include <charconv>
#include <iostream>

#include "app/command.hpp"
#include "app/services.hpp"
#include "audit/verify.hpp"

namespace nrmm::app {
namespace {

// As `audit head` prints it: position:hash.
std::optional<audit::Head> head_in(const std::string& text) {
  if (text.empty()) return std::nullopt;
  audit::Head head;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, head.position);
  if (error != std::errc() || at == end || *at != ':') throw Usage("not a head: " + text);
  head.hash = std::string(at + 1, end);
  return head;
}

void print_state(const std::string& city, const audit::Verification& found) {
  std::cout << city << ": " << found.head.position << " rows sealed, " << found.unsealed << " not yet";
  if (found.unsealed > 0) std::cout << " (since " << found.oldest_unsealed << ")";
  std::cout << ", head " << found.head.position << ":" << found.head.hash << "\n";
}

}  // namespace

int commands::audit(const config::Settings& settings, Arguments& arguments) {
  const std::string verb = arguments.next("verify, head or replay");
  if (verb != "verify" && verb != "head" && verb != "replay") throw Usage("not understood: audit " + verb);
  const std::string city = arguments.option("city");
  const auto known = verb == "verify" ? head_in(arguments.option_or("head", "")) : std::nullopt;
  arguments.finish();
  if (verb == "replay") return replay_decisions(settings, city);
  const Home home(settings.home);
  storage::Database database(database_settings(settings, database_address(settings, home).server_dsn));
  auto session = database.session(city);
  if (verb == "head") {
    const auto head = nrmm::audit::head(session);
    std::cout << head.position << ":" << head.hash << "\n";
    return 0;
  }
  const auto found = nrmm::audit::verify(session, known);
  print_state(city, found);
  if (found.good()) return 0;
  std::cout << "first broken row " << found.broken->audit_id << ": " << found.broken->reason << "\n";
  return 1;
}

}  // namespace nrmm::app
