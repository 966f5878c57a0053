#pragma once

#include "users/account_store.hpp"
#include "users/sms_codes.hpp"
#include "workflows/people.hpp"

namespace nrmm::users {

// What workflows/ and machines/ ask about accounts, answered from the accounts' rows.
class AccountPeople : public workflows::People {
 public:
  AccountPeople(const SmsCodes& codes, const PersonalNumbers& numbers) : codes_(codes), numbers_(numbers) {}

  Json facts(storage::Session& session, const cities::Pack& pack, const std::string& account) override;
  std::optional<std::string> with_phone(storage::Session& session, std::string_view phone) override;
  std::vector<workflows::Officer> officers(storage::Session&, const workflows::Office&) override;
  std::string phone_of(storage::Session& session, const std::string& account) override;
  Json answers(storage::Session& session, const cities::Pack& pack, const std::string& account) override;
  bool same_person(storage::Session& session, const std::string& a, const std::string& b) override;
  // The try is counted in the session's transaction: refuse with Problem::keep_writes.
  bool confirm_code(storage::Session& session, std::string_view phone, std::string_view purpose,
                    std::string_view code) override;
  bool code_matches(storage::Session& session, std::string_view phone, std::string_view purpose,
                    std::string_view code) override;
  void use_up_code(storage::Session& session, std::string_view phone, std::string_view purpose,
                   std::string_view code) override;

 private:
  const SmsCodes& codes_;
  const PersonalNumbers& numbers_;
};

}  // namespace nrmm::users
