#include "sites/site_subject.hpp"

#include <stdexcept>

#include "sites/site_store.hpp"

namespace nrmm::sites {

using workflows::Case;

Json SiteSubject::facts(storage::Session& session, const cities::Pack& pack, const Case& record) {
  Json facts = FormSubject::facts(session, pack, record);
  if (const auto site = site_store::find(session, record.subject_id))
    facts["site_state"] = fact_of(site->state);
  return facts;
}

std::map<std::string, std::string> SiteSubject::parties(storage::Session&, const cities::Pack&,
                                                        const Case& record) {
  return {{kManager, record.owner}};
}

Json SiteSubject::words(storage::Session& session, const cities::Pack&, const Case& record) {
  const auto site = site_store::find(session, record.subject_id);
  return site ? Json{{"site_name", site->name}} : Json::object();
}

void SiteSubject::follow(storage::Session& session, const Case&, const Case& after) {
  site_store::set_state(session, after.subject_id, state_in(after.phase), after.id);
}

void SiteSubject::apply(storage::Session& session, const cities::Pack&, const Case& record,
                        const workflows::Effect& effect) {
  if (effect.name != "activate_site")
    throw std::logic_error("a site has no effect " + std::string(effect.name));
  site_store::set_state(session, record.subject_id, SiteState::active, record.id);
}

}  // namespace nrmm::sites
