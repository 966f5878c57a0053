#include "demo/script.hpp"

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "yaml/parse.hpp"
#include "yaml/read.hpp"

namespace nrmm::demo {
namespace {

constexpr std::size_t kOwnDigits = 2, kHundred = 100;

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

SiteManager site_manager(const Json& from) {
  return {from.at("phone"), from.at("password"), from.value("kind", "enterprise"), from.value("email", ""),
          from.value("answers", Json::object())};
}

Site site(const Json& from) {
  Site made;
  made.manager = site_manager(from.at("manager"));
  made.answers = from.at("answers");
  made.then = from.at("then").get<std::vector<std::string>>();
  made.reason = from.value("reason", made.reason);
  made.remarks = from.value("remarks", made.remarks);
  for (const Json& one : from.value("recorders", Json::array()))
    made.recorders.push_back({one.at("name"), one.at("phone"), one.value("account", "")});
  return made;
}

Movements movements(const Json& from) {
  Movements group;
  group.sites = from.at("sites").get<std::vector<std::size_t>>();
  group.machines = from.at("machines");
  group.count = from.at("count");
  group.stay = from.value("stay", group.stay);
  if (const auto hours = from.find("hours_ago"); hours != from.end()) {
    group.from_hours_ago = hours->at(0);
    group.to_hours_ago = hours->at(1);
  }
  group.entry = from.value("entry", group.entry);
  group.exit = from.value("exit", group.exit);
  group.at_point = from.value("at_point", group.at_point);
  group.overlap = from.value("overlap", group.overlap);
  return group;
}

// Machines of a document, each with the ones before it.
class Machines {
 public:
  explicit Machines(const Json& document)
      : numbered_(document.value("numbered", std::vector<std::string>{})) {
    for (const Json& one : document.at("owners"))
      filing_[one.at("phone")] = one.value("filing", Json::object());
  }

  void add(const Json& from) {
    Machine made = from.contains("like") ? like(from) : written_out(from);
    made.then = from.at("then").get<std::vector<std::string>>();
    made.reason = from.value("reason", made.reason);
    made.remarks = from.value("remarks", made.remarks);
    all.push_back(std::move(made));
  }

  std::vector<Machine> all;

 private:
  static Machine written_out(const Json& from) {
    Machine made;
    made.owner = from.at("owner");
    made.answers = from.at("answers");
    return made;
  }

  Machine like(const Json& from) const {
    const auto place = from.at("like").get<std::size_t>();
    if (place == 0 || place > all.size())
      throw std::out_of_range("machines: like: " + std::to_string(place) + " is not written out before");
    Machine made = all[place - 1];
    made.owner = from.at("owner");
    if (const auto known = filing_.find(made.owner); known != filing_.end())
      made.answers.update(known->second);
    for (const std::string& field : numbered_)
      if (const auto at = made.answers.find(field); at != made.answers.end())
        *at = own_number(at->get<std::string>());
    made.answers.update(from.value("set", Json::object()));
    return made;
  }

  std::string own_number(const std::string& text) const {
    std::string digits = std::to_string(kHundred + (all.size() + 1) % kHundred).substr(1);
    return text.size() < kOwnDigits ? digits : text.substr(0, text.size() - kOwnDigits) + digits;
  }

  std::vector<std::string> numbered_;
  std::map<std::string, Json> filing_;  // by phone
};

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
    Machines machines(all);
    for (const Json& one : all.at("machines")) machines.add(one);
    script.machines = std::move(machines.all);
    for (const Json& one : all.value("sites", Json::array())) script.sites.push_back(site(one));
    for (const Json& one : all.value("movements", Json::array())) script.movements.push_back(movements(one));
  } catch (const std::exception& error) {
    diagnostics.error({file.string()}, "D001", error.what());
  }
  return script;
}

}  // namespace nrmm::demo
