#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cities/pack.hpp"

namespace nrmm::machines {

// 环保登记号码: a stage character, a hyphen and the 8-character serial, all by the pack's code.format and
// code.alphabet. The serial is the machine's identity; the stage before it is an attribute that may change
// (design lesson of a plate found with another stage sprayed on the body than the register held).

// The serial for the n-th machine (from 1) of a district; nullopt when the district's numbers are used up.
std::optional<std::string> format_serial(const cities::Pack& pack, const cities::District& district,
                                         std::int64_t number, Date on);
// Its number again, whatever its district; nullopt when it has characters that the alphabet has not.
std::optional<std::int64_t> serial_number(const cities::Pack& pack, std::string_view serial, Date on);
// The first three characters, which no two packs may share.
std::string serial_prefix(const cities::Pack& pack, const cities::District& district, Date on);
// How many serials a prefix has: 34^5 by the national format.
std::int64_t serial_capacity(const cities::Pack& pack, Date on);

std::string display_code(const cities::Pack& pack, std::string_view stage, std::string_view serial, Date on);

struct ReadCode {
  std::string stage;  // empty when only the serial was typed
  std::string serial;
};

// What a person typed, scanned or copied off a body: a leading 环, lower case, full width, blanks and any
// dash are accepted. Only the form is checked (the alphabet and lengths of the format), not whether such a
// machine exists, nor whose prefix it is: codes of other cities are read too. nullopt: not a registration
// code at all.
std::optional<ReadCode> read_code(const cities::Pack& pack, std::string_view typed, Date on);
// As above, and its prefix is one this pack issues, also of districts closed since.
std::optional<ReadCode> read_own_code(const cities::Pack& pack, std::string_view typed, Date on);

}  // namespace nrmm::machines
