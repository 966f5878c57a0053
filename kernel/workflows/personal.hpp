#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "cities/form.hpp"
#include "storage/seal.hpp"

namespace nrmm::workflows {

// Personal values inside answers: fields of the types phone and id_number, and SMS codes while a draft holds
// them. They are sealed before they enter any row and shown masked to everybody, their owner included. A
// client that sends the masked form back keeps the stored value. Thread-safe.
class Personal {
 public:
  explicit Personal(std::shared_ptr<const storage::Seal> seal) : seal_(std::move(seal)) {}

  static bool is_personal(const cities::Field& field);
  // 138****0001, 110***********002X; anything shorter than a phone number is **** whole.
  static std::string masked(std::string_view plain);

  // Answers to store. `stored` are the sealed answers they replace (null: none).
  Json sealed(const cities::Form& form, const Json& answers, const Json& stored,
              const std::string& city) const;
  // Answers to judge or to deliver: sealed values opened.
  Json opened(const Json& answers, const std::string& city) const;
  // Answers to show: sealed values masked. Also for decision inputs, at any depth.
  Json masked(const Json& answers, const std::string& city) const;

  std::string seal(std::string_view plain, const std::string& city) const;
  std::string open(std::string_view sealed, const std::string& city) const;

 private:
  std::optional<std::string> plain(const std::string& text, const std::string& city) const;
  bool unchanged(const Json& stored, const std::string& name, const std::string& sent,
                 const std::string& city) const;

  std::shared_ptr<const storage::Seal> seal_;
};

}  // namespace nrmm::workflows
