#include "cities/standard_catalogue.hpp"

namespace nrmm::cities {
namespace {

using Kind = KernelName::Kind;

constexpr KernelName kPolicies[] = {
    {Kind::policy, "account.login", "choices", "登录方式", "ways to sign in"},
    {Kind::policy, "account.first_sign_in", "choices", "首次登录必须修改",
     "what must be changed at the first sign-in"},
    {Kind::policy, "account.profile_review", "flag", "用户信息先审核、后填报机械",
     "profiles are reviewed before machines can be filed"},
    {Kind::policy, "officers.issued_by", "choices", "监管人员初始密码由谁发放",
     "who gives officers their initial passwords"},
    {Kind::policy, "filing.offered", "names", "可以办理的登记，依次",
     "workflows that file a machine, in turn"},
    {Kind::policy, "filing.submit", "choice", "填完最后一步即提交，或保存后另行提交",
     "the last step submits, or submission is separate"},
    {Kind::policy, "filing.duplicates", "choice", "同一识别码已有登记时",
     "what a second filing of the same machine meets"},
    {Kind::policy, "changes.offered", "names", "领码以后可办理的变更", "changes of a coded machine"},
    {Kind::policy, "code.format", "text", "环保登记号码", "the registration code"},
    {Kind::policy, "code.alphabet", "text", "序号用字（无 I、O）", "characters of its serial"},
    {Kind::policy, "code.province_char", "text?", "序号第一位；none 即看区县表 province",
     "first character of the serial; none: the district says"},
    {Kind::policy, "sign.kind", "choice", "标识方式", "kind of sign"},
    {Kind::policy, "sign.qr_on", "choices", "二维码在哪里", "where the QR code is"},
    {Kind::policy, "sign.spec", "table", "标牌与采集卡规格", "sizes of sign and card"},
    {Kind::policy, "collection.method", "choice", "领取方式", "how the code is collected"},
    {Kind::policy, "collection.at", "choice", "领取地点", "where it is collected"},
    {Kind::policy, "collection.password", "flag", "凭小程序中的密码领取", "collected with a password"},
    {Kind::policy, "deadlines.review", "duration?", "审核时限", "time for a review"},
    {Kind::policy, "deadlines.collection", "duration?", "领取时限（自审核通过）", "time for collection"},
    {Kind::policy, "calendar.days_off", "dates", "法定放假日（周六、周日之外）", "days off beside week-ends"},
    {Kind::policy, "calendar.extra_workdays", "dates", "调休上班的周六、周日",
     "week-end days that are worked"},
    {Kind::policy, "sites.onboarding", "choice", "场所账号由来", "where site accounts come from"},
    {Kind::policy, "sites.recorders", "flag", "场所可添加登记员", "sites may have recorders"},
    {Kind::policy, "entry.identify", "choices", "识别机械的方式（依次）",
     "ways to identify a machine, in turn"},
    {Kind::policy, "entry.max_distance_m", "integer?", "登记人与场所的最大距离；none 即不限",
     "largest distance between recorder and site"},
    {Kind::policy, "entry.double_presence", "choice", "机械在别处还未出场时",
     "what an open presence elsewhere means"},
    {Kind::policy, "entry.show_other_site", "names", "此时可告知的另一场所信息",
     "what may be told about the other site"},
    {Kind::policy, "entry.forbids", "condition?", "哪些机械不得进场", "machines that may not enter"},
    {Kind::policy, "entry.report_when", "condition?", "何种情况立即报告主管部门", "what is reported at once"},
    {Kind::policy, "entry.report_columns", "names", "进出场报备内容", "what a report of movements holds"},
    {Kind::policy, "foreign.policy", "choice", "外地已编码机械", "machines coded elsewhere"},
    {Kind::policy, "public_view.fields", "names", "任何人扫码可见", "what anyone may see of a code"},
    {Kind::policy, "fences.high_emission", "condition?", "何为高排放机械", "what a high-emission machine is"},
    {Kind::policy, "notices.default", "choices", "通知渠道", "channels of notices"},
    {Kind::policy, "notices.code_issued", "choices", "发码通知渠道", "channels of the notice of a code"},
};

}  // namespace

std::span<const KernelName> kernel_policies() { return kPolicies; }

}  // namespace nrmm::cities
