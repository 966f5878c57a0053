#include "audit/verify.hpp"

#include "audit/chain.hpp"
#include "base/digest.hpp"

namespace nrmm::audit {

namespace {

const std::string kLinks = R"(
  select c.position, c.audit_id, c.chain_hash, r.id is not null as there, r.row_hash, )" +
                           kCanonical + R"( as canonical
  from audit_chain c left join audit r on r.city_id = nrmm_city() and r.id = c.audit_id
  where c.city_id = nrmm_city() and c.position > $1 order by c.position limit 1000)";

const std::string kUnsealed = R"(
  select r.id, nrmm_time(r.at) as at, r.row_hash, )" +
                              kCanonical + R"( as canonical
  from audit r
  where r.city_id = nrmm_city() and r.id > $1
    and not exists (select from audit_chain c where c.city_id = nrmm_city() and c.audit_id = r.id)
  order by r.id limit 1000)";

std::optional<std::string> fault_of(const storage::Row& link, const Head& before) {
  if (link.integer("position") != before.position + 1) return "a link before it is missing";
  if (!link.flag("there")) return "the row of this link is gone";
  if (sha256_hex(link.text("canonical")) != link.text("row_hash")) return "the row was changed";
  if (link_hash(before.hash, link.integer("audit_id"), link.text("row_hash")) != link.text("chain_hash"))
    return "the link does not fit the one before it";
  return std::nullopt;
}

// A known head is looked at while passing by.
std::optional<Broken> follow(storage::Session& session, Head& head, const std::optional<Head>& known) {
  for (;;) {
    const storage::Rows links = session.run(kLinks, {head.position});
    for (const storage::Row link : links) {
      if (const auto fault = fault_of(link, head))
        return Broken{link.integer("position"), link.integer("audit_id"), *fault};
      head = {link.integer("position"), link.text("chain_hash")};
      if (known && known->position == head.position && known->hash != head.hash)
        return Broken{head.position, link.integer("audit_id"),
                      "the chain up to here is not the exported one"};
    }
    if (links.empty()) break;
  }
  if (known && known->position > head.position)
    return Broken{head.position + 1, 0, "the chain's tail was cut off: an exported head lies behind its end"};
  return std::nullopt;
}

std::optional<Broken> look_at_tail(storage::Session& session, Verification& found) {
  for (std::int64_t last = 0;;) {
    const storage::Rows rows = session.run(kUnsealed, {last});
    for (const storage::Row row : rows) {
      last = row.integer("id");
      if (found.unsealed++ == 0) found.oldest_unsealed = row.text("at");
      if (sha256_hex(row.text("canonical")) != row.text("row_hash"))
        return Broken{0, last, "the row was changed"};
    }
    if (rows.empty()) return std::nullopt;
  }
}

}  // namespace

Head head(storage::Session& session) {
  const auto last = session.one(
      "select position, chain_hash from audit_chain where city_id = nrmm_city() order by position desc limit "
      "1");
  return last ? Head{last->front().integer("position"), last->front().text("chain_hash")} : Head{};
}

Verification verify(storage::Session& session, const std::optional<Head>& known) {
  Verification found;
  found.broken = follow(session, found.head, known);
  if (!found.broken) found.broken = look_at_tail(session, found);
  return found;
}

}  // namespace nrmm::audit
