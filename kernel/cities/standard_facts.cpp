#include "cities/standard_catalogue.hpp"

namespace nrmm::cities {
namespace {

using Kind = KernelName::Kind;

constexpr KernelName kFacts[] = {
    {Kind::fact, "code", "", "环保登记号码", "registration code", Fact::Of::machine},
    {Kind::fact, "coded", "here elsewhere", "号码由本市或外地所发", "who issued its code", Fact::Of::machine},
    {Kind::fact, "machine_state", "registered deregistered blacklisted", "机械状态", "state in the register",
     Fact::Of::machine},
    {Kind::fact, "emission_stage", "", "排放阶段", "emission stage in the register", Fact::Of::machine},
    {Kind::fact, "high_emission", "true false", "是否高排放", "whether fences.high_emission holds",
     Fact::Of::machine},
    {Kind::fact, "test_result", "passed failed", "最近一次检测", "result of the latest emission test",
     Fact::Of::machine},
    {Kind::fact, "device", "bound online", "定位终端", "its positioning device", Fact::Of::machine},
    {Kind::fact, "presence", "here elsewhere", "在场情况", "an entry without exit", Fact::Of::machine},
    {Kind::fact, "zone", "inside", "是否在禁用区内", "inside a fence that concerns it", Fact::Of::machine},
    {Kind::fact, "account_kind", "person enterprise", "账号类别", "kind of account", Fact::Of::account},
    {Kind::fact, "profile_state", "not_needed draft in_review approved", "用户信息状态",
     "state of the profile; not_needed where account.profile_review is false or profile_review is not for "
     "his role",
     Fact::Of::account},
    {Kind::fact, "site_state", "draft in_review active closed", "场所状态", "state of the site",
     Fact::Of::site},
    {Kind::fact, "site_name", "", "场所名称", "name of the site", Fact::Of::site},
    {Kind::fact, "manager_name", "", "场所负责人", "the site's manager", Fact::Of::site},
    {Kind::fact, "manager_phone", "", "场所负责人电话", "the manager's telephone", Fact::Of::site},
    {Kind::fact, "distance_m", "", "与场所的距离（米）", "distance to the site in metres",
     Fact::Of::movement},
    {Kind::fact, "time", "", "时间", "when it was scanned", Fact::Of::movement},
    {Kind::fact, "position_doubts", "", "定位可疑之处", "why the position may be forged", Fact::Of::movement},
    {Kind::fact, "count", "", "数量", "machines in the movement", Fact::Of::movement},
    {Kind::effect, "issue_code", "", "发放环保登记号码", "issues the registration code"},
    {Kind::effect, "accept_profile", "", "用户信息生效", "the profile holds"},
    {Kind::effect, "open_account", "", "开立监管人员账号", "the officer's account comes to be"},
    {Kind::effect, "activate_site", "", "启用场所", "the site may work"},
    {Kind::effect, "update_machine", "", "更新机械信息", "the answers go into the register"},
    {Kind::effect, "change_owner", "", "变更所有者", "the machine goes to the new owner"},
    {Kind::effect, "update_owner", "", "更新所有者信息", "the owner's data go into the register"},
    {Kind::effect, "change_place", "", "变更使用地点", "place and district go into the register"},
    {Kind::effect, "deregister", "", "注销", "the machine leaves the register"},
    {Kind::effect, "order_sign", "", "制作标识", "a new sign or card is ordered"},
    {Kind::effect, "prove_sign", "", "标识已装好", "the mounted or sprayed code is proved"},
    {Kind::form, "account", "", "注册", "sign-up"},
    {Kind::form, "machine", "", "机械登记", "the filing of a machine"},
    {Kind::form, "profile", "account.profile_review=true", "用户信息", "the profile"},
    {Kind::form, "site", "offered", "场所", "the site"},
    {Kind::form, "entry", "offered", "进场", "answers at an entry"},
    {Kind::form, "exit", "offered", "出场", "answers at an exit"},
    {Kind::form, "site_account", "sites.onboarding=offline_issue", "场所账号",
     "an officer's entry of a paper application"},
    {Kind::form, "foreign_machine", "foreign.policy=capture_form", "外地机械",
     "what is asked about a machine coded elsewhere"},
    {Kind::form, "inspection", "offered", "现场检查", "an inspector's record"},
};

}  // namespace

std::span<const KernelName> kernel_facts() { return kFacts; }

}  // namespace nrmm::cities
