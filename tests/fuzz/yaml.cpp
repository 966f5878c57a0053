// YAML texts, and the conditions in them: a tree that can be written and read again, or diagnostics with
// their places.
#include "base/json.hpp"
#include "cities/condition_reader.hpp"
#include "target.hpp"
#include "yaml/parse.hpp"
#include "yaml/read.hpp"
#include "yaml/write.hpp"

namespace nrmm::fuzz {
namespace {

constexpr std::size_t kLongestKey = 1000;  // the parser looks no further for its colon

void require_places(const Diagnostics& diagnostics) {
  for (const Diagnostic& each : diagnostics.all())
    require(each.source.line >= 1 && each.source.column >= 1 && !each.code.empty() && !each.message.empty(),
            "a place");
}

std::size_t depth_of(const yaml::Node& node) {
  std::size_t deepest = 0;
  for (const yaml::Node& item : node.items) deepest = std::max(deepest, depth_of(item));
  for (const yaml::Entry& entry : node.entries) deepest = std::max(deepest, depth_of(entry.value));
  return deepest + 1;
}

bool same(const yaml::Node& a, const yaml::Node& b) {
  if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size() ||
      a.entries.size() != b.entries.size())
    return false;
  for (std::size_t i = 0; i < a.items.size(); ++i)
    if (!same(a.items[i], b.items[i])) return false;
  for (std::size_t i = 0; i < a.entries.size(); ++i)
    if (a.entries[i].key != b.entries[i].key || !same(a.entries[i].value, b.entries[i].value)) return false;
  return true;
}

void run_condition(const yaml::Node& node) {
  static const cities::Askables names{
      {"fuel", {{"diesel", "electric"}}}, {"owner", {}}, {"plate", {{}, true}}};
  Diagnostics diagnostics;
  const cities::Condition condition = cities::read_condition(node, names, "field", diagnostics);
  if (diagnostics.has_errors()) return require_places(diagnostics);
  for (const std::string& name : condition.names())
    require(names.contains(name), "only names that there are");
  const auto again = cities::Condition::from_json(condition.to_json());
  require(again && again->to_json() == condition.to_json(), "the same condition");
  const Json fuel = "diesel";
  const auto lookup = [&](std::string_view name) { return name == "fuel" ? &fuel : nullptr; };
  require(again->holds(lookup) == condition.holds(lookup), "it holds alike");
}

}  // namespace

void run(std::string_view input) {
  Diagnostics diagnostics;
  const auto node = yaml::parse(input, "f.yaml", diagnostics);
  require(node.has_value() || diagnostics.has_errors(), "refused with a reason");
  require_places(diagnostics);
  if (!node || diagnostics.has_errors()) return;
  const Json value = yaml::to_json(*node);
  require(parse_json(dump_json(value)) == value, "data for the database");  // no NUL
  run_condition(*node);
  if (depth_of(*node) >= yaml::kMaxDepth) return;  // `v:` would be one too many
  Diagnostics others;
  const std::string text = yaml::flow(*node);
  if (text.size() > kLongestKey) return;
  const auto again = yaml::parse("v: " + text, "f.yaml", others);
  require(again && !others.has_errors() && again->find("v"), "what is written is read", text);
  require(same(*again->find("v"), *node) && yaml::to_json(*again->find("v")) == value,
          "the same when read again", text);
}

}  // namespace nrmm::fuzz
