#include "signing.hpp"

#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace sms_aliyun {
namespace {

constexpr std::string_view kScheme = "ACS3-HMAC-SHA256";

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::string sha256(std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  if (EVP_Digest(text.data(), text.size(), digest, &length, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("no SHA-256");
  return {reinterpret_cast<const char*>(digest), length};
}

std::string hmac(const EVP_MD* of, std::string_view secret, std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  if (!HMAC(of, secret.data(), static_cast<int>(secret.size()),
            reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest, &length))
    throw std::runtime_error("no HMAC");
  return {reinterpret_cast<const char*>(digest), length};
}

std::string base64(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // EVP_EncodeBlock ends with a NUL
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string names_of(const Fields& headers) {
  std::string out;
  for (const auto& [name, value] : headers) out += (out.empty() ? "" : ";") + name;
  return out;
}

}  // namespace

std::string encoded(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    const auto byte = static_cast<unsigned char>(c);
    if (plain)
      out += c;
    else
      out.append({'%', kDigits[byte >> 4], kDigits[byte & 15]});
  }
  return out;
}

std::string query_of(const Fields& fields) {
  std::string out;
  for (const auto& [name, value] : fields)
    out += (out.empty() ? "" : "&") + encoded(name) + "=" + encoded(value);
  return out;
}

Call complete(Call call) {
  call.headers["x-acs-content-sha256"] = hex(sha256(call.body));
  return call;
}

std::string canonical_request(const Call& call) {
  std::string out = call.method + "\n" + call.path + "\n" + query_of(call.query) + "\n";
  for (const auto& [name, value] : call.headers) out += name + ":" + trimmed(value) + "\n";
  return out + "\n" + names_of(call.headers) + "\n" + call.headers.at("x-acs-content-sha256");
}

std::string string_to_sign(const std::string& canonical_request) {
  return std::string(kScheme) + "\n" + hex(sha256(canonical_request));
}

std::string signature(const std::string& string_to_sign, const Key& key) {
  return hex(hmac(EVP_sha256(), key.secret, string_to_sign));
}

std::string authorization(const Call& call, const Key& key) {
  return std::string(kScheme) + " Credential=" + key.id + ",SignedHeaders=" + names_of(call.headers) +
         ",Signature=" + signature(string_to_sign(canonical_request(call)), key);
}

std::string rpc_string_to_sign(std::string_view method, const Fields& query) {
  return std::string(method) + "&%2F&" + encoded(query_of(query));
}

std::string rpc_signature(const std::string& string_to_sign, const Key& key) {
  return base64(hmac(EVP_sha1(), key.secret + "&", string_to_sign));
}

}  // namespace sms_aliyun
