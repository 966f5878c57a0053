#include "privacy/account_export.hpp"

#include "audit/audit.hpp"
#include "privacy/export_store.hpp"

namespace nrmm::privacy {
namespace {

// What an agent filed for somebody else has that person's numbers; only their holder reads them in full.
bool anothers(const Json& row) { return row.is_object() && !row.value("owner", true); }

}  // namespace

Json opened_for_holder(const workflows::Personal& personal, const Json& stored, const std::string& city) {
  Json out = personal.opened(stored, city);
  for (const auto& [kind, rows] : stored.items()) {
    for (std::size_t i = 0; rows.is_array() && i < rows.size(); ++i)
      if (anothers(rows[i])) out[kind][i] = personal.masked(rows[i], city);
  }
  return out;
}

// The account's own columns are sealed for another use than answers are.
Json AccountExport::document(http::Request& request, bool in_full) const {
  storage::Session& session = request.session();
  const std::string city = session.city();
  const Json stored = export_store::all_of(session, request.actor.account);
  if (stored.at("account").is_null()) throw Problem(404, "request.not_found");
  Json out = in_full ? opened_for_holder(personal_, stored, city) : personal_.masked(stored, city);
  for (const char* column : {"phone", "id_number", "email"}) {
    const Json& sealed = stored["account"][column];
    if (!sealed.is_string()) continue;
    const std::string plain = numbers_.opened(city, sealed.get<std::string>());
    out["account"][column] = in_full ? plain : workflows::Personal::masked(plain);
  }
  out["city"] = request.pack->name;
  return out;
}

http::Response AccountExport::masked(http::Request& request) const {
  return http::Response::ok(document(request, false));
}

http::Response AccountExport::full(http::Request& request) const {
  proof_.require(request);
  auto answer = http::Response::ok(document(request, true));
  for (const auto& [member, value] : answer.body.items()) answer.secrets.push_back(member);
  audit::Entry entry{
      .action = "account.export", .object_type = "account", .object_id = request.actor.account};
  entry.pack_revision = request.pack->revision;
  audit::record(request.session(), request.actor, {request.address, request.request_id}, entry);
  return answer;
}

}  // namespace nrmm::privacy
