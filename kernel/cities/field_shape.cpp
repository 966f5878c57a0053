#include <algorithm>

#include "cities/field_value.hpp"
#include "cities/finding_shape.hpp"
#include "cities/judge.hpp"
#include "cities/place_value.hpp"

namespace nrmm::cities {
namespace {

bool list_of_texts(const Json& answer) {
  return answer.is_array() &&
         std::all_of(answer.begin(), answer.end(), [](const Json& item) { return item.is_string(); });
}

bool fits(FieldType type, const Json& answer) {
  switch (type) {
    case FieldType::integer:
    case FieldType::number:
      return answer.is_number();
    case FieldType::choices:
    case FieldType::photos:
      return list_of_texts(answer);
    default:
      return answer.is_string();
  }
}

// 400 names the worse of the two: a client that sends unknown keys has another form in hand.
void refuse(std::vector<Finding> findings) {
  if (findings.empty()) return;
  const bool unknown = std::any_of(findings.begin(), findings.end(),
                                   [](const Finding& one) { return one.code == "unknown_field"; });
  Problem problem(400, unknown ? "request.unknown_key" : "request.type");
  problem.errors = std::move(findings);
  throw problem;
}

}  // namespace

std::vector<Finding> shape_findings(const Field& field, const Json& answer) {
  if (answer.is_null() || answer == "") return {};
  if (is_place(field.type)) return place_shape(field, answer);
  if (fits(field.type, answer)) return {};
  return {shape_finding(field.name, "type")};
}

void check_shape(const Form& form, const Json& answers) {
  if (!answers.is_object()) refuse({shape_finding("answers", "type")});
  const std::vector<const Field*> listed = form.listed();
  std::vector<Finding> findings;
  for (const auto& [name, answer] : answers.items()) {
    const auto found = std::find_if(listed.begin(), listed.end(),
                                    [&asked = name](const Field* one) { return one->name == asked; });
    if (found == listed.end()) {
      findings.push_back(shape_finding(name, "unknown_field"));
      continue;
    }
    for (Finding& finding : shape_findings(**found, answer)) findings.push_back(std::move(finding));
  }
  refuse(std::move(findings));
}

void check_shape(const Pack& pack, const Form& form, const Json& answers) {
  try {
    check_shape(form, answers);
  } catch (Problem& problem) {
    for (Finding& finding : problem.errors) {
      const Field* field = form.field(finding.field.substr(0, finding.field.find('.')));
      finding.message =
          pack.text("error." + finding.code, {{"label", field == nullptr ? finding.field : field->label}});
    }
    throw;
  }
}

}  // namespace nrmm::cities
