#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "api/channel.hpp"
#include "base/json.hpp"
#include "metrics/histogram.hpp"
#include "storage/database.hpp"
#include "storage/seal.hpp"

namespace nrmm::workflows {

namespace outbox_store {
struct Waiting;
}

using api::Delivery;
using api::Sent;

// A way out of the server, as the outbox uses it; kernel/api says what its calls mean.
class Channel : public api::Channel {
 public:
  // false: its messages wait for now, without counting as tried.
  virtual bool ready() { return true; }
};

// Puts messages into the outbox within the session's transaction, the whole payload sealed. Thread-safe.
class OutboxWriter {
 public:
  explicit OutboxWriter(std::shared_ptr<const storage::Seal> seal) : seal_(std::move(seal)) {}

  // For channel `sms` the payload is {phone, purpose, code, event, text, words}: docs/plugin-author.
  void put(storage::Session& session, const std::string& channel, const Json& payload) const;

 private:
  std::shared_ptr<const storage::Seal> seal_;
};

struct OutboxSettings {
  std::chrono::milliseconds poll{500};
  std::chrono::seconds lease{300};  // a batch that has not ended by then is taken over by another server
  std::chrono::seconds longest_pause{3600};
  int most_tries = 20;  // then the message is given up and stays, failed, for the operator
};

// Delivers what committed transactions left in the outbox, each channel on a thread of its own: a gateway
// that is slow delays no other channel's messages. A try is recorded before the channel is called and
// its outcome after it. Where the server died in between, a repeatable channel sees the key again; the
// message of another one counts as unknown.
class Outbox {
 public:
  using Cities = std::function<std::vector<std::string>()>;

  Outbox(storage::Database& database, std::shared_ptr<const storage::Seal> seal, Cities cities,
         OutboxSettings settings = {});
  ~Outbox();  // stop()

  void add(std::string name, std::unique_ptr<Channel> channel);  // before start()
  void start();
  void wake();  // something was written; without it the next poll finds it
  void stop();  // returns when the running deliveries have ended

  // What became of tries since the start, by channel; a message that is given up counts as refused.
  struct Tries {
    metrics::Counter sent, later, refused, unknown;
  };
  const Tries& tries(const std::string& channel) const { return ways_.at(channel).tries; }
  std::vector<std::string> channels() const;

  // One round (at most 20 messages) over one city, on the caller's thread. Returns how many were tried.
  int run_once(const std::string& city);

 private:
  using Names = std::vector<std::string>;

  void loop(const Names& channels);
  int run_once(const std::string& city, const Names& channels);
  bool stopping();
  Names ready(const Names& channels);
  void try_one(const std::string& city, const outbox_store::Waiting& waiting);
  Sent deliver(const std::string& city, const outbox_store::Waiting& waiting);
  void record(storage::Session& session, const outbox_store::Waiting& waiting, const Sent& sent);
  Sent::Outcome outcome(const outbox_store::Waiting& waiting, const Sent& sent) const;
  void count(const outbox_store::Waiting& waiting, const Sent& sent);
  long pause(int tries) const;

  storage::Database& database_;
  std::shared_ptr<const storage::Seal> seal_;
  Cities cities_;
  OutboxSettings settings_;
  struct Way {
    std::unique_ptr<Channel> channel;
    Tries tries;
  };
  std::map<std::string, Way> ways_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable woken_;
  unsigned written_ = 0;  // how often wake() was called
  bool stopping_ = false;
};

}  // namespace nrmm::workflows
