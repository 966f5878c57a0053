#include "laboratory/explanation.hpp"

#include <algorithm>
#include <ostream>
#include <set>

namespace nrmm::laboratory {
namespace {

// A line of the page: place and value stand in columns of their own. Values come last, so that 中文, twice as
// wide as a letter, cannot push anything out of its column.
struct Row {
  std::string head, place;
  std::vector<std::string> value;
};

std::string head(const Explanation::Dated& dated) {
  std::string out = dated.holds ? "* " : "  ";
  if (!dated.from && !dated.to) return out + "always";
  if (dated.from) out += "from " + dated.from->iso();
  return dated.to ? out + (dated.from ? " to " : "to ") + dated.to->iso() : out;
}

std::string reason(const Said& said) {
  if (said.basis.empty()) return {};
  return "  [" + said.basis + (said.assumed ? ", assumed]" : "]");
}

// A long value is printed once.
class Values {
 public:
  std::vector<std::string> with_reason(const Said& said) {
    std::vector<std::string> lines = said.value;
    if (lines.size() > 1 && !printed_.insert(said.source).second) lines = {"as above"};
    lines.back() += reason(said);
    return lines;
  }
  void printed(const Said& said) { printed_.insert(said.source); }

 private:
  std::set<Source> printed_;
};

void print(const std::vector<Row>& rows, std::ostream& out) {
  std::size_t heads = 0, places = 0;
  for (const Row& row : rows) {
    heads = std::max(heads, row.head.size());
    places = std::max(places, row.place.size());
  }
  const auto padded = [](const std::string& text, std::size_t width) {
    return text + std::string(width - text.size() + 2, ' ');
  };
  for (const Row& row : rows) {
    std::string line = "  " + padded(row.head, heads);
    if (places > 0) line += padded(row.place, places);
    const std::size_t margin = line.size();
    for (std::size_t i = 0; i < row.value.size(); ++i)
      line += (i == 0 ? "" : '\n' + std::string(margin, ' ')) + row.value[i];
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }
}

Json json_of(const Said& said) {
  std::string value;
  for (const std::string& line : said.value) value += (value.empty() ? "" : "\n") + line;
  return {{"pack", said.pack},        {"file", said.source.file},
          {"line", said.source.line}, {"column", said.source.column},
          {"value", value},           {"basis", said.basis},
          {"assumed", said.assumed}};
}

Json json_of(const std::vector<Said>& all) {
  Json out = Json::array();
  for (const Said& said : all) out.push_back(json_of(said));
  return out;
}

Json day(const std::optional<Date>& date) { return date ? Json(date->iso()) : Json(); }

}  // namespace

void print(const Explanation& explanation, std::ostream& out) {
  out << explanation.name << ": " << explanation.what
      << (explanation.label.empty() ? "" : ", " + explanation.label) << '\n';
  std::vector<Row> rows;
  Values values;
  for (const auto& dated : explanation.dates) {
    if (!dated.holds) continue;
    rows.push_back({"on " + explanation.on.iso(), {}, dated.said.value});
    values.printed(dated.said);
  }
  for (const auto& [key, value] : explanation.facts) rows.push_back({key, {}, {value}});
  print(rows, out);
  rows.clear();
  for (const auto& key : explanation.keys) {
    for (const Said& said : key.said)
      rows.push_back({&said == &key.said.front() ? key.key : "  over", said.source.str(), said.value});
  }
  for (const auto& dated : explanation.dates)
    rows.push_back({head(dated), dated.said.source.str(), values.with_reason(dated.said)});
  for (const Said& said : explanation.overrode)
    rows.push_back({"  over " + said.pack, said.source.str(), values.with_reason(said)});
  print(rows, out);
}

Json to_json(const Explanation& explanation) {
  Json out = {{"name", explanation.name},
              {"what", explanation.what},
              {"label", explanation.label},
              {"on", explanation.on.iso()}};
  for (const auto& [key, value] : explanation.facts) out["facts"][key] = value;
  for (const auto& key : explanation.keys) out["keys"][key.key] = json_of(key.said);
  for (const auto& dated : explanation.dates) {
    Json one = json_of(dated.said);
    one["from"] = day(dated.from);
    one["to"] = day(dated.to);
    one["holds"] = dated.holds;
    out["dates"].push_back(std::move(one));
  }
  if (!explanation.dates.empty()) out["overrode"] = json_of(explanation.overrode);
  return out;
}

}  // namespace nrmm::laboratory
