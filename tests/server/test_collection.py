"""The hand-out of codes at the desk, the notices by each city's channels, and the proof of the mounted code (F090–F093,
F095, F100, F102, F211, R28, R29, X066, X071)."""

import datetime

import pytest

from client import assert_problem
from filing import act, approved_machine, case_id, done, file_machine

EAST, WEST = "990701", "990702"


@pytest.fixture(scope="module")
def proved(deployment):
    return deployment.serve_pack("sign_proved")


@pytest.fixture(scope="module")
def officer(proved):
    return proved.officer(districts=[EAST], name="东区审核")


@pytest.fixture(scope="module")
def clerk(proved):
    return proved.officer("desk_clerk", districts=[EAST], name="东区窗口")


@pytest.fixture
def coded(proved, officer):
    """(owner, his machine with its code)."""
    owner = proved.owner()
    return owner, approved_machine(owner, officer, EAST)


def collect(person, machine, **what):
    return person.post(f"codes/{machine['serial']}/collection", what)


def machine_of(person, machine):
    return person.get(f"machines/{machine['id']}").body


def collection(person, machine):
    return machine_of(person, machine)["collection"]


# ── The desk ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_owner_collects_with_his_password(proved, clerk, officer, coded):
    """F091, F092, F101, R28, X104: ready, then collected; the password is the owner's alone."""
    owner, machine = coded
    ready = collection(owner, machine)
    day = (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))) + datetime.timedelta(days=30)).date()
    assert ready["state"] == "ready" and ready["last_day"] == day.isoformat() and not ready["overdue"]
    assert ready["office"]["name"] == "核验市东区分局" and len(ready["password"]) == 6 and ready["password"].isdigit()
    assert collection(officer, machine)["password"] is None and collection(officer, machine)["needs_password"]
    assert machine["id"] in {one["machine"] for one in clerk.items("collections?state=ready")}
    assert ready["password"] not in str(clerk.get("collections?limit=100").body)
    handed = done(collect(clerk, machine, password=ready["password"], receiver="张三"))
    assert handed["code"] == machine["code"] and handed["collection"]["state"] == "collected"
    assert collection(owner, machine).items() >= {"state": "collected", "receiver": "张三", "overdue": False,
                                                  "password": None}.items()
    assert owner.get("messages").body["items"][0]["event"] == "code_collected"
    assert_problem(collect(clerk, machine, password=ready["password"]), 409, "collection.done")
    assert machine["id"] in {one["machine"] for one in clerk.items("collections?state=collected&overdue=false")}
    assert machine["id"] not in {one["machine"] for one in clerk.items("collections?state=ready")}
    rows = proved.officer("city_auditor", name="市级").items(f"audit?object={machine['id']}")
    assert rows[0]["action"] == "code.collect" and ready["password"] not in str(rows)


def test_another_district_s_desk_hands_nothing_out(proved, coded):
    """R28, F032, X071: it says where to go; the city's level may."""
    owner, machine = coded
    elsewhere = proved.officer("desk_clerk", districts=[WEST], name="西区窗口")
    refused = assert_problem(collect(elsewhere, machine, password=collection(owner, machine)["password"]), 409,
                             "collection.elsewhere")
    assert "核验市东区分局" in refused.body["title"]
    assert machine["id"] not in {one["machine"] for one in elsewhere.items("collections")}
    assert collection(owner, machine)["state"] == "ready"


def test_a_password_is_not_guessed(clerk, coded):
    """X066, F092: wrong ones are counted, also repeated ones; after five the desk waits and the owner has a new one."""
    owner, machine = coded
    right = collection(owner, machine)["password"]
    assert ("password", "required") in assert_problem(collect(clerk, machine), 422).codes
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        assert ("password", "password_wrong") in assert_problem(collect(clerk, machine, password=wrong), 422).codes
    locked = assert_problem(collect(clerk, machine, password=right), 429, "collection.locked")
    assert 0 < int(locked.headers["retry-after"]) <= 3600
    renewed = collection(owner, machine)
    assert renewed["password"] != right and renewed["state"] == "ready"
    told = owner.get("messages").body["items"][0]
    assert told["event"] == "collection_locked" and machine["code"] in told["text"] and "60 分钟" in told["text"]
    assert renewed["password"] not in told["text"], "it is seen where the machine is, not in a message"


def test_what_is_no_code_of_this_city(proved, clerk, deployment, cast):
    """X066, X070"""
    for text in ("N07ZZZZZ", "x", "9R1ZZZZZ", "%3Cscript%3E"):
        assert_problem(clerk.post(f"codes/{text}/collection", {"password": "000000"}), 404, "request.not_found")


@pytest.mark.parametrize("query", ["state=gone", "overdue=x", "cursor=x", "password=1"])
def test_lists_of_the_desk_that_make_no_sense(clerk, query):
    """X078"""
    assert_problem(clerk.get(f"collections?{query}"), 400)


# How each city hands codes out: whether with a password, and within how many days (R28).
HAND_OUT = {"national": (True, None), "tianjin": (True, None), "linfen": (False, 30), "chongqing": (False, None),
            "liaocheng": None}
# By which ways each city tells that a code is there (R29).
TOLD = {"national": {"in_app"}, "tianjin": {"in_app"}, "linfen": set(), "chongqing": {"in_app", "sms"}, "liaocheng": {"sms"}}


def test_each_city_hands_out_and_tells_in_its_way(deployment, any_city):
    """F090, F091, F092, F102, F211, R28, R29"""
    district = any_city.districts()[0]
    owner, auditor = any_city.owner(), any_city.officer(districts=[district], name="发码")
    machine = approved_machine(owner, auditor, district)
    how, found = HAND_OUT[any_city.name], machine["collection"]
    if how is None:
        assert found is None
        assert_problem(collect(auditor, machine), 409, "collection.none")
    else:
        password, days = how
        assert found["needs_password"] == password and (found["password"] is not None) == password
        assert (found["last_day"] is not None) == (days is not None)
        done(collect(auditor, machine, **({"password": found["password"]} if password else {})))
        assert collection(owner, machine)["state"] == "collected"
    told = TOLD[any_city.name]
    in_app = [one for one in owner.items("messages") if one["event"] == "code_issued"]
    assert len(in_app) == ("in_app" in told)
    if "sms" in told:
        assert machine["code"] in deployment.notice(owner.phone)["text"]
    else:
        assert all(one["code"] for one in deployment.messages(owner.phone))


# ── The mounted code ─────────────────────────────────────────────────────────────────────────────────────────────────


def change(owner, machine, kind="sign_proof", **answers):
    return owner.post(f"machines/{machine['id']}/changes", {"kind": kind, "answers": answers})


def test_the_mounted_code_is_proved_by_a_photo(deployment, proved, officer, coded):
    """F095, F100: wanted, handed in, returned, handed in again, proved; told as the city says."""
    owner, machine = coded
    assert machine["sign_proof"] == {"state": "wanted", "at": None}
    assert "sign_proof" in {one["kind"] for one in proved.get("city").body["changes"]}
    first, second = owner.photos(2)
    missing = assert_problem(change(owner, machine), 422, "form.refused")
    assert ("photo_sign_left", "required") in missing.codes
    opened = done(change(owner, machine, photo_sign_left=first))["case"]
    assert opened["kind"] == "sign_proof" and opened["subject"]["photos"][0]["id"] == first
    assert opened["id"] in {one["id"] for one in officer.items("cases?kind=sign_proof&turn=true")}
    assert officer.get(f"photos/{first}").status == 200
    assert_problem(change(owner, machine, photo_sign_left=first), 409)
    assert_problem(change(owner, machine, "place"), 409, "machine.in_review")
    done(act(officer, opened["id"], "return", reason="unclear_photo",
             remarks=[{"field": "photo_sign_left", "text": "看不清号码"}]))
    again = done(change(owner, machine, photo_sign_left=second, photo_sign_right=first))["case"]
    assert again["id"] == opened["id"]
    assert {one["field"] for one in officer.get(f"cases/{again['id']}").body["changes"]} == \
        {"photo_sign_left", "photo_sign_right"}
    done(act(officer, again["id"], "approve"))
    now = machine_of(owner, machine)
    assert now["sign_proof"]["state"] == "proved" and now["sign_proof"]["at"] and now["code"] == machine["code"]
    assert machine["code"] in deployment.notice(owner.phone)["text"]


def test_changes_that_cannot_be(proved, coded, officer):
    """R23, X069, X070: what the city does not offer, another's machine or photo, a filing without a code."""
    owner, machine = coded
    neighbour = proved.owner()
    for kind in ("no_such_change", "machine_registration", "transfer", ""):
        refused = assert_problem(change(owner, machine, kind), 422)
        assert ("kind", "choice") in refused.codes
    foreign = assert_problem(change(owner, machine, photo_sign_left=neighbour.photos(1)[0]), 422)
    assert ("photo_sign_left", "photo") in foreign.codes
    assert_problem(change(neighbour, machine, photo_sign_left=neighbour.photos(1)[0]), 404)
    assert_problem(change(owner, machine, no_such_field="x"), 400)
    filed, _ = file_machine(owner, EAST)
    assert_problem(change(owner, filed, photo_sign_left=owner.photos(1)[0]), 409, "case.guard")
    assert_problem(act(officer, case_id(filed), "no_such_step"), 409)


def test_where_no_proof_is_asked_there_is_none(deployment, cast):
    """F100"""
    city = deployment.city("linfen")
    machine = approved_machine(cast.owner("linfen"), cast.officer("linfen"), city.districts()[0])
    assert machine["sign_proof"] is None
    assert_problem(change(cast.owner("linfen"), machine, photo_sign_left=cast.owner("linfen").photos(1)[0]), 422)
