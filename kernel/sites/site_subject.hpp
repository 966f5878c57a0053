#pragma once

#include "workflows/form_subject.hpp"

namespace nrmm::sites {

// Subjects of type `site`. The effect `activate_site` opens it for entries.
class SiteSubject : public workflows::FormSubject {
 public:
  using FormSubject::FormSubject;

  Json facts(storage::Session&, const cities::Pack&, const workflows::Case&) override;
  std::map<std::string, std::string> parties(storage::Session&, const cities::Pack&,
                                             const workflows::Case&) override;
  Json words(storage::Session&, const cities::Pack&, const workflows::Case&) override;
  void follow(storage::Session&, const workflows::Case& before, const workflows::Case& after) override;
  void apply(storage::Session&, const cities::Pack&, const workflows::Case&,
             const workflows::Effect& effect) override;
};

}  // namespace nrmm::sites
