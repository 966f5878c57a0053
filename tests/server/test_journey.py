"""The main job of each city over HTTP, from sign-up to a code that anyone can look up."""

import random
import re

import pytest

import values
from form_client import Form, fill


def file_machine(owner, district=None, seed=0, **known):
    """A submitted filing that the city's checks accept; returns (machine, submission)."""
    photos = [owner.upload(values.picture()).body["id"] for _ in range(10)]
    form = Form(owner.get("forms/machine").body)
    if district:
        known["registration_district"] = district
    for attempt in range(40):
        answers = fill(form, photos, random.Random(seed * 1000 + attempt), known)
        checked = owner.post("forms/machine/check", {"answers": answers}, key=False)
        if not checked.body["errors"]:
            break
    filed = owner.post("machines", {"answers": answers})
    assert filed.status == 201, filed
    submitted = owner.post(f"machines/{filed.body['id']}/submission")
    assert submitted.status == 200, submitted
    return owner.get(f"machines/{filed.body['id']}").body, submitted.body


def case_id(machine):
    return machine["case"]["id"] if isinstance(machine["case"], dict) else machine["case"]


def act(officer, case, transition, **more):
    seen = officer.get(f"cases/{case}")
    assert seen.status == 200, seen
    return officer.post(f"cases/{case}/transitions", {"transition": transition, **more}, version=seen.body["version"])


DISTRICTS = {"linfen": "141002", "chongqing": "500106"}
CODES = {"linfen": r"^[1-4DX]-4..[0-9A-HJ-NP-Z]{5}$", "chongqing": r"^[1-4DX]-N07[0-9A-HJ-NP-Z]{5}$"}


@pytest.fixture
def district(city):
    return DISTRICTS[city.name]


@pytest.fixture
def officer(city, district):
    return city.officer(districts=[district])


def test_from_sign_up_to_a_code_and_its_look_up(city, district, officer):
    """F004, F021, F043, F074, F077, F084–F090, F204."""
    owner = city.owner()
    machine, submitted = file_machine(owner, district)
    assert submitted["derived"]["emission_stage"]["value"] in list("1234DX")
    assert machine["state"] == "in_review"

    queue = officer.get("cases?phase=open").body["items"]
    assert case_id(machine) in [case["id"] for case in queue]
    assert act(officer, case_id(machine), "claim").status == 200
    returned = act(officer, case_id(machine), "return", reason="unclear_photo",
                   remarks=[{"field": "photos_other", "text": "请补充购机发票"}]) if city.name == "linfen" else \
        act(officer, case_id(machine), "return", reason="unclear_photo")
    assert returned.status == 200, returned
    mine = owner.get(f"machines/{machine['id']}").body
    assert mine["state"] == "returned"
    assert owner.post(f"machines/{machine['id']}/submission").status == 200
    assert act(officer, case_id(machine), "claim").status == 200
    approved = act(officer, case_id(machine), "approve")
    assert approved.status == 200 and approved.body["phase"] == "approved", approved

    mine = owner.get(f"machines/{machine['id']}").body
    assert mine["state"] == "approved"
    assert re.match(CODES[city.name], mine["code"]), mine["code"]
    looked_up = city.get(f"codes/{mine['code']}")
    assert looked_up.status == 200, looked_up
    assert looked_up.body["serial"] == mine["code"][2:]
    assert set(looked_up.body["fields"]) == {"code", "machine_state"}
    assert owner.get("messages").body["items"], "the owner is told"


def test_a_refusal_ends_the_case(city, district, officer):
    """F078"""
    owner = city.owner()
    machine, _ = file_machine(owner, district)
    act(officer, case_id(machine), "claim")
    refused = act(officer, case_id(machine), "refuse", reason="untrue")
    assert refused.status == 200 and refused.body["phase"] == "refused"
    assert owner.get(f"machines/{machine['id']}").body["state"] == "refused"
    assert owner.post(f"machines/{machine['id']}/submission").status == 409


def test_why_tells_rule_article_and_revision(city, district, officer):
    """F043: every finding with its article and revision."""
    owner = city.owner()
    machine, _ = file_machine(owner, district)
    why = owner.get(f"cases/{case_id(machine)}/why")
    assert why.status == 200 and why.body["decisions"], why
    for decision in why.body["decisions"]:
        assert decision["rule"] and decision["pack_revision"] and decision["basis"], decision


def test_the_reviewing_office_is_shown_while_pending(city, district):
    """F079"""
    owner = city.owner()
    machine, _ = file_machine(owner, district)
    case = owner.get(f"cases/{case_id(machine)}").body
    assert case["office"]["name"] and case["office"]["phone"]


def test_codes_are_read_as_people_write_them(city, district, officer):
    """F085, F098: a leading 环, lower case, full width, with or without the stage."""
    owner = city.owner()
    machine, _ = file_machine(owner, district)
    act(officer, case_id(machine), "claim")
    act(officer, case_id(machine), "approve")
    code = owner.get(f"machines/{machine['id']}").body["code"]
    import urllib.parse
    for typed in (code, code.lower(), "环" + code, code[2:], code.replace("-", "－")):
        assert city.get("codes/" + urllib.parse.quote(typed)).status == 200, typed
    other_stage = ("1" if code[0] != "1" else "2") + code[1:]
    assert city.get(f"codes/{other_stage}").body["mismatch"] is True
    assert city.get("codes/3-N42A1B2C").status == 404
