#include "line.hpp"

#include <gtest/gtest.h>

#include "local_gateway.hpp"

namespace sms_aliyun {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

const std::string kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody";
const Patience kShort{milliseconds(2000), milliseconds(300)};

std::string lost(const Line& line) {
  try {
    return "answered " + std::to_string(line.exchange("POST / HTTP/1.1\r\n\r\n").status);
  } catch (const Lost& lost) {
    return std::string("lost: ") + lost.what();
  } catch (const NotSent& none) {
    return std::string("not sent: ") + none.what();
  }
}

Endpoint at(const LocalGateway& gateway, bool tls, const std::string& host = "127.0.0.1") {
  return {tls, host, gateway.port(), "/"};
}

TEST(SmsAliyunLine, CarriesACallAndItsAnswer) {
  LocalGateway gateway({kAnswer});
  EXPECT_EQ(lost(Line(at(gateway, false), kShort, "")), "answered 200");
  EXPECT_EQ(gateway.heard(), "POST / HTTP/1.1\r\n\r\n");
}

TEST(SmsAliyunLine, WithoutAConnectionNothingIsSent) {
  std::uint16_t port = 0;
  {
    const LocalGateway gone({kAnswer});
    port = gone.port();
  }
  EXPECT_EQ(lost(Line({false, "127.0.0.1", port, "/"}, kShort, "")), "not sent: connect");
  EXPECT_TRUE(
      lost(Line({false, "no-such-host.invalid", port, "/"}, kShort, "")).starts_with("not sent: name"));
}

TEST(SmsAliyunLine, WhatIsCutOffIsLost) {
  LocalGateway gateway({"HTTP/1.1 200 OK\r\nContent-Le"});
  EXPECT_EQ(lost(Line(at(gateway, false), kShort, "")), "lost: connection closed");
  LocalGateway nonsense({"SSH-2.0\r\n\r\n"});
  EXPECT_EQ(lost(Line(at(nonsense, false), kShort, "")), "lost: unreadable answer");
}

// The patience is for the whole answer: a byte now and then does not renew it.
TEST(SmsAliyunLine, AnAnswerByDropsEndsWithThePatience) {
  const std::vector<std::string> drops(200, "H");
  for (const bool tls : {false, true}) {
    LocalGateway gateway(drops, milliseconds(50), tls);
    const Line line(at(gateway, tls, "localhost"), kShort, tls ? gateway.certificate_file() : "");
    const auto began = steady_clock::now();
    EXPECT_EQ(lost(line), "lost: timeout");
    EXPECT_LT(steady_clock::now() - began, milliseconds(5000));
  }
}

// Whoever cannot show a certificate for the name that we trust gets no phone and no code.
TEST(SmsAliyunLine, OnlyATrustedCertificateOfTheNameIsSpokenTo) {
  LocalGateway gateway({kAnswer}, milliseconds(0), true);
  EXPECT_EQ(lost(Line(at(gateway, true, "localhost"), kShort, "")), "not sent: certificate");
  EXPECT_EQ(lost(Line(at(gateway, true, "127.0.0.1"), kShort, gateway.certificate_file())),
            "not sent: certificate");
  EXPECT_EQ(gateway.heard(), "");
  EXPECT_EQ(lost(Line(at(gateway, true, "localhost"), kShort, gateway.certificate_file())), "answered 200");
  EXPECT_EQ(gateway.heard(), "POST / HTTP/1.1\r\n\r\n");
}

TEST(SmsAliyunLine, ACertificateFileThatIsNotThereIsAnError) {
  EXPECT_ANY_THROW(Line({true, "localhost", 1, "/"}, kShort, "/nonexistent.pem"));
}

}  // namespace
}  // namespace sms_aliyun
