#include "machines/batch_service.hpp"

#include <algorithm>
#include <map>

#include "base/absent.hpp"
#include "base/problem.hpp"
#include "base/random.hpp"
#include "machines/filing_course.hpp"
#include "storage/savepoint.hpp"
#include "workflows/case_store.hpp"

namespace nrmm::machines {
namespace {

using workflows::Call;

constexpr const char* kDrafted = "drafted";
constexpr const char* kHandedIn = "handed_in";
constexpr const char* kRepeated = "repeated";
constexpr const char* kFaulty = "faulty";

bool is_absence(const Finding& one) { return one.code == "required" || one.code == "at_least_one"; }

Json counts_of(const Batch& batch) {
  Json counts = {{kDrafted, 0}, {kHandedIn, 0}, {kRepeated, 0}, {kFaulty, 0}};
  for (const BatchRow& row : batch.rows) counts[row.outcome] = counts[row.outcome].get<int>() + 1;
  return counts;
}

Json wire(const Batch& batch) {
  Json rows = Json::array();
  for (const BatchRow& row : batch.rows)
    rows.push_back({{"line", row.line},
                    {"outcome", row.outcome},
                    {"machine", or_null(row.machine)},
                    {"errors", row.errors}});
  return {{"id", batch.id},
          {"kind", batch.kind},
          {"for_review", batch.submitted},
          {"created_at", batch.created_at},
          {"counts", counts_of(batch)},
          {"rows", std::move(rows)}};
}

void record_batch(Call& call, const Batch& batch, const cities::Pack& pack) {
  audit::Entry entry;
  entry.action = "batch.create";
  entry.object_type = "batch";
  entry.object_id = batch.id;
  entry.after = {{"kind", batch.kind}, {"for_review", batch.submitted}, {"counts", counts_of(batch)}};
  entry.pack_revision = pack.revision;
  audit::record(call.session, call.actor, call.origin, entry);
}

// A label for people, since a table has no names of fields.
Json errors_wire(const cities::Pack& pack, const cities::Form& form, const std::vector<Finding>& errors) {
  Json out = Json::array();
  for (const Finding& one : errors) {
    const cities::Field* field = form.field(one.field);
    out.push_back({{"field", one.field},
                   {"label", field ? pack.fill(field->label) : ""},
                   {"code", one.code},
                   {"message", one.message}});
  }
  return out;
}

std::vector<Finding> findings_of(const cities::Pack& pack, const Problem& problem) {
  if (!problem.errors.empty()) return problem.errors;
  Finding one;
  one.code = problem.code;
  one.message = problem.message.empty() ? pack.text(problem.code, problem.placeholders) : problem.message;
  return {one};
}

}  // namespace

struct BatchService::Ground {
  PackPtr pack;
  FilingCourse course;
  const cities::Form* form;
  Json facts;
  Date today;
  std::string scope;  // of a row's hash
};

BatchService::Ground BatchService::ground(Call& call, const PackPtr& active, const std::string& kind) const {
  const Date today = workflows::case_store::today(call.session);
  const FilingCourse course = course_of_new(*active, call.actor, kind, today);
  const cities::Form& form = workflows::form_named(*active, course.workflow->form);
  Json facts = parts_.people.facts(call.session, *active, call.actor.account);
  const auto offered = active->list("filing.batch", today);
  const std::string who = facts.value("account_kind", "");
  if (std::find(offered.begin(), offered.end(), who) == offered.end())
    throw Problem(409, "batch.not_offered");
  return {active, course, &form, std::move(facts), today, call.city() + "/batch/" + call.actor.account};
}

// Throws Problem for what is refused; then nothing of the row may remain.
void BatchService::file(Call& call, const Ground& ground, const TableRow& row, bool submit,
                        BatchRow& out) const {
  const auto& kind = ground.course.workflow->name;
  out.answers_mac = parts_.seal->mac(kind + dump_json(row.answers), ground.scope);
  const auto before = batch_store::made_by(call.session, out.answers_mac);
  out.machine = before
                    ? *before
                    : parts_.machines.create(call, ground.pack, row.answers, kind)["id"].get<std::string>();
  const bool waits =
      !before || parts_.machines.view(call, ground.pack, *before)["state"] == name_of(MachineState::draft);
  out.outcome = before ? kRepeated : kDrafted;
  if (!submit || !waits) return;
  parts_.machines.submit(call, ground.pack, out.machine, "");
  out.outcome = kHandedIn;
}

// What is wrong before anything is made: cells, and of a draft whatever is there and not as it should be.
// A row that is handed in is judged there.
std::vector<Finding> BatchService::faults(const Ground& ground, const TableRow& row, bool submit) {
  std::vector<Finding> wrong = row.errors;
  if (submit && wrong.empty()) return wrong;
  const auto judged = cities::judge({*ground.pack, *ground.form, row.answers, ground.facts, ground.today});
  for (const Finding& one : judged.errors)
    if (!is_absence(one)) wrong.push_back(one);
  return wrong;
}

BatchRow BatchService::row(Call& call, const Ground& ground, const TableRow& row, bool submit) const {
  BatchRow out;
  out.line = row.line;
  const auto refused = [&](const std::vector<Finding>& errors) {
    out = {row.line, kFaulty, "", "", errors_wire(*ground.pack, *ground.form, errors)};
    return out;
  };
  const std::vector<Finding> wrong = faults(ground, row, submit);
  if (!wrong.empty()) return refused(wrong);
  try {
    storage::Savepoint part(call.session);
    file(call, ground, row, submit, out);
    part.keep();
    return out;
  } catch (const Problem& problem) {
    if (problem.status >= 500) throw;
    return refused(findings_of(*ground.pack, problem));
  }
}

Json BatchService::take(Call call, const PackPtr& active, const BatchWish& wish,
                        std::string_view bytes) const {
  if (bytes.size() > kMostBytes) throw Problem(413, "request.too_large");
  const Ground ground = this->ground(call, active, wish.kind);
  workflows::CaseService::require_open(*active, *ground.course.workflow, ground.course.party, ground.facts);
  const Table table = read_table(*active, *ground.form, ground.facts, bytes, ground.today, kMostRows);
  Batch batch{new_id(), call.actor.account, ground.course.workflow->name, wish.submit, "", {}};
  batch_store::insert(call.session, batch);
  for (const TableRow& each : table.rows) {  // each row kept at once: one that comes twice is known
    batch.rows.push_back(row(call, ground, each, wish.submit));
    batch_store::insert_row(call.session, batch.id, batch.rows.back());
  }
  record_batch(call, batch, *active);
  return view(call, batch.id);
}

Batch BatchService::own(Call& call, const std::string& id) const {
  auto batch = batch_store::find(call.session, id);
  if (!batch || batch->account != call.actor.account) throw Problem(404, "request.not_found");
  return std::move(*batch);
}

Json BatchService::view(Call call, const std::string& id) const { return wire(own(call, id)); }

std::string BatchService::blank(Call call, const PackPtr& active, const std::string& kind,
                                bool photos) const {
  const Ground ground = this->ground(call, active, kind);
  return table_template(*active, *ground.form, ground.facts, photos);
}

std::string BatchService::errors(Call call, const PackPtr& active, const std::string& id) const {
  std::string out(kByteOrderMark);
  out += csv_line({active->text("label.batch_line"), active->text("label.batch_field"),
                   active->text("label.batch_code"), active->text("label.batch_message")});
  for (const BatchRow& row : own(call, id).rows)
    for (const Json& one : row.errors)
      out += csv_line({std::to_string(row.line), one.value("label", ""), one.value("code", ""),
                       one.value("message", "")});
  return out;
}

}  // namespace nrmm::machines
