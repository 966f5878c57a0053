"""A way back for who lost his second factor (F007, F193, X057, X059, X063, X064, X073), and the text message that is not
spent before the second factor is asked for."""

import json

import pytest

import totp
import values
from client import PASSWORD, assert_problem
from recovery import PURPOSE, ask, set_up


@pytest.fixture(scope="module")
def city(deployment):
    return deployment.city("chongqing")


@pytest.fixture(scope="module")
def district(city):
    return city.districts()[0]


@pytest.fixture(scope="module")
def desk(city, district):
    return city.officer("desk_clerk", districts=[district], name="窗口一号")


@pytest.fixture(scope="module")
def auditor(city, district):
    return city.officer(districts=[district], name="审核一号")


@pytest.fixture
def lost(city):
    owner = city.owner()
    set_up(owner)
    return owner


def decide(officer, recovery, decision="agree"):
    return officer.post(f"account-recoveries/{recovery}/decision", {"decision": decision})


def test_a_second_officer_agrees(city, desk, auditor, lost, deployment):
    """X064, X059, X063: asked at the desk with a purpose, nothing happens before another agrees; then sessions end, the
    holder is told, he signs in with his password alone and sets up another one."""
    asked = ask(desk, lost)
    assert asked.status == 201 and asked.body["state"] == "waiting", asked
    assert "待另一名工作人员同意" in deployment.notice(lost.phone)["text"]
    assert_problem(city.try_sign_in(lost.phone), 401, "session.second_factor_required")
    assert_problem(ask(desk, lost), 409, "recovery.waiting")
    waiting = next(one for one in auditor.items("account-recoveries") if one["id"] == asked.body["id"])
    assert waiting["purpose"] == PURPOSE and waiting["asked_by"] == "窗口一号" and lost.phone not in str(waiting)
    assert decide(auditor, asked.body["id"]).body["state"] == "done"
    assert_problem(lost.get("account"), 401)
    again = lost.again()
    assert again.get("account").body["second_factor"] == "none"
    assert "已解除" in again.get("messages").body["items"][0]["text"]
    assert desk.get("messages").body["items"][0]["event"] == "recovery_agreed"
    set_up(again)
    assert_problem(decide(auditor, asked.body["id"]), 404)
    account = again.get("account").body["id"]
    rows = city.officer("city_auditor", name="查记录").items(f"audit?object={account}")
    steps = [row["after"]["step"] for row in rows if row["action"] == "account.recovery"]
    assert sorted(steps) == ["agree", "ask"] and lost.phone not in str(rows)


def test_refused_it_stays(city, desk, auditor, lost):
    """X064"""
    asked = ask(desk, lost).body["id"]
    assert decide(auditor, asked, "refuse").body["state"] == "refused"
    assert_problem(city.try_sign_in(lost.phone), 401, "session.second_factor_required")
    assert desk.get("messages").body["items"][0]["event"] == "recovery_refused"
    assert ask(desk, lost).status == 201


def test_not_alone_not_for_oneself_not_elsewhere(city, district, desk, auditor, lost):
    """X072, X073, X071: who asked does not agree, nobody helps his own account, another district does not see it."""
    both = city.officer("desk_clerk,district_auditor", [district], "兼岗")
    asked = ask(both, lost).body["id"]
    assert_problem(decide(both, asked), 403, "recovery.same_officer")
    elsewhere = city.officer(districts=[city.districts()[1]], name="邻区")
    assert asked not in {one["id"] for one in elsewhere.items("account-recoveries")}
    assert_problem(decide(elsewhere, asked), 404, "request.not_found")
    assert_problem(decide(desk, asked), 403, "request.forbidden")
    phone = values.new_phone()
    own = city.owner(phone=phone)
    set_up(own)
    clerk = city.officer("desk_clerk", [district], "自己的窗口", phone=phone)
    assert_problem(ask(clerk, own), 403, "recovery.own")


def test_the_desk_finds_nobody_out(desk, city, lost):
    """X057: an unknown phone and a wrong name are one answer; tries are counted; a purpose is stated."""
    unknown = ask(desk, lost, phone=values.new_phone())
    wrong = ask(desk, lost, name="别人")
    assert_problem(unknown, 422, "recovery.no_match")
    assert unknown.without_request_id() == wrong.without_request_id()
    assert ("purpose", "purpose") in assert_problem(ask(desk, lost, purpose=" "), 422).codes
    assert_problem(ask(desk, city.owner()), 409, "second_factor.not_enrolled")
    busy = city.officer("desk_clerk", [city.districts()[0]], "乱猜的")
    for _ in range(20):
        ask(busy, lost, name="别人")
    assert_problem(ask(busy, lost), 429, "request.too_many")


def test_where_the_desk_is_enough(deployment):
    """X064: the policy account.recovery says `desk`: done at once."""
    town = deployment.serve_pack("own_matters")
    owner = town.owner()
    set_up(owner)
    desk = town.officer("desk_clerk", [town.districts()[0]], "窗口")
    assert ask(desk, owner).body["state"] == "done"
    assert town.try_sign_in(owner.phone).status == 201


def test_an_officer_whom_no_colleague_helps(deployment, city):
    """X064, F019: the command line takes the second factor away with a new initial password."""
    operator = city.officer("operator", name="唯一的运维")
    set_up(operator)
    plain = deployment.nrmm("account", "reset", "--city", city.name, "--login", operator.login, "--json")
    assert "initial_password" in plain.stdout
    made = deployment.nrmm("account", "reset", "--city", city.name, "--login", operator.login, "--second-factor", "--json")
    signed = city.try_sign_in(operator.login, json.loads(made.stdout)["initial_password"])
    assert signed.status == 201 and signed.body["account"]["must_change_password"], signed


def test_one_text_message_for_both_factors(deployment):
    """F007, X056, X064: the code that was right is asked for again with the second factor, and is spent by the sign-in."""
    city = deployment.serve_pack("own_matters")
    owner = city.owner()
    secret, codes = set_up(owner)
    code = city.sms_code(owner.phone, "sign_in")

    def sign_in(**more):
        return city.post("sessions", {"phone": owner.phone, "sms_code": code, **more}, key=False)

    assert_problem(sign_in(), 401, "session.second_factor_required")
    assert_problem(sign_in(second_factor="000000"), 401, "session.second_factor_refused")
    assert sign_in(second_factor=totp.code(secret, 1)).status == 201
    assert_problem(sign_in(second_factor=codes[0]), 401, "session.refused")
