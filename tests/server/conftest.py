"""Each run starts one platform of its own: `nrmm up` on a free port with an empty home, stopped at the end."""

import pathlib
import shutil

import pytest

from cast import DISTRICTS, EVERY_CITY, Cast
from deployment import FOR_TESTS, UNAVAILABLE, Deployment


def pytest_configure(config):
    config.addinivalue_line("markers", "whole_suite: says something of all tests; runs last, when all files run")


def pytest_collection_modifyitems(config, items):
    last = [item for item in items if item.get_closest_marker("whole_suite")]
    rest = [item for item in items if item not in last]
    files = {item.path.name for item in items}
    whole = files >= {path.name for path in pathlib.Path(__file__).parent.glob("test_*.py")}
    chosen = config.option.keyword or config.option.markexpr or any("::" in word for word in config.args)
    if whole and not chosen:
        items[:] = rest + last
    else:
        items[:] = rest
        config.hook.pytest_deselected(items=last)


def pytest_sessionfinish(session, exitstatus):
    session.config.failed_run = exitstatus == pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config):
    if getattr(config, "failed_run", False) and UNAVAILABLE:
        print("The last answers 503, and why:", *UNAVAILABLE[-20:], sep="\n")


@pytest.fixture(scope="session")
def deployment():
    """Shared by most tests. When all are done, every decision that they left behind is made again (X094, I8)."""
    with Deployment() as running:
        yield running
        for city in running.request("GET", "/cities").body["items"]:
            running.nrmm("audit", "replay", "--city", city["id"], timeout=600)


@pytest.fixture(scope="session")
def as_delivered():
    """A second platform beside the first, with the limits that nrmm has by itself."""
    with Deployment(settings={}) as running:
        yield running


@pytest.fixture(scope="session")
def demonstration():
    """What `nrmm demo load` leaves: owners, officers, machines in all states. Tests stop and start it."""
    with Deployment(settings={}) as running:
        running.demo_output = running.nrmm("demo", "load", timeout=300).stdout
        yield running


@pytest.fixture(scope="session")
def changing():
    """A platform whose packs and clock tests may change as they like: a demonstration without anything to load."""
    running = Deployment({**FOR_TESTS, "demo": True})
    for folder in running.cities.iterdir():
        if folder.name not in ("national", "linfen", "liaocheng"):
            shutil.rmtree(folder)
        (folder / "demo.yaml").unlink(missing_ok=True)
    with running:
        yield running


@pytest.fixture
def packs(changing, tmp_path):
    """A copy of what lies in its folder, to change and activate from."""
    return shutil.copytree(changing.cities, tmp_path / "cities")


@pytest.fixture(scope="session")
def cast(deployment):
    return Cast(deployment)


@pytest.fixture(params=["linfen", "chongqing"])
def city(request, deployment):
    return deployment.city(request.param)


@pytest.fixture(params=EVERY_CITY)
def any_city(request, deployment):
    """Every city that is delivered, for what each of them must be able to do."""
    return deployment.city(request.param)


@pytest.fixture
def linfen(deployment):
    return deployment.city("linfen")


@pytest.fixture
def chongqing(deployment):
    return deployment.city("chongqing")


@pytest.fixture
def district(city):
    return DISTRICTS[city.name][0]


@pytest.fixture
def officer(city, cast):
    return cast.officer(city.name)


@pytest.fixture
def owner(city, cast):
    return cast.owner(city.name)
