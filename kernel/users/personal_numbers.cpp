#include "users/personal_numbers.hpp"

namespace nrmm::users {
namespace {

std::string place(std::string_view city, std::string_view what) {
  return std::string(city) + "/" + std::string(what);
}

}  // namespace

std::string PersonalNumbers::sealed(std::string_view city, std::string_view plain) const {
  return seal_->seal(plain, place(city, "account"));
}

std::string PersonalNumbers::opened(std::string_view city, std::string_view sealed) const {
  return sealed.empty() ? std::string() : seal_->open(sealed, place(city, "account"));
}

std::string PersonalNumbers::phone_mac(std::string_view city, std::string_view phone) const {
  return mac(city, "phone", phone);
}

std::string PersonalNumbers::id_number_mac(std::string_view city, std::string_view number) const {
  return mac(city, "id_number", number);
}

std::string PersonalNumbers::mac(std::string_view city, std::string_view what, std::string_view value) const {
  return seal_->mac(value, place(city, what));
}

}  // namespace nrmm::users
