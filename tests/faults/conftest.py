"""The platform under faults and attack. A test names the X rows it proves in its docstring and says with `measured` what it
counted; `scripts/faults` makes a line of it for each row. `--long` is the round that docs/kernel/faults.md reports."""

import pathlib
import random
import secrets
import sys
import time

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "server"))

from deployment import FOR_TESTS, Deployment  # noqa: E402


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="the whole number of rounds")
    parser.addoption("--until", type=float, help="seconds since 1970: no test begins later")
    parser.addoption("--seed", type=int, help="of every random schedule; a fresh one without it")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item):
    until = item.config.getoption("until")
    return True if until and time.time() > until else None


def pytest_collection_modifyitems(items):
    """What is built first comes last."""
    items.sort(key=lambda item: item.path.name == "test_fuzz.py")


@pytest.fixture
def rounds(request):
    """rounds(short, long): how often, in this run."""
    return lambda short, long: long if request.config.getoption("long") else short


@pytest.fixture
def measured(request):
    """measured("4312 acknowledged", "0 lost"): the numbers of this test, for the line of its row."""
    def say(*numbers):
        request.node.user_properties.extend(("measured", number) for number in numbers)
        print(*numbers, sep=", ")
    return say


# Seeds that once found something are played again, beside a fresh one: test → seeds.
KEPT = {}


def pytest_generate_tests(metafunc):
    if kept := "chance" in metafunc.fixturenames and KEPT.get(metafunc.function.__name__):
        metafunc.parametrize("chance", [None, *kept], indirect=True)


@pytest.fixture
def chance(request, measured):
    """Random numbers of a schedule that can be run again: its seed is printed, also when the test fails."""
    seed = getattr(request, "param", None) or request.config.getoption("seed")
    if seed is None:
        seed = secrets.randbelow(1_000_000)
    measured(f"seed {seed}")
    return random.Random(seed)


@pytest.fixture(scope="session")
def lasting():
    """Shared by the modules that say HARMLESS = True: they attack it and leave it as it was."""
    with Deployment(FOR_TESTS) as running:
        yield running


@pytest.fixture(scope="module")
def deployment(request):
    """A platform of the module's own, unless it does no harm: what it does to it concerns no other."""
    if getattr(request.module, "HARMLESS", False):
        yield request.getfixturevalue("lasting")
        return
    with Deployment(FOR_TESTS) as running:
        yield running
