"""`nrmm pack schema`: every file of every pack is green in an editor, and slips are red (rule 9)."""

import functools
import json
import pathlib
import subprocess

import jsonschema
import pytest

import pack_yaml
from deployment import PROGRAM, ROOT


@functools.cache
def written(folder):
    """Schemas and settings as an author gets them, in a folder of his own."""
    subprocess.run([PROGRAM, "pack", "schema", "--vscode"], cwd=folder, check=True, capture_output=True, timeout=60)
    return json.loads((folder / ".vscode" / "settings.json").read_text())["yaml.schemas"]


@pytest.fixture(scope="session")
def workspace(tmp_path_factory):
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="session")
def validator(workspace):
    """What an editor does: by its settings, the schema for a path."""
    schemas = {glob: json.loads((workspace / name).read_text()) for name, globs in written(workspace).items() for glob in globs}

    def of(path):
        (schema,) = [schema for glob, schema in schemas.items() if matches(path, glob)]
        jsonschema.Draft7Validator.check_schema(schema)
        return jsonschema.Draft7Validator(schema)
    return of


def matches(path, glob):
    """The globs of the settings: * is one part of a path, ** any number of folders."""
    parts, wanted = pathlib.PurePath(path).parts, pathlib.PurePath(glob).parts
    if "**" in wanted:
        at = wanted.index("**")
        return len(parts) > at and all(map(fits, parts[:at], wanted[:at])) and fits(parts[-1], wanted[-1])
    return len(parts) == len(wanted) and all(map(fits, parts, wanted))


def fits(part, wanted):
    return wanted == "*" or part == wanted or wanted == "*.yaml" and part.endswith(".yaml")


# For people and demonstrations: no file of the language.
FILES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "cities").glob("*/**/*.yaml") if path.name != "demo.yaml")


def faults(validator, path, text):
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in validator(path).iter_errors(pack_yaml.load(text))]


def test_there_are_packs_to_look_at():
    assert len({path.split("/")[1] for path in FILES}) >= 4


@pytest.mark.parametrize("path", FILES)
def test_every_file_of_every_pack_is_green(validator, path):
    """R36 and all others: what the loader takes, the schema takes."""
    assert faults(validator, path, (ROOT / path).read_text()) == []


MACHINE = "cities/town/forms/machine.yaml"
WORKFLOWS = "cities/town/workflows.yaml"
POLICIES = "cities/town/policies.yaml"
SLIPS = {
    "misspelt key of a field": (MACHINE, "machine: { fields: { pin: { lable: 识别码 } } }"),
    "misspelt key of a form": (MACHINE, "machine: { titel: 登记 }"),
    "misspelt key of a step": (MACHINE, "machine: { steps: [{ step: a, titel: 一, fields: [pin] }] }"),
    "a step without its fields": (MACHINE, "machine: { steps: [{ step: a, title: 一 }] }"),
    "unknown field type": (MACHINE, "machine: { fields: { pin: { type: choise } } }"),
    "a text for a number": (MACHINE, "machine: { fields: { pin: { max_length: long } } }"),
    "a number for a text": (MACHINE, "machine: { fields: { pin: { label: 12 } } }"),
    "a word for a condition": (MACHINE, "machine: { fields: { pin: { required: maybe } } }"),
    "a number in a condition": (MACHINE, "machine: { fields: { pin: { required: { emission_stage: 4 } } } }"),
    "unknown value of a fact": (MACHINE, "machine: { fields: { pin: { shown: { account_kind: persn } } } }"),
    "unknown level of a check": (MACHINE, "machine: { checks: { fits: { level: warn } } }"),
    "unknown purpose of a code": (MACHINE, "machine: { fields: { code: { sms: { purpose: greet, to: owner } } } }"),
    "a rule without its module": (MACHINE, "machine: { checks: { fits: { rule: fits } } }"),
    "unknown role that overrides": (MACHINE, "machine: { derived: { stage: { override: [auditor] } } }"),
    "unknown effect": (WORKFLOWS, "machine_registration: { transitions: { approve: { do: [isue_code] } } }"),
    "unknown party": (WORKFLOWS, "machine_registration: { transitions: { approve: { by: revewer } } }"),
    "unknown party among several": (WORKFLOWS, "machine_registration: { transitions: { open: { by: [owner, agnt] } } }"),
    "unknown party that is told": (WORKFLOWS, "machine_registration: { transitions: { approve: { tell: { ownr: approved } } } }"),
    "unknown party that edits": (WORKFLOWS, "machine_registration: { states: { draft: { edits: { ownr: all } } } }"),
    "unknown subject": (WORKFLOWS, "renewal: { subject: machin }"),
    "unknown role": (WORKFLOWS, "renewal: { reviewer: auditor }"),
    "misspelt key of a state": (WORKFLOWS, "machine_registration: { states: { draft: { labl: 草稿 } } }"),
    "misspelt key of a transition": (WORKFLOWS, "machine_registration: { transitions: { approve: { too: approved } } }"),
    "misspelt key of a policy": (POLICIES, "deadlines.review: { valeu: 5 days, basis: 市规 第一条 }"),
    "a policy without a mapping": (POLICIES, "deadlines.review: 5 days"),
    "no duration": (POLICIES, "deadlines.review: { value: soon, basis: 市规 第一条 }"),
    "no duration from a day on": (POLICIES, "deadlines.review: { values: { 2026-01-01: { value: 5, basis: 市规 第一条 } } }"),
    "no day": (POLICIES, "deadlines.review: { values: { next year: { value: 5 days, basis: 市规 第一条 } } }"),
    "a dated value without its value": (POLICIES, "deadlines.review: { values: { 2026-01-01: { basis: 市规 第一条 } } }"),
    "a text for a flag": (POLICIES, "account.profile_review: { value: 先审核, basis: 市规 第一条 }"),
    "none where there is no none": (POLICIES, "account.profile_review: { value: none, basis: 市规 第一条 }"),
    "one word for a list": (POLICIES, "account.login: { value: phone, basis: 市规 第一条 }"),
    "another type than the kernel's": (POLICIES, "deadlines.review: { type: integer }"),
    "unknown policy type": (POLICIES, "town.own: { type: duratoin, value: 5 days }"),
    "an own policy's wrong value": (POLICIES, "town.own: { description: 自定, type: integer, value: five, basis: 市规 第一条 }"),
    "unknown provenance": (POLICIES, "deadlines.review: { value: 5 days, basis: 市规 第一条, provenance: guessed }"),
    "district code": ("cities/town/districts.yaml", "\"100101\": { name: 东区, code: O1, basis: 市规 附表 }"),
    "district code as a number": ("cities/town/districts.yaml", "\"100101\": { name: 东区, code: 01, basis: 市规 附表 }"),
    "a district without a name": ("cities/town/districts.yaml", "\"100101\": { code: \"01\", basis: 市规 附表 }"),
    "a district that is none": ("cities/town/districts.yaml", "\"100101\": none"),
    "term": ("cities/town/vocabularies.yaml", "kind: { terms: { crane: { lable: 吊车 } } }"),
    "day of a term": ("cities/town/vocabularies.yaml", "kind: { terms: { crane: { label: 吊车, to: 2025年 } } }"),
    "text": ("cities/town/messages/zh.yaml", "word.site: [工地]"),
    "a number for a message": ("cities/town/messages/zh.yaml", "word.site: 12"),
    "datum": ("cities/town/fences.yaml", "zone: { label: 区, area: zone.geojson, datum: wgs86 }"),
    "hours": ("cities/town/fences.yaml", "zone: { label: 区, area: zone.geojson, hours: 8-18 }"),
    "a test that proves nothing": ("cities/town/tests/a.yaml", "例: { form: machine, expect: { errors: {} } }"),
    "rows": ("cities/town/tests/a.yaml", "例: { proves: [R17], form: machine, rows: [{}] }"),
    "story": ("cities/town/tests/a.yaml", "例: { proves: [R17], workflow: place, story: [{ as: ownr, does: open }] }"),
    "manifest key": ("cities/town/pack.yaml", "{ id: town, nmae: 镇, adcode: \"100100\", api: 1, effective: { from: 2026-01-01 } }"),
    "manifest without a day": ("cities/town/pack.yaml", "{ id: town, name: 镇, adcode: \"100100\", api: 1, effective: {} }"),
    "adcode as a number": ("cities/town/pack.yaml", "{ id: town, name: 镇, adcode: 100100, api: 1, effective: { from: 2026-01-01 } }"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_red(validator, slip):
    """Misspelt keys, wrong types, unknown effects, parties and the like, before any check is run."""
    assert faults(validator, *SLIPS[slip])


PARTS = {
    "a field taken away": (MACHINE, "machine: { fields: { pin: none }, checks: none }"),
    "a key taken away": (MACHINE, "machine: { fields: { pin: { help: none, max: none, shown: none, sms: none } } }"),
    "one key of a field": (MACHINE, "machine: { fields: { pin: { label: 识别码 } } }"),
    "a form taken away": (MACHINE, "place: none"),
    "conditions": (MACHINE, "machine: { fields: { pin: { required: { any: [{ kind: [a, b] }, { all: [{ fuel: present }] }] }, shown: false } } }"),
    "part of a workflow": (WORKFLOWS, "place: { transitions: { open: { when: none, refusal: none }, submit: none } }"),
    "a policy's value only": (POLICIES, "deadlines.review: { value: none, basis: 市规 第一条 }\nstage.dates: { value: [{ stage: \"4\" }] }"),
    "a policy taken away": (POLICIES, "deadlines.reissue: none\ndeadlines.review: none"),
    "terms": ("cities/town/vocabularies.yaml", "kind: { terms: { crane: none, loader: 装载机, paver: { label: 摊铺机, from: 2026-01-01 } }, use: [loader] }"),
    "an empty file": ("cities/town/messages/zh.yaml", "# 以后再写\n"),
    "a text taken away": ("cities/town/messages/zh.yaml", "notice.renewed: none"),
}


@pytest.mark.parametrize("part", PARTS)
def test_what_a_child_may_state_is_green(validator, part):
    """A child states only what differs; `none` takes away."""
    assert faults(validator, *PARTS[part]) == []


def test_names_of_the_kernel_are_offered_with_their_meaning(workspace):
    """What an editor completes comes from the kernel's tables."""
    written(workspace)
    schema = lambda kind: json.loads((workspace / ".vscode" / "nrmm" / f"{kind}.schema.json").read_text())
    assert schema("policies")["properties"]["deadlines.review"]["description"].startswith("审核时限")
    assert "{by}" in schema("messages")["properties"]["case.claimed"]["description"]
    text = json.dumps(schema("workflows"), ensure_ascii=False)
    assert "issue_code" in text and "发放环保登记号码" in text


def test_settings_of_a_person_stay(workspace, tmp_path):
    """What there is of an editor's settings is not written over; what it lacks is printed."""
    (tmp_path / ".vscode").mkdir()
    (tmp_path / ".vscode" / "settings.json").write_text("{ // mine\n}")
    said = subprocess.run([PROGRAM, "pack", "schema", "--vscode"], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert (tmp_path / ".vscode" / "settings.json").read_text() == "{ // mine\n}"
    assert '"./.vscode/nrmm/pack.schema.json": ["cities/*/pack.yaml"]' in said.stdout


def test_all_schemas_in_one_document():
    """Without a folder they are printed, for other editors and tools."""
    said = subprocess.run([PROGRAM, "pack", "schema"], check=True, capture_output=True, text=True, timeout=60)
    assert {"pack.schema.json", "policies.schema.json", "tests.schema.json"} <= json.loads(said.stdout).keys()
