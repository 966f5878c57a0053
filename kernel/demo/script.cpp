#include "demo/script.hpp"

#include <fstream>
#include <sstream>

#include "yaml/parse.hpp"
#include "yaml/read.hpp"

namespace nrmm::demo {
namespace {

Profile profile(const Json& owner) {
  const auto from = owner.find("profile");
  if (from == owner.end()) return {};
  return {from->at("answers"), from->value("then", std::vector<std::string>{})};
}

Owner owner(const Json& from) {
  return {from.at("phone"), from.at("password"), from.at("kind"),
          from.at("role"),  from.at("answers"),  profile(from)};
}

Officer officer(const Json& from) {
  return {from.at("role"),     from.at("name"),         from.at("phone"),
          from.at("password"), from.value("email", ""), from.at("districts")};
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
  const Json all = yaml::to_json(*document);
  try {
    for (const Json& one : all.at("owners")) script.owners.push_back(owner(one));
    for (const Json& one : all.at("officers")) script.officers.push_back(officer(one));
    for (const Json& one : all.at("machines")) script.machines.push_back(machine(one));
  } catch (const Json::exception& error) {
    diagnostics.error({file.string()}, "D001", error.what());
  }
  return script;
}

}  // namespace nrmm::demo
