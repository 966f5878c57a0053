#include "passport/signing_key.hpp"

#include <new>

namespace nrmm::passport {

SigningKey::SigningKey(const storage::Key& seed)
    : secret_(static_cast<unsigned char*>(sodium_malloc(crypto_sign_SECRETKEYBYTES))),
      public_key_(crypto_sign_PUBLICKEYBYTES, '\0') {
  static_assert(crypto_sign_SEEDBYTES == storage::kKeyBytes);
  if (!secret_) throw std::bad_alloc();
  crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(public_key_.data()), secret_.get(), seed.get());
}

std::string SigningKey::sign(std::string_view message) const {
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                       reinterpret_cast<const unsigned char*>(message.data()), message.size(), secret_.get());
  return signature;
}

}  // namespace nrmm::passport
