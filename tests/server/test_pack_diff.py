"""`nrmm pack diff`: what a changed pack would do to the filings that are there (X096)."""

import json
import shutil

import pytest

from cast import DISTRICTS
from filing import case_id, draft, file_machine, send_back

CITY = "linfen"
HERE = DISTRICTS[CITY][0]
POWER = "    power_kw:                     # 11\n      label: 功率\n      required: true\n"
ABOVE = "select id from machine where city_id = 'linfen' and (answers->>'power_kw')::numeric > 200"


@pytest.fixture(scope="module")
def filings(changing):
    """(owner, {machine: answers}): drafts, filings in review, and one that was returned, of weak and strong machines."""
    owner, officer = changing.city(CITY).owner(), changing.city(CITY).officer(districts=[HERE])
    known = {}
    for power in (55.5, 130, 199.9, 200, 240, 300):
        machine, _ = file_machine(owner, HERE, power_kw=power, fuel="diesel")
        known[machine["id"]] = machine["answers"]
    send_back(officer, case_id(machine))
    for power in (90, 390):
        machine = draft(owner, HERE, power_kw=power, fuel="diesel")
        known[machine["id"]] = machine["answers"]
    return owner, known


def change(packs, file, old, new):
    path = packs / CITY / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def diff(changing, packs, *words, code):
    result = changing.nrmm("pack", "diff", packs / CITY, *words, check=False)
    assert result.returncode == code, result
    return result.stdout


def test_the_same_pack_changes_nothing(changing, packs, filings):
    """Exit 0; all filings were looked at."""
    found = json.loads(diff(changing, packs, "--json", code=0))
    assert found["filings"] >= len(filings[1]) and found["changed"] == 0 and found["changes"] == []


def test_exactly_the_filings_that_the_rule_affects(changing, packs, filings):
    """One limit more in the pack: those above it are named, in every state, with rule, article and line; nothing is done."""
    owner, known = filings
    change(packs, "forms/machine.yaml", POWER, POWER + "      max: 200\n")
    found = json.loads(diff(changing, packs, "--json", "--limit", "0", code=1))
    above = set(changing.sql(ABOVE))
    assert {one["machine"] for one in found["changes"]} == above
    assert above & known.keys() == {machine for machine, answers in known.items() if answers["power_kw"] > 200}
    assert {one["state"] for one in found["changes"]} >= {"draft", "in_review", "returned"}
    for one in found["changes"]:
        assert one["case"] or one["state"] == "draft"
        (difference,) = one["differences"]
        assert (one["before"], one["after"]) == ("accepted", "refused")
        assert (difference["field"], difference["code"], difference["rule"]) == ("power_kw", "max", "form.machine.power_kw.max")
        assert difference["basis"] == "临册 二（二）3.11."
        line = (packs / CITY / "forms" / "machine.yaml").read_text().splitlines()[difference["line"] - 1]
        assert difference["file"] == "cities/linfen/forms/machine.yaml" and line.strip() == "max: 200"
    assert found["would_be_refused"] == len(above) and found["would_be_accepted"] == 0
    assert owner.get("city").body["revision"] == found["before"] != found["after"]


def test_what_a_person_reads(changing, packs, filings):
    """Counts, places and the time; no answer of anybody."""
    owner, known = filings
    change(packs, "forms/machine.yaml", POWER, POWER + "      max: 200\n")
    text = diff(changing, packs, "--limit", "1", code=1)
    above = len(changing.sql(ABOVE))
    assert text.count("\nmachine ") == 1 and f"and {above - 1} more (--limit 0 lists all)" in text
    assert "+ power_kw max: refuse  form.machine.power_kw.max  [临册 二（二）3.11.]  cities/linfen/forms/machine.yaml:" in text
    assert f"{above} would change, {above} would be refused, 0 accepted" in text and " s: " in text
    secret = {str(answers[name]) for answers in known.values() for name in ("id_number", "owner_phone", "owner_name")
              if answers.get(name)}
    assert not [value for value in {*secret, owner.phone} if value in text]


def test_a_term_no_longer_offered(changing, packs, filings):
    """A kind left out of `use`: those who chose it are named. The stock still has it, so nothing becomes unreadable."""
    owner, known = filings
    machine = draft(owner, HERE, machine_kind="other")
    try:
        change(packs, "vocabularies.yaml", "    - other\n", "")
        found = json.loads(diff(changing, packs, "--json", "--limit", "0", code=1))
    finally:
        owner.delete(f"machines/{machine['id']}")
    kinds = {one: answers["machine_kind"] for one, answers in known.items()} | {machine["id"]: "other"}
    wrong = {one["machine"] for one in found["changes"] for each in one["differences"]
             if (each["field"], each["code"]) == ("machine_kind", "choice")}
    assert wrong == {one for one, kind in kinds.items() if kind == "other"} and found["gone"] == []


@pytest.mark.parametrize("words, said", [((), "missing: the pack's folder"), (("cities/linfen", "--limit", "few"), "--limit"),
                                         (("cities/linfen", "--on", "soon"), "--on"), (("cities/nowhere",), "nowhere")])
def test_trouble_is_no_difference(changing, words, said):
    """Exit 2, as of diff(1): a script can tell trouble from a difference."""
    result = changing.nrmm("pack", "diff", *words, check=False)
    assert result.returncode == 2 and said in result.stderr, result


def test_a_broken_pack_is_not_compared(changing, packs):
    """Checked first: its faults with their places."""
    change(packs, "policies.yaml", "value: plate", "value: platter")
    result = changing.nrmm("pack", "diff", packs / CITY, check=False)
    assert result.returncode == 2 and "cities/linfen/policies.yaml:" in result.stderr and " error P" in result.stderr, result


def test_a_city_that_is_not_served(changing, packs):
    shutil.copytree(packs / "linfen", packs / "nowhere")
    manifest = packs / "nowhere" / "pack.yaml"
    manifest.write_text(manifest.read_text().replace("id: linfen", "id: nowhere"))
    result = changing.nrmm("pack", "diff", packs / "nowhere", check=False)
    assert result.returncode == 2 and "no revision of nowhere is in force" in result.stderr, result
