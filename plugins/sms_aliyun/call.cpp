#include "call.hpp"

namespace sms_aliyun {
namespace {

constexpr const char* kAction = "SendSms";
constexpr const char* kVersion = "2017-05-25";

Fields fields_of(const Message& message, const Stamp& stamp) {
  Fields out = {{"PhoneNumbers", message.phone},
                {"SignName", stamp.sign_name},
                {"TemplateCode", message.template_code},
                {"OutId", stamp.key}};
  if (!message.parameters.empty()) out["TemplateParam"] = nrmm::api::text_of(message.parameters);
  return out;
}

Fields rpc_signed(Fields query, const Stamp& stamp, const Key& key) {
  query.merge(Fields{{"AccessKeyId", key.id},
                     {"Action", kAction},
                     {"Version", kVersion},
                     {"Format", "JSON"},
                     {"SignatureMethod", "HMAC-SHA1"},
                     {"SignatureVersion", "1.0"},
                     {"SignatureNonce", stamp.nonce},
                     {"Timestamp", stamp.time}});
  query["Signature"] = rpc_signature(rpc_string_to_sign("POST", query), key);
  return query;
}

std::string written(const Call& call) {
  std::string out = call.method + " " + call.path + "?" + query_of(call.query) + " HTTP/1.1\r\n";
  for (const auto& [name, value] : call.headers) out += name + ": " + value + "\r\n";
  return out + "accept: application/json\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
}

}  // namespace

std::string request_for(const Message& message, const Stamp& stamp, const Endpoint& endpoint, const Key& key,
                        Signing signing) {
  Call call{"POST", endpoint.path, fields_of(message, stamp), {{"host", endpoint.authority()}}};
  if (signing == Signing::rpc) {
    call.query = rpc_signed(std::move(call.query), stamp, key);
    return written(call);
  }
  call.headers.merge(Fields{{"x-acs-action", kAction},
                            {"x-acs-version", kVersion},
                            {"x-acs-date", stamp.time},
                            {"x-acs-signature-nonce", stamp.nonce}});
  call = complete(std::move(call));
  call.headers["authorization"] = authorization(call, key);
  return written(call);
}

}  // namespace sms_aliyun
