#include "laboratory/pack_test.hpp"

#include <algorithm>
#include <map>

#include "cities/pack_layer.hpp"
#include "laboratory/stated.hpp"
#include "yaml/schema.hpp"

namespace nrmm::laboratory {
namespace {

using Definitions = std::map<std::string, const cities::Definition*>;
using Kind = PackTest::Kind;

// What each kind of trial looks at; those of fences are what the platform will look at.
std::vector<std::string> expectations(Kind kind) {
  switch (kind) {
    case Kind::pack:
      return yaml::words("articles assumed codes holds labels offers opens reads reviewers texts values");
    case Kind::form:
      return yaml::words("derived errors fields flags optional order override reasons required steps");
    case Kind::gate:
      return yaml::words("errors findings opens outcome texts");
    case Kind::fence:
      return yaml::words("alarm");
    case Kind::workflow:
      return {};  // its steps say what they expect
  }
  return {};
}

void check_names(const yaml::Node& expect, Kind kind, Diagnostics& diagnostics) {
  for (const yaml::Entry& entry : expect.entries)
    if (const auto known = expectations(kind);
        std::find(known.begin(), known.end(), entry.key) == known.end())
      yaml::report_unknown(entry.key_source, "P001", "expectation", entry.key, known, diagnostics);
}

// An expectation that nothing looks at would hold whatever the rules do.
void check_expectations(const yaml::Node& body, Kind kind, Diagnostics& diagnostics) {
  if (const yaml::Node* expect = body.find("expect")) check_names(*expect, kind, diagnostics);
  if (const yaml::Node* rows = body.find("rows"))
    for (const yaml::Node& row : rows->items) check_names(row.items.at(1), kind, diagnostics);
}

void set_kind(PackTest& test, const Json& body) {
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
  for (const auto& definition : layers.back().of(cities::kTests)) {
    const std::size_t before = diagnostics.errors();
    tests.push_back(read(definition, all, diagnostics));
    const bool kind_known = diagnostics.errors() == before;
    if (kind_known) check_expectations(definition.body, tests.back().kind, diagnostics);
  }
  return tests;
}

}  // namespace nrmm::laboratory
