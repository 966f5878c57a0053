"""The suite in several processes (`pytest -n 2`): each has platforms of its own, a file's tests stay together, and so do
the files that share a platform which is dear to make. What only all processes together know is said here, too."""

import pathlib

import pytest

from contract import Watch, calls_not_made
from deployment import ROOT, UNAVAILABLE

# Files that use the fixture `demonstration`: one process loads it, and begins with it.
DEMONSTRATION = {"test_deadlines.py", "test_packs_cli.py", "test_pinning.py", "test_replay.py", "test_running.py"}


def group(name):
    return "demonstration" if name in DEMONSTRATION else name


def pytest_collection_modifyitems(items):
    """The groups with most tests first: at the end all processes have something to do."""
    names = [group(item.path.name) for item in items]
    items.sort(key=lambda item: (group(item.path.name) != "demonstration", -names.count(group(item.path.name)), item.path.name))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class ByPlatform(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return group(nodeid.split("::")[0].rsplit("/", 1)[-1])

    return ByPlatform(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """What a process has seen."""
    told = getattr(node, "workeroutput", {}).get("seen")
    if told:
        Watch.seen.update(map(tuple, told["made"]))
        Watch.listed.update(map(tuple, told["listed"]))
        UNAVAILABLE.extend(told["unavailable"])


def pytest_sessionfinish(session, exitstatus):
    """When all files ran, each call that the cities list succeeded in some test, or is excused."""
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["seen"] = {"made": sorted(Watch.seen), "listed": sorted(Watch.listed), "unavailable": UNAVAILABLE}
        return
    whole = any(pathlib.Path(word).resolve() == pathlib.Path(__file__).parent for word in config.args)
    chosen = config.option.keyword or config.option.markexpr or config.option.lf
    config.said_last = []
    if whole and not chosen and exitstatus == pytest.ExitCode.OK:
        config.said_last = calls_not_made({folder.name for folder in (ROOT / "plugins").iterdir()})
        if config.said_last:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
    elif exitstatus == pytest.ExitCode.TESTS_FAILED:
        config.said_last = ["The last answers 503, and why:", *UNAVAILABLE[-20:]]


def pytest_unconfigure(config):
    print(*getattr(config, "said_last", []), sep="\n")
