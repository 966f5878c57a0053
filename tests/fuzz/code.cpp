// Registration codes and the numbers that people copy: written and read again they are the same.
#include "machines/code.hpp"

#include <charconv>

#include "base/text.hpp"
#include "cities/identifiers.hpp"
#include "target.hpp"

namespace nrmm::fuzz {
namespace {

void set(cities::Pack& pack, const std::string& name, Json value) {
  cities::Policy policy;
  policy.name = name;
  policy.undated = {std::move(value), {}, {}};
  pack.policies[name] = std::move(policy);
}

const cities::Pack& town() {
  static const cities::Pack pack = [] {
    cities::Pack made;
    set(made, "code.format", "{stage}-{province}{district}{serial:5}");
    set(made, "code.alphabet", "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ");
    set(made, "code.province_char", "N");
    cities::Vocabulary stages;
    stages.name = "emission_stage";
    for (const char* stage : {"1", "2", "3", "4", "D", "X"}) {
      stages.terms.push_back({stage, stage, {}, {}});
      stages.use.emplace_back(stage);
    }
    made.vocabularies["emission_stage"] = stages;
    cities::District district;
    district.id = "100100";
    district.code = "07";
    made.districts.push_back(district);
    return made;
  }();
  return pack;
}

Date today() { return *Date::parse("2025-06-15"); }

void run_number(std::string_view input) {
  std::int64_t number = 0;
  std::from_chars(input.data(), input.data() + input.size(), number);
  const auto& pack = town();
  const auto serial = machines::format_serial(pack, pack.districts.front(), number, today());
  require(serial.has_value() == (number >= 1 && number < machines::serial_capacity(pack, today())),
          "within capacity");
  if (!serial) return;
  const std::string code = machines::display_code(pack, "3", *serial, today());
  for (const std::string& typed : {code, "环" + code, " " + code, code + "\u3000"}) {
    const auto read = machines::read_own_code(pack, typed, today());
    require(read && read->serial == *serial && read->stage == "3", "decode of encode");
  }
}

void run_code(std::string_view input) {
  const auto read = machines::read_code(town(), input, today());
  if (!read) return;
  require(read->serial.size() == 8 && valid_utf8(read->serial), "a serial");
  const std::string code =
      machines::display_code(town(), read->stage.empty() ? "3" : read->stage, read->serial, today());
  const auto again = machines::read_code(town(), code, today());
  require(again && again->serial == read->serial, "the same code");
}

// Whatever a pack states for its format, no serial is made by chance.
void run_format(std::string_view input) {
  if (!valid_utf8(input)) return;
  cities::Pack pack = town();
  set(pack, "code.format", std::string(input));
  const auto serial = machines::format_serial(pack, pack.districts.front(), 1, today());
  if (serial) require(serial->size() <= 11 && serial->starts_with("N07"), "prefix and number");
  machines::display_code(pack, "3", serial.value_or(""), today());
}

void run_numbers(std::string_view input) {
  using namespace cities;
  for (const auto& normal : {normal_phone, normal_id_number, normal_uscc, normal_plate_number}) {
    const std::string once = normal(input);
    require(!valid_utf8(input) || valid_utf8(once), "text stays text");
    const bool sound =
        valid_phone(once) || valid_uscc(once) || valid_pin(once) || valid_id_number(once, today());
    require(!sound || normal(once) == once, "what is sound is normal");
    pin_check_plausible(once);
  }
  if (valid_pin(input)) pin_check_plausible(input);
}

}  // namespace

void run(std::string_view input) {
  run_number(input);
  run_code(input);
  run_format(input);
  run_numbers(input);
}

}  // namespace nrmm::fuzz
