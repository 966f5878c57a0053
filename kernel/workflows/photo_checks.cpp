#include <set>

#include "photos/photo_reuse_store.hpp"
#include "photos/photo_row_store.hpp"
#include "workflows/form_photos.hpp"

namespace nrmm::workflows {
namespace {

using cities::Field;

constexpr const char* kUnproven = "photos.unproven";
constexpr const char* kDocument = "document";  // papers of a person or firm recur in every filing of theirs
constexpr const char* kCamera = "camera";
constexpr const char* kIgnore = "ignore";

// Finds at most one fault of each kind in a field, however many photos it has.
class PhotoFaults {
 public:
  PhotoFaults(storage::Session& session, const PhotoCheck& check, cities::Judgement& judged)
      : session_(session),
        check_(check),
        judged_(judged),
        shown_(photos_in(check.pack, check.form, judged.answers)) {}

  void run() {
    std::vector<std::string> ids;
    for (const Json& photo : shown_) ids.push_back(photo["id"]);
    const auto own = photos::photo_row_store::uploaded_by(session_, ids, check_.accounts);
    origins_ = photos::photo_row_store::origins(session_, {own.begin(), own.end()});
    for (const Json& photo : shown_) {
      const Field& field = *check_.form.field(photo["field"].get<std::string>());
      const auto id = photo["id"].get<std::string>();
      if (own.contains(id)) {
        look_at(field, id);
      } else {
        add(field, "photo", kRefuse);
      }
    }
  }

 private:
  void look_at(const Field& field, const std::string& id) {
    if (field.photo_source == kCamera) {
      const auto& origin = origins_[id];
      if (origin.live_for != live_for(check_.form, field))
        add(field, "photo_live", level(kUnproven), kUnproven);
      if (!origin.doubts.empty()) add(field, "photo_doubt", kFlag);
    }
    const std::string reused = level(kReused);
    if (field.photo_source == kDocument || reused == kIgnore) return;
    if (photos::photo_reuse_store::first_use(session_, id, check_.subject, check_.owner))
      add(field, "photo_reused", reused, kReused);
  }

  std::string level(const char* policy) const { return check_.pack.text_policy(policy, check_.date); }

  void add(const Field& field, const char* code, const std::string& level, const char* policy = nullptr) {
    if (!found_.insert(field.name + "." + code).second) return;
    Finding made = field_finding(check_.pack, check_.form, field, code, level);
    if (policy) {
      made.rule = policy;
      made.basis = check_.pack.policies.find(policy)->second.on(check_.date).basis.text;
      made.inputs = {{field.name, judged_.answers[field.name]}};
    }
    (level == kRefuse ? judged_.errors : judged_.flags).push_back(std::move(made));
  }

  storage::Session& session_;
  const PhotoCheck& check_;
  cities::Judgement& judged_;
  Json shown_;
  std::map<std::string, photos::photo_row_store::Origin> origins_;
  std::set<std::string> found_;
};

}  // namespace

void check_photos(storage::Session& session, const PhotoCheck& check, cities::Judgement& judged) {
  PhotoFaults(session, check, judged).run();
}

}  // namespace nrmm::workflows
