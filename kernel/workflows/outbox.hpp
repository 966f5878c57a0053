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

#include "base/json.hpp"
#include "storage/database.hpp"
#include "storage/seal.hpp"

namespace nrmm::workflows {

namespace outbox_store {
struct Waiting;
}

// One message on its way out. `key` is the same for every try: the other side can tell a repetition.
struct Delivery {
  std::string key;
  std::string city;
  std::string time;  // when it was written, RFC 3339
  Json payload;      // opened
};

// A way out of the server. Throws std::exception to have it tried again later. Called by one thread at a time
// per server; several servers may share the channel.
class Channel {
 public:
  virtual ~Channel() = default;
  virtual void deliver(const Delivery& delivery) = 0;
};

// Puts messages into the outbox within the session's transaction, the whole payload sealed. Thread-safe.
class OutboxWriter {
 public:
  explicit OutboxWriter(std::shared_ptr<const storage::Seal> seal) : seal_(std::move(seal)) {}

  // For channel `sms` the payload is {phone, purpose, code, text}; code is empty for notices.
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

// Delivers what committed transactions left in the outbox. A try is recorded before the channel is called and
// the success after it, so a channel sees a key twice only when the server died in between.
class Outbox {
 public:
  using Cities = std::function<std::vector<std::string>()>;

  Outbox(storage::Database& database, std::shared_ptr<const storage::Seal> seal, Cities cities,
         OutboxSettings settings = {});
  ~Outbox();  // stop()

  void add(std::string name, std::unique_ptr<Channel> channel);  // before start()
  void start();
  void wake();  // something was written; without it the next poll finds it
  void stop();  // returns when the running delivery has ended

  // One round (at most 20 messages) over one city, on the caller's thread. Returns how many were tried.
  int run_once(const std::string& city);

 private:
  void loop();
  bool stopping();
  void try_one(const std::string& city, const outbox_store::Waiting& waiting);
  long pause(int tries) const;

  storage::Database& database_;
  std::shared_ptr<const storage::Seal> seal_;
  Cities cities_;
  OutboxSettings settings_;
  std::map<std::string, std::unique_ptr<Channel>> channels_;
  std::vector<std::string> names_;  // of the channels; others' messages wait
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool pending_ = false;
  bool stopping_ = false;
};

}  // namespace nrmm::workflows
