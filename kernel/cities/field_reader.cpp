#include "cities/field_reader.hpp"

#include "cities/node_values.hpp"
#include "yaml/read.hpp"

namespace nrmm::cities {
namespace {

using yaml::Entry;
using yaml::Node;

void read_type(Loading& loading, const Node& body, Field& field) {
  const Node* type = body.find("type");
  if (!type || !type->is_scalar()) return;
  if (const auto known = field_type(type->text)) {
    field.type = *known;
  } else {
    std::vector<std::string> types;
    for (const Word& word : field_types()) types.emplace_back(word.name);
    loading.unknown(type->source, "field type", type->text, types);
  }
}

void read_vocabulary(Loading& loading, const Node& body, Field& field) {
  const bool choice = field.type == FieldType::choice || field.type == FieldType::choices;
  const Node* vocabulary = body.find("vocabulary");
  if (!vocabulary) {
    if (choice) loading.diagnostics.error(body.source, "P003", "`" + field.name + "` has no `vocabulary`");
    return;
  }
  if (!vocabulary->is_scalar()) return;
  loading.used_vocabularies.insert(vocabulary->text);
  if (loading.pack.vocabulary(vocabulary->text)) {
    field.vocabulary = vocabulary->text;
  } else {
    loading.unknown(vocabulary->source, "vocabulary", vocabulary->text, loading.names_of(kVocabularies));
  }
}

void read_limits(Loading& loading, const Node& body, Field& field) {
  field.unit = text_at(body, "unit");
  field.min = number_at(body, "min");
  field.max = number_at(body, "max");
  if (const auto length = number_at(body, "max_length")) field.max_length = static_cast<int>(*length);
  if (field.min && field.max && *field.max < *field.min)
    loading.diagnostics.error(source_of(body, "max"), "P002", "`max` is less than `min`");
  field.pattern = text_at(body, "pattern");
  if (!field.pattern.empty())
    field.compiled_pattern = compile_pattern(source_of(body, "pattern"), field.pattern, loading.diagnostics);
  if (const Node* value = body.find("default")) field.default_value = yaml::to_json(*value);
}

void read_party(Loading& loading, const Node& body, Field& field) {
  const auto& parties = loading.catalogue.parties();
  field.party = text_at(body, "party");
  if (!field.party.empty() && !parties.contains(field.party))
    loading.unknown(source_of(body, "party"), "party", field.party, keys_of(parties));
  const Node& sms = mapping_at(body, "sms");
  field.sms_purpose = text_at(sms, "purpose");
  field.sms_to = text_at(sms, "to");
  const auto& purposes = loading.catalogue.sms_purposes();
  if (!field.sms_purpose.empty() && !purposes.contains(field.sms_purpose))
    loading.unknown(source_of(sms, "purpose"), "purpose", field.sms_purpose, keys_of(purposes));
}

}  // namespace

Field read_field(Loading& loading, const Entry& entry, const Basis& of_form) {
  const Node& body = entry.value;
  Field field;
  field.name = entry.key;
  field.source = entry.key_source;
  field.label = words_at(loading, body, "label");
  read_type(loading, body, field);
  read_vocabulary(loading, body, field);
  read_limits(loading, body, field);
  read_party(loading, body, field);
  const Node& help = mapping_at(body, "help");
  field.help_text = words_at(loading, help, "text");
  field.help_figure = figure_at(loading, help, "figure");
  field.example = text_at(body, "example");
  if (const std::string source = text_at(body, "source"); !source.empty()) field.photo_source = source;
  field.credential = text_at(body, "credential");
  field.copied = !body.find("copied") || flag_at(body, "copied");
  field.within = duration_at(loading, body, "within");
  field.basis = read_basis(loading, body, &of_form, "`" + entry.key + "`");
  return field;
}

}  // namespace nrmm::cities
