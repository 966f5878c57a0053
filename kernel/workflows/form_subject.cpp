#include "workflows/form_subject.hpp"

#include "workflows/form_photos.hpp"

namespace nrmm::workflows {

const cities::Form* form_of(const cities::Pack& pack, const Case& record) {
  const cities::Workflow* workflow = pack.workflow(record.workflow);
  return workflow ? pack.form(workflow->form) : nullptr;
}

Json FormSubject::view(storage::Session& session, const cities::Pack& pack, const Case& record,
                       const Actor&) {
  const cities::Form* form = form_of(pack, record);
  return {{"answers", personal_.masked(record.answers, session.city())},
          {"photos", form ? photos_in(pack, *form, record.answers) : Json::array()}};
}

Json FormSubject::facts(storage::Session& session, const cities::Pack& pack, const Case& record) {
  return people_.facts(session, pack, record.opened_by);
}

}  // namespace nrmm::workflows
