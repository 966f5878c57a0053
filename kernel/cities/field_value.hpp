#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/problem.hpp"
#include "cities/pack.hpp"

namespace nrmm::cities {

// What became of one answer.
struct Reading {
  Json value;                          // normalised; null where there is no answer
  std::string code;                    // what is wrong with it, as in the text error.<code>; empty: nothing
  Json placeholders = Json::object();  // for that text, beside {label}
};

// Normalises and checks one answer of a field by its type and limits. The JSON type must be right
// (shape_findings). Vocabularies, districts and birth dates are looked at as of `on`.
Reading read_answer(const Pack& pack, const Field& field, const Json& answer, Date on);

// Whether a normalised text fits the field's `pattern`; what is no text, or has no pattern, does.
bool matches_pattern(const Field& field, const Json& value);

// Findings about JSON types and unknown keys inside one answer (code `type` or `unknown_field`), without
// texts.
std::vector<Finding> shape_findings(const Field& field, const Json& answer);

// Items a list may have where the pack states no max.
constexpr double kLongestList = 100;

// Code points a text, number or photo id may have at most.
int longest_answer(const Field& field);

// Personal data that must not be repeated in findings, decisions or logs.
bool is_personal(FieldType type);

}  // namespace nrmm::cities
