#include "http/database_work.hpp"

#include "base/problem.hpp"

namespace nrmm::http {
namespace {

class DatabaseWork : public Work {
 public:
  DatabaseWork(storage::Database& database, Authenticator& authenticator, const IdempotencyStore& store,
               std::string city, std::string who)
      : database_(database),
        authenticator_(authenticator),
        store_(store),
        city_(std::move(city)),
        who_(std::move(who)) {}

  std::optional<Actor> authenticate(std::string_view token) override {
    storage::Session session = database_.session(city_);
    return authenticator_.authenticate(session, city_, token);
  }

  void begin_writing(std::optional<Repeatable> repeatable) override {
    rollback();
    writing_ = true;
    repeatable_ = std::move(repeatable);
  }

  storage::Session& session() override {
    if (session_) return *session_;
    open();
    if (!repeatable_) return *session_;
    if (auto before = store_.take(*session_, *repeatable_)) {
      rollback();
      throw Answered{std::move(*before)};
    }
    return *session_;
  }

  void commit(const std::optional<Kept>& keep) override {
    if (!session_ && !keep) return;
    session();
    if (keep) {
      store_.keep(*session_, *repeatable_, *keep);
    } else if (repeatable_) {
      store_.give_back(*session_, *repeatable_);
    }
    if (transaction_) transaction_->commit();
    rollback();
  }

  void rollback() noexcept override {
    transaction_.reset();
    session_.reset();
  }

  void keep_refusal(const Kept& refusal) override {
    open();
    if (!store_.take(*session_, *repeatable_)) store_.keep(*session_, *repeatable_, refusal);
    transaction_->commit();
    rollback();
  }

 private:
  void open() {
    session_.emplace(database_.session(city_, who_));
    if (writing_) transaction_.emplace(*session_);
  }

  storage::Database& database_;
  Authenticator& authenticator_;
  const IdempotencyStore& store_;
  std::string city_;
  std::string who_;
  bool writing_ = false;
  std::optional<Repeatable> repeatable_;
  std::optional<storage::Session> session_;
  std::optional<storage::Transaction> transaction_;
};

}  // namespace

DatabaseWorks::DatabaseWorks(storage::Database& database, Authenticator& authenticator,
                             std::shared_ptr<const storage::Seal> seal)
    : database_(database), authenticator_(authenticator), seal_(std::move(seal)), store_(*seal_) {}

std::unique_ptr<Work> DatabaseWorks::open(const std::string& city, const std::string& who) {
  return std::make_unique<DatabaseWork>(database_, authenticator_, store_, city, who);
}

}  // namespace nrmm::http
