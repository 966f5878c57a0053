"""Machines that are alike, side by side for who reviews (F031, X028)."""

import pytest

import values
from cast import DISTRICTS
from client import assert_problem
from filing import acceptable_answers, case_id, file_machine

HERE, THERE = DISTRICTS["chongqing"]


@pytest.fixture
def serial():
    return values.identifier("SN", 8)


def filed(city, district, serial, **known):
    """Of an owner of its own, by a maker's engine number: such numbers make a reviewer look and stop nobody."""
    owner = city.owner()
    machine, _ = file_machine(owner, district, engine_maker="潍柴", engine_serial=serial, fuel="diesel", **known)
    assert machine["answers"]["engine_serial"] == serial
    return machine


def like(officer, machine):
    answer = officer.get(f"cases/{case_id(machine)}/duplicates")
    assert answer.status == 200, answer
    return answer.body["items"]


def test_both_sides_are_shown_masked(chongqing, cast, serial):
    """F031: the number they share, every answer of both, and which are the same; personal values masked (X104)."""
    first, second = filed(chongqing, HERE, serial), filed(chongqing, HERE, serial)
    item, = like(cast.officer("chongqing"), second)
    assert item["machine"] == first["id"] and item["case"] == case_id(first) and item["district"]["code"] == HERE
    shared = next(one for one in item["identifiers"] if one["kind"] == "engine_serial")
    assert shared["mine"] == shared["other"] == serial and shared["exact"] and shared["label"]
    fields = {field["field"]: field for field in item["fields"]}
    assert fields["engine_serial"]["same"] and fields["engine_serial"]["label"]
    for name, field in fields.items():
        assert field["mine"] == second["answers"].get(name) and field["other"] == first["answers"].get(name), name
    assert any("****" in str(field["mine"]) for field in fields.values())
    assert like(cast.officer("chongqing"), filed(chongqing, HERE, serial + "X")) == []


def test_numbers_of_the_same_look_are_near(chongqing, cast, serial):
    """F031: O and 0, I and 1; policy filing.look_alikes."""
    filed(chongqing, HERE, serial + "01")
    item, = like(cast.officer("chongqing"), filed(chongqing, HERE, serial + "OI"))
    shared = next(one for one in item["identifiers"] if one["kind"] == "engine_serial")
    assert (shared["mine"], shared["other"], shared["exact"]) == (serial + "OI", serial + "01", False)


def test_another_district_s_machine_is_an_outline(chongqing, cast, serial):
    """X071: policy filing.other_districts; the city's own officer sees all."""
    machine, there = filed(chongqing, HERE, serial), filed(chongqing, THERE, serial)
    item, = like(cast.officer("chongqing"), machine)
    assert item["machine"] is None and item["case"] is None and item["fields"] == []
    assert item["district"]["code"] == THERE and item["identifiers"] and item["state"] == "in_review"
    whole, = like(cast.city_officer("chongqing", "city_auditor"), machine)
    assert whole["machine"] == there["id"] and whole["fields"]


def test_drafts_and_other_cities_are_not_seen(chongqing, linfen, cast, serial):
    """X069: what nobody handed in is nobody's to see."""
    owner = chongqing.owner()
    answers = acceptable_answers(owner, HERE, engine_maker="潍柴", engine_serial=serial, fuel="diesel")
    assert owner.post("machines", {"answers": answers}).status == 201
    machine = filed(chongqing, HERE, serial)
    assert like(cast.officer("chongqing"), machine) == []
    assert_problem(cast.officer("linfen").get(f"cases/{case_id(machine)}/duplicates"), 404, "request.not_found")
    assert_problem(cast.officer("chongqing", THERE).get(f"cases/{case_id(machine)}/duplicates"), 404)


def test_a_city_may_show_more_and_compare_less(deployment, serial):
    """R36, F031: by its policies; a person may hand in a table there too. The pack is tests/server/packs/open_register."""
    city = deployment.serve_pack("open_register")
    east, west = "990801", "990802"
    officer = city.officer(districts=[east])
    there = filed(city, west, serial + "0")
    assert like(officer, filed(city, east, serial + "O")) == []
    item, = like(officer, filed(city, east, serial + "0"))
    assert item["machine"] == there["id"] and item["fields"]
    assert city.owner().get("batches/template").status == 200
