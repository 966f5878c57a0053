#pragma once

#include <map>
#include <string>
#include <vector>

#include "demo/client.hpp"
#include "demo/load.hpp"
#include "demo/sms_inbox.hpp"

namespace nrmm::demo {

// A step that an officer takes in a case.
struct Decision {
  std::string step, reason;
  Json remarks = Json::array();
};

// A first password, and what its holder puts in its place.
struct FirstPassword {
  std::string login, initial, own, email;
};

// The city in which a demonstration plays: calls to it, telephones, officers at their desks. For one thread.
class Stage {
 public:
  Stage(std::string city, const LoadSettings& settings);

  const std::string& city() const { return city_; }
  Client& client() { return client_; }
  SmsInbox& inbox() { return inbox_; }
  void say(const std::string& text) const;

  // The answer's body. Throws std::runtime_error that names what was refused.
  Json expect(int status, const Answer& answer, const std::string& what) const;

  // Both answer a token.
  std::string sign_in(const std::string& login, const std::string& password);
  std::string first_sign_in(const FirstPassword& first);

  // The contract's keys say which fields hold photos; the script gives them names to draw. Each number gives
  // other pictures.
  Json with_photos(Json answers, const std::string& token, std::size_t number);

  void seat(const Officer& officer, const std::string& token);
  // Tokens of who may look at it: the district's officer, then the city's.
  std::vector<std::string> desks_of(const std::string& district) const;
  // By the first of the desks that may take the step.
  void review(const std::string& case_id, const std::vector<std::string>& desks, const Decision& decision);

 private:
  std::string photo(const std::string& name, const std::string& token, std::size_t number);
  void take(const std::string& case_id, const std::string& desk, const Answer& seen, const Decision& decision,
            const Json& offered);

  std::string city_;
  const LoadSettings& settings_;
  Client client_;
  SmsInbox inbox_;
  std::map<std::string, std::string> desks_;  // officers' tokens by district; "" is the whole city
};

}  // namespace nrmm::demo
