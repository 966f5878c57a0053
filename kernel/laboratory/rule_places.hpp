#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "laboratory/filing_outcome.hpp"
#include "laboratory/pack_chain.hpp"

namespace nrmm::laboratory {

// Where two packs say what stands behind a trait. Not thread-safe.
class RulePlaces {
 public:
  struct Side {
    const cities::PackFiles& files;
    const cities::Pack& pack;
  };
  RulePlaces(Side before, Side after);

  // The place of what the two state differently, in the changed pack where it states it at all; where nothing
  // known differs, of the rule itself. Empty where it is not known.
  Source of(const std::string& form, const Trait::Key& key, Date on);

 private:
  struct View {  // one pack
    PackChain chain;
    const cities::PackFiles& files;
    const cities::Pack& pack;
  };
  // What a place says in one pack: where, and all of it as text.
  using Said = std::pair<Source, std::string>;

  std::vector<Place> behind(const View&, const std::string& form, const Trait::Key&) const;
  void behind_field(const View&, const std::string& form, const std::string& field, const std::string& code,
                    std::vector<Place>& out) const;
  void behind_rule(const View&, const std::string& rule, std::vector<Place>& out) const;
  static Said said(const View&, const Place&);
  Source found(const std::string& form, const Trait::Key& key, Date on) const;
  Source other_value(const std::vector<Place>& behind, Date on) const;

  View before_, after_;
  std::map<std::pair<std::string, Trait::Key>, Source> known_;
};

}  // namespace nrmm::laboratory
