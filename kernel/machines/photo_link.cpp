#include "machines/photo_link.hpp"

#include <charconv>

#include "base/same_secret.hpp"

namespace nrmm::machines {

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
  return same_secret(sig, signature(city, photo, until));
}

}  // namespace nrmm::machines
