#pragma once

#include <cstring>
#include <string>

#include <gtest/gtest.h>
#include <sodium.h>

#include "passport/signing_key.hpp"
#include "passport/token.hpp"

namespace nrmm::passport {

// The pair of keys that come from 32 times the same byte.
inline SigningKey key_of(unsigned char byte) {
  EXPECT_GE(sodium_init(), 0);
  storage::Key seed(static_cast<unsigned char*>(sodium_malloc(storage::kKeyBytes)));
  std::memset(seed.get(), byte, storage::kKeyBytes);
  return SigningKey(seed);
}

inline Date day(const char* iso) { return *Date::parse(iso); }

inline const Content kMachine{"town", "3", "GA000001", *Date::parse("2026-11-27")};

}  // namespace nrmm::passport
