#include <algorithm>

#include "cities/loading.hpp"
#include "cities/node_values.hpp"

namespace nrmm::cities {
namespace {

using yaml::Node;

District read_district(Loading& loading, const Definition& definition) {
  const Node& body = definition.body;
  const std::string what = "district `" + definition.name + "`";
  yaml::check_complete(body, *kDistricts.schema, what, loading.diagnostics);
  District out;
  out.id = definition.name;
  out.source = definition.source;
  out.name = text_at(body, "name");
  out.code = text_at(body, "code");
  out.province = text_at(body, "province");
  out.from = date_at(body, "from");
  out.to = date_at(body, "to");
  out.successors = texts_at(body, "successors");
  out.office_name = text_at(mapping_at(body, "office"), "name");
  out.office_phone = text_at(mapping_at(body, "office"), "phone");
  out.basis = read_basis(loading, body, nullptr, what);
  return out;
}

// A policy's text as the nearest pack states it; the codes' alphabet and province do not change by date.
std::string stated_policy(const Loading& loading, std::string_view name) {
  const auto found = loading.of(kPolicies).find(name);
  if (found == loading.of(kPolicies).end()) return {};
  const Node* value = found->second.body.find("value");
  return value && value->is_scalar() && !value->is_plain("none") ? value->text : std::string();
}

bool at_once(const District& a, const District& b) {
  const bool a_first = a.to && b.from && *a.to < *b.from;
  const bool b_first = b.to && a.from && *b.to < *a.from;
  return !a_first && !b_first;
}

class DistrictCheck {
 public:
  explicit DistrictCheck(Loading& loading)
      : loading_(loading),
        alphabet_(stated_policy(loading, "code.alphabet")),
        province_(stated_policy(loading, "code.province_char")) {}

  void run() {
    const std::vector<District>& all = loading_.pack.districts;
    for (std::size_t i = 0; i < all.size(); ++i) {
      check_code(all[i]);
      check_successors(all[i]);
      for (std::size_t j = 0; j < i; ++j) check_pair(all[i], all[j]);
    }
  }

 private:
  void refuse(const Source& source, const std::string& message) {
    loading_.diagnostics.error(source, "P017", message);
  }
  const Node& body(const District& district) const {
    return loading_.of(kDistricts).find(district.id)->second.body;
  }
  bool in_alphabet(const std::string& text) const {
    return alphabet_.empty() || text.find_first_not_of(alphabet_) == std::string::npos;
  }

  void check_code(const District& one) {
    const Source source = source_of(body(one), "code");
    if (!one.code.empty() && (one.code.size() != 2 || !in_alphabet(one.code)))
      refuse(source, "code `" + one.code + "` is not two characters of " + alphabet_);
    if (!one.province.empty() && (one.province.size() != 1 || !in_alphabet(one.province)))
      refuse(source_of(body(one), "province"),
             "province `" + one.province + "` is not one character of " + alphabet_);
    if (one.province.empty() && province_.empty())
      refuse(one.source, "district `" + one.id + "` has no province, and code.province_char says none");
    if (one.to && one.from && *one.to < *one.from)
      refuse(source_of(body(one), "to"), "district `" + one.id + "` ends before it begins");
  }

  void check_pair(const District& later, const District& earlier) {
    if (later.code.empty() || later.code != earlier.code || later.province != earlier.province) return;
    if (at_once(later, earlier))
      refuse(source_of(body(later), "code"),
             "code `" + later.code + "` is district `" + earlier.id + "`'s at the same time");
  }

  void check_successors(const District& one) {
    const Node& successors = mapping_at(body(one), "successors");
    for (const Node& item : successors.items) {
      if (!loading_.pack.district(item.text))
        loading_.unknown(item.source, "district", item.text, loading_.names_of(kDistricts));
    }
  }

  Loading& loading_;
  std::string alphabet_, province_;
};

}  // namespace

void load_districts(Loading& loading) {
  for (const Definition& definition : loading.own().of(kDistricts))
    loading.pack.districts.push_back(read_district(loading, definition));
  DistrictCheck(loading).run();
}

}  // namespace nrmm::cities
