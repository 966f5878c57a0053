"""`nrmm pack check|test|activate` and `nrmm demo load` as people who keep a city use them (X096, X097, X099)."""

import collections
import re
import shutil

import pytest
import yaml

from cast import EVERY_CITY
from client import Person
from deployment import ROOT

CITIES = EVERY_CITY
# Lua tells no column; a file that may not be read has no line.
PLACE = re.compile(r"^(\S+\.yaml:\d+:\d+|\S+\.lua:\d+|\S+): error [A-Z]\d{3}: .+$", re.M)


@pytest.fixture
def packs(tmp_path):
    """A copy of cities/ to spoil."""
    copy = tmp_path / "cities"
    shutil.copytree(ROOT / "cities", copy)
    return copy


def revision(deployment, city="linfen"):
    return deployment.city(city).get("city").body["revision"]


@pytest.mark.parametrize("city", CITIES)
def test_the_packs_are_sound(deployment, city):
    """Each is checked and passes its own tests; what no document states is listed."""
    checked = deployment.nrmm("pack", "check", ROOT / "cities" / city)
    assert " error " not in checked.stdout + checked.stderr
    tested = deployment.nrmm("pack", "test", ROOT / "cities" / city)
    assert " error " not in tested.stdout + tested.stderr


def test_activating_what_is_active_changes_nothing(deployment):
    """X097: said, not done again."""
    before = revision(deployment)
    said = deployment.nrmm("pack", "activate", ROOT / "cities" / "linfen").stdout
    assert before in said and revision(deployment) == before


def replace(old, new):
    def spoil(text):
        assert old in text
        return text.replace(old, new, 1)
    return spoil


BROKEN = {
    "misspelt policy": ("policies.yaml", replace("account.login:", "account.lgoin:")),
    "unknown column": ("policies.yaml", replace("sign.kind:\n  value: plate", "sign.kind:\n  valeu: plate")),
    "not an option": ("policies.yaml", replace("value: plate", "value: platter")),
    "unknown key": ("pack.yaml", replace("timezone:", "timezoen:")),
    "unknown parent": ("pack.yaml", replace("inherits: national", "inherits: notional")),
    "duplicate key": ("pack.yaml", lambda text: text + "\nid: linfen\n"),
    "not YAML": ("policies.yaml", lambda text: text + "\n  {[\n"),
    "tab": ("districts.yaml", replace("  name: 尧都区", "\tname: 尧都区")),
    "no such day": ("pack.yaml", replace("from: 2020-01-01", "from: 2020-02-30")),
    "unknown field": ("forms/machine.yaml", replace("fields: [owner_kind,", "fields: [owner_kin,")),
    "unknown vocabulary": ("forms/machine.yaml", replace("vocabulary: owner_kind", "vocabulary: owner_kindd")),
    "code twice": ("districts.yaml", replace("code: L2", "code: L1")),
    "Lua that does not compile": ("rules/machine.lua", lambda _: "local M, parent = {}, ...\nfunction M.emission_stage(\n"),
    "Lua that reaches out": ("rules/machine.lua", lambda _: "local M, parent = {}, ...\nos.exit(1)\nreturn M\n"),
    "a link": ("pack.yaml", None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_copy(deployment, packs, name):
    """X096, X095: exit 1, file:line:col, a code and a sentence; activation changes nothing."""
    file, spoil = BROKEN[name]
    path = packs / "linfen" / file
    if spoil is None:
        path.rename(packs / "aside.yaml")
        path.symlink_to(packs / "aside.yaml")
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text(spoil(path.read_text() if path.exists() else ""))
    before = revision(deployment)
    for verb in ("check", "test", "activate"):
        result = deployment.nrmm("pack", verb, packs / "linfen", check=False)
        assert result.returncode == 1, (verb, result)
        found = PLACE.findall(result.stdout + result.stderr)
        assert found, (verb, result)
        assert any(re.search(re.escape(file) + (r"$" if spoil is None else r":\d+"), place) for place in found), found
    assert revision(deployment) == before


def test_everything_is_said_at_once(deployment, packs):
    """Rule 4: three faults in two files, three lines."""
    policies, pack = packs / "linfen" / "policies.yaml", packs / "linfen" / "pack.yaml"
    policies.write_text(policies.read_text().replace("account.login:", "account.lgoin:").replace("sites.onboarding:", "sites.onbording:"))
    pack.write_text(pack.read_text().replace("timezone:", "timezoen:"))
    result = deployment.nrmm("pack", "check", packs / "linfen", check=False)
    text = result.stdout + result.stderr
    assert result.returncode == 1
    for typed, meant in (("account.lgoin", "account.login"), ("sites.onbording", "sites.onboarding"), ("timezoen", "timezone")):
        line = next(line for line in text.splitlines() if typed in line)
        assert meant in line.replace(typed, ""), line


def test_a_pack_that_fails_its_own_tests(deployment, packs):
    """X097: sound but wrong: `check` may pass, `test` and `activate` do not."""
    path = packs / "linfen" / "tests" / "machine.yaml"
    path.write_text(path.read_text().replace('derived: { emission_stage: "2" }', 'derived: { emission_stage: "4" }', 1))
    before = revision(deployment)
    for verb in ("test", "activate"):
        result = deployment.nrmm("pack", verb, packs / "linfen", check=False)
        assert result.returncode == 1 and "machine.yaml" in result.stdout + result.stderr, (verb, result)
    assert revision(deployment) == before


def test_two_cities_with_one_prefix(deployment, packs):
    """F088, F089: whoever comes second is refused, before two machines can get one code."""
    policies = packs / "linfen" / "policies.yaml"
    policies.write_text(policies.read_text().replace('code.province_char:\n  value: "4"', 'code.province_char:\n  value: "N"'))
    districts = packs / "linfen" / "districts.yaml"
    districts.write_text(districts.read_text().replace("code: L1\n", 'code: "07"\n'))
    result = deployment.nrmm("pack", "check", packs / "linfen", check=False)
    assert result.returncode == 1 and "N07" in result.stdout + result.stderr, result


def test_what_is_altered_on_disk_is_not_served(demonstration):
    """X099: not while it runs, not after a restart; only an activation changes what is served."""
    city = demonstration.city("linfen")
    before, form = revision(demonstration), city.get("forms/account").body
    path = demonstration.cities / "linfen" / "forms" / "account.yaml"
    whole = path.read_text()
    path.write_text(whole.replace("label: 姓名或企业名称", "label: 被改过的名字"))
    try:
        assert city.get("forms/account").body == form
        demonstration.stop()
        demonstration.start()
        assert city.get("forms/account").body == form and revision(demonstration) == before
        path.write_text("这不是 YAML: [")
        demonstration.stop()
        demonstration.start()
        assert city.get("forms/account").body == form
    finally:
        path.write_text(whole)


def test_the_demonstration(demonstration):
    """With progress; each approved machine has a code of its own; a second load changes nothing."""
    for name in ("linfen", "chongqing"):
        city = demonstration.city(name)
        script = yaml.safe_load((demonstration.cities / name / "demo.yaml").read_text())
        assert f"{name}: machine 100/100" in demonstration.demo_output
        approved, codes = 0, set()
        for owner in script["owners"]:
            person = Person(city, city.sign_in(owner["phone"], owner["password"]))
            for machine in person.items("machines"):
                approved += machine["state"] == "approved"
                codes.add(machine["code"])
        assert len(codes - {None}) == approved
    again = demonstration.nrmm("demo", "load").stdout
    assert again.count("already loaded") == 5 and "machine" not in again


def test_the_demonstration_s_machines_are_consistent(demonstration):
    """Real makes and models; the stage that the code shows is the one judged; districts have their own prefix."""
    for name in ("linfen", "chongqing"):
        city = demonstration.city(name)
        script = yaml.safe_load((demonstration.cities / name / "demo.yaml").read_text())
        prefixes = collections.defaultdict(set)
        for owner in script["owners"]:
            person = Person(city, city.sign_in(owner["phone"], owner["password"]))
            for machine in person.items("machines?state=approved"):
                assert machine["answers"]["machine_maker"] and machine["answers"]["machine_model"]
                assert machine["code"][0] == machine["derived"]["emission_stage"]["value"]
                prefixes[machine["answers"]["registration_district"]].add(machine["serial"][:3])
                assert city.code(machine["code"]).status == 200
        assert prefixes and all(len(of_district) == 1 for of_district in prefixes.values())
        assert len({min(of_district) for of_district in prefixes.values()}) == len(prefixes)
