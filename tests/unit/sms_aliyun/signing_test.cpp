#include "signing.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "api/json.hpp"
#include "call.hpp"

namespace sms_aliyun {
namespace {

// Published by the gateway and computed apart from this program; each vector says which.
std::vector<Json> vectors(const std::string& scheme) {
  std::ifstream file(std::string(NRMM_SOURCE_DIR) + "/tests/unit/sms_aliyun/vectors.json");
  std::vector<Json> out;
  for (const Json& each : Json::parse(file))
    if (each.at("scheme") == scheme) out.push_back(each);
  return out;
}

TEST(SmsAliyunSigning, SignedHeadersAsInEveryVector) {
  const auto all = vectors("acs3-hmac-sha256");
  ASSERT_EQ(all.size(), 2u);
  for (const Json& vector : all) {
    SCOPED_TRACE(vector.at("name").get<std::string>());
    const Key key{vector.at("access_key_id"), vector.at("secret")};
    const Call call = complete({vector.at("method"), vector.at("path"), vector.at("query").get<Fields>(),
                                vector.at("headers").get<Fields>(), vector.at("body")});
    EXPECT_EQ(canonical_request(call), vector.at("canonical_request"));
    EXPECT_EQ(string_to_sign(canonical_request(call)), vector.at("string_to_sign"));
    EXPECT_EQ(signature(vector.at("string_to_sign"), key), vector.at("signature"));
    EXPECT_EQ(authorization(call, key), vector.at("authorization"));
  }
}

TEST(SmsAliyunSigning, SignedQueriesAsInEveryVector) {
  const auto all = vectors("aliyun-rpc-v1");
  ASSERT_EQ(all.size(), 2u);
  for (const Json& vector : all) {
    SCOPED_TRACE(vector.at("name").get<std::string>());
    const auto query = vector.at("params").get<Fields>();
    EXPECT_EQ(query_of(query), vector.at("canonical_query"));
    const std::string to_sign = rpc_string_to_sign(vector.at("method").get<std::string>(), query);
    EXPECT_EQ(to_sign, vector.at("string_to_sign"));
    EXPECT_EQ(rpc_signature(to_sign, {"", vector.at("secret")}), vector.at("signature"));
  }
}

TEST(SmsAliyunSigning, WhatUrlsReserveIsEncoded) {
  EXPECT_EQ(encoded("aZ0-_.~"), "aZ0-_.~");
  EXPECT_EQ(encoded(" +*/%&="), "%20%2B%2A%2F%25%26%3D");
  EXPECT_EQ(encoded("签"), "%E7%AD%BE");
}

TEST(SmsAliyunSigning, BlanksAroundAHeaderAreNotSigned) {
  Call call{"POST", "/", {}, {{"host", "  a.cn\t"}}};
  EXPECT_EQ(canonical_request(complete(call)).find("host:a.cn\n"), std::string("POST\n/\n\n").size());
}

// The secret is in what is signed only; the message's key goes along, so that receipts can be told apart.
TEST(SmsAliyunSigning, ACallHoldsTheKeyOfTheMessageAndNoSecret) {
  const Message message{"13900000001", "SMS_1", {{"code", "123456"}}};
  const Stamp stamp{"本市", "key-1", "2024-01-01T00:00:00Z", "nonce"};
  const Endpoint endpoint{true, "sms.example.cn", 8443, "/"};
  for (const Signing signing : {Signing::acs3, Signing::rpc}) {
    const std::string text = request_for(message, stamp, endpoint, {"id", "hidden"}, signing);
    EXPECT_EQ(text.find("hidden"), std::string::npos);
    EXPECT_NE(text.find("OutId=key-1"), std::string::npos);
    EXPECT_NE(text.find("TemplateParam=%7B%22code%22%3A%22123456%22%7D"), std::string::npos);
    EXPECT_NE(text.find("\r\nhost: sms.example.cn:8443\r\n"), std::string::npos);
    EXPECT_TRUE(text.ends_with("\r\n\r\n"));
  }
}

}  // namespace
}  // namespace sms_aliyun
