"""What makes a filing easier: drawings at the fields (F025, F064), saving page by page (F013, F024, F045), starting from
an earlier filing (F021)."""

import pytest

from cast import DISTRICTS, EVERY_CITY
from client import assert_problem
from filing import acceptable_answers, act, case_id, done, draft, file_machine, submit


def fields_of(form):
    return {field["field"]: field for step in form["steps"] for field in step["fields"]}


@pytest.mark.parametrize("name", EVERY_CITY)
def test_every_drawing_that_a_form_names_is_served(deployment, name):
    """F025, F064: small SVG without anything that runs; what the form names may be kept for ever."""
    city = deployment.city(name)
    named = {field["help"]["figure"] for field in fields_of(city.get("forms/machine").body).values()
             if "figure" in field.get("help", {})}
    assert named
    for figure in named:
        answer = city.get(figure)
        assert answer.status == 200 and answer.headers["content-type"] == "image/svg+xml", answer
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.bytes.startswith(b"<svg") and b"script" not in answer.bytes
        assert "immutable" not in city.get(figure.partition("?")[0]).headers["cache-control"]


def test_what_is_no_drawing_of_the_city_is_none(deployment):
    """F064: the city's own besides the inherited ones, and nothing else of its folder."""
    tianjin, linfen = deployment.city("tianjin"), deployment.city("linfen")
    assert "engine_number.svg" in fields_of(tianjin.get("forms/machine").body)["engine_serial"]["help"]["figure"]
    assert tianjin.get("figures/engine_number.svg").status == 200
    for name in ("engine_number.svg", "none.svg", "pack.yaml"):
        assert_problem(linfen.get(f"figures/{name}"), 404, "request.not_found")


def steps_of(machine):
    return {step["step"]: step for step in machine["progress"]["steps"]}


def save(person, machine, step, answers, version=None):
    return person.put(f"machines/{machine['id']}/steps/{step}", {"answers": answers}, version=version or machine["version"])


def test_a_filing_is_saved_page_by_page(any_city):
    """F013, F024, F045: each page by itself, incomplete or wrong; what is left to do comes back, also on another phone."""
    owner = any_city.owner()
    whole = acceptable_answers(owner, any_city.districts()[0])
    form = owner.get("forms/machine").body
    machine = owner.post("machines", {"answers": {}}).body
    first = next(step for step in form["steps"] if step["fields"])
    assert machine["progress"]["next"] == first["step"]
    assert not steps_of(machine)[first["step"]]["complete"]
    for step in form["steps"]:
        page = {field["field"]: whole[field["field"]] for field in step["fields"] if field["field"] in whole}
        saved = save(owner, machine, step["step"], page)
        assert saved.status == 200 and saved.version == machine["version"] + 1, saved
        machine = saved.body
        if step["step"] in steps_of(machine):
            assert steps_of(machine)[step["step"]]["complete"], machine["progress"]
    seen = owner.again().get(f"machines/{machine['id']}").body
    assert seen["progress"]["next"] is None and seen["answers"].keys() == whole.keys()
    submit(owner, machine["id"])
    assert owner.get(f"machines/{machine['id']}").body["progress"] is None


def test_what_is_wrong_on_a_page_is_kept_and_told(chongqing):
    """F045: the field, in the city's words; types that no form has are refused as everywhere (X048)."""
    owner = chongqing.owner()
    machine = owner.post("machines", {"answers": {}}).body
    form = owner.get("forms/machine").body
    step = next(each for each in form["steps"] for field in each["fields"] if field["field"] == "machine_env_code")
    saved = save(owner, machine, step["step"], {"machine_env_code": "12", "fuel": "coal"}).body
    told = {(error["field"], error["code"]) for error in steps_of(saved)[step["step"]]["errors"]}
    assert {("machine_env_code", "pattern"), ("fuel", "choice")} <= told
    assert all(error["message"] for error in steps_of(saved)[step["step"]]["errors"])
    assert saved["answers"]["machine_env_code"] == "12"
    emptied = save(owner, saved, step["step"], {"fuel": "diesel", "machine_env_code": ""}).body
    assert "machine_env_code" not in emptied["answers"] and emptied["answers"]["fuel"] == "diesel"
    assert_problem(save(owner, saved, step["step"], {}), 412, "request.stale")
    assert_problem(save(owner, emptied, "no_such_step", {}), 404, "request.not_found")
    assert_problem(save(owner, emptied, step["step"], {"fuel": 3}), 400)
    other = next(each for each in form["steps"] if each["step"] != step["step"] and each["fields"])
    assert_problem(save(owner, emptied, other["step"], {"fuel": "diesel"}), 400, "request.unknown_key")
    assert_problem(save(chongqing.owner(), emptied, step["step"], {}), 404, "request.not_found")


def test_personal_values_of_other_pages_stay(chongqing):
    """X104: a masked value that is sent back keeps what is stored, and another page does not touch it."""
    owner = chongqing.owner()
    machine = draft(owner, chongqing.districts()[0])
    masked = {name: value for name, value in machine["answers"].items() if isinstance(value, str) and "****" in value}
    assert masked
    for step in owner.get("forms/machine").body["steps"]:
        page = {field["field"]: machine["answers"][field["field"]] for field in step["fields"]
                if field["field"] in machine["answers"]}
        machine = save(owner, machine, step["step"], page).body
    assert masked.items() <= machine["answers"].items()
    submit(owner, machine["id"])


def test_a_new_filing_starts_from_an_earlier_one(any_city):
    """F021: what still fits; no photos, no numbers of the one machine, nothing that the pack keeps back."""
    owner = any_city.owner()
    machine, _ = file_machine(owner, any_city.districts()[0], machine_date="2019-05-01", engine_serial="E77")
    fields = fields_of(owner.get("forms/machine").body)
    for source in (machine["id"], case_id(machine)):
        made = owner.post("machines", {"copy_of": source, "answers": {"place": "西门"}} if "place" in fields
                          else {"copy_of": source})
        assert made.status == 201 and made.body["state"] == "draft", made
        taken, left = made.body["answers"], set(made.body["left_out"])
        never = {name for name in machine["answers"] if fields[name]["type"] in
                 ("photo", "photos", "position", "pin", "machine_env_code")} | {"engine_serial", "factory_number"}
        assert not taken.keys() & never and left & never
        assert "machine_date" not in taken and "machine_date" in left
        for name in ("machine_kind", "machine_maker", "registration_district"):
            if name in machine["answers"]:
                assert taken[name] == machine["answers"][name], name
        assert taken.keys() | left >= machine["answers"].keys()
        assert "place" not in fields or taken["place"] == "西门"


def test_only_one_s_own_can_be_copied(chongqing, cast):
    """X069: another's machine or case is none; a draft without answers says what it copies."""
    owner, stranger = cast.owner("chongqing"), chongqing.owner()
    machine, _ = file_machine(owner, chongqing.districts()[0])
    for source in (machine["id"], case_id(machine), "00000000-0000-7000-8000-000000000000", "x"):
        assert_problem(stranger.post("machines", {"copy_of": source}), 404, "request.not_found")
    assert_problem(stranger.post("machines", {}), 400, "request.missing")


def test_returned_steps_that_are_locked_are_not_saved(chongqing, cast):
    """F048, F077: in review nothing is saved; returned, the page is, and goes on as the same case."""
    owner, officer = chongqing.owner(), cast.officer("chongqing")
    machine, _ = file_machine(owner, DISTRICTS["chongqing"][0])
    step = next(each for each in owner.get("forms/machine").body["steps"]
                if any(field["field"] == "machine_maker" for field in each["fields"]))
    page = {field["field"]: machine["answers"][field["field"]] for field in step["fields"]
            if field["field"] in machine["answers"]}
    assert_problem(save(owner, machine, step["step"], page), 409, "machine.in_review")
    done(act(officer, case_id(machine), "claim"))
    done(act(officer, case_id(machine), "return", reason="unclear_photo"))
    returned = owner.get(f"machines/{machine['id']}").body
    assert returned["progress"]["next"] is None
    saved = save(owner, returned, step["step"], {**page, "machine_maker": "柳工"})
    assert saved.status == 200 and saved.body["answers"]["machine_maker"] == "柳工"
    assert submit(owner, machine["id"])["case"]["id"] == case_id(machine)


def test_groups_of_numbers_come_in_turn(deployment):
    """F069, F070, F071: page by page as in the manual; a right number leads straight to the details, a wrong one is
    corrected or cleared, an in-plant list demands its public number."""
    city = deployment.city("national")
    owner = city.owner()
    photo = owner.photos(1)[0]
    groups = ["group1", "group2", "group3", "group4"]
    machine = owner.post("machines", {"answers": {"has_nameplate": "with"}}).body
    assert [name for name in steps_of(machine) if name in groups] == groups
    wrong = save(owner, machine, "group1", {"disclosure_number": "CN12"}).body
    assert [error["code"] for error in steps_of(wrong)["group1"]["errors"]] == ["pattern"]
    cleared = save(owner, wrong, "group1", {}).body
    assert [name for name in steps_of(cleared) if name in groups] == groups
    by_code = save(owner, cleared, "group2", {"machine_env_code": "1AB" + "0" * 13 + "7"}).body
    assert [name for name in steps_of(by_code) if name in groups] == groups[:2] and steps_of(by_code)["group2"]["complete"]
    known = save(owner, by_code, "group1", {"disclosure_number": "CNFJG400" + "0" * 15 + "1"}).body
    assert [name for name in steps_of(known) if name in groups] == groups[:1]
    basic = {"registration_kind": "in_plant", "photo_list_front": photo}
    listed = save(owner, save(owner, known, "group1", {}).body, "basic", basic).body
    assert [error["field"] for error in steps_of(listed)["group1"]["missing"]] == ["disclosure_number"]
