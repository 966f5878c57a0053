#include "plugins/lent_tables.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "plugins/schema.hpp"

namespace nrmm::plugins {
namespace {

bool word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '"' || c == '$';
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::string first_word(const std::string& sql) {
  const auto begin = std::find_if(sql.begin(), sql.end(), word_char);
  return {begin, std::find_if_not(begin, sql.end(), word_char)};
}

std::string without(std::string text, char gone) {
  std::erase(text, gone);
  return text;
}

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool has_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

// Not those that erase or change the search path.
constexpr std::array<std::string_view, 4> kForEverybody{"nrmm_city", "nrmm_now", "nrmm_time", "nrmm_today"};

// Of `schema.name` somewhere in a statement: whether it is the kernel's, and no function for everybody.
bool foreign(const std::string& schema, std::string_view name) {
  const std::string plain = without(schema, '"');
  if (plain == "public")
    return std::find(kForEverybody.begin(), kForEverybody.end(), name) == kForEverybody.end();
  return plain.starts_with("pg_") || plain.starts_with("x_") || plain == "information_schema";
}

bool has_word(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !word_char(text[at - 1]);
    const std::size_t end = at + word.size();
    if (begins && (end == text.size() || !word_char(text[end]))) return true;
  }
  return false;
}

// Rows as JSON objects, whatever their columns. The comment keeps the statements of two plugins apart that
// read alike: each is prepared for its own schema.
std::string as_objects(const std::string& plugin, std::string_view sql) {
  const std::string mark = "/* " + plugin + " */ ";
  const std::string text = lower(sql), verb = first_word(text);
  const std::string body(sql);
  if (verb == "select" || verb == "with") return mark + "select to_jsonb(q) as row from (" + body + ") q";
  if (has_word(text, "returning")) return mark + "with q as (" + body + ") select to_jsonb(q) as row from q";
  return mark + body;
}

api::Rows rows_of(const storage::Rows& from) {
  api::Rows out;
  out.affected = from.affected();
  for (const storage::Row row : from) out.values.push_back(row.json("row"));
  return out;
}

std::vector<storage::Param> params_of(const std::vector<api::Value>& values) {
  std::vector<storage::Param> out;
  for (const api::Value& value : values) out.emplace_back(value.text());
  return out;
}

// What would be refused before PostgreSQL sees it: then no statement fails, so the transaction, and the
// plugin's search path in it, would stay for the caller.
void check_texts(std::string_view sql, const std::vector<api::Value>& values) {
  if (has_nul(sql) || std::any_of(values.begin(), values.end(), [](const api::Value& value) {
        return value.text() && has_nul(*value.text());
      }))
    throw std::invalid_argument("a text with NUL cannot be stored");
}

}  // namespace

std::string refused_statement(std::string_view sql) {
  static constexpr std::array<std::string_view, 5> kVerbs{"select", "insert", "update", "delete", "with"};
  const std::string text = lower(sql);
  const std::string verb = first_word(text);
  if (std::find(kVerbs.begin(), kVerbs.end(), verb) == kVerbs.end())
    return "`" + verb + "` is not for plugins: select, insert, update and delete are";
  if (text.find("set_config") != std::string::npos) return "set_config is not for plugins";
  for (std::size_t dot = text.find('.'); dot != std::string::npos; dot = text.find('.', dot + 1)) {
    std::size_t last = dot, first = dot + 1;  // PostgreSQL allows blanks around the dot
    while (last > 0 && blank(text[last - 1])) --last;
    while (first < text.size() && blank(text[first])) ++first;
    std::size_t begin = last, end = first;
    while (begin > 0 && word_char(text[begin - 1])) --begin;
    while (end < text.size() && word_char(text[end])) ++end;
    const std::string schema = text.substr(begin, last - begin), name = text.substr(first, end - first);
    if (foreign(schema, name)) return "`" + schema + "." + name + "` is not the plugin's own";
  }
  return "";
}

LentTables::LentTables(std::string plugin, Open open) : plugin_(std::move(plugin)), open_(std::move(open)) {}

api::Rows LentTables::run(std::string_view sql, const std::vector<api::Value>& values) {
  const std::lock_guard lock(mutex_);
  if (!open_) throw std::logic_error("the call that lent the tables is over");
  if (const std::string refused = refused_statement(sql); !refused.empty()) throw std::logic_error(refused);
  check_texts(sql, values);
  storage::Session& session = open_();
  if (!session.in_transaction()) transaction_ = std::make_unique<storage::Transaction>(session);
  session.run("select public.nrmm_only($1)", {schema_of(plugin_)});
  const storage::Rows rows = session.run(as_objects(plugin_, sql), params_of(values));
  session.run("select public.nrmm_only(null)");
  return rows_of(rows);
}

void LentTables::take_back() {
  const std::lock_guard lock(mutex_);
  transaction_.reset();
  open_ = nullptr;
}

}  // namespace nrmm::plugins
