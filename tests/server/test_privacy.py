"""What a person may ask about himself: all that is kept, and to be forgotten (X109). What is then gone, and what holds
it, is in tests/database/privacy."""

import json
import uuid

import pytest

from client import PASSWORD, assert_problem
from filing import approved_machine, case_id, file_machine


@pytest.fixture
def person(city):
    return city.owner()


def test_all_that_is_kept_is_shown(city, district, officer, person):
    """X109: account, machines, cases with reasons, photos, messages, sessions, acts, and who read his numbers why."""
    machine = approved_machine(person, officer, district)
    field = next(name for name in ("contact_phone", "owner_phone") if name in machine["answers"])
    assert officer.post(f"cases/{case_id(machine)}/disclosure", {"fields": [field], "purpose": "电话核实"}).status == 200
    document = person.get("account/export").body
    assert document["account"]["phone"].startswith(person.phone[:3] + "****") and person.phone not in json.dumps(document)
    assert document["machines"][0]["serial"] == machine["serial"]
    assert document["cases"][0]["id"] == case_id(machine) and document["cases"][0]["decisions"]
    assert len(document["messages"]) == len(person.items("messages"))
    assert document["photos"] and document["sessions"] and document["cut"] == []
    assert {"account.register", "machine.create", "session.begin"} <= {act["action"] for act in document["acts"]}
    assert document["disclosures"][0]["purpose"] == "电话核实" and "actor" not in document["disclosures"][0]


def test_in_full_with_the_password_or_a_code(city, person):
    """X109: a stolen token alone does not read the numbers."""
    assert_problem(person.post("account/export"), 400)
    assert_problem(person.post("account/export", {"password": PASSWORD, "sms_code": "123456"}), 400)
    wrong = assert_problem(person.post("account/export", {"password": "Nothing-2049"}), 422)
    assert ("password", "password_wrong") in wrong.codes
    assert_problem(person.post("account/export", {"sms_code": "000000"}), 422)
    assert person.post("account/export", {"password": PASSWORD}).body["account"]["phone"] == person.phone
    code = city.sms_code(person.phone, "sign_in")
    assert person.post("account/export", {"sms_code": code}).body["account"]["phone"] == person.phone
    assert_problem(person.post("account/export", {"sms_code": code}), 422)


def test_a_repetition_of_the_export_is_empty(person):
    key = str(uuid.uuid4())
    assert person.post("account/export", {"password": PASSWORD}, key=key).body["account"]
    assert person.phone not in json.dumps(person.post("account/export", {"password": PASSWORD}, key=key).body)


def test_nobody_sees_another_s_machines_in_it(city, district, person):
    other = city.owner()
    machine, _ = file_machine(other, district)
    assert machine["id"] not in json.dumps(person.get("account/export").body)


def test_the_wish_to_be_forgotten(person):
    """X109: asked with fresh proof, waits, can be taken back; asking twice changes nothing."""
    assert person.get("account/erasure").body == {"state": "none", "requested_at": None, "erase_after": None, "holds": []}
    assert_problem(person.delete("account/erasure"), 404)
    assert_problem(person.post("account/erasure"), 400)
    asked = person.post("account/erasure", {"password": PASSWORD})
    assert asked.status == 202 and asked.body["state"] == "scheduled" and asked.body["holds"] == [], asked
    again = person.post("account/erasure", {"password": PASSWORD})
    assert again.body["erase_after"] == asked.body["erase_after"] > asked.body["requested_at"]
    assert person.delete("account/erasure").status == 204
    assert person.get("account/erasure").body["state"] == "none"


def test_what_the_law_holds_is_explained(district, officer, person):
    """X109: a running case; a registered machine; each in the city's words."""
    machine, _ = file_machine(person, district)
    held = person.post("account/erasure", {"password": PASSWORD}).body
    assert held["state"] == "held"
    assert {hold["code"] for hold in held["holds"]} == {"open_case", "registered", "records"}
    assert all(hold["message"] and hold["basis"] for hold in held["holds"]), held
    records = next(hold for hold in held["holds"] if hold["code"] == "records")
    assert records["until"] in records["message"]
    assert person.get(f"machines/{machine['id']}").status == 200, "until then all is as before"


def test_officers_are_not_forgotten_this_way(officer):
    """They act for an office; their accounts are the city's."""
    assert_problem(officer.post("account/erasure", {"password": PASSWORD}), 403)
    assert officer.get("account/export").status == 200
