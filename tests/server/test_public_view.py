"""What scanning or typing a code shows, to whom (F051, F098, F130, F204, R31, X057, X077)."""

import pytest

from cast import DISTRICTS
from client import assert_problem
from filing import approved_machine, file_machine

PUBLIC = {"code", "machine_state"}
ON_DUTY = PUBLIC | {"emission_stage", "machine_kind", "machine_maker", "machine_model", "machine_date", "fuel", "power_kw",
                    "registration_district"}
PERSONAL = ("owner_", "contact_", "company_", "name", "phone", "photo", "id_number", "uscc", "place", "pin",
            "factory_number", "position")
PLACE = "滨河路七号院内"
ENVELOPE = {"code", "serial", "emission_stage", "state", "mismatch", "city", "fields"}


@pytest.fixture(scope="module")
def machines(cast):
    """One registered machine of each city, by its city."""
    return {name: approved_machine(cast.owner(name), cast.officer(name), DISTRICTS[name][0], place=PLACE)
            for name in ("linfen", "chongqing")}


@pytest.fixture
def machine(machines, city):
    return machines[city.name]


def assert_nothing_personal(answer, machine, owner):
    """Never a name, phone, identity number, site, position or photo."""
    text = answer.bytes.decode()
    personal = [machine["answers"][key] for key in machine["answers"] if key.startswith(PERSONAL)]
    assert PLACE in personal
    for value in [*personal, owner.phone]:
        assert str(value) not in text, (value, text)
    assert not any(key.startswith(PERSONAL) for key in answer.body["fields"])


def test_a_stranger_sees_what_the_city_lists(city, owner, machine):
    """X077, F204, R31: exactly these keys, in exactly this frame."""
    answer = city.code(machine["code"])
    assert answer.status == 200 and answer.body.keys() == ENVELOPE
    assert answer.body["fields"].keys() == PUBLIC
    assert answer.body["fields"] == {"code": machine["code"], "machine_state": "registered"}
    assert answer.body["state"] == "valid" and answer.body["mismatch"] is False and answer.body["city"] == city.name
    assert answer.body["emission_stage"] == machine["emission_stage"] == machine["code"][0]
    assert_nothing_personal(answer, machine, owner)


def test_the_owner_sees_no_more_than_a_stranger(cast, city, owner, machine):
    """X077: neither the owner nor another one; his own page is another call."""
    for person in (owner, cast.owner(city.name, "neighbour")):
        assert person.get(f"codes/{machine['code']}").body["fields"].keys() == PUBLIC


@pytest.mark.parametrize("role", ["district_auditor", "other_district", "city_auditor", "inspector", "operator", "site_manager"])
def test_who_is_on_duty_can_compare(cast, city, owner, machine, role):
    """F130: what tells whether the machine before him is the one registered; still no person."""
    person = {"district_auditor": lambda: cast.officer(city.name),
              "other_district": lambda: cast.officer(city.name, DISTRICTS[city.name][1]),
              "site_manager": lambda: cast.owner(city.name, "gate", "person", "site_manager")}.get(
                  role, lambda: cast.city_officer(city.name, role))()
    answer = person.get(f"codes/{machine['code']}")
    assert answer.status == 200 and answer.body["fields"].keys() == ON_DUTY
    for name in ON_DUTY - {"code", "machine_state", "emission_stage"}:
        assert answer.body["fields"][name] == machine["answers"].get(name)
    assert_nothing_personal(answer, machine, owner)


def test_what_is_painted_on_the_body_may_differ(city, machine):
    """X077: another stage before the right serial is found and said."""
    stage = "1" if machine["code"][0] != "1" else "2"
    answer = city.code(stage + machine["code"][1:])
    assert answer.status == 200 and answer.body["mismatch"] is True and answer.body["code"] == machine["code"]


@pytest.mark.parametrize("code", ["3-N41ZZZZY", "N41ZZZZY", "3-K0100001", "3-4L9ZZZZZ", "", " ", "环", "x", "3-N07I0001",
                                  "9" * 60, "3-N07' or", "%", "3-N0700001-1", "渝A12345"])
def test_unknown_codes_are_404(city, code):
    """X057: not a code, another city's unissued one, a number not given out: all the same answer."""
    answer = assert_problem(city.code(code), 404, "request.not_found")
    assert answer.without_request_id() == city.code("3-N40ZZZZZ").without_request_id()


def test_a_code_of_another_city_is_recognised(deployment, cast, machines):
    """F051: asked at one city, answered with the other's view: whose it is, is said; nobody is on duty there."""
    for here, there in (("linfen", "chongqing"), ("chongqing", "linfen")):
        machine = machines[there]
        asked = deployment.city(here).code(machine["code"])
        assert asked.status == 200 and asked.body["city"] == there, asked
        assert asked.body == deployment.city(there).code(machine["code"]).body
        for person in (cast.officer(here), cast.city_officer(here, "city_auditor")):
            assert person.get(f"codes/{machine['code']}").body["fields"].keys() == PUBLIC


def test_nothing_is_shown_before_approval(city, cast, officer, district):
    """F084: a machine without a code cannot be asked for."""
    machine, _ = file_machine(cast.owner(city.name), district)
    assert machine["code"] is None and machine["serial"] is None
    assert "code" not in {event["event"] for event in machine["history"]}
