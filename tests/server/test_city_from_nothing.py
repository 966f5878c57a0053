"""docs/pack-author/tutorial.md done literally on a running platform: a sixth city without a rebuild or a restart."""

import re
import shlex
import subprocess

import pytest

import tutorial
from deployment import ROOT, Deployment, wait_until
from filing import approved_machine

PAGE = ROOT / "docs" / "pack-author" / "tutorial.md"


@pytest.fixture(scope="module")
def platform():
    with Deployment() as running:
        yield running


def follow(platform, page):
    """Does what the page says in the folder where cities/ is; returns what the last commands printed."""
    said = ""
    for kind, what, more in tutorial.steps(page):
        if kind == "file":
            (platform.home / what).parent.mkdir(parents=True, exist_ok=True)
            (platform.home / what).write_text(more)
        elif kind == "said":
            assert all(line in said for line in what), (what, said)
        else:
            said = ""
            for command in what:
                words = shlex.split(command)
                assert words[0] == "scripts/nrmm", command
                done = subprocess.run(platform.words(*words[1:]), cwd=platform.home, env=platform.environment,
                                      capture_output=True, text=True, timeout=120)
                said += done.stdout + done.stderr
                assert (done.returncode == 0) == more, (command, said)
    return said


def test_a_city_from_nothing_files_a_machine_to_its_code(platform):
    """F085, R17, R18, R20, R22, R34, R36: by the tutorial alone; what the other cities do is not disturbed."""
    process = platform.process.pid
    follow(platform, PAGE.read_text())
    city = platform.city("xincheng")
    wait_until(lambda: platform.unwatched("GET", f"/{city.name}/v1/city").status == 200, 15, "the new city")
    assert [district["code"] for district in city.get("city").body["districts"]] == ["990001", "990002"]
    officer = city.officer(districts=["990001"])
    machine = approved_machine(city.owner(), officer, "990001")
    assert re.match(r"^[1-4DX]-001[0-9A-HJ-NP-Z]{5}$", machine["code"]), machine
    assert platform.process.pid == process and platform.process.poll() is None
    assert platform.city("linfen").get("city").status == 200
