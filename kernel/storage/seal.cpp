#include "storage/seal.hpp"

#include <array>
#include <stdexcept>

#include <sodium.h>

#include "base/digest.hpp"
#include "storage/key_files.hpp"

namespace nrmm::storage {

namespace {

// s1.<key id>.<base64url of nonce and ciphertext>
constexpr std::string_view kMark = "s1.";
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

struct Parts {
  std::string_view id;
  std::string_view body;  // base64url
};

Parts split(std::string_view sealed) {
  if (!sealed.starts_with(kMark)) return {};
  const std::size_t dot = sealed.find('.', kMark.size());
  if (dot == std::string_view::npos) return {};
  return {sealed.substr(kMark.size(), dot - kMark.size()), sealed.substr(dot + 1)};
}

}  // namespace

struct Seal::Keys : KeyFiles {};

Seal::Seal(std::unique_ptr<Keys> keys) : keys_(std::move(keys)) {}
Seal::~Seal() = default;

std::shared_ptr<const Seal> Seal::read(const std::filesystem::path& folder, bool create) {
  return std::shared_ptr<const Seal>(new Seal(std::make_unique<Keys>(Keys{read_key_files(folder, create)})));
}

std::string Seal::seal(std::string_view plain, std::string_view context) const {
  const auto& [id, key] = *keys_->sealing.rbegin();
  std::string out(kNonce + plain.size() + kTag, '\0');
  randombytes_buf(out.data(), kNonce);
  unsigned long long length = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(out) + kNonce, &length, bytes(plain), plain.size(),
                                             bytes(context), context.size(), nullptr, bytes(out), key.get());
  return std::string(kMark) + id + "." + base64url(out);
}

std::string Seal::open(std::string_view sealed, std::string_view context) const {
  const Parts parts = split(sealed);
  const auto key = keys_->sealing.find(std::string(parts.id));
  if (key == keys_->sealing.end()) throw std::runtime_error("a sealed value whose key is not here");
  const std::string body = from_base64url(parts.body).value_or("");
  if (body.size() < kNonce + kTag) throw std::runtime_error("a sealed value that is damaged");
  std::string plain(body.size() - kNonce - kTag, '\0');
  unsigned long long length = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(plain), &length, nullptr, bytes(body) + kNonce,
                                                 body.size() - kNonce, bytes(context), context.size(),
                                                 bytes(body), key->second.get()) != 0)
    throw std::runtime_error("a sealed value that is damaged or stands in another place");
  return plain;
}

// The context's length goes in first, so that no two pairs of context and value hash the same text.
std::string Seal::mac(std::string_view plain, std::string_view context) const {
  const std::string text = std::to_string(context.size()) + ":" + std::string(context) + std::string(plain);
  std::array<unsigned char, 32> hash;
  crypto_generichash(hash.data(), hash.size(), bytes(text), text.size(), keys_->mac.get(), kKeyBytes);
  std::string out(hash.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), hash.data(), hash.size());
  out.pop_back();
  return out;
}

bool Seal::is_sealed(std::string_view value) const {
  const Parts parts = split(value);
  return !parts.id.empty() && from_base64url(parts.body).value_or("").size() >= kNonce + kTag;
}

}  // namespace nrmm::storage
