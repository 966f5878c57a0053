#include "cities/standard_catalogue.hpp"
#include "cities/workflow.hpp"

namespace nrmm::cities {
namespace {

using Kind = KernelName::Kind;

constexpr KernelName kPeople[] = {
    {Kind::party, "owner", "", "机械所有者", "owns the machine"},
    {Kind::party, "agent", "", "代办人", "files for an owner"},
    {Kind::party, "helper", "", "协助人员", "an inspector on the spot who files for an owner"},
    {Kind::party, "new_owner", "", "新所有者", "to whom a machine goes"},
    {Kind::party, "site_manager", "", "场所负责人", "manages a site"},
    {Kind::party, "recorder", "", "登记员", "records movements at a site"},
    {Kind::party, "reviewer", "", "审核人", "holds the workflow's reviewer role"},
    {Kind::party, "requester", "", "账号申请人", "asks for a colleague's account"},
    {Kind::party, "system", "", "系统", "the server itself, when a deadline has passed"},
    {Kind::role, "district_auditor", "reviews", "区县审核员", "reviews the filings of a district"},
    {Kind::role, "city_auditor", "reviews", "市级审核员", "reviews for the whole city"},
    {Kind::role, "inspector", "reviews", "执法检查人员", "inspects on site"},
    {Kind::role, "township_officer", "reviews", "乡镇（街道）工作人员", "looks after a township"},
    {Kind::role, "department_officer", "reviews", "主管部门工作人员",
     "of a department that has sites in its care"},
    {Kind::role, "desk_clerk", "", "发放窗口人员", "hands codes out at the desk"},
    {Kind::role, "operator", "", "运维人员", "runs the deployment of a city"},
    {Kind::subject, "filing", "", "申报", "a machine that has no code yet"},
    {Kind::subject, "machine", "", "机械", "a registered machine"},
    {Kind::subject, "account", "", "账号", "a person or firm"},
    {Kind::subject, "officer", "", "监管人员账号", "an officer's account that is asked for"},
    {Kind::subject, "site", "", "场所", "a place where machines work"},
    {Kind::subject, kMatter, "", "事项", "what the form says, and nothing in the register"},
    {Kind::sms_purpose, "register", "", "注册", "to sign up"},
    {Kind::sms_purpose, "sign_in", "", "登录", "to sign in"},
    {Kind::sms_purpose, "reset_password", "", "找回密码", "to reset a password"},
    {Kind::sms_purpose, "change_password", "", "修改密码", "to change a password"},
    {Kind::sms_purpose, "bind", "", "绑定", "to bind an account"},
    {Kind::sms_purpose, "transfer_from", "", "过户（原所有者）", "the old owner's consent"},
    {Kind::sms_purpose, "transfer_to", "", "过户（新所有者）", "the new owner's consent"},
    {Kind::sms_purpose, "agent_filing", "", "代办", "the owner's consent to an agent"},
};

}  // namespace

std::span<const KernelName> kernel_people() { return kPeople; }

}  // namespace nrmm::cities
