#include "privacy/export_store.hpp"

namespace nrmm::privacy::export_store {
namespace {

struct Kind {
  const char* name;
  const char* query;  // $1: the account; $2: rows at most
};

constexpr Kind kKinds[] = {
    {"machines", R"(
select id, kind, state, district, machine_kind, serial, emission_stage, answers, derived, owner_id = $1 as owner,
  filed_by = $1 as filed, nrmm_time(created_at) as created_at, nrmm_time(updated_at) as updated_at
from machine where owner_id = $1 or filed_by = $1 order by id desc limit $2)"},
    {"cases", R"(
select id, kind, phase, district, answers, findings, owner_id = $1 as owner, nrmm_time(c.created_at) as created_at,
  (select coalesce(jsonb_agg(jsonb_build_object('transition', e.transition, 'reason', e.reason, 'remarks', e.remarks,
     'at', nrmm_time(e.at)) order by e.id), '[]') from case_event e where e.city_id = c.city_id and e.case_id = c.id) as events,
  (select coalesce(jsonb_agg(jsonb_build_object('rule', d.rule, 'outcome', d.outcome, 'message', d.message, 'basis', d.basis,
     'pack_revision', d.pack_revision, 'inputs', d.inputs, 'at', nrmm_time(d.at)) order by d.id), '[]')
   from decision d where d.city_id = c.city_id and d.case_id = c.id) as decisions
from review_case c where owner_id = $1 or opened_by = $1 order by id desc limit $2)"},
    // Of another's case only what was asked of himself.
    {"parts", R"(
select id, kind, phase, nrmm_time(created_at) as created_at,
  (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(answers) where key like 'new\_%') as answers
from review_case where second_party = $1 and owner_id <> $1 and opened_by <> $1 order by id desc limit $2)"},
    {"photos", R"(
select id, sha256, width, height, live_for, doubts, evidence_sealed as exif, nrmm_time(created_at) as uploaded_at
from photo where uploaded_by = $1 order by created_at desc limit $2)"},
    {"messages", R"(
select id, event, text, nrmm_time(created_at) as created_at, nrmm_time(read_at) as read_at
from message where account_id = $1 order by id desc limit $2)"},
    {"sessions", R"(
select nullif(client, '') as client, nrmm_time(created_at) as created_at, nrmm_time(used_at) as used_at, nrmm_time(expires_at) as expires_at, nrmm_time(ended_at) as ended_at
from session where account_id = $1 order by created_at desc limit $2)"},
    {"identities", R"(
select provider, nrmm_time(bound_at) as bound_at from external_identity where account_id = $1 order by bound_at desc limit $2)"},
    {"recoveries", R"(
select purpose, nrmm_time(asked_at) as asked_at from account_recovery where account_id = $1 order by id desc limit $2)"},
    {"sites", R"(
select id, kind, state, name, district, place, answers, nrmm_time(created_at) as created_at
from site where owner_id = $1 order by id desc limit $2)"},
    {"recorder_of", R"(
select s.name as site, nrmm_time(r.bound_at) as bound_at, nrmm_time(r.removed_at) as removed_at
from site_recorder r join site s on s.city_id = r.city_id and s.id = r.site_id where r.account_id = $1 order by r.id desc limit $2)"},
    {"movements", R"(
select id, direction, serial, position, nrmm_time(scanned_at) as scanned_at
from movement where recorded_by = $1 order by scanned_at desc limit $2)"},
    {"records", R"(
select id, plugin, kind, answers, nrmm_time(created_at) as created_at, nrmm_time(withdrawn_at) as withdrawn_at
from plugin_record where author_id = $1 order by id desc limit $2)"},
    {"collections", R"(
select c.serial, c.receiver, nrmm_time(c.collected_at) as collected_at
from collection c join machine m on m.city_id = c.city_id and m.id = c.machine_id
where m.owner_id = $1 order by c.id desc limit $2)"},
    {"acts", R"(
select nrmm_time(at) as at, action, object_type, object_id, result, address
from audit where actor_id = $1::uuid::text order by id desc limit $2)"},
    {"disclosures", R"(
select nrmm_time(at) as at, object_id as case_id, after -> 'fields' as fields, after ->> 'purpose' as purpose
from audit where action = 'case.disclosure'
  and (object_id in (select id::text from review_case where owner_id = $1 or opened_by = $1)
    or after ->> 'fields' like '%"new\_%' and object_id in (select id::text from review_case where second_party = $1))
order by id desc limit $2)"},
};

constexpr const char* kAccount = R"(
select id, login, kind, roles, districts, name, phone_sealed as phone, id_number_sealed as id_number, uscc,
  email_sealed as email, answers, profile, profile_state, nrmm_time(created_at) as created_at,
  nrmm_time(last_sign_in) as last_sign_in
from account where id = $1)";

Json rows_of(storage::Session& session, const char* query, const std::vector<storage::Param>& params) {
  const std::string whole = "select coalesce(jsonb_agg(q), '[]') as rows from (" + std::string(query) + ") q";
  return session.run(whole, params).front().json("rows");
}

}  // namespace

Json all_of(storage::Session& session, const std::string& account) {
  Json out = Json::object(), cut = Json::array();
  Json self = rows_of(session, kAccount, {account});
  out["account"] = self.empty() ? Json() : self.front();
  for (const Kind& kind : kKinds) {
    Json rows = rows_of(session, kind.query, {account, kMost + 1});
    if (rows.size() > static_cast<std::size_t>(kMost)) {
      rows.erase(rows.size() - 1);
      cut.push_back(kind.name);
    }
    out[kind.name] = std::move(rows);
  }
  out["cut"] = std::move(cut);
  return out;
}

}  // namespace nrmm::privacy::export_store
