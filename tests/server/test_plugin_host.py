"""Plugins of kind cpp in a running server: what they add, and that one that throws or hangs hurts only itself."""

import json
import os
import pathlib
import shutil
import time

import pytest

from cast import DISTRICTS, EVERY_CITY
from client import assert_problem
from deployment import FOR_TESTS, PROGRAM, ROOT, Deployment, wait_until
from filing import file_machine

BUILD = pathlib.Path(PROGRAM).resolve().parent
BAD = pathlib.Path(os.environ.get("NRMM_BAD_PLUGINS", BUILD.parent.parent / "tests" / "plugins"))


def assemble(home, *names):
    """A folder of plugins and one of their objects: the house's, and some of tests/plugins."""
    folder, objects = home / "plugins", home / "objects"
    shutil.copytree(ROOT / "plugins", folder)
    shutil.copytree(BUILD / "plugins", objects)
    for name in names:
        shutil.copytree(ROOT / "tests" / "plugins" / name, folder / name)
        if (BAD / f"{name}.so").exists():
            shutil.copy(BAD / f"{name}.so", objects)
    return {"folder": str(folder), "objects": str(objects)}


def use(deployment, city, plugin, settings):
    """Adds the plugin to the city's pack."""
    path = deployment.cities / city / "pack.yaml"
    text = path.read_text()
    line = f"  {plugin}: {json.dumps(settings)}\n"
    path.write_text(text.replace("plugins:\n", "plugins:\n" + line) if "plugins:\n" in text else text + "plugins:\n" + line)


@pytest.fixture(scope="module")
def probed():
    with_probe = Deployment(settings={})
    plugins = assemble(with_probe.home, "probe", "g021_throws", "g021_hangs")
    plugins |= {"limit": "1s", "probe": {"secret": "s3"}, "g021_throws": {}}
    with_probe.configure({**FOR_TESTS, "plugins": {**plugins, "example": {}}})
    made = with_probe.nrmm("plugin", "new", with_probe.home / "plugins" / "example", "--kind", "cpp")
    assert "is made" in made.stdout
    shutil.copy(BAD / "example.so", with_probe.home / "objects")
    use(with_probe, "chongqing", "probe", {"greeting": "你好"})
    use(with_probe, "chongqing", "example", {"most": 1})
    use(with_probe, "linfen", "probe", {})
    with with_probe as running:
        yield running


@pytest.fixture
def chongqing(probed):
    return probed.city("chongqing")


def status(deployment):
    return json.loads(deployment.nrmm("plugin", "status", "--json").stdout)


def state_of(deployment, plugin):
    return next(one for one in status(deployment)["plugins"] if one["plugin"] == plugin)


def notes(city, kind):
    return [one["text"] for one in city.get("x/probe/notes?only=" + kind).body["items"]]


def test_a_route_reads_and_writes_its_own_tables(chongqing):
    """X076: the manifest says who may; strict input, versions and repetition are the kernel's as everywhere."""
    owner = chongqing.owner()
    assert chongqing.get("x/probe/notes").body["greeting"] == "你好"
    assert_problem(chongqing.post("x/probe/notes", {"text": "甲"}), 401)
    assert_problem(owner.post("x/probe/notes", {"txt": "甲"}), 400)
    assert_problem(owner.post("x/probe/notes", {"text": "一" * 21}), 400)
    made = owner.post("x/probe/notes", {"text": "甲"}, key="note-1")
    assert made.status == 201 and made.body == {"text": "甲", "reach": "own"} and made.version == 1
    assert owner.post("x/probe/notes", {"text": "甲"}, key="note-1").status == 201
    assert notes(chongqing, "route") == ["甲"]
    assert_problem(owner.post("x/probe/notes", {"text": "no"}), 422, "probe.unwanted")
    assert notes(chongqing, "route") == ["甲"]


def test_a_city_has_the_routes_of_the_plugins_its_pack_names(probed, chongqing):
    assert_problem(probed.city("tianjin").get("x/probe/notes"), 404)
    assert "/x/probe/notes" in chongqing.get("openapi.json").body["paths"]
    assert "/x/probe/notes" not in probed.city("tianjin").get("openapi.json").body["paths"]
    listed = json.loads(probed.nrmm("routes").stdout)
    assert {"method": "GET", "path": "x/probe/notes", "reach": {"anyone": "allowed"}}.items() <= next(
        one for one in listed if one["path"] == "x/probe/notes" and one["method"] == "GET").items()


def test_cities_do_not_see_each_other(probed, chongqing):
    owner = chongqing.owner()
    assert owner.post("x/probe/notes", {"text": "只在这里"}).status == 201
    assert "只在这里" in notes(chongqing, "route")
    assert "只在这里" not in notes(probed.city("linfen"), "route")


@pytest.mark.parametrize("call", ["foreign", "elsewhere"])
def test_it_sees_no_table_of_the_kernel(chongqing, call):
    assert_problem(chongqing.get("x/probe/" + call), 503, "plugin.unavailable")


def test_the_template_works(chongqing):
    """What `plugin new --kind cpp` makes: a table of its own, a route that writes, a route that reads."""
    officer = chongqing.officer(role="city_auditor")
    for text in ("甲", "乙"):
        assert officer.post("x/example/notes", {"text": text}).status == 201
    assert [one["text"] for one in chongqing.get("x/example/notes").body["items"]] == ["乙"]
    assert_problem(chongqing.owner().post("x/example/notes", {"text": "丙"}), 403)


def test_what_it_writes_is_audited(chongqing):
    officer = chongqing.officer(role="city_auditor")
    assert officer.post("x/example/notes", {"text": "记录"}).status == 201
    assert any(row["action"] == "x.example" for row in officer.get("audit").body["items"])


def test_jobs_run_and_are_counted(probed, chongqing):
    wait_until(lambda: notes(chongqing, "job"), 30, "a note of the job")
    wait_until(lambda: state_of(probed, "probe")["counters"].get("ticks"), 30, "the job's counter")


def test_a_listener_hears_of_a_transition(probed, chongqing):
    before = state_of(probed, "probe")["counters"].get("heard", 0)
    file_machine(chongqing.owner(), DISTRICTS["chongqing"][0])
    wait_until(lambda: state_of(probed, "probe")["counters"].get("heard", 0) > before, 60, "the listener heard")


def test_a_command_of_a_plugin(probed, chongqing):
    said = probed.nrmm("x", "probe", "add", "--city", "chongqing", "eins", "zwei").stdout
    assert said == "chongqing: 2 added\n"
    assert notes(chongqing, "command") == ["eins", "zwei"]
    rows = chongqing.officer(role="city_auditor").get("audit?action=x.probe&limit=100").body["items"]
    assert any(row["action"] == "x.probe" and row["object"] == {"type": "command", "id": "add"}
               and row["actor"]["roles"] == ["system"] for row in rows)
    assert probed.nrmm("x", "probe", "sub", "--city", "chongqing", check=False).returncode == 2
    assert probed.nrmm("x", "probe", "add", "--city", "chongqin", "drei", check=False).returncode == 2


def test_one_throws_one_hangs_and_all_cities_serve(probed):
    """A plugin that throws or hangs degrades itself, not the server."""
    chongqing = probed.city("chongqing")
    for _ in range(3):
        assert_problem(chongqing.post("x/probe/throw", {}), 503, "plugin.unavailable")
    assert_problem(chongqing.get("x/probe/notes"), 503, "plugin.unavailable")
    degraded = wait_until(lambda: state_of(probed, "probe")["state"] == "degraded" and state_of(probed, "probe"), 20, "degraded")
    assert degraded["error"].endswith("error G021: route `POST throw` threw: as asked")
    wait_until(lambda: chongqing.get("x/probe/notes").status == 200, 30, "tried again after a pause")

    hang = probed.home / "probe.hang"
    hang.write_text("")
    began = time.monotonic()
    assert_problem(chongqing.post("x/probe/hang", {}), 503, "plugin.unavailable")
    assert time.monotonic() - began < 10
    hanging = wait_until(lambda: state_of(probed, "probe")["state"] == "degraded" and state_of(probed, "probe"), 20, "degraded")
    assert hanging["error"].endswith("error G021: route `POST hang` did not return within 1 s")
    for city in EVERY_CITY:
        assert probed.city(city).get("city").status == 200
    assert probed.request("GET", "/healthz").status == 200
    assert "degraded" in probed.nrmm("plugin", "status").stdout
    hang.unlink()
    wait_until(lambda: state_of(probed, "probe")["state"] == "running", 20, "well again")
    assert chongqing.get("x/probe/notes").status == 200


def test_a_plugin_that_does_not_fit_keeps_the_server_from_starting():
    """X120: file, line and both sides."""
    one = Deployment(settings={})
    plugins = assemble(one.home, "g006_older_object", "probe")
    one.configure({**FOR_TESTS, "plugins": {**plugins, "g006_older_object": {}, "probe": {"secrte": "x"}}})
    try:
        one.launch()
        assert one.process.wait(60) == 1
        said = one.log()
        assert "plugins/g006_older_object/plugin.yaml:3:6: error G006: g006_older_object.so is built for api 0, this program has api 1" in said
        assert "error G002: plugin `probe` has no setting `secrte`" in said and "did you mean `secret`" in said
        assert "error G004: plugin `probe` must be given `secret`" in said
    finally:
        one.__exit__()


def test_a_start_that_fails_leaves_the_server_running():
    one = Deployment(settings={})
    plugins = assemble(one.home, "g020_throws_at_start")
    one.configure({**FOR_TESTS, "plugins": {**plugins, "g020_throws_at_start": {}}})
    with one as running:
        failed = wait_until(lambda: state_of(running, "g020_throws_at_start"), 20, "reported")
        assert failed["state"] == "failed"
        assert failed["error"] == "plugins/g020_throws_at_start/plugin.yaml: error G020: start() threw: no licence for [digits]"
        for city in EVERY_CITY:
            assert running.city(city).get("city").status == 200


def test_check_looks_at_the_object_too(probed):
    said = probed.nrmm("plugin", "check", probed.home / "plugins" / "probe", check=False)
    assert said.returncode == 0, said.stdout
    (probed.home / "objects" / "g021_hangs.so").unlink()
    said = probed.nrmm("plugin", "check", probed.home / "plugins" / "g021_hangs", check=False)
    assert said.returncode == 0 and "warning G015: the shared object g021_hangs.so is not there" in said.stdout
