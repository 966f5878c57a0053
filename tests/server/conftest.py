"""Each run starts one platform of its own: `nrmm up` on a free port with an empty home, stopped at the end."""

import pytest

from cast import DISTRICTS, EVERY_CITY, Cast
from deployment import Deployment


@pytest.fixture(scope="session")
def deployment():
    with Deployment() as running:
        yield running


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
