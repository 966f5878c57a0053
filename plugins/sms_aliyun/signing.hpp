#pragma once

#include <map>
#include <string>
#include <string_view>

// The two ways of signing a call, as pure functions. Names are sorted by their bytes.
namespace sms_aliyun {

using Fields = std::map<std::string, std::string>;

struct Key {
  std::string id, secret;
};

// By RFC 3986: all but A-Z a-z 0-9 - _ . ~ becomes %XX.
std::string encoded(std::string_view text);
// name=value&…, both encoded.
std::string query_of(const Fields& fields);

// ── acs3: signed headers ──

struct Call {
  std::string method, path;
  Fields query;
  Fields headers;  // to be signed; names in small letters
  std::string body{};
};

// With the header x-acs-content-sha256, which belongs to every call.
Call complete(Call call);
std::string canonical_request(const Call& complete_call);
std::string string_to_sign(const std::string& canonical_request);
std::string signature(const std::string& string_to_sign, const Key& key);  // hexadecimal
// The value of the header Authorization.
std::string authorization(const Call& complete_call, const Key& key);

// ── rpc: a signed query ──

std::string rpc_string_to_sign(std::string_view method, const Fields& query);
std::string rpc_signature(const std::string& string_to_sign, const Key& key);  // base64

}  // namespace sms_aliyun
