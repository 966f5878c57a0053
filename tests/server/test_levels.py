"""Three levels: nation, province, city. What a served city has from each of them (F081, R18, R20, R22, R36). The packs are
tests/server/packs/three_levels and three_levels_province, over cities/national."""

import json
import re
import shutil

import pytest

from deployment import ROOT
from filing import approve, case_id, done, act, draft, submit

HERE = "990101"


@pytest.fixture(scope="module")
def city(deployment):
    return deployment.serve_pack("three_levels", "three_levels_province")


def fields(form):
    return {field["field"]: field for step in form["steps"] for field in step["fields"]}


def test_the_form_is_of_all_three(city):
    """R16, R17, R18: the city's label and order, the province's obligation and new field, the nation's everything else."""
    form = city.owner().get("forms/machine").body
    asked = fields(form)
    assert list(asked)[:3] == ["registration_district", "place", "contractor"]
    assert asked["place"]["label"] == "施工地点" and asked["place"]["required"] is True
    assert asked["contractor"]["label"] == "施工单位" and asked["contractor"]["required"] is True
    assert asked["machine_maker"]["required"] is True and asked["machine_maker"]["label"] == "生产厂家名称"
    assert [option["value"] for option in asked["machine_kind"]["options"]] == ["excavator", "drill"]
    assert [option["label"] for option in asked["machine_kind"]["options"]] == ["挖掘机", "钻机"]
    assert form["at_least_one"] == [], "`none` takes away what the province and what the nation ask"


def test_from_sign_up_to_a_code(city):
    """F043, F074, F084, R20, R22: reviewed in the city's words, by its deadline; every level's rule decides its part."""
    owner, officer = city.owner(), city.officer(districts=[HERE])
    stages = {}
    for fuel, kind in (("diesel", "excavator"), ("diesel", "drill"), ("petrol", "excavator")):
        machine = draft(owner, HERE, fuel=fuel, machine_kind=kind, machine_date="2023-03-01", machine_model="Z1",
                        registration_kind="machine")
        submitted = submit(owner, machine["id"])
        stages[fuel, kind] = submitted["derived"]["emission_stage"]
        case = submitted["case"]
        assert case["label"] == "待市审查" and case["due_at"]
    assert stages["diesel", "excavator"]["value"] == "4"
    assert (stages["diesel", "drill"]["value"], stages["diesel", "drill"]["reason"]) == ("X", "省规定钻机不判定排放阶段。")
    assert (stages["petrol", "excavator"]["value"], stages["petrol", "excavator"]["reason"]) == \
        ("X", "本市对汽油机械不判定排放阶段。")
    offers = {one["transition"]: one["label"] for one in officer.get(f"cases/{case['id']}").body["transitions"]}
    assert offers["return"] == "退回补正" and offers["refuse"] == "不予登记"
    done(act(officer, case["id"], "return", reason="missing"))
    assert owner.get("messages").body["items"][0]["text"].startswith("您的备案登记被退回")
    again = submit(owner, machine["id"])
    assert again["case"]["events"][-1]["label"] == "报送"
    approve(officer, case_id(owner.get(f"machines/{machine['id']}").body))
    code = owner.get(f"machines/{machine['id']}").body["code"]
    assert re.match(r"^X-9F1[0-9A-HJ-NP-Z]{5}$", code), code
    assert city.code(code).status == 200


@pytest.mark.parametrize("day, value, said_in", [("2023-06-01", "none", "national"),
                                                 ("2024-06-03", "10 working days", "three_levels_province"),
                                                 ("2025-07-01", "5 working days", "three_levels"),
                                                 ("2026-06-01", "5 working days", "three_levels")])
def test_a_value_is_explained_through_all_levels(deployment, city, day, value, said_in):
    """R22: what holds on a day, where it stands, and what it overrode; the province's later amendment overrides no city."""
    said = deployment.nrmm("pack", "explain", deployment.cities / "three_levels", "deadlines.review", "--on", day, "--json")
    (explained,) = json.loads(said.stdout)
    (holds,) = [one for one in explained["dates"] if one["holds"]]
    assert (holds["value"], holds["file"]) == (value, f"cities/{said_in}/policies.yaml"), holds
    assert [(one["pack"], one["value"]) for one in explained["overrode"]] == [
        ("three_levels_province", "10 working days"), ("three_levels_province", "8 working days"), ("national", "none")]


def test_a_province_s_pack_is_sound_by_itself(deployment, city):
    """It serves no district: what it has in stock for its cities is not called unused."""
    said = deployment.nrmm("pack", "check", deployment.cities / "three_levels_province")
    assert "P013" not in said.stdout + said.stderr


def test_a_fourth_level_is_refused(deployment, city, tmp_path):
    """X096: said at the line that would make it four, with all of them; nothing is activated."""
    packs = tmp_path / "cities"
    shutil.copytree(ROOT / "cities", packs)
    for name in ("three_levels", "three_levels_province"):
        shutil.copytree(ROOT / "tests" / "server" / "packs" / name, packs / name)
    (packs / "town").mkdir()
    (packs / "town" / "pack.yaml").write_text('id: town\nname: 镇\nadcode: "990101"\ninherits: three_levels\napi: 1\n'
                                              "effective: { from: 2020-01-01 }\nbasis: 镇规 第一条\nsources: { 镇规: 《镇规》 }\n")
    for verb in ("check", "test", "activate"):
        refused = deployment.nrmm("pack", verb, packs / "town", check=False)
        assert refused.returncode == 1, (verb, refused)
        said = refused.stdout + refused.stderr
        place = "cities/three_levels_province/pack.yaml:5:11: error P009: more than three levels of inheritance"
        assert place in said, said
        assert "town over three_levels over three_levels_province over national" in said, said
    assert deployment.city("town").get("city").status == 404
