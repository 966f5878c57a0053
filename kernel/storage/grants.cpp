#include "storage/grants.hpp"

#include <array>
#include <stdexcept>
#include <string_view>

namespace nrmm::storage {

namespace {

struct Grant {
  std::string_view table;
  std::string_view rights;
};

// Nothing is ever truncated, and what is evidence (audit, decisions, packs, issued serials) is never deleted
// or rewritten.
constexpr auto kGrants = std::to_array<Grant>({
    {"account", "select, insert, update"},
    {"account_recovery", "select, insert, update (purpose), delete"},
    {"audit", "select, insert"},
    {"audit_chain", "select, insert"},
    {"audit_queue", "select, insert, delete"},
    {"case_event", "select, insert"},
    {"case_photo", "select, insert"},
    {"challenge", "select, insert, delete"},
    {"code_counter", "select, insert, update"},
    {"code_ledger", "select, insert, update (state)"},
    {"collection", "select, insert, update, delete"},
    {"counter", "select, insert, update, delete"},
    {"decision", "select, insert"},
    {"demo_clock", "select"},
    {"deployment", "select, insert, update (seal_check)"},
    {"erasure_request", "select, insert, update (erased_at), delete"},
    {"external_identity", "select, insert, update (bound_at), delete"},
    {"filing_batch", "select, insert"},
    {"filing_batch_row", "select, insert"},
    {"idempotency", "select, insert, update, delete"},
    {"judgement", "select, insert"},
    {"legacy_account", "select, insert, update (account_id, bound_at)"},
    {"machine", "select, insert, update, delete"},
    {"machine_change", "select, insert"},
    {"machine_identifier", "select, insert, update, delete"},
    {"machine_sign", "select, insert"},
    {"machine_stage", "select, insert, update (until)"},
    {"message", "select, insert, update (read_at), delete"},
    {"migration", "select"},
    {"movement", "select, insert"},
    {"movement_photo", "select, insert"},
    {"movement_repeat", "select, insert"},
    {"outbox", "select, insert, update, delete"},
    {"pack_activation", "select, insert"},
    {"pack_revision", "select, insert"},
    {"photo", "select, insert"},
    {"photo_print", "select, insert"},
    {"photo_reuse", "select, insert"},
    {"photo_ticket", "select, insert, update (used_at), delete"},
    {"plugin_job", "select, insert, update"},
    {"plugin_migration", "select"},
    {"plugin_record", "select, insert, update"},
    {"plugin_status", "select, insert, update, delete"},
    {"presence", "select, insert, update (exit_id, left_at)"},
    {"recovery_code", "select, insert, update (used_at), delete"},
    {"review_case", "select, insert, update"},
    {"review_time", "select, insert"},
    {"second_factor", "select, insert, update, delete"},
    {"session", "select, insert, update, delete"},
    {"shared_use", "select, insert, update"},
    {"site", "select, insert, update, delete"},
    {"site_recorder", "select, insert, update (account_id, bound_at, removed_at)"},
    {"sms_code", "select, insert, update, delete"},
});

std::string_view rights_of(std::string_view table) {
  for (const Grant& grant : kGrants)
    if (grant.table == table) return grant.rights;
  throw std::runtime_error("table " + std::string(table) + " has no line in storage/grants.cpp");
}

std::string identifier(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

}  // namespace

void grant_to_server(Connection& owner, const std::string& role) {
  const Rows tables = owner.run(
      "select relname from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', "
      "'p') "
      "order by relname",
      {});
  owner.begin();
  owner.script("revoke all on all tables in schema public from public, " + identifier(role));
  for (const Row table : tables)
    owner.script("grant " + std::string(rights_of(table.text("relname"))) + " on " +
                 identifier(table.text("relname")) + " to " + identifier(role));
  // The only ways to rewrite evidence: each guards what it must not touch.
  owner.script("grant execute on function nrmm_drop_photos(uuid[]), nrmm_erase_account(uuid, text) to " +
               identifier(role));
  owner.commit();
}

}  // namespace nrmm::storage
