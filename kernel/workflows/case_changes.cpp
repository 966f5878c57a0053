#include "workflows/case_changes.hpp"

namespace nrmm::workflows {
namespace {

Json answer(const Json& answers, const std::string& name) {
  const auto found = answers.find(name);
  return found == answers.end() ? Json() : *found;
}

}  // namespace

Json changes(const cities::Pack& pack, const cities::Form& form, const Case& record, const Personal& personal,
             const std::string& city) {
  Json changed = Json::array();
  if (record.answers_before.is_null()) return changed;
  for (const cities::Field* field : form.listed()) {
    const Json before = answer(record.answers_before, field->name);
    const Json after = answer(record.answers, field->name);
    if (personal.opened(before, city) == personal.opened(after, city)) continue;
    changed.push_back({{"field", field->name},
                       {"label", pack.fill(field->label)},
                       {"before", personal.masked(before, city)},
                       {"after", personal.masked(after, city)}});
  }
  return changed;
}

Json open_remarks(const cities::Pack& pack, const cities::Form* form, const Json& events) {
  Json remarks = Json::array();
  // Who takes a case up does not take it further.
  auto last = events.rbegin();
  while (last != events.rend() && (*last)["from"] == (*last)["to"]) ++last;
  if (last == events.rend()) return remarks;
  for (const Json& remark : (*last)["remarks"]) {
    const cities::Field* field = form ? form->field(remark["field"].get<std::string>()) : nullptr;
    remarks.push_back({{"field", remark["field"]},
                       {"label", field ? Json(pack.fill(field->label)) : remark["field"]},
                       {"text", remark["text"]}});
  }
  return remarks;
}

}  // namespace nrmm::workflows
