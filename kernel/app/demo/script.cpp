#include "app/demo/script.hpp"

#include <charconv>
#include <fstream>
#include <sstream>

#include "yaml/parse.hpp"

namespace nrmm::app::demo {
namespace {

Json scalar(const yaml::Node& node) {
  if (node.quoted) return node.text;
  if (node.text == "true" || node.text == "false") return node.text == "true";
  const char* end = node.text.data() + node.text.size();
  std::int64_t integer = 0;
  if (auto [at, error] = std::from_chars(node.text.data(), end, integer); error == std::errc() && at == end) {
    return integer;
  }
  double number = 0;
  if (auto [at, error] = std::from_chars(node.text.data(), end, number); error == std::errc() && at == end) {
    return number;
  }
  return node.text;
}

Json json(const yaml::Node& node) {
  using Kind = yaml::Node::Kind;
  Json out;
  if (node.kind == Kind::scalar) return scalar(node);
  if (node.kind == Kind::sequence) {
    out = Json::array();
    for (const auto& item : node.items) out.push_back(json(item));
  }
  if (node.kind == Kind::mapping) {
    out = Json::object();
    for (const auto& entry : node.entries) out[entry.key] = json(entry.value);
  }
  return out;
}

Owner owner(const Json& from) {
  return {from.at("phone"), from.at("password"), from.at("kind"), from.at("role"), from.at("answers")};
}

Officer officer(const Json& from) {
  return {from.at("role"), from.at("name"), from.at("phone"), from.at("password"), from.at("districts")};
}

Machine machine(const Json& from) {
  return {from.at("owner"), from.at("answers"), from.at("then"), from.value("reason", ""),
          from.value("remarks", Json::array())};
}

}  // namespace

Script read_script(const std::filesystem::path& file, Diagnostics& diagnostics) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  Script script;
  const auto document = yaml::parse(text.str(), file.string(), diagnostics);
  if (!document) return script;
  const Json all = json(*document);
  try {
    for (const Json& one : all.at("owners")) script.owners.push_back(owner(one));
    for (const Json& one : all.at("officers")) script.officers.push_back(officer(one));
    for (const Json& one : all.at("machines")) script.machines.push_back(machine(one));
  } catch (const Json::exception& error) {
    diagnostics.error({file.string()}, "D001", error.what());
  }
  return script;
}

}  // namespace nrmm::app::demo
