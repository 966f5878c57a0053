// Notes of a city: one route writes them, one reads them.

#include "api/plugin.hpp"

namespace {

using nrmm::api::Answer;
using nrmm::api::Host;
using nrmm::api::Json;
using nrmm::api::Request;
using nrmm::api::Tables;

// [route]
Answer notes(Host& host, const Request& request, Tables& tables) {
  const std::int64_t most = host.settings(request.city).value("most", 20);
  const auto rows = tables.run("select id, text from note order by id desc limit $1", {most});
  Json items = Json::array();
  for (std::size_t i = 0; i < rows.size(); ++i)
    items.push_back({{"id", rows[i].integer("id")}, {"text", rows[i].text("text")}});
  return {200, {{"items", items}, {"next", nullptr}}};
}
// [/route]

Answer write_note(const Request& request, Tables& tables) {
  const std::string text = request.body.at("text");
  const auto rows = tables.run("insert into note (text) values ($1) returning id", {text});
  return {201, {{"id", rows[0].integer("id")}, {"text", text}}};
}

// [plugin]
class Example : public nrmm::api::Plugin {
 public:
  void start(Host& host) override {
    host.add_route("GET notes", [&host](const Request& r, Tables& t) { return notes(host, r, t); });
    host.add_route("POST notes", write_note);
  }
};

}  // namespace

NRMM_PLUGIN(Example, "example", "0.1.0");
// [/plugin]
