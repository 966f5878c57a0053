#include "message.hpp"

#include <gtest/gtest.h>

namespace sms_aliyun {
namespace {

const Json kSettings = {{"codes", {{"default", {"SMS_1", "code"}}, {"bind", {"SMS_2", "code", "minutes"}}}},
                        {"notices", {{"returned", {"SMS_3", "reason", "count"}}, {"plain", "SMS_4"}}}};

Json code_for(const std::string& purpose) {
  return {{"phone", "13900000001"},
          {"purpose", purpose},
          {"code", "123456"},
          {"text", "验证码"},
          {"words", {{"code", "123456"}, {"minutes", 10}}}};
}

Json notice(const std::string& event, const Json& words) {
  return {{"phone", "13900000001"}, {"purpose", "notice"}, {"code", ""},
          {"event", event},         {"text", "请补正"},    {"words", words}};
}

Message made(const Json& payload) { return std::get<Message>(message_of(kSettings, payload)); }
std::string reason(const Json& payload, const Json& settings = kSettings) {
  return std::get<NoMessage>(message_of(settings, payload)).reason;
}

TEST(SmsAliyunMessage, TheTemplateIsThePurposesOrTheDefault) {
  const Message bind = made(code_for("bind"));
  EXPECT_EQ(bind.phone, "13900000001");
  EXPECT_EQ(bind.template_code, "SMS_2");
  EXPECT_EQ(bind.parameters, Json({{"code", "123456"}, {"minutes", "10"}}));
  const Message other = made(code_for("register"));
  EXPECT_EQ(other.template_code, "SMS_1");
  EXPECT_EQ(other.parameters, Json({{"code", "123456"}}));
}

TEST(SmsAliyunMessage, ANoticeGivesTheTemplateNoMoreThanItAsksFor) {
  const Message out = made(notice("returned", {{"reason", "照片不清"}, {"count", 2}, {"name", "张三"}}));
  EXPECT_EQ(out.template_code, "SMS_3");
  EXPECT_EQ(out.parameters, Json({{"reason", "照片不清"}, {"count", "2"}}));
  EXPECT_EQ(made(notice("plain", {})).parameters, Json::object());
}

TEST(SmsAliyunMessage, TheWholeTextCanBeAVariable) {
  const Json settings = {{"notices", {{"default", {"SMS_5", "text"}}}}};
  EXPECT_EQ(std::get<Message>(message_of(settings, notice("any", {}))).parameters["text"], "请补正");
}

TEST(SmsAliyunMessage, WithoutTemplateOrValueThereIsNone) {
  Json nobody = code_for("bind");
  nobody["phone"] = "";
  EXPECT_EQ(reason(nobody), "no phone");
  EXPECT_EQ(reason(notice("approved", {})), "no template for approved");
  EXPECT_EQ(reason(notice("returned", {{"reason", nullptr}, {"count", 1}})),
            "no `reason` for the template of returned");
  EXPECT_EQ(reason(code_for("bind"), {{"codes", Json::object()}}), "no template for bind");
}

}  // namespace
}  // namespace sms_aliyun
