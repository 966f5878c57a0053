#pragma once

#include <chrono>
#include <cstddef>

namespace nrmm::users {

// Cost of one password hash (Argon2id). The defaults are OWASP's smallest; 19 MiB keeps two at once small
// beside the database.
struct PasswordCost {
  unsigned long long passes = 2;
  std::size_t memory_kib = 19 * 1024;
  int at_once = 2;  // hashing never takes more cores than this
  int queue = 16;   // waiting beyond it: 503
  std::chrono::milliseconds patience{3000};
};

// How often codes may be asked for and guessed. 10 codes a day with 5 tries each of 10^6 give a guesser less
// than 10^-4 a day per phone.
struct SmsLimits {
  std::chrono::seconds valid{600};
  int tries = 5;
  int per_phone_minute = 1;
  int per_phone_day = 10;
  int per_address_minute = 60;
  int per_address_hour = 600;
  int per_city_hour = 5000;  // a budget: beyond it somebody pays for an attack
};

// Wrong passwords slow the next try down and never lock an account.
struct SignInLimits {
  int free_failures = 5;            // per login and address within the window
  int free_failures_anywhere = 50;  // per login from all addresses
  int per_address = 200;            // failures of one address over all logins
  std::chrono::seconds window{900};
  std::chrono::seconds longest_delay{30};
};

// How many messages go out before a question must be answered for the next one.
struct ChallengeLimits {
  int free_per_phone_day = 3;
  int free_per_address_hour = 40;
  int free_per_city_hour = 1000;
};

// Wrong codes of a second factor, counted for the account.
struct SecondFactorLimits {
  int tries = 5;
  std::chrono::seconds window{900};
};

// More than this at once is more than one person has: sessions begun within the window that still run.
struct SharedUseLimits {
  int sessions = 4;
  int addresses = 2;
  std::chrono::seconds window{7200};
};

struct Settings {
  PasswordCost password;
  SmsLimits sms;
  SignInLimits sign_in;
  ChallengeLimits challenge;
  SecondFactorLimits second_factor;
  SharedUseLimits shared_use;
  bool officers_need_second_factor = false;
  std::chrono::seconds session_lifetime{std::chrono::hours{24 * 7}};
  std::chrono::seconds officer_session_lifetime{std::chrono::hours{12}};
  std::chrono::seconds session_rest{std::chrono::hours{24 * 3}};  // unused for so long it ends
  std::chrono::seconds officer_session_rest{std::chrono::hours{2}};
  std::chrono::seconds initial_password_lifetime{std::chrono::hours{24 * 14}};
};

}  // namespace nrmm::users
