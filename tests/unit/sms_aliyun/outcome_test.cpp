#include "outcome.hpp"

#include <gtest/gtest.h>

namespace sms_aliyun {
namespace {

using Outcome = Sent::Outcome;

Verdict verdict(int status, const std::string& code, bool is_code = true) {
  return verdict_of({status, R"({"Message":"13900000001","RequestId":"R-1","Code":")" + code + "\"}"},
                    is_code);
}

TEST(SmsAliyunOutcome, OnlyOkIsSent) {
  EXPECT_EQ(verdict_of({200, R"({"Code":"OK","BizId":"9^0","Message":"OK"})"}, true).sent.outcome,
            Outcome::sent);
  EXPECT_EQ(verdict(500, "OK").sent.outcome, Outcome::unknown);
}

// X115: the status may be 200 all the same.
TEST(SmsAliyunOutcome, AnErrorIsReadByItsCodeWhateverTheStatus) {
  for (const int status : {200, 400, 500}) {
    const Verdict refused = verdict(status, "isv.MOBILE_NUMBER_ILLEGAL");
    EXPECT_EQ(refused.sent.outcome, Outcome::refused);
    EXPECT_EQ(refused.sent.reason, "isv.MOBILE_NUMBER_ILLEGAL");
    EXPECT_EQ(refused.request_id, "R-1");
    EXPECT_FALSE(refused.alert);
    EXPECT_EQ(verdict(status, "isp.SYSTEM_ERROR").sent.outcome, Outcome::later);
  }
}

TEST(SmsAliyunOutcome, WhatPassesIsTriedAgain) {
  for (const char* code : {"isp.SYSTEM_ERROR", "Throttling.User", "Throttling", "isv.BUSINESS_LIMIT_CONTROL"})
    EXPECT_EQ(verdict(400, code).sent.outcome, Outcome::later) << code;
  EXPECT_EQ(verdict(400, "Throttlings").sent.outcome, Outcome::refused);
}

TEST(SmsAliyunOutcome, TheLimitOfANumberIsWaitedForAsLongAsTheMessageIsWorth) {
  EXPECT_EQ(verdict(200, "isv.BUSINESS_LIMIT_CONTROL", true).sent.pause, std::chrono::minutes(1));
  EXPECT_EQ(verdict(200, "isv.BUSINESS_LIMIT_CONTROL", false).sent.pause, std::chrono::hours(1));
}

TEST(SmsAliyunOutcome, WhatBelongsToTheMessageIsRefused) {
  for (const char* code :
       {"isv.MOBILE_COUNT_OVER_LIMIT", "isv.SMS_TEMPLATE_ILLEGAL", "isv.TEMPLATE_MISSING_PARAMETERS",
        "isv.PARAM_LENGTH_LIMIT", "isv.BLACK_KEY_CONTROL_LIMIT", "isv.NEVER_HEARD_OF"}) {
    EXPECT_EQ(verdict(200, code).sent.outcome, Outcome::refused) << code;
    EXPECT_FALSE(verdict(200, code).alert) << code;
  }
}

TEST(SmsAliyunOutcome, WhatConcernsEveryMessageIsAnAlert) {
  for (const char* code : {"isv.OUT_OF_SERVICE", "isv.AMOUNT_NOT_ENOUGH", "isv.DAY_LIMIT_CONTROL",
                           "isv.SMS_SIGNATURE_ILLEGAL"}) {
    EXPECT_EQ(verdict(200, code).sent.outcome, Outcome::refused) << code;
    EXPECT_TRUE(verdict(200, code).alert) << code;
  }
  for (const char* code : {"SignatureDoesNotMatch", "InvalidTimeStamp.Expired", "isp.RAM_PERMISSION_DENY"}) {
    EXPECT_EQ(verdict(400, code).sent.outcome, Outcome::later) << code;
    EXPECT_TRUE(verdict(400, code).alert) << code;
  }
}

// The gateway's front fails before or behind SendSms: a message is not lost for it, nor sent twice.
TEST(SmsAliyunOutcome, WhatFailsOutsideSendSmsIsNotTheMessagesFault) {
  EXPECT_EQ(verdict(503, "ServiceUnavailable").sent.outcome, Outcome::later);
  EXPECT_EQ(verdict(500, "InternalError").sent.outcome, Outcome::unknown);
}

// Our nonces are new for every call: one that is known says that this call has been there before.
TEST(SmsAliyunOutcome, ACallThatArrivedTwiceIsUnknown) {
  EXPECT_EQ(verdict(400, "SignatureNonceUsed").sent.outcome, Outcome::unknown);
}

TEST(SmsAliyunOutcome, AnswersThatSayNothing) {
  for (const char* body : {"", "OK", "<html>", "[]", R"({"Code":7})", R"({"Code":""})", R"({"Code":"OK)",
                           R"({"Code":"13900000001 x"})", "\xff"}) {
    EXPECT_EQ(verdict_of({200, body}, true).sent.outcome, Outcome::unknown) << body;
    EXPECT_EQ(verdict_of({200, body}, true).sent.reason, "unreadable answer") << body;
  }
  EXPECT_EQ(verdict_of({502, "<html>"}, true).sent.outcome, Outcome::unknown);
  EXPECT_EQ(verdict_of({504, ""}, true).sent.outcome, Outcome::unknown);
  EXPECT_EQ(verdict_of({302, ""}, true).sent.outcome, Outcome::unknown);
  EXPECT_EQ(verdict_of({503, ""}, true).sent.outcome, Outcome::later);
  EXPECT_EQ(verdict_of({429, ""}, true).sent.outcome, Outcome::later);
  EXPECT_EQ(verdict_of({404, ""}, true).sent.outcome, Outcome::refused);
}

}  // namespace
}  // namespace sms_aliyun
