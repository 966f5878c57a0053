#include "machines/photo_link.hpp"

#include <charconv>

namespace nrmm::machines {
namespace {

// In a time that does not depend on where the texts differ.
bool same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned char>(a[i] ^ b[i]);
  return difference == 0;
}

}  // namespace

std::string PhotoLink::signature(const std::string& city, const std::string& photo, std::int64_t exp) const {
  return seal_->mac(photo + "|" + std::to_string(exp), city + "/photo-link");
}

std::string PhotoLink::make(const std::string& city, const std::string& photo, std::int64_t now) const {
  const std::int64_t exp = now + kLife.count();
  return "/" + city + "/v1/photos/" + photo + "?exp=" + std::to_string(exp) +
         "&sig=" + signature(city, photo, exp);
}

bool PhotoLink::valid(const std::string& city, const std::string& photo, std::string_view exp,
                      std::string_view sig, std::int64_t now) const {
  std::int64_t until = 0;
  const auto [end, error] = std::from_chars(exp.data(), exp.data() + exp.size(), until);
  if (error != std::errc() || end != exp.data() + exp.size()) return false;
  if (until < now || until > now + kLife.count()) return false;
  return same(sig, signature(city, photo, until));
}

}  // namespace nrmm::machines
