#include "audit/listing.hpp"

namespace nrmm::audit {
namespace {

constexpr const char* kList = R"(
select id, nrmm_time(at) as at, actor_id,
       case when actor_name = '' and actor_id ~ '^[0-9a-f-]{36}$'
         then (select name from account where account.city_id = audit.city_id and account.id = audit.actor_id::uuid)
         else actor_name end as actor_name, actor_roles, action, object_type, object_id, before, after, result,
       pack_revision, request_id
from audit
where city_id = nrmm_city() and ($1::bigint is null or id < $1) and ($2 = '' or action = $2) and ($3 = '' or object_id = $3)
order by id desc limit $4)";

Json item(const storage::Row& row) {
  return {
      {"id", row.integer("id")},
      {"at", row.text("at")},
      {"actor",
       {{"id", row.text("actor_id")}, {"name", row.text("actor_name")}, {"roles", row.array("actor_roles")}}},
      {"action", row.text("action")},
      {"object", {{"type", row.text("object_type")}, {"id", row.text("object_id")}}},
      {"before", row.json("before")},
      {"after", row.json("after")},
      {"result", row.text("result")},
      {"pack_revision", row.text("pack_revision")},
      {"request_id", row.text("request_id")}};
}

}  // namespace

Json list(storage::Session& session, const ListingRequest& request) {
  Json items = Json::array();
  Json next = nullptr;
  for (const auto row :
       session.run(kList, {request.before, request.action, request.object_id, request.limit + 1})) {
    if (static_cast<int>(items.size()) == request.limit) {
      next = std::to_string(items.back().at("id").get<std::int64_t>());
      break;
    }
    items.push_back(item(row));
  }
  return {{"items", std::move(items)}, {"next", std::move(next)}};
}

}  // namespace nrmm::audit
