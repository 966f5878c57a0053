#include <map>

#include "base/absent.hpp"
#include "base/csv.hpp"
#include "sites/gate_service.hpp"
#include "sites/site_records.hpp"
#include "sites/site_store.hpp"
#include "workflows/case_store.hpp"

namespace nrmm::sites {
namespace {

constexpr int kMostRows = 5000;

const cities::Field* field_of(const cities::Pack& pack, const std::string& name) {
  for (const char* form : {"entry", "exit", "machine"})
    if (const cities::Form* found = pack.form(form))
      if (const cities::Field* field = found->field(name)) return field;
  return nullptr;
}

std::string head_of(const cities::Pack& pack, const std::string& fact) {
  const cities::Field* field = field_of(pack, fact);
  return field ? pack.fill(field->label) : pack.text("label.movement_" + fact);
}

// A choice as its label; a photo is said to be there.
std::string cell_of(const cities::Pack& pack, const std::string& name, const Json& value) {
  if (value.is_null()) return "";
  const cities::Field* field = field_of(pack, name);
  if (field && (field->type == cities::FieldType::photo || field->type == cities::FieldType::photos))
    return "有";
  const cities::Vocabulary* words = field ? pack.vocabulary(field->vocabulary) : nullptr;
  const cities::Term* term = words && value.is_string() ? words->term(value.get<std::string>()) : nullptr;
  if (term) return pack.fill(term->label);
  return value.is_string() ? value.get<std::string>() : dump_json(value);
}

Json value_of(const Movement& movement, const Json& answers, const std::string& fact) {
  if (fact == "code") return movement.code;
  if (fact == "time") return movement.scanned_at;
  if (fact == "count") return 1;
  if (const auto answer = answers.find(fact); answer != answers.end()) return *answer;
  return movement.machine.value(fact, Json());
}

}  // namespace

std::string SiteRecords::table(workflows::Call call, const cities::Pack& pack, const std::string& site,
                               const Query& query) const {
  const auto columns = pack.list("entry.report_columns", workflows::case_store::today(call.session));
  std::vector<std::string> head{pack.fill("{word.site}"), pack.text("label.movement_kind")};
  for (const std::string& column : columns) head.push_back(head_of(pack, column));
  std::string out(kByteOrderMark);
  out += csv_line(head);
  std::map<std::string, std::string> names;
  for (const Movement& movement :
       movement_store::list(call.session, filter_of(call, pack, site, query, kMostRows))) {
    auto& name = names[movement.site];
    if (name.empty())
      if (const auto found = site_store::find(call.session, movement.site)) name = found->name;
    const Json answers = parts_.personal.masked(movement.answers, call.city());
    std::vector<std::string> cells{name,
                                   pack.fill(std::string("{word.") + name_of(movement.direction) + "}")};
    for (const std::string& column : columns)
      cells.push_back(cell_of(pack, column, value_of(movement, answers, column)));
    out += csv_line(cells);
  }
  return out;
}

}  // namespace nrmm::sites
