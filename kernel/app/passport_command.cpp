#include <iostream>
#include <stdexcept>

#include "app/command.hpp"
#include "app/packs.hpp"
#include "app/services.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"

namespace nrmm::app {
namespace {

std::string last_day(const std::optional<Date>& until) { return until ? " until " + until->iso() : ""; }

Json json_of(const passport::TrustedKey& each) {
  return {{"city", each.city.empty() ? Json() : Json(each.city)},
          {"key", base64url(each.public_key)},
          {"until", each.until ? Json(each.until->iso()) : Json()}};
}

int print_keys(const passport::Keys& keys, const std::vector<passport::TrustedKey>& trusted, bool as_json) {
  if (as_json) {
    Json all = Json::array();
    for (const passport::TrustedKey& each : trusted) all.push_back(json_of(each));
    std::cout << dump_json(
                     {{"signs", keys.signing() ? Json(base64url(keys.signing()->public_key())) : Json()},
                      {"trusted", std::move(all)}})
              << "\n";
    return 0;
  }
  if (!keys.signing()) std::cout << "no key signs: nrmm passport rotate makes one\n";
  for (const passport::TrustedKey& each : trusted) {
    const std::string whose = !each.city.empty() ? each.city : each.until ? "retired" : "signs";
    std::cout << base64url(each.public_key) << "  " << whose << last_day(each.until) << "\n";
  }
  return 0;
}

Date day(const std::string& text) {
  const auto found = Date::parse(text);
  if (!found) throw Usage("not a day: " + text);
  return *found;
}

int rotate(const Home& home, Date until) {
  passport::rotate(home.keys(), until);
  const auto keys = passport::Keys::read(home.keys());
  std::cout << "signs from the next start on: " << base64url(keys.signing()->public_key())
            << "\nbring all of " << home.keys().string()
            << " to the other servers before any is restarted, and the key to who trusts this deployment\n";
  return 0;
}

// One line more than the longest is enough to see that it is too long.
std::string token_in(std::istream& stream) {
  std::string text(passport::kLongest * 2, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return trim(text);
}

int verify_passport(const passport::Trust& trust, Date on) {
  const auto reading = trust.read(token_in(std::cin), on);
  std::cout << dump_json({{"valid", reading.valid()},
                          {"reason", reading.valid() ? Json() : Json(passport::name_of(reading.fault))},
                          {"passport", reading.says ? Json{{"serial", reading.says->serial},
                                                           {"emission_stage", reading.says->stage},
                                                           {"city", reading.says->city},
                                                           {"issued_on", reading.says->issued_on.iso()}}
                                                    : Json()}})
            << "\n";
  return reading.valid() ? 0 : 1;
}

}  // namespace

int commands::passport(const config::Settings& settings, Arguments& arguments) {
  const std::string verb = arguments.next("keys, rotate or verify");
  if (verb != "keys" && verb != "rotate" && verb != "verify") throw Usage("not understood: passport " + verb);
  const bool as_json = verb == "keys" && arguments.flag("json");
  const std::string until = verb == "rotate" ? arguments.option("until") : "";
  const std::string on = verb == "verify" ? arguments.option_or("on", "") : "";
  arguments.finish();
  const Home home(settings.home);
  if (verb == "rotate") return rotate(home, day(until));
  const auto keys = nrmm::passport::Keys::read(home.keys());
  const auto trusted = trusted_keys(settings, keys);
  if (verb == "keys") return print_keys(keys, trusted, as_json);
  return verify_passport(nrmm::passport::Trust(trusted), on.empty() ? today_here() : day(on));
}

}  // namespace nrmm::app
