#pragma once

#include <string>
#include <string_view>

#include "base/date.hpp"

namespace nrmm::cities {

// Numbers that people copy from cards and plates. `normal_*` takes away what does not belong to the number
// (blanks, separators, full-width forms, lower case); `valid_*` expects the normalised form. Input is UTF-8.

// Mainland mobile number, 11 digits; a leading +86 goes.
std::string normal_phone(std::string_view text);
bool valid_phone(std::string_view phone);

// Citizen's identity number, GB 11643-1999: check digit, an existing birth date of 1900 or later and not
// after `on`. The district is not looked at: people keep numbers of districts that are gone.
std::string normal_id_number(std::string_view text);
bool valid_id_number(std::string_view number, Date on);

// Unified social credit code, GB 32100-2015: form and check character.
std::string normal_uscc(std::string_view text);
bool valid_uscc(std::string_view code);

// Numbers on machines and engines, stamped between delimiters (* < >) that are no part of them.
std::string normal_plate_number(std::string_view text);
// Product identification number: 17 of A–Z and 0–9 without I, O, Q.
bool valid_pin(std::string_view pin);
// False where position 9 is a digit that the VIN rule does not give. Makers use letters there and rules of
// their own, so this is a hint to look again and never a refusal.
bool pin_check_plausible(std::string_view pin);

}  // namespace nrmm::cities
