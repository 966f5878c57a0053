// A good plugin of kind cpp that does a little of everything, and throws and hangs when asked to.

#include <chrono>
#include <iostream>
#include <thread>

#include "api/plugin.hpp"

namespace {

using nrmm::api::Answer;
using nrmm::api::Delivery;
using nrmm::api::Host;
using nrmm::api::Json;
using nrmm::api::Refusal;
using nrmm::api::Request;
using nrmm::api::Sent;
using nrmm::api::Tables;
using nrmm::api::Transition;

void add_note(Tables& tables, const std::string& kind, const std::string& text, const std::string& author) {
  tables.run("insert into note (kind, text, author) values ($1, $2, $3)", {kind, text, author});
}

Answer notes(Host& host, const Request& request, Tables& tables) {
  const auto only = request.query.find("only");
  const auto rows =
      tables.run("select id, kind, text, version from note where kind = coalesce($1, kind) order by id",
                 {only == request.query.end() ? std::optional<std::string>() : only->second});
  Json items = Json::array();
  for (std::size_t i = 0; i < rows.size(); ++i)
    items.push_back(
        {{"id", rows[i].integer("id")}, {"kind", rows[i].text("kind")}, {"text", rows[i].text("text")}});
  const Json settings = host.settings(request.city);
  return {200, {{"items", items}, {"greeting", settings.value("greeting", "")}}};
}

Answer write_note(Host& host, const Request& request, Tables& tables) {
  const std::string text = request.body.at("text");
  if (text == "no") throw Refusal(422, "unwanted", "不要这样的");
  add_note(tables, "route", text, request.caller.account);
  host.count("notes");
  return {201, {{"text", text}, {"reach", request.reach}}, 1};
}

Answer change_note(const Request& request, Tables& tables) {
  const auto rows = tables.run(
      "update note set text = $1, version = version + 1 where id = $2 and version = $3 and author = $4 "
      "returning version",
      {request.body.at("text").get<std::string>(), request.params.at("id"), *request.version,
       request.caller.account});
  if (rows.size() == 0) throw Refusal(404, "not_found", "没有这条");
  return {200, {{"text", request.body.at("text")}}, rows[0].integer("version")};
}

class Nowhere : public nrmm::api::Channel {
 public:
  Sent deliver(const Delivery&) override { return Sent::sent(); }
};

class Probe : public nrmm::api::Plugin {
 public:
  void start(Host& host) override {
    if (host.settings().value("secret", "").empty()) throw std::runtime_error("no secret");
    host.add_channel("probe", std::make_unique<Nowhere>());
    add_routes(host);
    host.add_effect("note", [](const Transition& told, Tables& tables) {
      add_note(tables, "effect", told.what.at("transition"), told.actor);
    });
    host.add_effect("throws", [](const Transition&, Tables&) { throw std::runtime_error("as asked"); });
    host.add_effect("refuses",
                    [](const Transition&, Tables&) { throw Refusal(409, "unwanted", "不要这样的"); });
    host.add_listener("transition", [&host](const Transition&) { host.count("heard"); });
    host.add_job("tick", [&host](const std::string&, Tables& tables) {
      add_note(tables, "job", "tick", "");
      host.count("ticks");
    });
    host.add_command("add",
                     [](const std::string& city, const std::vector<std::string>& words, Tables& tables) {
                       for (const std::string& word : words) add_note(tables, "command", word, "");
                       std::cout << city << ": " << words.size() << " added\n";
                       return words.empty() ? 1 : 0;
                     });
  }

 private:
  static void add_routes(Host& host) {
    host.add_route("GET notes", [&host](const Request& r, Tables& t) { return notes(host, r, t); });
    host.add_route("POST notes", [&host](const Request& r, Tables& t) { return write_note(host, r, t); });
    host.add_route("PUT notes/{id}", change_note);
    host.add_route("GET foreign", [](const Request&, Tables& tables) {
      return Answer{200, {{"n", tables.run("select count(*) as n from public.account")[0].integer("n")}}};
    });
    host.add_route("GET elsewhere", [](const Request&, Tables& tables) {
      return Answer{200, {{"n", tables.run("select count(*) as n from account")[0].integer("n")}}};
    });
    host.add_route("POST throw",
                   [](const Request&, Tables&) -> Answer { throw std::runtime_error("as asked"); });
    host.add_route("POST hang", [file = host.file("probe.hang")](const Request&, Tables&) {
      while (std::filesystem::exists(file)) std::this_thread::sleep_for(std::chrono::milliseconds(20));
      return Answer{};
    });
  }
};

}  // namespace

NRMM_PLUGIN(Probe, "probe", "1.0.0");
