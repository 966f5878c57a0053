"""`nrmm pack explain` and `upgrade` as an author calls them: from the command line, without a server."""

import json
import re
import shutil
import subprocess

import pytest

from deployment import PROGRAM, ROOT


def nrmm(*words):
    return subprocess.run([PROGRAM, *map(str, words)], cwd=ROOT, capture_output=True, text=True, timeout=60)


def explain(*words):
    return nrmm("pack", "explain", *words)


def test_a_value_is_explained_from_the_command_line():
    """The value on the day, its place and what it overrode."""
    result = explain("cities/chongqing", "collection.password", "--on", "2026-03-02", "--json")
    assert result.returncode == 0, result
    (found,) = json.loads(result.stdout)
    (holds,) = [value for value in found["dates"] if value["holds"]]
    lines = (ROOT / holds["file"]).read_text().splitlines()
    assert holds["pack"] == "chongqing" and lines[holds["line"] - 1][holds["column"] - 1:].startswith(holds["value"])
    assert [value["pack"] for value in found["overrode"]] == ["national"]
    text = explain("cities/chongqing/", "collection.password", "--on", "2026-03-02").stdout
    assert f"{holds['file']}:{holds['line']}:{holds['column']}" in text


def every_name(city):
    """One of each sort: the definitions of the pack itself and the base, and what stands in them."""
    return {"linfen": ["code.format", "machine", "machine.owner_kind", "machine.emission_stage", "machine_kind.loader",
                       "machine_registration.approve", "machine_registration.in_review", "notice.returned", "141002"],
            "chongqing": ["deadlines.registration", "reissue", "damage", "reissue.open", "gaoxin", "word.site"],
            "national": ["stage.dates", "machine.nameplate_photos", "fuel.diesel", "profile_review.approve"]}[city]


@pytest.mark.parametrize("city", ["linfen", "chongqing", "national"])
def test_every_sort_of_name_is_explained(city):
    """Each with a place that exists."""
    for name in every_name(city):
        result = explain(f"cities/{city}", name)
        assert result.returncode == 0, (name, result)
        assert f"cities/{city}/" in result.stdout or "cities/national/" in result.stdout, (name, result)


def test_what_cannot_be_explained_is_said():
    """Exit 1: an unknown name with the nearest ones, a folder that is none."""
    result = explain("cities/linfen", "deadlines.colection")
    assert result.returncode == 1 and not result.stdout
    assert result.stderr.startswith("nrmm: nothing in linfen is called deadlines.colection; did you mean deadlines.collection")
    result = explain("cities/linfeng", "deadlines.review")
    assert result.returncode == 1 and "did you mean `linfen`?" in result.stderr
    assert explain("cities/linfen", "deadlines.review", "--on", "soon").returncode == 2


@pytest.fixture
def packs(tmp_path):
    """A copy of cities/ to spoil, its plugins beside it."""
    copy = tmp_path / "cities"
    shutil.copytree(ROOT / "cities", copy)
    shutil.copytree(ROOT / "plugins", tmp_path / "plugins")
    return copy


def test_a_pack_of_this_level_is_left_alone(packs):
    """`upgrade` says so; not a byte changes."""
    before = {path: path.read_bytes() for path in packs.glob("**/*") if path.is_file()}
    result = nrmm("pack", "upgrade", packs / "linfen")
    assert result.returncode == 0 and result.stdout == f"{packs}/linfen: already at api 1\n", result
    assert {path: path.read_bytes() for path in packs.glob("**/*") if path.is_file()} == before


@pytest.mark.parametrize("api, said", [
    ("api: 2", "the pack is of api 2; this program reads api 1 (it needs a newer nrmm)"),
    ("api: 0", "levels of the pack language count from 1 (write `api: 1`)"),
    ("api: new", "expected an integer, found the text `new`"),
    ("", "pack.yaml has no `api` (version of the pack language)")])
def test_another_level_is_told_from_each_other(packs, api, said):
    """By `check` and by `upgrade` alike, with the place; the folder stays as it is."""
    manifest = packs / "linfen" / "pack.yaml"
    manifest.write_text(re.sub(r"(?m)^api: 1$", api, manifest.read_text()))
    before = manifest.read_bytes()
    for verb in ("check", "upgrade"):
        result = nrmm("pack", verb, packs / "linfen")
        assert result.returncode == 1, (verb, result)
        assert re.search(r"^cities/linfen/pack\.yaml:\d+:\d+: error P00[23]: " + re.escape(said) + "$", result.stdout, re.M), result
    assert manifest.read_bytes() == before


def test_a_parent_of_another_level_is_told(packs):
    """A chain is read as one: the parent's level counts too."""
    manifest = packs / "national" / "pack.yaml"
    manifest.write_text(re.sub(r"(?m)^api: 1$", "api: 2", manifest.read_text()))
    result = nrmm("pack", "check", packs / "linfen")
    assert result.returncode == 1 and re.search(r"^cities/national/pack\.yaml:\d+:6: error P002: the pack is of api 2", result.stdout, re.M), result
