"""Each run starts one platform of its own: `nrmm up` on a free port with an empty home, stopped at the end."""

import pytest

from deployment import Deployment


@pytest.fixture(scope="session")
def deployment():
    with Deployment() as running:
        yield running


@pytest.fixture(params=["linfen", "chongqing"])
def city(request, deployment):
    return deployment.city(request.param)


@pytest.fixture
def linfen(deployment):
    return deployment.city("linfen")


@pytest.fixture
def chongqing(deployment):
    return deployment.city("chongqing")
