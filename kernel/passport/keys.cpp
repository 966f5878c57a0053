#include "passport/keys.hpp"

#include <charconv>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "base/digest.hpp"
#include "base/text.hpp"

namespace nrmm::passport {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCurrent = "passport-";
constexpr std::string_view kRetired = "retired-passport-";

fs::path file_of(const fs::path& folder, std::string_view prefix, const std::string& number) {
  return folder / (std::string(prefix) + number + std::string(storage::kKeySuffix));
}

// `<public key as base64url> <YYYY-MM-DD>`
TrustedKey read_retired(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  const auto words = split(trim(text), ' ');
  const auto key = from_base64url(words.front());
  const auto until = words.size() == 2 ? Date::parse(words.back()) : std::nullopt;
  if (!key || key->size() != crypto_sign_PUBLICKEYBYTES || !until)
    throw std::runtime_error("key " + file.string() + ": it does not hold a public key and a day");
  return {"", *key, until};
}

void retire(const fs::path& folder, const std::string& number, const SigningKey& key, Date until) {
  storage::write_private(file_of(folder, kRetired, number),
                         base64url(key.public_key()) + " " + until.iso() + "\n");
}

std::string number_after(const std::string& number) {
  int last = 0;
  const char* const end = number.data() + number.size();
  if (!number.empty() && std::from_chars(number.data(), end, last).ptr != end)
    throw std::runtime_error("a key file has no number: " + number);
  char next[16];
  std::snprintf(next, sizeof next, "%04d", last + 1);
  return next;
}

}  // namespace

Keys Keys::read(const fs::path& folder) {
  Keys keys;
  if (!fs::exists(folder)) return keys;
  const auto current = storage::read_keys(folder, kCurrent);
  if (!current.empty()) keys.signing_.emplace(current.rbegin()->second);
  for (const std::string& number : storage::key_numbers(folder, kRetired))
    keys.retired_.emplace(number, read_retired(file_of(folder, kRetired, number)));
  return keys;
}

std::vector<TrustedKey> Keys::trusted() const {
  std::vector<TrustedKey> all;
  if (signing_) all.push_back({"", signing_->public_key(), std::nullopt});
  for (auto each = retired_.rbegin(); each != retired_.rend(); ++each) all.push_back(each->second);
  return all;
}

// In this order: cut off anywhere, what was signed stays good and one key signs. What came back with a
// restored folder and was retired already keeps its day.
void rotate(const fs::path& folder, Date until) {
  const auto current = storage::read_keys(folder, kCurrent);
  for (const auto& [number, seed] : current) {
    const bool signs = number == current.rbegin()->first;
    if (signs || !fs::exists(file_of(folder, kRetired, number)))
      retire(folder, number, SigningKey(seed), until);
  }
  const auto numbers = storage::key_numbers(folder, kRetired);
  storage::create_key(file_of(folder, kCurrent, number_after(numbers.empty() ? "" : *numbers.rbegin())));
  for (const auto& [number, seed] : current) fs::remove(file_of(folder, kCurrent, number));
}

}  // namespace nrmm::passport
