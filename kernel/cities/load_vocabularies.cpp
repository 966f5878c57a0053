#include <algorithm>

#include "cities/loading.hpp"
#include "cities/node_values.hpp"
#include "yaml/read.hpp"

namespace nrmm::cities {
namespace {

using yaml::Entry;
using yaml::Node;

bool reserved(const std::string& code) { return code == "present" || code == "absent" || code == "none"; }

void check_code(Loading& loading, const Entry& entry) {
  if (reserved(entry.key))
    loading.diagnostics.error(entry.key_source, "P002",
                              "`" + entry.key + "` cannot be a code: conditions use the word");
  if (!entry.key_quoted && yaml::looks_like_number(entry.key))
    loading.diagnostics.error(entry.key_source, "P002", "a code of digits is quoted",
                              "\"" + entry.key + "\"");
}

Term read_term(Loading& loading, const Entry& entry) {
  check_code(loading, entry);
  Term term;
  term.code = entry.key;
  if (!entry.value.is_mapping()) {
    term.label = yaml::as_text(entry.value, loading.diagnostics).value_or(std::string());
    check_placeholders(loading, entry.value.source, term.label, {});
    return term;
  }
  const Node body = yaml::checked(entry.value, kTermSchema, false, loading.diagnostics);
  yaml::check_complete(body, kTermSchema, "`" + entry.key + "`", loading.diagnostics);
  term.label = words_at(loading, body, "label");
  term.from = date_at(body, "from");
  term.to = date_at(body, "to");
  return term;
}

void read_use(Loading& loading, const Node& body, Vocabulary& vocabulary) {
  std::vector<std::string> codes;
  for (const Term& term : vocabulary.terms) codes.push_back(term.code);
  const Node* use = body.find("use");
  if (!use || !use->is_sequence()) {
    vocabulary.use = codes;
    return;
  }
  for (const Node& item : use->items) {
    if (!vocabulary.term(item.text)) {
      loading.unknown(item.source, "code", item.text, codes);
    } else if (std::find(vocabulary.use.begin(), vocabulary.use.end(), item.text) != vocabulary.use.end()) {
      loading.diagnostics.error(item.source, "P007", "code `" + item.text + "` is used twice");
    } else {
      vocabulary.use.push_back(item.text);
    }
  }
}

}  // namespace

void load_vocabularies(Loading& loading) {
  for (const auto& [name, merged] : loading.of(kVocabularies)) {
    const std::string what = "vocabulary `" + name + "`";
    yaml::check_complete(merged.body, *kVocabularies.schema, what, loading.diagnostics);
    Vocabulary vocabulary;
    vocabulary.name = name;
    vocabulary.source = merged.source;
    vocabulary.label = words_at(loading, merged.body, "label");
    vocabulary.basis = read_basis(loading, merged.body, nullptr, what);
    for (const Entry& entry : mapping_at(merged.body, "terms").entries)
      vocabulary.terms.push_back(read_term(loading, entry));
    read_use(loading, merged.body, vocabulary);
    loading.pack.vocabularies[name] = std::move(vocabulary);
  }
}

}  // namespace nrmm::cities
