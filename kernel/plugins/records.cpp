#include "plugins/records.hpp"

#include "audit/audit.hpp"
#include "base/problem.hpp"
#include "base/random.hpp"
#include "http/bad_request.hpp"
#include "http/city_day_store.hpp"
#include "http/permissions.hpp"
#include "lua/pool.hpp"
#include "plugins/record_store.hpp"

namespace nrmm::plugins {
namespace {

using http::Reach;
using http::Request;
using http::Response;
using record_store::Record;

// Of a list, how many unseen records are passed over before the rest is left to the next page.
constexpr int kRounds = 5;

class Call {
 public:
  Call(const cities::PluginManifest& plugin, const cities::PluginRoute& route, Request& request,
       log::Logger& logger)
      : plugin_(plugin),
        route_(route),
        record_(plugin.record(route.record)),
        request_(request),
        logger_(logger),
        of_{plugin.name, record_.name} {
    for (const cities::PluginMember& field : record_.fields) names_.push_back(field.name);
  }

  Response answer() {
    if (route_.does == "list") return list();
    if (route_.does == "show") return show();
    if (route_.does == "create") return create();
    return route_.does == "change" ? change() : withdraw();
  }

 private:
  Response list() {
    record_store::Page wanted;
    wanted.limit = request_.limit();
    wanted.before = request_.query_or("cursor", "");
    if (!wanted.before.empty() && !is_id(wanted.before)) throw http::bad_request("request.type", "cursor");
    for (const cities::PluginMember& key : route_.query)
      if (const auto value = request_.query_maybe(key.name)) wanted.like[key.name] = *value;
    if (request_.reach == Reach::own) wanted.author = request_.actor.account;
    Json items = Json::array();
    const bool more = fill(wanted, items);
    const Json next = more ? Json(wanted.before) : Json();
    return Response::ok({{"items", std::move(items)}, {"next", next}});
  }

  // Rows in batches until the page is full; leaves in `before` the last one looked at. Whether there may be
  // more.
  bool fill(record_store::Page& wanted, Json& items) {
    for (int round = 0; round < kRounds; ++round) {
      const auto rows = record_store::page(request_.session(), of_, wanted);
      for (std::size_t at = 0; at < rows.size(); ++at) {
        wanted.before = rows[at].id;
        if (seen_in_list(rows[at])) items.push_back(view(rows[at]));
        if (items.size() == static_cast<std::size_t>(request_.limit()))
          return at + 1 < rows.size() || rows.size() == static_cast<std::size_t>(wanted.limit);
      }
      if (rows.size() < static_cast<std::size_t>(wanted.limit)) return false;
    }
    return true;
  }

  Response show() { return shown(found(record_store::find(request_.session(), of_, id()))); }

  Response create() {
    const Json answers = checked();
    const std::string id = record_store::insert(request_.session(), of_, answers, request_.actor.account);
    audit(id, 0, 1);
    Response out = shown(*record_store::find(request_.session(), of_, id));
    out.status = 201;
    return out;
  }

  Response change() {
    const Record before = found(record_store::lock(request_.session(), of_, id()));
    if (before.version != request_.if_match) throw Problem(412, "request.stale");
    record_store::change(request_.session(), before.id, checked());
    audit(before.id, before.version, before.version + 1);
    return shown(*record_store::find(request_.session(), of_, before.id));
  }

  Response withdraw() {
    const Record before = found(record_store::lock(request_.session(), of_, id()));
    record_store::withdraw(request_.session(), before.id);
    audit(before.id, before.version, before.version + 1);
    return Response::no_content();
  }

  const std::string& id() const { return request_.params.begin()->second; }

  // Whoever does not see a record cannot change it either.
  Record found(std::optional<Record> record) {
    const bool theirs = record && (request_.reach != Reach::own || record->author == request_.actor.account);
    if (!theirs || !seen(*record)) throw Problem(404, "request.not_found");
    return std::move(*record);
  }

  // What was sent, without what is null.
  Json checked() {
    Json answers = Json::object();
    for (const auto& [name, value] : request_.body.items())
      if (!value.is_null()) answers[name] = value;
    if (record_.check.empty()) return answers;
    const lua::Result result = call(record_.check, answers);
    if (truth(result)) return answers;
    Finding finding;
    if (result.values.size() > 1 && result.values[1].is_string()) finding.field = result.values[1];
    if (result.values.size() > 2 && result.values[2].is_string()) finding.message = result.values[2];
    finding.code = record_.check;
    finding.rule = plugin_.name + "." + record_.check;
    throw Problem(422, plugin_.name + ".refused").with(std::move(finding));
  }

  bool seen(const Record& record) {
    return record_.seen.empty() || truth(call(record_.seen, record.answers));
  }

  // One that `seen` fails at hides itself, not the page.
  bool seen_in_list(const Record& record) {
    if (record_.seen.empty()) return true;
    const lua::Result result = called(record_.seen, record.answers);
    if (!result.ok()) warn(result, record.id);
    return result.ok() && truth(result);
  }

  lua::Result call(const std::string& function, const Json& answers) {
    lua::Result result = called(function, answers);
    if (result.ok()) return result;
    warn(result, request_.params.empty() ? "" : id());
    throw Problem(503, "plugin.unavailable");
  }

  void warn(const lua::Result& result, const std::string& record) {
    logger_.warning("plugin",
                    {{"plugin", plugin_.name}, {"record", record}, {"reason", log::blotted(result.message)}});
  }

  lua::Result called(const std::string& function, const Json& answers) {
    const Json ctx = {{"today", today()}, {"reach", http::name_of(request_.reach)}};
    if (!request_.pack->rules) throw Problem(503, "plugin.unavailable");
    return request_.pack->rules->call(plugin_.name + "." + function, {answers, names_}, {ctx});
  }

  static bool truth(const lua::Result& result) {
    return !result.values.empty() && !result.values[0].is_null() && result.values[0] != false;
  }

  const std::string& today() {
    if (today_.empty()) today_ = http::city_day(request_.session()).iso();
    return today_;
  }

  // Who wrote it is for those who work with all of the city's.
  Json view(const Record& record) const {
    Json out = {{"id", record.id},
                {"version", record.version},
                {"answers", record.answers},
                {"created_at", record.created_at},
                {"updated_at", record.updated_at}};
    if (request_.reach == Reach::city) out["author"] = record.author_name;
    return out;
  }

  Response shown(const Record& record) const {
    Response out = Response::ok(view(record));
    return out.etag(record.version);
  }

  void audit(const std::string& id, std::int64_t before, std::int64_t after) {
    audit::Entry entry;
    entry.action = "x." + plugin_.name + "." + route_.does;
    entry.object_type = plugin_.name + "." + record_.name;
    entry.object_id = id;
    if (before > 0) entry.before = {{"version", before}};
    entry.after = {{"version", after}};
    entry.pack_revision = request_.pack->revision;
    audit::record(request_.session(), request_.actor, {request_.address, request_.request_id}, entry);
  }

  const cities::PluginManifest& plugin_;
  const cities::PluginRoute& route_;
  const cities::PluginRecord& record_;
  Request& request_;
  log::Logger& logger_;
  record_store::Of of_;
  std::vector<std::string> names_;
  std::string today_;
};

}  // namespace

Response answer_with_records(const cities::PluginManifest& plugin, const cities::PluginRoute& route,
                             Request& request, log::Logger& logger) {
  return Call(plugin, route, request, logger).answer();
}

}  // namespace nrmm::plugins
