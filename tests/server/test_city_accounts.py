"""What the cities' documents say of accounts and roles, each in its own city (F002, F006, F008–F010, F013, F015, F016, F020)."""

import pytest

import values
from client import PASSWORD, assert_problem

NEW = "Jiuceng-Ta-1368"

# Who may begin which filing: 津册 三, 临册 一, 国册 一、第二步, 聊规 第三条 and 第十六条（三）, 渝通知 二.
FILE = {
    "tianjin": {"machine_registration": {"owner"}},
    "linfen": {"machine_registration": {"owner", "agent"}},
    "national": {"machine_registration": {"owner", "agent"}},
    "liaocheng": {"machine_registration": {"owner"}, "agent_coding": {"agent"}, "assisted_registration": {"helper"}},
    "chongqing": {"machine_registration": {"owner"}},
}


@pytest.mark.parametrize("role", ["owner", "site_manager"])
def test_the_codes_of_linfen_s_guide(linfen, role):
    """F006, F008–F010: 临册 二（一）2.至5., 三（一）4.: a code signs up, sets a forgotten password and changes one; signing out
    leads back to the sign-in. Owners and site managers alike."""
    phone = values.new_phone()
    body = linfen.registration(phone, role=role)
    unproved = linfen.post("accounts", {key: value for key, value in body.items() if key != "sms_code"})
    assert unproved.status == 400, unproved
    assert linfen.post("accounts", body).status == 201
    forgotten = {"phone": phone, "sms_code": linfen.sms_code(phone, "reset_password"), "new_password": NEW}
    assert linfen.post("password-resets", forgotten).status == 204
    token = linfen.sign_in(phone, NEW)
    change = {"sms_code": linfen.sms_code(phone, "change_password"), "new_password": PASSWORD}
    assert linfen.put("account/password", change, token=token).status == 204
    assert linfen.delete("sessions/current", token=token).status == 204
    assert_problem(linfen.get("account", token=token), 401, "request.unauthenticated")
    assert linfen.get("account", token=linfen.sign_in(phone)).body["roles"] == [role]


def test_an_account_of_tianjin_s_former_system(deployment):
    """F006, F015: 津册 3.3: the former user name, the telephone told then and a code; then it is bound, once."""
    tianjin = deployment.city("tianjin")
    owner = tianjin.owner(may_file=False)
    former = f"jxqy{owner.phone[-6:]}"
    accounts = deployment.home / "former-tianjin.csv"
    accounts.write_text(f"login,phone,name\n{former},{owner.phone},甲公司\n")
    deployment.nrmm("account", "import-legacy", "--city", "tianjin", accounts)
    bind = {"kind": "legacy", "login": former, "phone": owner.phone}
    code = tianjin.sms_code(owner.phone, "bind")
    wrong = f"{(int(code) + 1) % 1000000:06d}"
    assert_problem(owner.post("account/bindings", {**bind, "sms_code": wrong}), 422, "sms.refused")
    bound = owner.post("account/bindings", {**bind, "sms_code": code})
    assert bound.status == 201 and bound.body == {"kind": "legacy", "login": former}, bound


def test_the_first_sign_in_in_tianjin(deployment):
    """F009: 津册 四: the password that was issued and the e-mail address are changed, and nothing is done before."""
    tianjin = deployment.city("tianjin")
    issued = tianjin.create_officer(districts=[tianjin.districts()[0]], name="区里的")
    token = tianjin.sign_in(issued["login"], issued["initial_password"])
    before = assert_problem(tianjin.get("cases", token=token), 403, "account.password_change_required")
    assert before.body["title"] == "首次登录请先修改初始密码和邮箱，完成激活。"
    change = {"old_password": issued["initial_password"], "new_password": NEW}
    without = assert_problem(tianjin.put("account/password", change, token=token), 422)
    assert ("email", "required") in without.codes
    assert tianjin.put("account/password", {**change, "email": "gongdi@example.cn"}, token=token).status == 204
    assert tianjin.get("cases", token=tianjin.sign_in(issued["login"], NEW)).status == 200


def test_a_profile_left_for_later_in_tianjin(deployment):
    """F013: 津册 3.2: whoever leaves goes on another day; what is missing is named; a returned one still has its answers."""
    tianjin = deployment.city("tianjin")
    owner = tianjin.owner(may_file=False)
    seen = owner.get("account/profile")
    half = {"answers": {"registration_district": tianjin.districts()[0]}}
    refused = assert_problem(owner.put("account/profile", half, version=seen.version), 422)
    assert ("owner_category", "required") in refused.codes
    assert owner.delete("sessions/current").status == 204
    back = owner.again()
    assert back.get("account/profile").body["state"] == "draft"
    case = back.hand_in_profile().body["case"]
    desk = tianjin.officer(districts=[tianjin.districts()[0]], name="审核用户信息的")
    for transition, more in (("claim", {}), ("return", {"reason": "unlike_licence"})):
        version = desk.get(f"cases/{case['id']}").version
        done = desk.post(f"cases/{case['id']}/transitions", {"transition": transition, **more}, version=version)
        assert done.status == 200, done
    again = owner.again().get("account/profile").body
    assert again["state"] == "draft" and again["answers"]["registration_district"] == tianjin.districts()[0]


def test_who_resets_passwords_in_liaocheng(deployment, cast):
    """F008: 聊规 第十五条（三）: officers' passwords are the operator's; owners set their own by a code."""
    liaocheng = deployment.city("liaocheng")
    officer = liaocheng.officer(districts=[liaocheng.districts()[0]], name="分局的")
    officer_id = officer.get("account").body["id"]
    reset = f"officers/{officer_id}/initial-password"
    chief = cast.city_officer("liaocheng", "city_auditor")
    assert_problem(chief.post(reset), 403, "officer.not_issuer")
    again = cast.city_officer("liaocheng", "operator").post(reset)
    assert again.status == 201 and again.body["initial_password"], again
    assert liaocheng.try_sign_in(officer.login).status == 401
    owner = liaocheng.owner()
    code = liaocheng.sms_code(owner.phone, "reset_password")
    assert liaocheng.post("password-resets", {"phone": owner.phone, "sms_code": code, "new_password": NEW}).status == 204
    assert liaocheng.try_sign_in(owner.phone, NEW).status == 201


@pytest.mark.parametrize("role, kind", [("owner", "person"), ("agent", "enterprise"), ("site_manager", "person")])
def test_a_role_begins_what_is_its_own(any_city, role, kind):
    """F016, F020: what the city offers whom, is what each can begin; the others hear that it is not theirs."""
    offered = {filing["kind"]: set(filing["by"]) for filing in any_city.get("city").body["filings"]}
    assert offered == FILE[any_city.name]
    if role not in any_city.get("city").body["roles_open"]:
        assert_problem(any_city.post("accounts", any_city.registration(values.new_phone(), kind, role)), 403, "account.role_closed")
        return
    person = any_city.owner(kind, role)
    for filing, by in offered.items():
        begun = person.post("machines", {"answers": {}, "kind": filing})
        assert begun.status == (201 if role in by else 403), begun
    if role == "owner":
        assert person.get("account/profile").status == 200
    assert_problem(person.get("officers"), 403)


# 临册 二（一）1. and 三（一）2., 津册 三 and 四, 聊规 第三条 and 第十六条, 渝通知 附件一 and 附件二（二）; the others as the base has it.
ENTER = {
    "national": ("非道路移动机械管理", {"owner": "机械所有者", "agent": "代办人", "site_manager": "使用场所管理员"}),
    "tianjin": ("非道路移动机械管理", {"owner": "机械业主", "site_manager": "工地用户"}),
    "linfen": ("非道路机械管理", {"owner": "机械主", "agent": "代办人", "site_manager": "工地管理员"}),
    "liaocheng": ("非道路移动机械管理", {"owner": "机械所有人", "agent": "销售企业", "site_manager": "使用场所管理员"}),
    "chongqing": ("非道路移动机械管理", {"owner": "机主", "site_manager": "场地负责人"}),
}


# What else a site manager begins, besides the site itself (F123–F125).
PAPERS = {"chongqing": {"site_documents", "fuel_vouchers"}}


def test_the_portal_s_parts_and_as_whom_one_enters(any_city):
    """F002: the part's title and the roles are the city's words; each says what one begins there, and who registers himself."""
    city = any_city.get("city").body
    (part,) = city["parts"]
    title, roles = ENTER[any_city.name]
    assert (part["part"], part["title"]) == ("machines", title)
    assert {role["role"]: role["title"] for role in part["roles"]} == roles
    assert [role["role"] for role in part["roles"] if role["self_registers"]] == city["roles_open"]
    for role in part["roles"]:
        filings = {kind for kind, by in FILE[any_city.name].items() if role["role"] in by}
        assert set(role["begins"]) == (filings if role["role"] != "site_manager" else {"site_registration"} | PAPERS.get(any_city.name, set())), role
