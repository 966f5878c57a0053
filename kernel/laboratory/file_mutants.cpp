#include "laboratory/file_mutants.hpp"

#include "base/date.hpp"
#include "base/text.hpp"
#include "yaml/write.hpp"

namespace nrmm::laboratory {
namespace {

std::string shown(const yaml::Node& value) {
  const std::string text = yaml::flow(value);
  if (text.size() <= 80) return text;
  std::size_t cut = 77;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return text.substr(0, cut) + "…";
}

std::string shown(const Spot& spot) {
  return (spot.entry ? spot.entry->key + ": " : std::string()) + shown(*spot.value);
}

yaml::Node of_wrong_type(const yaml::Node& value) {
  yaml::Node out;
  if (value.is_mapping()) {
    out.kind = yaml::Node::Kind::sequence;
    out.items.push_back(plain("x"));
  } else {
    out.kind = yaml::Node::Kind::mapping;
    out.entries.push_back({"x", {}, false, plain("x")});
  }
  return out;
}

}  // namespace

std::string moved(const std::string& date, int days) {
  const auto day = Date::parse(date);
  return day ? day->plus_days(days).iso() : date;
}

Spot Spot::at(std::size_t index) const {
  Spot out = *this;
  out.route.push_back(index);
  out.entry = value->is_mapping() ? &value->entries[index] : nullptr;
  out.value = out.entry ? &out.entry->value : &value->items[index];
  if (out.entry) out.name += (name.empty() ? "" : ".") + out.entry->key;
  return out;
}

FileMutants::FileMutants(std::string path, yaml::Node root, std::vector<Mutant>& out)
    : path_(std::move(path)), root_(std::make_shared<const yaml::Node>(std::move(root))), out_(out) {}

void FileMutants::add(const std::string& kind, const Spot& spot, const std::string& change,
                      TreeChange apply) {
  auto text = [root = root_, route = spot.route, apply = std::move(apply)] {
    return file_text(changed(*root, route, apply));
  };
  out_.push_back({kind, path_, spot.source(), spot.name, change, std::move(text)});
}

void FileMutants::removed(const std::string& kind, const Spot& spot) {
  add(kind, spot, "without `" + shown(spot) + "`", [](yaml::Node& parent, std::size_t index) {
    const auto at = static_cast<std::ptrdiff_t>(index);
    if (parent.is_mapping())
      parent.entries.erase(parent.entries.begin() + at);
    else
      parent.items.erase(parent.items.begin() + at);
  });
}

void FileMutants::replaced(const std::string& kind, const Spot& spot, yaml::Node with) {
  const std::string change = "`" + shown(spot) + "` became `" + shown(with) + "`";
  add(kind, spot, change, [with](yaml::Node& parent, std::size_t index) {
    (parent.is_mapping() ? parent.entries[index].value : parent.items[index]) = with;
  });
}

void FileMutants::rewritten(const std::string& kind, const Spot& spot, std::string text) {
  if (text != spot.value->text) replaced(kind, spot, with_text(*spot.value, std::move(text)));
}

void FileMutants::renamed(const std::string& kind, const Spot& spot, std::string key) {
  const std::string change = "`" + spot.entry->key + "` became `" + key + "`";
  add(kind, spot, change,
      [key = std::move(key)](yaml::Node& parent, std::size_t index) { parent.entries[index].key = key; });
}

void FileMutants::swapped(const std::string& kind, const Spot& spot) {
  add(kind, spot, "`" + shown(spot) + "` after the next", [](yaml::Node& parent, std::size_t index) {
    if (parent.is_mapping())
      std::swap(parent.entries[index], parent.entries[index + 1]);
    else
      std::swap(parent.items[index], parent.items[index + 1]);
  });
}

void FileMutants::wrong_type(const Spot& spot) { replaced("wrong type", spot, of_wrong_type(*spot.value)); }

}  // namespace nrmm::laboratory
