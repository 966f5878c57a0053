#include "cities/standard_catalogue.hpp"

#include "base/text.hpp"
#include "yaml/schema.hpp"

namespace nrmm::cities {
namespace {

void add_text(const KernelName& row, Catalogue& out) {
  const std::string key(row.name);
  if (!key.ends_with('*')) out.need_text(key);
  for (const std::string& placeholder : yaml::words(row.detail)) out.add_placeholder(key, placeholder);
}

void add_form(const KernelName& row, Catalogue& out) {
  const auto condition = split(row.detail, '=');
  if (row.detail == "offered") {
    out.offer_form(std::string(row.name));
  } else if (condition.size() == 2) {
    out.need_form({std::string(row.name), condition[0], condition[1]});
  } else {
    out.need_form(std::string(row.name));
  }
}

void add(const KernelName& row, Catalogue& out) {
  using Kind = KernelName::Kind;
  std::string name(row.name);
  switch (row.kind) {
    case Kind::party:
      return out.add_party(std::move(name));
    case Kind::role:
      return out.add_role(std::move(name), row.detail == kReviews);
    case Kind::subject:
      return out.add_subject(std::move(name));
    case Kind::effect:
      return out.add_effect(std::move(name));
    case Kind::fact:
      return out.add_fact({std::move(name), yaml::words(row.detail), row.of});
    case Kind::policy:
      return out.need_policy({std::move(name), std::string(row.detail)});
    case Kind::sms_purpose:
      return out.add_sms_purpose(std::move(name));
    case Kind::form:
      return add_form(row, out);
    case Kind::text:
      return add_text(row, out);
  }
}

Catalogue all() {
  Catalogue out;
  for (const auto& table : {kernel_people(), kernel_facts(), kernel_policies(), kernel_texts()})
    for (const KernelName& row : table) add(row, out);
  out.guard_placeholders("gate.present_elsewhere", "entry.show_other_site");
  return out;
}

}  // namespace

const Catalogue& standard_catalogue() {
  static const Catalogue kCatalogue = all();
  return kCatalogue;
}

}  // namespace nrmm::cities
