#include "workflows/message_store.hpp"

#include <optional>

#include "base/random.hpp"

namespace nrmm::workflows::message_store {
namespace {

constexpr const char* kAdd = R"(
insert into message (city_id, id, account_id, event, text, subject_type, subject_id)
values (nrmm_city(), $1, $2, $3, $4, $5, $6))";

constexpr const char* kPage = R"(
select id, event, text, subject_type, subject_id, nrmm_time(created_at) as at, nrmm_time(read_at) as read_at
from message where account_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3)";

constexpr const char* kRead = R"(
update message set read_at = coalesce(read_at, nrmm_now()) where account_id = $1 and id = $2)";

Json read(const storage::Row& row) {
  Json message = {{"id", row.text("id")}, {"event", row.text("event")}, {"text", row.text("text")},
                  {"at", row.text("at")}, {"subject", nullptr},         {"read_at", nullptr}};
  if (!row.is_null("subject_id"))
    message["subject"] = {{"type", row.text("subject_type")}, {"id", row.text("subject_id")}};
  if (!row.is_null("read_at")) message["read_at"] = row.text("read_at");
  return message;
}

}  // namespace

void add(storage::Session& session, const Message& message) {
  session.run(kAdd, {new_id(), message.account, message.event, message.text, message.subject_type,
                     message.subject_id});
}

Json page(storage::Session& session, const std::string& account, const std::string& before, int limit) {
  const std::optional<std::string> cursor =
      before.empty() ? std::nullopt : std::optional<std::string>(before);
  Json items = Json::array();
  for (const storage::Row& row : session.run(kPage, {account, cursor, limit + 1})) items.push_back(read(row));
  Json next = nullptr;
  if (items.size() > static_cast<std::size_t>(limit)) {
    items.erase(items.size() - 1);
    next = items.back()["id"];
  }
  return {{"items", std::move(items)}, {"next", std::move(next)}};
}

bool mark_read(storage::Session& session, const std::string& account, const std::string& id) {
  return is_id(id) && session.run(kRead, {account, id}).affected() == 1;
}

}  // namespace nrmm::workflows::message_store
