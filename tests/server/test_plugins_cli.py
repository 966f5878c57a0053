"""`nrmm plugin list|check`, and `nrmm pack check` of a pack that names plugins, without a database."""

import pathlib
import shutil
import subprocess

import pytest
import yaml

from deployment import PROGRAM, ROOT


def nrmm(*words, config=None):
    options = ["--config", config] if config else []
    return subprocess.run([PROGRAM, *options, *words], cwd=ROOT, capture_output=True, text=True, timeout=60)


@pytest.fixture
def folders(tmp_path):
    """cities/ and plugins/ of one's own, and the settings that name them."""
    shutil.copytree(ROOT / "cities", tmp_path / "cities")
    (tmp_path / "plugins").mkdir()
    config = tmp_path / "nrmm.yaml"
    config.write_text(yaml.safe_dump({"plugins": {"folder": str(tmp_path / "plugins")}}))
    return tmp_path


def plugin(folders, name, **more):
    folder = folders / "plugins" / name
    folder.mkdir()
    manifest = {"name": name, "version": "1.2.0", "api": 1, "kind": "cpp", "description": "does nothing", "provides": {}}
    (folder / "plugin.yaml").write_text(yaml.safe_dump({**manifest, **more}))
    return folder


def use(folders, city, plugins):
    manifest = folders / "cities" / city / "pack.yaml"
    stated = yaml.safe_load(manifest.read_text()) | {"plugins": plugins}  # only these: others are not in the folder
    manifest.write_text(yaml.safe_dump(stated, allow_unicode=True, sort_keys=False))


def test_the_list_names_every_plugin(folders):
    """Version, kind and what it says of itself; a broken one is told with its line."""
    plugin(folders, "letters")
    assert nrmm("plugin", "list", config=folders / "nrmm.yaml").stdout == "letters  1.2.0  cpp  does nothing\n"
    plugin(folders, "broken", api=7)
    listed = nrmm("plugin", "list", config=folders / "nrmm.yaml")
    assert listed.returncode == 1
    assert "plugins/broken/plugin.yaml:1:6: error G006: the plugin is written for api 7, this program has api 1" in listed.stderr
    assert "letters" in listed.stdout


def test_a_plugin_is_checked_by_itself(folders):
    """What is wrong is told with file, line and code; a folder that is not there too."""
    assert nrmm("plugin", "check", plugin(folders, "sound")).returncode == 0
    spoilt = nrmm("plugin", "check", plugin(folders, "spoilt", colour="red"))
    assert spoilt.returncode == 1
    assert "plugins/spoilt/plugin.yaml:2:1: error P001: unknown key `colour`" in spoilt.stdout
    assert "error G001: there is no plugin `nowhere`" in nrmm("plugin", "check", folders / "nowhere").stdout


def test_a_pack_names_plugins_that_are_there(folders):
    """An unknown name and a wrong setting fail the pack's check; the settings of a sound one pass."""
    setting = {"sender": {"type": "text", "mandatory": True, "description": "who writes"}}
    plugin(folders, "letters", settings=setting)
    city = folders / "cities" / "national"
    use(folders, "national", {"letters": {"sender": "本局"}})
    sound = nrmm("pack", "check", city, config=folders / "nrmm.yaml")
    assert sound.returncode == 0, sound.stdout
    (folders / "plugins" / "letters").rename(folders / "plugins" / "letter")
    unknown = nrmm("pack", "check", city, config=folders / "nrmm.yaml")
    assert unknown.returncode == 1
    assert "error G001: unknown plugin `letters` (did you mean `letter`?)" in unknown.stdout


def test_a_new_plugin_is_sound(folders):
    """What `plugin new` makes passes its own check and tests, and is not made twice."""
    shutil.copytree(ROOT / "plugins" / "_template_lua", folders / "plugins" / "_template_lua")
    folder = folders / "plugins" / "quota"
    assert nrmm("plugin", "new", folder).returncode == 0
    assert nrmm("plugin", "check", folder).stdout == "7 passed, 0 failed\n"
    again = nrmm("plugin", "new", folder)
    assert again.returncode == 1
    assert "is there already" in again.stderr


def test_a_plugins_tests_can_fail(folders):
    """A row that does not hold is told with its line, what was expected and what came."""
    shutil.copytree(ROOT / "plugins" / "smoke_limits", folders / "plugins" / "smoke_limits")
    rows = folders / "plugins" / "smoke_limits" / "tests" / "limits.yaml"
    rows.write_text("a wrong limit:\n  call: limit\n  rows:\n    - [[37, III], [0.6, 1]]\n")
    checked = nrmm("plugin", "check", folders / "plugins" / "smoke_limits")
    assert checked.returncode == 1
    assert checked.stdout == ("plugins/smoke_limits/tests/limits.yaml:4:7: a wrong limit: expected [0.6,1], got [0.5,1]\n"
                              "0 passed, 1 failed\n")


def test_the_program_is_built_with_the_plugins_of_the_house():
    """`scripts/run` builds the program alone, and it starts with a channel that is a plugin."""
    build = pathlib.Path(PROGRAM).resolve().parents[2]
    asked = subprocess.run(["ninja", "-C", build, "-t", "query", "kernel/app/nrmm"], capture_output=True, text=True, timeout=60)
    for source in ROOT.glob("plugins/[a-z]*/*.cpp"):
        assert f"kernel/app/plugins/{source.parent.name}.so" in asked.stdout, source
