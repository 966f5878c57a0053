#include "reply.hpp"

#include <gtest/gtest.h>

#include "endpoint.hpp"

namespace sms_aliyun {
namespace {

const std::string kHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const std::string kWhole = kHead + "Content-Length: 4\r\n\r\nbody";

TEST(SmsAliyunReply, IsThereWhenItIsWhole) {
  for (std::size_t size = 0; size < kWhole.size(); ++size)
    EXPECT_FALSE(answer_in(std::string_view(kWhole).substr(0, size), true)) << size;
  const auto answer = answer_in(kWhole, false);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "body");
}

// X115: a gateway that answers twice has answered.
TEST(SmsAliyunReply, ASecondAnswerIsNotLookedAt) {
  EXPECT_EQ(answer_in(kWhole + "HTTP/1.1 500 Oh\r\n\r\n", false)->body, "body");
}

TEST(SmsAliyunReply, Chunks) {
  const std::string head = kHead + "Transfer-Encoding: Chunked\r\n\r\n";
  EXPECT_FALSE(answer_in(head + "3\r\nbod\r\n1", true));
  EXPECT_FALSE(answer_in(head + "3\r\nbo", true));
  EXPECT_EQ(answer_in(head + "3\r\nbod\r\n1;x=y\r\ny\r\n0\r\n\r\n", false)->body, "body");
}

TEST(SmsAliyunReply, WithoutALengthTheEndOfTheConnectionEndsIt) {
  EXPECT_FALSE(answer_in(kHead + "\r\nbo", false));
  EXPECT_EQ(answer_in(kHead + "\r\nbody", true)->body, "body");
}

TEST(SmsAliyunReply, TheAnswerFollowsWhatOnlyAnnouncesIt) {
  EXPECT_FALSE(answer_in("HTTP/1.1 100 Continue\r\n\r\n", false));
  EXPECT_EQ(answer_in("HTTP/1.1 100 Continue\r\n\r\n" + kWhole, false)->body, "body");
}

TEST(SmsAliyunReply, WhatIsNoHttpIsUnreadable) {
  EXPECT_THROW(answer_in("SSH-2.0\r\n\r\n", false), Unreadable);
  EXPECT_THROW(answer_in("HTTP/1.1 abc\r\n\r\n", false), Unreadable);
  EXPECT_THROW(answer_in(kHead + "Content-Length: many\r\n\r\n", false), Unreadable);
  EXPECT_THROW(answer_in(kHead + "Content-Length: 99999999\r\n\r\n", false), Unreadable);
  EXPECT_THROW(answer_in(kHead + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", false), Unreadable);
  EXPECT_THROW(answer_in(std::string(1 << 20, 'x'), false), Unreadable);
}

TEST(SmsAliyunEndpoint, IsHttpsOrThisMachine) {
  const Endpoint usual = endpoint_of("https://dysmsapi.aliyuncs.com");
  EXPECT_TRUE(usual.tls);
  EXPECT_EQ(usual.authority(), "dysmsapi.aliyuncs.com");
  EXPECT_EQ(usual.path, "/");
  EXPECT_EQ(endpoint_of("https://sms.example.cn:8443/v1").authority(), "sms.example.cn:8443");
  EXPECT_EQ(endpoint_of("http://127.0.0.1:9000").authority(), "127.0.0.1:9000");
  for (const char* wrong : {"http://sms.example.cn", "ftp://sms.example.cn", "https://", "sms.example.cn",
                            "https://me:secret@sms.example.cn", "https://sms.example.cn/?a=b", ""})
    EXPECT_THROW(endpoint_of(wrong), std::invalid_argument) << wrong;
}

}  // namespace
}  // namespace sms_aliyun
