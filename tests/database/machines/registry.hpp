#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cities/pack_source.hpp"
#include "cluster.hpp"
#include "machines/machine_service.hpp"
#include "machines/machine_subject.hpp"
#include "photos/photo_row_store.hpp"
#include "users/people.hpp"
#include "users/sms_codes.hpp"
#include "workflows/case_service.hpp"
#include "workflows/outbox.hpp"

namespace nrmm::machines {

// The packs of the repository's folder. A test may put another revision in force; the old one stays known.
class FolderPacks : public cities::PackSource {
 public:
  FolderPacks();
  std::shared_ptr<const cities::PackSet> current() const override { return set_; }
  std::shared_ptr<const cities::Pack> revision(const std::string& city, const std::string& revision) override;

  // The city's pack changed by `change`, as a new revision in force.
  template <class Change>
  void amend(const std::string& city, const std::string& revision, Change change) {
    auto pack = std::make_shared<cities::Pack>(*set_->find(city));
    pack->revision = revision;
    change(*pack);
    put(std::move(pack));
  }

 private:
  void put(std::shared_ptr<const cities::Pack> pack);

  std::shared_ptr<cities::PackSet> set_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const cities::Pack>> all_;
};

// What became of a call: an answer or the problem it ended with.
struct Result {
  int status = 200;
  std::string code;
  Json body;      // answer, or the problem's members
  Json findings;  // [{field, code}]

  std::vector<std::string> codes_of(const std::string& field) const;
};

// The whole of cases and machines over a fresh database, called as the routes call them: each call one
// transaction of the server's role.
class Registry : public ::testing::Test {
 protected:
  Registry();
  ~Registry() override;

  std::string add_account(const std::string& name, const std::string& phone, std::vector<std::string> roles,
                          std::vector<std::string> districts = {}, const std::string& kind = "person");
  Actor actor(const std::string& account);
  std::string add_photo(const std::string& account);  // like no other
  std::string add_photo(const std::string& account, std::uint64_t look,
                        const photos::photo_row_store::Provenance& provenance = {});

  // A complete filing of the city whose uploader is the account; numbers differ from call to call.
  Json complete(const std::string& account);

  Result create(const std::string& account, const Json& answers);
  Result replace(const std::string& account, const std::string& machine, const Json& answers,
                 std::int64_t version);
  Result remove(const std::string& account, const std::string& machine);
  Result submit(const std::string& account, const std::string& machine, const std::string& code = "");
  Result machine(const std::string& account, const std::string& machine);
  Result machines(const std::string& account, const Json& query = Json::object(), int limit = 20);
  Result one_case(const std::string& account, const std::string& id);
  Result why(const std::string& account, const std::string& id);
  Result queue(const std::string& account, const Json& query = Json::object(), int limit = 20);
  Result take(const std::string& officer, const std::string& id, const std::string& transition,
              std::int64_t version, const std::string& reason = "", const Json& remarks = Json::array());

  // A filing in review; its id and its case's.
  struct Filed {
    std::string machine, record;
    std::int64_t version = 0;  // of the case
  };
  Filed file(const std::string& account, const Json& changes = Json::object());

  Json rows(const std::string& sql);  // as a superuser
  std::int64_t count(const std::string& sql) { return static_cast<std::int64_t>(rows(sql).size()); }
  void shift_clock(const std::string& interval);

  std::string city_ = "chongqing";
  std::string district_ = "500106", other_district_ = "500107";
  std::filesystem::path home_;
  testing::TestDatabase place_ = testing::Cluster::instance().fresh_database();
  storage::Database database_{{.dsn = place_.dsn, .pool = 12, .acquire_timeout = std::chrono::seconds(60)}};
  FolderPacks packs_;
  std::shared_ptr<const storage::Seal> seal_;
  workflows::Personal personal_;
  workflows::OutboxWriter outbox_;
  users::PersonalNumbers numbers_;
  users::SmsCodes codes_;
  users::AccountPeople people_;
  workflows::Subjects subjects_;
  workflows::Notices notices_;
  workflows::CaseService cases_;
  log::Logger log_{log::Level::error};
  MachineSubject subject_;
  MachineFacts facts_;
  MachineService service_;

  std::shared_ptr<const cities::Pack> pack() { return packs_.current()->find(city_); }
  using Work = std::function<Json(const workflows::Call&)>;
  Result call(const std::string& account, const Work& work);

 private:
  http::Reach reach_of(const Actor& actor) const;
  std::atomic<int> numbers_given_ = 0, photos_taken_ = 0;
};

}  // namespace nrmm::machines
