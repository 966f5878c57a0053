"""Where somebody is signed in, and how he, or an officer for him, ends what is open (F010, X059, X060, X064)."""

import uuid

import pytest

import values
from client import PASSWORD, Person, assert_problem
from recovery import PURPOSE


@pytest.fixture(scope="module")
def city(deployment):
    return deployment.city("chongqing")


@pytest.fixture(scope="module")
def desk(city):
    return city.officer("desk_clerk", districts=[city.districts()[0]], name="窗口二号")


@pytest.fixture
def owner(city):
    return city.owner()


def signed_in_by(owner, client):
    answer = owner.city.post("sessions", {"login": owner.login, "password": PASSWORD, "client": client}, key=False)
    assert answer.status == 201, answer
    return Person(owner.city, answer.body["token"], login=owner.login)


def sessions(person):
    return person.get("sessions").body["items"]


def session_of(person):
    return next(one for one in sessions(person) if one["current"])


def end(person, session, **proof):
    return person.post(f"sessions/{session}/removal", proof)


def dead(person):
    return person.get("account").status == 401


def sign_out(desk, owner, **more):
    name = owner.get("account").body["name"]
    return desk.post("account-sign-outs", {"phone": owner.phone, "name": name, "purpose": PURPOSE, **more})


def test_all_that_run_are_shown(owner):
    """F010, X060: newest first, by the client's own name, which one asks; no address of an owner, no token."""
    tablet = signed_in_by(owner, " 工地平板 ")
    seen = sessions(tablet)
    assert [(one["client"], one["current"]) for one in seen] == [("工地平板", True), (None, False)]
    assert all(one["address"] is None and one["created_at"] <= one["used_at"] < one["expires_at"] for one in seen)
    assert tablet.token not in str(seen)
    assert owner.delete("sessions/current").status == 204
    assert [one["client"] for one in sessions(tablet)] == ["工地平板"]


def test_an_officer_sees_about_whence(desk):
    """X064: an officer's own addresses, shortened."""
    assert {one["address"] for one in sessions(desk)} == {"127.0.*.*"}


def test_another_is_ended_with_a_proof(city, owner):
    """F010, X059, X060: the password or a code besides the token; the other is out at the very next request."""
    tablet, lost = signed_in_by(owner, "平板"), signed_in_by(owner, "旧手机")
    target = session_of(lost)["id"]
    assert_problem(end(tablet, target), 400)
    refused = assert_problem(end(tablet, target, password="not-the-one-1"), 422)
    assert ("password", "password_wrong") in refused.codes and not dead(lost)
    assert end(tablet, target, password=PASSWORD).status == 204
    assert dead(lost) and not dead(tablet) and not dead(owner)
    assert_problem(end(tablet, target, password=PASSWORD), 404, "request.not_found")
    code = city.sms_code(owner.phone, "sign_in")
    assert end(tablet, session_of(owner)["id"], sms_code=code).status == 204
    assert dead(owner)


def test_all_others_at_once(city, owner):
    """F010, X059: all but the one that asks; recorded with how many."""
    others = [owner.again(), owner.again()]
    assert_problem(owner.post("sessions/removal", {}), 400)
    assert owner.post("sessions/removal", {"password": PASSWORD}).status == 204
    assert all(dead(one) for one in others) and [one["current"] for one in sessions(owner)] == [True]
    watch = city.officer("city_auditor", name="查登录的")
    rows = watch.items(f"audit?object={owner.get('account').body['id']}")
    assert [row["after"] for row in rows if row["action"] == "session.end"] == [{"elsewhere": 2}]


def test_nobody_ends_another_s(deployment, city, owner):
    """X069, X071: a neighbour's session is none, nor is one of another city, nor what is no id."""
    neighbour, elsewhere = city.owner(), deployment.city("linfen").owner()
    for target in (session_of(neighbour)["id"], session_of(elsewhere)["id"], str(uuid.uuid4()), "current"):
        assert_problem(end(owner, target, password=PASSWORD), 404, "request.not_found")
    assert not dead(neighbour) and not dead(elsewhere)


def test_an_officer_ends_all_of_an_owner(deployment, city, desk, owner):
    """X059, X063: after a look at his papers, with a purpose; the holder is told, may sign in again, and it is recorded."""
    tablet, me = owner.again(), owner.get("account").body["id"]
    done = sign_out(desk, owner)
    assert done.status == 200 and done.body == {"ended": 2}, done
    assert dead(owner) and dead(tablet)
    assert "均已退出" in deployment.notice(owner.phone)["text"]
    assert "均已退出" in owner.again().get("messages").body["items"][0]["text"]
    rows = city.officer("city_auditor", name="查退出的").items(f"audit?object={me}")
    assert [row["after"] for row in rows if row["action"] == "account.sign_out"] == [{"purpose": PURPOSE, "ended": 2}]


def test_no_desk_signs_an_officer_out(city, desk, owner):
    """X063, X064: a telephone names an owner only: an officer's own account goes on, also where he is an owner besides."""
    phone = values.new_phone()
    for number in (phone, owner.phone):
        officer = city.officer(districts=[city.districts()[1]], name="查得到的", phone=number)
        body = {"phone": number, "name": "查得到的", "purpose": PURPOSE}
        assert_problem(desk.post("account-sign-outs", body), 422, "recovery.no_match")
        if number == owner.phone:
            assert sign_out(desk, owner).status == 200 and dead(owner)
        assert not dead(officer)


def test_the_desk_finds_nobody_out_by_it(desk, city, owner):
    """X057, X073: a wrong name ends nothing and is recorded; a purpose is stated; nobody does it for himself."""
    assert_problem(sign_out(desk, owner, name="别人"), 422, "recovery.no_match")
    assert ("purpose", "purpose") in assert_problem(sign_out(desk, owner, purpose=" "), 422).codes
    assert not dead(owner)
    clerk = city.officer("desk_clerk", [city.districts()[0]], "自己的窗口", phone=owner.phone)
    assert_problem(sign_out(clerk, owner), 403, "recovery.own")
