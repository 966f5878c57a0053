#include "laboratory/pack_test.hpp"

#include <map>

#include "cities/pack_layer.hpp"
#include "laboratory/stated.hpp"

namespace nrmm::laboratory {
namespace {

using Definitions = std::map<std::string, const cities::Definition*>;

void set_kind(PackTest& test, const Json& body) {
  using Kind = PackTest::Kind;
  static const std::pair<const char*, Kind> kKinds[] = {
      {"form", Kind::form}, {"gate", Kind::gate}, {"workflow", Kind::workflow}, {"fence", Kind::fence}};
  for (const auto& [key, kind] : kKinds) {
    if (!body.contains(key)) continue;
    test.kind = kind;
    test.target = body.at(key);
  }
}

PackTest read(const cities::Definition& definition, const Definitions& all, Diagnostics& diagnostics,
              int depth = 0) {
  const Json body = as_data(definition.body);
  PackTest test;
  if (const std::string base = body.value("as_in", ""); !base.empty()) {
    const auto found = all.find(base);
    if (found == all.end() || depth > 8) {
      diagnostics.error(definition.source, "P004", "no test `" + base + "` to start from");
    } else {
      test = read(*found->second, all, diagnostics, depth + 1);
      test.rows.clear();
      test.story.clear();
    }
  }
  test.name = definition.name;
  test.source = definition.source;
  test.proves = body.value("proves", std::vector<std::string>());
  set_kind(test, body);
  if (body.contains("date")) test.date = Date::parse(body.at("date").get<std::string>());
  const bool has_rows = body.contains("rows") || body.contains("story");
  test.given = laid_over(test.given, body.value("given", Json::object()));
  if (body.contains("expect"))
    test.expect = body.at("expect");
  else if (has_rows)
    test.expect = Json::object();  // the base's expectation is about its own answers
  for (const Json& row : body.value("rows", Json::array())) test.rows.emplace_back(row.at(0), row.at(1));
  for (const Json& step : body.value("story", Json::array())) test.story.push_back(step);
  return test;
}

}  // namespace

Json laid_over(Json base, const Json& over) {
  for (const auto& [name, value] : over.items()) {
    if (value.is_null())
      base.erase(name);
    else
      base[name] = value;
  }
  return base;
}

std::vector<PackTest> read_tests(const cities::PackFiles& files, Diagnostics& diagnostics) {
  std::vector<cities::Layer> layers;
  for (const auto& folder : files.chain) layers.push_back(cities::read_layer(folder, true, diagnostics));
  Definitions all;
  for (const auto& layer : layers) {
    for (const auto& definition : layer.of(cities::kTests)) all[definition.name] = &definition;
  }
  std::vector<PackTest> tests;
  for (const auto& definition : layers.back().of(cities::kTests))
    tests.push_back(read(definition, all, diagnostics));
  return tests;
}

}  // namespace nrmm::laboratory
