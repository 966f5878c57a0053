#include "http/default_texts.hpp"

#include <map>

namespace nrmm::http {
namespace {

const std::map<std::string_view, const char*> kByCode = {
    {"request.malformed", "提交的内容无法识别。"},
    {"request.unknown_key", "提交的内容含有未知项。"},
    {"request.duplicate_key", "提交的内容有重复项。"},
    {"request.type", "提交的内容类型不对。"},
    {"request.missing", "提交的内容缺少必要项。"},
    {"request.too_long", "提交的内容过长。"},
    {"request.limit", "每页条数应为1到100。"},
    {"request.not_found", "没有找到。"},
    {"request.method", "不支持这种操作。"},
    {"request.idempotency_required", "请求缺少幂等键，请刷新后再试。"},
    {"request.idempotency_reused", "同一次请求的内容前后不同，请刷新后再试。"},
    {"request.unsettled", "服务中断，无法确认本次操作是否已生效；请稍后原样重试，不会重复办理。"},
    {"photo.no_space", "照片存储空间不足，照片未保存，请稍后再试。"},
    {"photo.not_stored", "照片未能保存，请稍后再试。"},
    {"account.password_change_required", "首次登录请先修改初始密码。"},
};

const std::map<int, const char*> kByStatus = {
    {400, "提交的内容无法识别。"},       {401, "请先登录。"},
    {403, "您没有办理此项的权限。"},     {404, "没有找到。"},
    {405, "不支持这种操作。"},           {408, "请求超时，请重试。"},
    {409, "当前状态不能办理此操作。"},   {412, "内容已有更新，请刷新后再试。"},
    {413, "提交的内容过大。"},           {415, "不支持这种内容格式。"},
    {422, "提交的内容不符合要求。"},     {428, "请求缺少版本号，请刷新后再试。"},
    {429, "操作过于频繁，请稍后再试。"}, {503, "服务暂不可用，本次操作未生效，请稍后再试。"},
};

}  // namespace

std::string default_text(std::string_view code, int status) {
  const auto by_code = kByCode.find(code);
  if (by_code != kByCode.end()) return by_code->second;
  const auto by_status = kByStatus.find(status);
  return by_status != kByStatus.end() ? by_status->second : "系统出错，请稍后再试。";
}

}  // namespace nrmm::http
