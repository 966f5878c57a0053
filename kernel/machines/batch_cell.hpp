#pragma once

#include <string>

#include "cities/pack.hpp"

namespace nrmm::machines {

// What a cell of a table says to a field. Only its JSON type and writing are settled here; whether the answer
// is a good one is for the form's rules to say.
struct CellAnswer {
  Json answer;
  std::string code;  // error.<code>: `type` for what is no number, `excel_number` for a number of many digits
                     // that a spreadsheet has rounded to 1.23E+17
};
CellAnswer answer_of_cell(const cities::Pack&, const cities::Field&, const std::string& cell, Date on);

}  // namespace nrmm::machines
