// The channel `sms` by SendSms of Alibaba Cloud. A call is not idempotent: whatever may have reached the
// gateway without a readable answer is unknown and never repeated from here.

#include <ctime>

#include <openssl/rand.h>

#include "api/plugin.hpp"
#include "call.hpp"
#include "line.hpp"

namespace sms_aliyun {
namespace {

using nrmm::api::Delivery;
using nrmm::api::Level;

std::string now() {
  const std::time_t seconds = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

std::string new_nonce() {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) throw std::runtime_error("no random bytes");
  std::string out;
  for (const unsigned char byte : bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

struct Gateway {
  explicit Gateway(const Json& settings)
      : key{settings.at("access_key_id"), settings.at("access_key_secret")},
        sign_name(settings.at("sign_name")),
        endpoint(endpoint_of(settings.at("endpoint"))),
        signing(settings.at("signing") == "rpc" ? Signing::rpc : Signing::acs3),
        patience{seconds(settings, "connect_seconds"), seconds(settings, "answer_seconds")},
        line(endpoint, patience, settings.at("ca_file")) {}

  static std::chrono::seconds seconds(const Json& settings, const char* name) {
    const std::chrono::seconds out(settings.at(name).get<long>());
    if (out < std::chrono::seconds(1)) throw std::invalid_argument(std::string(name) + " is at least 1");
    return out;
  }

  Key key;
  std::string sign_name;
  Endpoint endpoint;
  Signing signing;
  Patience patience;
  Line line;
};

class AliyunChannel : public nrmm::api::Channel {
 public:
  AliyunChannel(nrmm::api::Host& host, Gateway gateway) : host_(host), gateway_(std::move(gateway)) {}

  Sent deliver(const Delivery& delivery) override {
    const Verdict verdict = tried(delivery);
    if (verdict.sent.outcome != Sent::Outcome::sent) tell(delivery, verdict);
    return verdict.sent;
  }

 private:
  Verdict tried(const Delivery& delivery) {
    std::string request;
    try {  // nothing is out yet: what goes wrong here may be tried again
      const Json settings = host_.settings(delivery.city);
      if (!settings.is_object()) return {Sent::refused("the city does not name sms_aliyun")};
      const auto message = message_of(settings, delivery.payload);
      if (const auto* none = std::get_if<NoMessage>(&message)) return {Sent::refused(none->reason)};
      request = request_for(std::get<Message>(message), stamp(settings, delivery.key), gateway_.endpoint,
                            gateway_.key, gateway_.signing);
    } catch (const std::exception&) {
      return {Sent::later("not made")};
    }
    return exchanged(request, !delivery.payload.value("code", "").empty());
  }

  Verdict exchanged(const std::string& request, bool is_code) {
    try {
      return verdict_of(gateway_.line.exchange(request), is_code);
    } catch (const NotSent& none) {
      return {Sent::later(none.what())};
    } catch (const Lost& lost) {
      return {Sent::unknown(lost.what())};
    }
  }

  Stamp stamp(const Json& settings, const std::string& key) const {
    const std::string own = settings.at("signature");
    return {own.empty() ? gateway_.sign_name : own, key, now(), new_nonce()};
  }

  void tell(const Delivery& delivery, const Verdict& verdict) {
    static constexpr const char* kOutcomes[] = {"sent", "later", "unknown", "refused"};
    const Json fields = {{"city", delivery.city},
                         {"key", delivery.key},
                         {"outcome", kOutcomes[static_cast<std::size_t>(verdict.sent.outcome)]},
                         {"reason", verdict.sent.reason},
                         {"gateway_request", verdict.request_id}};
    try {
      host_.log(verdict.alert ? Level::error : Level::warning, "SMS not sent", fields);
    } catch (const std::exception&) {  // the server stops; what became of the message still counts
    }
  }

  nrmm::api::Host& host_;
  Gateway gateway_;
};

class SmsAliyun : public nrmm::api::Plugin {
 public:
  void start(nrmm::api::Host& host) override {
    Gateway gateway(host.settings());
    if (gateway.patience.connect + gateway.patience.answer + std::chrono::seconds(1) > host.limit())
      throw std::invalid_argument(
          "connect_seconds and answer_seconds together are at least a second below plugins.limit");
    host.add_channel("sms", std::make_unique<AliyunChannel>(host, std::move(gateway)));
  }
};

}  // namespace
}  // namespace sms_aliyun

NRMM_PLUGIN(sms_aliyun::SmsAliyun, "sms_aliyun", "1.0.0");
