#include "cities/form_reader.hpp"
#include "cities/node_values.hpp"

namespace nrmm::cities {
namespace {

using yaml::Entry;
using yaml::Node;

}  // namespace

void read_form_conditions(Loading& loading, const Merged& merged, Form& form) {
  Askables for_shown, for_required;
  add_facts(loading, true, for_shown);
  add_fields(loading, form, false, for_shown);
  add_facts(loading, true, for_required);
  add_fields(loading, form, true, for_required);
  for (const Entry& entry : mapping_at(merged.body, "fields").entries) {
    Field& field = form.fields.at(entry.key);
    if (const Node* shown = entry.value.find("shown"))
      field.shown = read_condition(*shown, for_shown, "field or account fact", loading.diagnostics);
    if (const Node* required = entry.value.find("required"))
      field.required = read_condition(*required, for_required, "field, derived value or account fact",
                                      loading.diagnostics);
  }
  for (Group& group : form.groups) {
    const Node* when = mapping_at(merged.body, "at_least_one").find(group.name)->find("when");
    if (when)
      group.when =
          read_condition(*when, for_required, "field, derived value or account fact", loading.diagnostics);
  }
}

void load_forms(Loading& loading) {
  for (const auto& [name, merged] : loading.of(kForms)) loading.pack.forms[name] = read_form(loading, merged);
  for (const auto& [name, merged] : loading.of(kForms))
    read_form_conditions(loading, merged, loading.pack.forms.at(name));
}

}  // namespace nrmm::cities
