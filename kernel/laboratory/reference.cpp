#include "laboratory/reference.hpp"

#include <set>
#include <sstream>

#include "cities/pack_tables.hpp"
#include "cities/plugin_manifest.hpp"
#include "laboratory/value_schemas.hpp"
#include "lua/binding.hpp"
#include "yaml/reference.hpp"

namespace nrmm::laboratory {
namespace {

using cities::KernelName;
using yaml::Key;
using yaml::Schema;
using yaml::table_cell;

std::string code(std::string_view text) {
  return text.empty() ? std::string() : "`" + std::string(text) + "`";
}

// A table of keys, then those of what stands inside.
class Keys {
 public:
  explicit Keys(std::ostream& out) : out_(out) {}

  void table(const std::string& heading, const Schema& schema) {
    out_ << "\n### " << heading << "\n\n| key | value | |\n|---|---|---|\n";
    for (const Key& key : schema.keys)
      out_ << "| " << code(key.name) << (key.mandatory ? " !" : "") << " | "
           << table_cell(yaml::value_of(key)) << " | " << table_cell(key.description) << " |\n";
    for (const Key& key : schema.keys)
      if (key.of && told_.insert(key.of).second)
        table(heading + " → " + std::string(key.name) + ": " + std::string(key.of->what), *key.of);
  }

 private:
  std::ostream& out_;
  std::set<const Schema*> told_;
};

void words(std::ostream& out, const char* heading, std::span<const cities::Word> table) {
  out << "\n### " << heading << "\n\n| | |\n|---|---|\n";
  for (const cities::Word& word : table)
    out << "| " << code(word.name) << " | " << table_cell(word.description) << " |\n";
}

struct NameTable {
  KernelName::Kind kind;
  const char* heading;
  const char* detail;  // of the column with KernelName::detail; empty: there is none
};

constexpr NameTable kNameTables[] = {
    {KernelName::Kind::party, "Parties", ""},
    {KernelName::Kind::role, "Roles", "may decide cases"},
    {KernelName::Kind::subject, "Subjects of workflows", ""},
    {KernelName::Kind::effect, "Effects", ""},
    {KernelName::Kind::fact, "Facts", "values"},
    {KernelName::Kind::form, "Forms the kernel asks for", "when"},
    {KernelName::Kind::sms_purpose, "Purposes of SMS codes", ""},
    {KernelName::Kind::policy, "Policies the kernel reads", "type"},
    {KernelName::Kind::text, "Texts the kernel looks up", "placeholders"},
};

void names(std::ostream& out, const NameTable& table) {
  const bool detail = *table.detail != '\0';
  out << "\n### " << table.heading << "\n\n| |" << (detail ? " " + std::string(table.detail) + " |" : "")
      << " | |\n|---|" << (detail ? "---|" : "") << "---|---|\n";
  for (const KernelName& row : kernel_names(table.kind))
    out << "| " << code(row.name) << " |" << (detail ? " " + table_cell(row.detail) + " |" : "") << " "
        << row.chinese << " | " << table_cell(row.english) << " |\n";
}

void rules(std::ostream& out) {
  out << "\n## Names in rules (Lua)\n\n| | |\n|---|---|\n";
  for (const lua::Binding& row : lua::bindings())
    out << "| " << code(row.signature) << " | " << table_cell(row.doc) << " |\n";
}

}  // namespace

std::string reference_page() {
  std::ostringstream out;
  out << "# Reference of the pack language\n\nWritten by `nrmm pack reference` from the tables that `nrmm "
         "pack "
         "check` reads by; edit those. `!` marks what a whole\ndefinition must have. What things mean "
         "together: "
         "[README.md](README.md). What is said of mistakes: [diagnostics.md](diagnostics.md).\n\n"
         "## Files and their keys\n";
  Keys(out).table("pack.yaml", cities::kManifestSchema);
  for (const cities::Kind* kind : cities::kinds())
    if (kind->schema) Keys(out).table(std::string(kind->name) + ".yaml", *kind->schema);
  Keys(out).table("policies.yaml → values: a dated value", cities::kDatedValueSchema);
  Keys(out).table("vocabularies.yaml → terms: a term that is more than its label", cities::kTermSchema);
  out << "\n### messages/zh.yaml\n\nOne text a key; `{placeholders}` and `{word.…}` are filled.\n";
  Keys(out).table("plugin.yaml, of a plugin", cities::kPluginSchema);
  out << "\n## Types\n";
  words(out, "Policies", cities::policy_types());
  words(out, "Fields", cities::field_types());
  out << "\n## Names the kernel offers\n";
  for (const NameTable& table : kNameTables) names(out, table);
  rules(out);
  return out.str();
}

}  // namespace nrmm::laboratory
