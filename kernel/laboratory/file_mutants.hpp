#pragma once

#include <memory>
#include <string>
#include <vector>

#include "laboratory/mutants.hpp"
#include "laboratory/name_pool.hpp"
#include "laboratory/tree_change.hpp"

namespace nrmm::laboratory {

// A value in a file's tree.
struct Spot {
  Route route;
  std::string name;
  const yaml::Node* value = nullptr;
  const yaml::Entry* entry = nullptr;  // null: an item of a list, or the whole file

  Spot at(std::size_t index) const;  // an entry or item inside
  const Source& source() const { return entry ? entry->key_source : value->source; }
};

// Makes the mutants of one YAML file; the kinds of change that all values share.
class FileMutants {
 public:
  FileMutants(std::string path, yaml::Node root, std::vector<Mutant>& out);

  Spot root() const { return {{}, {}, root_.get(), nullptr}; }

  void add(const std::string& kind, const Spot& spot, const std::string& change, TreeChange apply);
  void removed(const std::string& kind, const Spot& spot);
  void replaced(const std::string& kind, const Spot& spot, yaml::Node with);
  void rewritten(const std::string& kind, const Spot& spot, std::string text);  // a scalar's text
  void renamed(const std::string& kind, const Spot& spot, std::string key);
  void swapped(const std::string& kind, const Spot& spot);  // with the next item of its list
  void wrong_type(const Spot& spot);

 private:
  std::string path_;
  std::shared_ptr<const yaml::Node> root_;
  std::vector<Mutant>& out_;
};

// What a condition, or a policy's value, can be mistaken for. `name` is the policy's.
void condition_mutants(FileMutants& file, const Spot& spot, const NamePool& names);
void policy_value_mutants(FileMutants& file, const Spot& spot, const NamePool& names,
                          const std::string& name);
void dated_values_mutants(FileMutants& file, const Spot& spot, const NamePool& names,
                          const std::string& name);

// The day before or after; the text itself where it is none.
std::string moved(const std::string& date, int days);

}  // namespace nrmm::laboratory
