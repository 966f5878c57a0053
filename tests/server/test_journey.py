"""The main job of each city over HTTP, from sign-up to a code that anyone can look up."""

import re

import pytest

from cast import CODES, DISTRICTS, PUBLIC
from filing import act, approve, case_id, done, file_machine, send_back, submit


@pytest.fixture
def desk(any_city):
    """(district, its auditor)"""
    district = DISTRICTS.get(any_city.name, any_city.districts())[0]
    return district, any_city.officer(districts=[district])


def test_from_sign_up_to_a_code_and_its_look_up(any_city, desk):
    """F004, F021, F043, F074, F077, F084–F090, F204, R01, R20, R31: the same client in every city."""
    district, officer = desk
    owner = any_city.owner()
    machine, submitted = file_machine(owner, district)
    assert submitted["derived"]["emission_stage"]["value"] in list("1234DX")
    assert machine["state"] == "in_review"

    assert case_id(machine) in [case["id"] for case in officer.items("cases?phase=open")]
    send_back(officer, case_id(machine), remarks=[{"field": "place", "text": "请写明详细地点"}])
    mine = owner.get(f"machines/{machine['id']}").body
    assert mine["state"] == "returned"
    submit(owner, machine["id"])
    assert approve(officer, case_id(machine))["phase"] == "approved"

    mine = owner.get(f"machines/{machine['id']}").body
    assert mine["state"] == "approved"
    assert re.match(CODES[any_city.name], mine["code"]), mine["code"]
    assert owner.get("messages").body["items"], "the owner is told"
    looked_up = any_city.code(mine["code"])
    if not PUBLIC[any_city.name]:
        assert looked_up.status == 404, looked_up
        looked_up = officer.get(f"codes/{mine['code']}")
    else:
        assert set(looked_up.body["fields"]) <= PUBLIC[any_city.name], looked_up
    assert looked_up.status == 200, looked_up
    assert looked_up.body["serial"] == mine["code"][2:]


def test_nothing_is_filed_before_the_profile_is_approved(deployment):
    """R01, F012, F075, F083: refused in the city's words, with a way on; possible the moment it is approved."""
    tianjin = deployment.city("tianjin")
    owner = tianjin.owner(may_file=False)
    refused = owner.post("machines", {"answers": {}})
    assert refused.status == 409 and refused.body["code"] == "profile.not_approved", refused
    assert "尚未审核通过" in refused.body["title"], refused
    tianjin.accept_profile(owner)
    assert owner.get("account/profile").body["state"] == "approved"
    assert owner.post("machines", {"answers": {}}).status == 201


def test_the_code_arrives_by_sms(deployment):
    """R29, F090: where the city says so, beside what the program shows."""
    liaocheng = deployment.city("liaocheng")
    district = liaocheng.districts()[0]
    officer = liaocheng.officer(districts=[district])
    owner = liaocheng.owner()
    machine, _ = file_machine(owner, district)
    known = len(deployment.messages(owner.phone))
    approve(officer, case_id(machine))
    code = owner.get(f"machines/{machine['id']}").body["code"]
    assert code in deployment.notice(owner.phone, known)["text"]


def test_a_refusal_ends_the_case(district, owner, officer):
    """F078"""
    machine, _ = file_machine(owner, district)
    done(act(officer, case_id(machine), "claim"))
    assert done(act(officer, case_id(machine), "refuse", reason="untrue"))["phase"] == "refused"
    assert owner.get(f"machines/{machine['id']}").body["state"] == "refused"
    assert owner.post(f"machines/{machine['id']}/submission").status == 409


def test_why_tells_rule_article_and_revision(district, owner):
    """F043: every finding with its article and revision."""
    machine, _ = file_machine(owner, district)
    why = owner.get(f"cases/{case_id(machine)}/why")
    assert why.status == 200 and why.body["decisions"], why
    for decision in why.body["decisions"]:
        assert decision["rule"] and decision["pack_revision"] and decision["basis"], decision


def test_the_reviewing_office_is_shown_while_pending(district, owner):
    """F079"""
    machine, _ = file_machine(owner, district)
    case = owner.get(f"cases/{case_id(machine)}").body
    assert case["office"]["name"] and case["office"]["phone"]


def test_codes_are_read_as_people_write_them(city, district, owner, officer):
    """F085, F098: a leading 环, lower case, full width, with or without the stage."""
    machine, _ = file_machine(owner, district)
    approve(officer, case_id(machine))
    code = owner.get(f"machines/{machine['id']}").body["code"]
    for typed in (code, code.lower(), "环" + code, code[2:], code.replace("-", "－")):
        assert city.code(typed).status == 200, typed
    other_stage = ("1" if code[0] != "1" else "2") + code[1:]
    assert city.code(other_stage).body["mismatch"] is True
    assert city.code("3-N42A1B2C").status == 404
