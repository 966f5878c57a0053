// Passports that anybody shows: what is read is in the one form it may have, and only what a key signed is
// its.
#include <cstring>
#include <vector>

#include <sodium.h>

#include "base/digest.hpp"
#include "passport/signing_key.hpp"
#include "passport/token.hpp"
#include "passport/trust.hpp"
#include "target.hpp"

namespace nrmm::fuzz {
namespace {

const passport::SigningKey& signer() {
  static const passport::SigningKey key = [] {
    require(sodium_init() >= 0, "libsodium starts");
    storage::Key seed(static_cast<unsigned char*>(sodium_malloc(storage::kKeyBytes)));
    std::memset(seed.get(), 1, storage::kKeyBytes);
    return passport::SigningKey(seed);
  }();
  return key;
}

void run_text(std::string_view text) {
  const auto token = passport::read(text);
  if (!token) return;
  require(text.size() <= passport::kLongest && token->content.serial.size() == 8, "within its bounds");
  const std::string bytes = token->signed_part.substr(passport::kMark.size()) + token->signature;
  require(std::string(passport::kMark) + base64url(bytes) == text, "one text for one token");
  const std::string ours = passport::write(token->content, signer());
  const auto again = passport::read(ours);
  require(again && again->content == token->content, "decode of encode");
  require(!passport::signed_by(*token, signer().public_key()) || ours == text,
          "signed by us is written by us");
  const std::vector<passport::TrustedKey> keys = {{"", signer().public_key()}};
  const passport::Trust trust(keys);
  const Date issued = token->content.issued_on;
  require(trust.read(text, issued).valid() == (ours == text), "valid is what we wrote");
  require(!trust.read(text, issued.plus_days(31), 30).valid(), "too old");
}

}  // namespace

void run(std::string_view input) {
  run_text(input);
  run_text(std::string(passport::kMark) + base64url(input));
}

}  // namespace nrmm::fuzz
