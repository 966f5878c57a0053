"""Hostile and careless files as part of a pack: `nrmm pack check` ends at once and says file and line (X095, X096)."""

import os
import resource
import shutil
import subprocess

import pytest

from deployment import PROGRAM, ROOT

CPU_SECONDS = 2  # the whole program, all packs beside it too; a text that grows would take minutes

MANIFEST = """id: hostile
name: 某市
adcode: "999900"
inherits: national
api: 1
effective: { from: 2025-01-01 }
basis: 市规 第一条
sources: { 市规: 《某市规定》 }
"""

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9))

# What the file holds, and the line that must be told; None: the file as a whole.
HOSTILE = {
    "a hundred thousand lists in one another": ("[" * 100_000 + "]" * 100_000, 1),
    "a hundred thousand mappings in one another": ("".join(" " * 1 + "{a: " for _ in range(100_000)), 1),
    "an alias bomb": (BOMB, 1),
    "a circle": ("sign.kind: &a\n  value: *a\n", 1),
    "a key stated twice": ("sign.kind:\n  value: plate\n  value: spray\n", 3),
    "a plain no": ("sign.kind:\n  value: no\n", 2),
    "a plain on as a key": ("sign.kind: { value: plate }\non: { value: plate }\n", 2),
    "an octal number": ("entry.max_distance_m:\n  value: 0o17\n  basis: 市规 第一条\n", 2),
    "a tab": ("sign.kind:\n\tvalue: plate\n", 2),
    "ten megabytes": ("# " + "x" * 100 + "\n") * 100_000,
    "an endless line": "# " + "x" * 3_000_000,
    "GBK": ("sign.kind: { basis: 市规 }\n".encode("gbk"), 1),
    "zeros": (b"sign.kind: \0\0\n", 1),
    "a tag": ("sign.kind: !!python/object:os.system { value: plate }\n", 1),
    "a merge key": ("sign.kind:\n  <<: { value: plate }\n", 2),
    "two documents": ("sign.kind: { value: plate, basis: 市规 第一条 }\n---\nsign.kind: none\n", 2),
    "never closed": ("sign.kind: { value: [plate\n", 2),
    # X096
    "a wrong type": ("sign.kind:\n  value: [plate]\n  basis: 市规 第一条\n", 2),
    "an unknown key": ("sign.kind:\n  valeu: plate\n  basis: 市规 第一条\n", 2),
    "no article": ("sign.kind:\n  value: plate\n", 1),
    "overlapping dates": ("sign.kind:\n  basis: 市规 第一条\n  values:\n    2025-01-01: { value: plate }\n"
                          "    2025-01-01: { value: spray }\n", 5),
}


@pytest.fixture(scope="module")
def cities(tmp_path_factory):
    """A base, and beside it the pack of a stranger."""
    folder = tmp_path_factory.mktemp("hostile") / "cities"
    shutil.copytree(ROOT / "cities" / "national", folder / "national")
    shutil.copytree(ROOT / "plugins", folder.parent / "plugins")
    (folder / "hostile").mkdir()
    (folder / "hostile" / "pack.yaml").write_text(MANIFEST)
    return folder


def check(cities, path, content):
    file = cities / "hostile" / path
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        done = subprocess.run([PROGRAM, "pack", "check", cities / "hostile"], capture_output=True, timeout=120, cwd=ROOT,
                              env={**os.environ, "LC_ALL": "C.UTF-8"})
    finally:
        file.unlink()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_at_its_line(cities, case):
    content, line = HOSTILE[case] if isinstance(HOSTILE[case], tuple) else (HOSTILE[case], None)
    done, seconds = check(cities, "policies.yaml", content)
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 1, said[:2000]
    where = "cities/hostile/policies.yaml" + (f":{line}:" if line else "")
    assert any(each.startswith(where) and ": error P0" in each for each in said.splitlines()), said[:2000]
    assert len(said) < 1_000_000
    assert seconds < CPU_SECONDS, f"{seconds:.2f} s"


def test_it_says_so_of_every_kind_of_file(cities):
    """A bomb is one in the manifest, in a form, in a test and in the texts too."""
    for path in ("forms.yaml", "workflows.yaml", "vocabularies.yaml", "districts.yaml", "messages.yaml", "tests.yaml"):
        depth = "pack check" if path != "tests.yaml" else "pack test"
        file = cities / "hostile" / path
        file.write_text(BOMB)
        done = subprocess.run([PROGRAM, *depth.split(), cities / "hostile"], capture_output=True, timeout=120, cwd=ROOT)
        file.unlink()
        said = (done.stdout + done.stderr).decode()
        assert done.returncode == 1 and f"cities/hostile/{path}:1:4: error P000" in said, said[:2000]


def test_without_the_file_the_pack_is_read(cities):
    """So what is refused above is the file."""
    done, _ = check(cities, "CHANGES.md", "x")
    assert b"hostile/policies.yaml" not in done.stdout + done.stderr


def test_a_zero_byte_is_refused_in_every_file(cities):
    """X095: the database holds no such text, so activation would fail."""
    (cities / "hostile" / "rules").mkdir()
    (cities / "hostile" / "rules" / "machine.lua").write_bytes(b"local M = {}\n-- \0\nreturn M\n")
    done = subprocess.run([PROGRAM, "pack", "check", cities / "hostile"], capture_output=True, timeout=120, cwd=ROOT)
    shutil.rmtree(cities / "hostile" / "rules")
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == 1 and "cities/hostile/rules/machine.lua:2:" in said and "zero byte" in said, said[:2000]
