"""Each run starts one platform of its own: `nrmm up` on a free port with an empty home, stopped at the end."""

import shutil

import pytest

from cast import DISTRICTS, EVERY_CITY, Cast
from deployment import FOR_TESTS, Deployment
from side_by_side import *  # hooks


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
def clock(changing):
    """Moves the demonstration's clock; the true time again at the end."""
    yield lambda day: changing.nrmm("demo", "clock", str(day))
    changing.nrmm("demo", "clock", "off")


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
