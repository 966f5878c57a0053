#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "api/json.hpp"

namespace nrmm::api {

// One message on its way out. `key` is the same for every try: the other side can tell a repetition.
struct Delivery {
  std::string key;
  std::string city;
  std::string time;  // when it was written, RFC 3339
  Json payload;      // of channel `sms`: {phone, purpose, code, event, text, words}; see docs/plugin-author
};

// What became of a message. `reason` is the gateway's code or a short word, without personal data: operators
// read it.
struct Sent {
  enum class Outcome {
    sent,
    later,    // not sent; tried again, after longer and longer pauses or after `pause`
    unknown,  // perhaps sent: never tried again by itself, shown to operators
    refused,  // not sent, and another try would end the same
  };

  Outcome outcome = Outcome::sent;
  std::string reason{};
  std::optional<std::chrono::seconds> pause{};

  static Sent sent() { return {}; }
  static Sent later(std::string reason, std::optional<std::chrono::seconds> pause = std::nullopt) {
    return {Outcome::later, std::move(reason), pause};
  }
  static Sent unknown(std::string reason) { return {Outcome::unknown, std::move(reason)}; }
  static Sent refused(std::string reason) { return {Outcome::refused, std::move(reason)}; }
};

// A way out of the server. Called by one thread at a time per server, within Host::limit(); several servers
// may share what is behind it. An exception leaves the outcome unknown, or is tried again where that does no
// harm.
class Channel {
 public:
  virtual ~Channel() = default;
  virtual Sent deliver(const Delivery& delivery) = 0;
  // A second delivery under the same key does no harm: the other side drops it, or it does not matter.
  virtual bool repeatable() const { return false; }
};

}  // namespace nrmm::api
