"""Whose request it is, says the configured proxy and nobody else (X046)."""

import json

import pytest

import values
from deployment import Deployment
from doors import BOTH, NGINX, NRMM, door
from raw import Raw, ask, request

HARMLESS = True

FORGED = ["X-Forwarded-For: {}", "Forwarded: for={}", "X-Client-IP: {}", "True-Client-IP: {}", "CF-Connecting-IP: {}",
          "X-Forwarded: for={}", "X-Originating-IP: {}", "X-Remote-Addr: {}", "X-Cluster-Client-IP: {}", "Via: {}"]
OTHER = "203.0.113.7"


def noted_address(deployment, name, *headers, **options):
    """What the log says of the request's address."""
    log = deployment.home / "log" / "nrmm.log"
    answer = ask(door(deployment, name), request("/linfen/v1/city", "Connection: close", *headers), **options)
    mine = answer.headers["x-request-id"]
    line = next(line for line in reversed(log.read_text().splitlines()) if mine in line and '"us":' in line)
    return json.loads(line).get("address", "")


def test_through_nginx_it_is_the_peer_s(deployment, measured):
    """X046: whatever the client says, also what only nginx may say."""
    for header in [*FORGED, "X-Real-IP: {}", "x-real-ip: {}", "X_Real_IP: {}"]:
        assert noted_address(deployment, NGINX, header.format(OTHER), source="127.0.0.77") == "127.0.0.77", header
    twice = noted_address(deployment, NGINX, f"X-Real-IP: {OTHER}", f"X-Real-IP: {OTHER}", source="127.0.0.77")
    assert twice == "127.0.0.77"
    measured(f"{len(FORGED) + 4} forged headers through nginx: the peer's address each time")


def test_straight_to_nrmm_it_is_what_its_proxy_says(deployment, measured):
    """X046: one well-formed X-Real-IP and nothing else; what is none counts as one nameless address."""
    proxy = "X-Real-IP: 127.0.0.8"
    for header in FORGED:
        assert noted_address(deployment, NRMM, header.format(OTHER), proxy) == "127.0.0.8", header
        assert noted_address(deployment, NRMM, header.format(OTHER)) == "", header
    for said in (f"X-Real-IP: {OTHER}, 127.0.0.8", "X-Real-IP: nobody", "X-Real-IP: ", "X-Real-IP: 127.0.0.8:80", "X_Real_IP: 1.1.1.1",
                 "X-Real-IP: 0x7f000001.x", "X-Real-IP: 999.1.1.1"):
        assert noted_address(deployment, NRMM, said) == "", said
    with Raw(door(deployment, NRMM)) as client:
        client.send(request("/linfen/v1/city", proxy, f"X-Real-IP: {OTHER}"))
        assert client.answer().status in (200, 400)
    measured("straight to nrmm: X-Real-IP once, or nameless")


def test_the_host_decides_nothing(deployment):
    """X046: neither the city nor an address in the answer."""
    for name in BOTH:
        for host in ("chongqing", "evil.example", "127.0.0.1:1", "[::1]"):
            answer = ask(door(deployment, name), request("/linfen/v1/city", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: gopher",
                                                         "Connection: close", host=host))
            assert answer.status == 200 and json.loads(answer.body)["id"] == "linfen" and b"evil" not in answer.body


@pytest.fixture(scope="module")
def strict():
    """A platform whose limits are soon met."""
    with Deployment({"security": {"sms_per_address_minute": 5, "sms_free_per_address_hour": 1000}}) as running:
        yield running


@pytest.mark.parametrize("name", BOTH)
def test_a_limit_is_met_by_all_that_is_said_together(strict, name, measured):
    """X046: one client, another address in every header each time: refused after the allowed number; another client is not."""
    def ask_for_a_code(number, source, *proxy):
        said = [header.format(f"198.51.100.{number}") for header in FORGED + (["X-Real-IP: {}"] if name == NGINX else [])]
        body = json.dumps({"phone": values.new_phone(), "purpose": "register"}).encode()
        return ask(door(strict, name), request("/linfen/v1/sms-codes", "Content-Type: application/json", "Connection: close", *said,
                                               *proxy, method="POST", body=body), source=source).status
    proxy = [] if name == NGINX else ["X-Real-IP: not an address"]
    statuses = [ask_for_a_code(number, "127.0.0.66", *proxy) for number in range(1, 13)]
    assert statuses.count(202) <= 10 and statuses[-1] == 429, statuses
    assert ask_for_a_code(99, "127.0.0.67", *([] if name == NGINX else ["X-Real-IP: 127.0.0.67"])) == 202
    measured(f"{name}: {statuses.count(202)} of {len(statuses)} codes for one client with a new address each time, limit 5 a minute")
