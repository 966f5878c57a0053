#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace nrmm::cities {

// A fact a rule or condition may name, and the values it can have where those are listed.
struct Fact {
  std::string name;
  std::vector<std::string> values;  // empty: free (text, number, date); only present/absent may be asked
  enum class Of { account, machine, site, movement, any } of = Of::any;
};

// A policy the kernel reads, with the type it wants.
struct PolicyNeed {
  std::string name;
  std::string type;
};

// A form the kernel asks for: always, where a policy has a value, or only if the pack has it.
struct FormNeed {
  std::string form;
  std::string policy, value;  // empty: always
};

// The names that packs may use. Higher folders and plugins register theirs before packs load, so that `pack
// check` knows every name while cities/ knows none of them. Fill it on one thread; it is read-only
// afterwards.
class Catalogue {
 public:
  void add_party(std::string name) { parties_.insert(std::move(name)); }
  void add_role(std::string name, bool reviews) {
    if (reviews) reviewing_roles_.insert(name);
    roles_.insert(std::move(name));
  }
  void add_subject(std::string name) { subjects_.insert(std::move(name)); }
  void add_effect(std::string name) { effects_.insert(std::move(name)); }
  void add_fact(Fact fact) { facts_[fact.name] = std::move(fact); }
  void need_policy(PolicyNeed need) { policies_.push_back(std::move(need)); }
  void need_form(FormNeed need) { forms_.push_back(std::move(need)); }
  void need_form(std::string name) { need_form(FormNeed{std::move(name), {}, {}}); }
  void offer_form(std::string name) {
    offered_forms_.insert(std::move(name));
  }                                                                   // asked for where a pack has it
  void need_text(std::string key) { texts_.insert(std::move(key)); }  // message keys the kernel looks up
  // A placeholder of a text; the key `notice.*` stands for all texts of that area.
  void add_placeholder(std::string key, std::string placeholder);
  // The text's placeholders are told only where the policy (names of facts) lists them.
  void guard_placeholders(std::string key, std::string policy);
  void add_sms_purpose(std::string name) { sms_purposes_.insert(std::move(name)); }
  void add_plugin(std::string name) { plugins_.insert(std::move(name)); }  // one of kind cpp that runs here

  const std::set<std::string>& parties() const { return parties_; }
  const std::set<std::string>& roles() const { return roles_; }
  const std::set<std::string>& reviewing_roles() const { return reviewing_roles_; }  // may decide cases
  const std::set<std::string>& subjects() const { return subjects_; }
  const std::set<std::string>& effects() const { return effects_; }
  const std::map<std::string, Fact>& facts() const { return facts_; }
  const std::vector<PolicyNeed>& policies() const { return policies_; }
  const std::vector<FormNeed>& forms() const { return forms_; }
  bool knows_form(const std::string& name) const;  // needed or offered
  const std::set<std::string>& texts() const { return texts_; }
  const std::set<std::string>& placeholders(const std::string& key) const;
  const std::map<std::string, std::string>& placeholder_guards() const { return guards_; }
  const std::set<std::string>& sms_purposes() const { return sms_purposes_; }
  const std::set<std::string>& plugins() const { return plugins_; }

 private:
  std::set<std::string> parties_, roles_, reviewing_roles_, subjects_, effects_, offered_forms_, texts_,
      sms_purposes_, plugins_;
  std::map<std::string, Fact> facts_;
  std::vector<PolicyNeed> policies_;
  std::vector<FormNeed> forms_;
  std::map<std::string, std::set<std::string>> placeholders_;
  std::map<std::string, std::string> guards_;
};

}  // namespace nrmm::cities
