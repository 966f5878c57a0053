"""A deployment that asks its officers for a second factor (X064), and owners who may have one (F007)."""

import pytest

import totp
import values
from cast import DISTRICTS
from client import PASSWORD, Person, assert_problem
from deployment import FOR_TESTS, Deployment
from recovery import set_up

DISTRICT = DISTRICTS["linfen"][0]


@pytest.fixture(scope="module")
def strict():
    settings = {**FOR_TESTS, "security": {**FOR_TESTS["security"], "second_factor": "officers"}}
    with Deployment(settings=settings) as running:
        yield running.city("linfen")


def sign_in(city, login, **more):
    return city.post("sessions", {"login": login, "password": PASSWORD, **more}, key=False)


@pytest.fixture(scope="module")
def equipped(strict):
    """(officer, secret, recovery codes)"""
    officer = strict.officer(districts=[DISTRICT], name="有令牌的")
    return officer, *set_up(officer)


def test_an_officer_without_one_can_only_set_it_up(strict):
    """X064: refused everywhere else, told so at the sign-in, and in at once when it is done."""
    officer = strict.officer(districts=[DISTRICT], name="没有的")
    session = sign_in(strict, officer.login)
    assert session.body["account"]["must_enrol_second_factor"] is True
    for path in ("cases", "machines", "messages", "officers"):
        assert_problem(officer.get(path), 403, "account.second_factor_required")
    assert officer.get("account").body["second_factor"] == "none"
    set_up(officer)
    assert officer.get("cases").status == 200
    assert officer.get("account").body["second_factor"] == "on"


def test_then_the_password_is_not_enough(strict, equipped):
    """X064, X061: without a code, with a wrong one, with one that was used, with a right one."""
    officer, secret, codes = equipped
    assert_problem(sign_in(strict, officer.login), 401, "session.second_factor_required")
    assert_problem(sign_in(strict, officer.login, second_factor="000000"), 401, "session.second_factor_refused")
    assert_problem(sign_in(strict, officer.login, second_factor=totp.code(secret, -20)), 401, "session.second_factor_refused")
    code = totp.code(secret, 1)  # the one that confirmed is used up
    assert sign_in(strict, officer.login, second_factor=code).status == 201
    assert_problem(sign_in(strict, officer.login, second_factor=code), 401, "session.second_factor_refused")
    assert sign_in(strict, officer.login, second_factor=codes[0]).status == 201
    for wrong in (123456, None, ["000000"], {}):
        assert_problem(sign_in(strict, officer.login, second_factor=wrong), 400)


def test_a_lost_device(strict, equipped):
    """X064: the operator takes the factor away, sessions end, and a new one must be set up before anything else."""
    officer, _, _ = equipped
    operator = strict.officer("operator", name="运维")
    set_up(operator)
    officer_id = operator.items(f"officers?login={officer.login}")[0]["id"]
    assert operator.delete(f"officers/{officer_id}/second-factor").status == 200
    assert_problem(officer.get("account"), 401)
    again = Person(strict, sign_in(strict, officer.login).body["token"], login=officer.login)
    assert_problem(again.get("cases"), 403, "account.second_factor_required")
    assert_problem(operator.delete(f"officers/{operator.get('account').body['id']}/second-factor"), 403, "officer.own")


def test_owners_need_none(strict):
    """X064: the deployment asks its officers only; an owner who wants one has it."""
    owner = strict.owner()
    session = strict.try_sign_in(owner.phone)
    assert session.body["account"]["must_enrol_second_factor"] is False
    assert owner.get("machines").status == 200
    secret, _ = set_up(owner)
    assert_problem(strict.try_sign_in(owner.phone), 401, "session.second_factor_required")
    assert sign_in(strict, owner.phone, second_factor=totp.code(secret, 1)).status == 201


def test_a_new_password_by_text_message_leaves_the_second_factor(strict):
    """X064, F008: who has the telephone only is not in."""
    owner = strict.owner()
    secret, _ = set_up(owner)
    code = strict.sms_code(owner.phone, "reset_password")
    reset = {"phone": owner.phone, "sms_code": code, "new_password": "Jiuceng-Ta-1368"}
    assert strict.post("password-resets", reset).status == 204
    assert_problem(strict.try_sign_in(owner.phone, "Jiuceng-Ta-1368"), 401, "session.second_factor_required")
    again = strict.post("sessions", {"login": owner.phone, "password": "Jiuceng-Ta-1368", "second_factor": totp.code(secret, 1)},
                        key=False)
    assert again.status == 201, again


def test_a_former_system_s_account(strict):
    """F015: imported by the operator with line-numbered errors, all or nothing; bound by name, telephone and code."""
    deployment = strict.deployment
    phone = values.new_phone()
    good, bad = deployment.home / "good.csv", deployment.home / "bad.csv"
    good.write_text(f"login,phone,name\nold-{phone},{phone},王五\n")
    bad.write_text(f"login,phone\nother-{phone},{phone}\nx,123\n,{phone}\n")
    refused = deployment.nrmm("account", "import-legacy", "--city", strict.name, bad, check=False)
    assert refused.returncode == 1 and f"{bad}:3:1: error L002" in refused.stderr and ":4:1:" in refused.stderr, refused.stderr
    assert phone not in refused.stderr
    assert "1" in deployment.nrmm("account", "import-legacy", "--city", strict.name, good).stdout
    again = deployment.nrmm("account", "import-legacy", "--city", strict.name, good, check=False)
    assert again.returncode == 1 and "L004" in again.stderr
    owner = strict.owner()
    bind = {"kind": "legacy", "login": f"old-{phone}", "phone": phone}
    code = strict.sms_code(phone, "bind")
    nobody = assert_problem(owner.post("account/bindings", {**bind, "login": f"other-{phone}", "sms_code": code}), 422, "sms.refused")
    code = strict.sms_code(phone, "bind")
    bound = owner.post("account/bindings", {**bind, "sms_code": code})
    assert bound.status == 201 and bound.body == {"kind": "legacy", "login": f"old-{phone}"}, bound
    wrong = assert_problem(owner.post("account/bindings", {**bind, "sms_code": code}), 422, "sms.refused")
    assert wrong.without_request_id() == nobody.without_request_id()
