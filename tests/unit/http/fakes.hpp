#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/problem.hpp"
#include "http/router.hpp"

namespace nrmm::testing {

class FakeBody : public http::BodySource {
 public:
  explicit FakeBody(std::string bytes) : bytes_(std::move(bytes)) {}
  bool empty() const override { return bytes_.empty(); }
  std::string read(std::size_t limit) override {
    if (bytes_.size() > limit) throw Problem(413, "request.too_large");
    return bytes_;
  }

 private:
  std::string bytes_;
};

// One city "somewhere" with a text of its own.
class FakePacks : public http::PackSource {
 public:
  FakePacks();
  std::shared_ptr<const cities::PackSet> current() const override { return set_; }
  std::shared_ptr<const cities::Pack> revision(const std::string&, const std::string&) override {
    return nullptr;
  }

 private:
  std::shared_ptr<cities::PackSet> set_ = std::make_shared<cities::PackSet>();
};

// Tokens are actors' names; what the router does with transactions is written down.
class FakeWorks : public http::WorkSource {
 public:
  std::unique_ptr<http::Work> open(const std::string& city, const std::string& who) override;

  std::vector<Actor> actors;
  std::vector<std::string> log;  // begin, commit, commit+keep, rollback, keep
  std::optional<http::Kept> kept;
  std::optional<http::Repeatable> repeatable;
};

Actor actor(const std::string& account, std::vector<std::string> roles);

// A router over fakes, with the permissions given as text.
struct Bench {
  explicit Bench(const std::string& permissions);

  http::Outgoing send(const std::string& method, const std::string& target, const std::string& body = "",
                      std::vector<std::pair<std::string, std::string>> headers = {});
  static Json json(const http::Outgoing& answer) { return parse_json(answer.body); }

  FakePacks packs;
  FakeWorks works;
  http::BodyLimits limits{3000, 4000};
  http::Router router;
};

}  // namespace nrmm::testing
