#include "fakes.hpp"

#include <stdexcept>

namespace nrmm::testing {
namespace {

class FakeWork : public http::Work {
 public:
  FakeWork(FakeWorks& works, std::string city) : works_(works), city_(std::move(city)) {}

  std::optional<Actor> authenticate(std::string_view token) override {
    for (const Actor& actor : works_.actors) {
      if (actor.account == token) return actor;
    }
    return std::nullopt;
  }
  void begin_writing(std::optional<http::Repeatable> repeatable) override {
    works_.log.push_back("begin");
    works_.repeatable = repeatable;
    if (works_.kept && repeatable) throw http::Answered{*works_.kept};
  }
  storage::Session& session() override { throw std::logic_error("no database here"); }
  void commit(const std::optional<http::Kept>& keep) override {
    works_.log.push_back(keep ? "commit+keep" : "commit");
    if (keep) works_.kept = keep;
  }
  void rollback() noexcept override { works_.log.push_back("rollback"); }
  void keep_refusal(const http::Kept& refusal) override {
    works_.log.push_back("keep");
    works_.kept = refusal;
  }

 private:
  FakeWorks& works_;
  std::string city_;
};

}  // namespace

FakePacks::FakePacks() {
  auto pack = std::make_shared<cities::Pack>();
  pack->id = "somewhere";
  pack->name = "某市";
  pack->messages["case.claimed"] = "该件已由{by}受理。";
  pack->messages["request.not_found"] = "本市没有。";
  set_->cities["somewhere"] = pack;
}

std::unique_ptr<http::Work> FakeWorks::open(const std::string& city, const std::string&) {
  return std::make_unique<FakeWork>(*this, city);
}

Actor actor(const std::string& account, std::vector<std::string> roles) {
  Actor actor;
  actor.city = "somewhere";
  actor.account = account;
  actor.roles = std::move(roles);
  return actor;
}

Bench::Bench(const std::string& permissions)
    : router({&packs, &works, nullptr, limits}, http::Permissions::parse(permissions, "test")) {}

http::Outgoing Bench::send(const std::string& method, const std::string& target, const std::string& body,
                           std::vector<std::pair<std::string, std::string>> headers) {
  FakeBody source(body);
  http::Incoming incoming{method, target, {}, "192.0.2.7", &source};
  for (auto& [name, value] : headers) incoming.headers.add(name, value);
  if (!body.empty() && !incoming.headers.find("Content-Type"))
    incoming.headers.add("Content-Type", "application/json");
  return router.answer(incoming);
}

}  // namespace nrmm::testing
