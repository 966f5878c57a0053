"""Clients that are slow on purpose, through nginx and straight to nrmm: whoever is not goes on as before (X037, X038)."""

import contextlib

from doors import BOTH, NGINX, NRMM, door, visitor
from raw import Crowd, ask, drive, request

HARMLESS = True


@contextlib.contextmanager
def visitors(deployment):
    with visitor(deployment, NGINX) as through, visitor(deployment, NRMM) as straight:
        yield {NGINX: through, NRMM: straight}


def assert_undisturbed(pace, name, measured):
    measured(f"{name}: {pace}")
    assert not pace.failures, pace.failures[:3]
    assert pace.p99 < 1, str(pace)


def test_slow_heads(deployment, measured, rounds):
    """X037: a byte of a header every few seconds by 500 connections at each door, and 100 that say nothing."""
    count = rounds(500, 1000)
    crowds = {name: Crowd(door(deployment, name), count, b"GET /linfen/v1/city HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"a")
              for name in BOTH}
    silent = {name: Crowd(door(deployment, name), 100, b"") for name in BOTH}
    everybody = [*crowds.values(), *silent.values()]
    with visitors(deployment) as paces:
        drive(everybody, 17, until=lambda: not any(crowd.alive for crowd in everybody))
    for name in BOTH:
        for crowd in (crowds[name], silent[name]):
            assert not crowd.alive, f"{len(crowd.alive)} are still open"
        assert max(crowds[name].lives) <= 15 and max(silent[name].lives) <= 15
        measured(f"{name}: {count} slow, the last cut after {max(crowds[name].lives):.1f} s")
        assert_undisturbed(paces[name], name, measured)
    for crowd in everybody:
        crowd.close()


def test_slow_bodies_and_slow_readers(deployment, measured, rounds):
    """X038: bodies that drip, in a told length and in chunks, and answers of a long document that are sipped: no worker
    waits for them, and at nrmm the whole has a deadline."""
    count = rounds(90, 300)
    post = ["Content-Type: application/json"]
    told = request("/linfen/v1/sessions", *post, "Content-Length: 300", method="POST")
    chunked = request("/linfen/v1/sessions", *post, "Transfer-Encoding: chunked", method="POST") + b"ff\r\n"
    long = request("/linfen/v1/openapi.json", "X-Real-IP: 127.0.0.2")
    assert ask(door(deployment, NRMM), long).status == 200
    bodies = {name: [Crowd(door(deployment, name), count, first, b" ", every=1) for first in (told, chunked)] for name in BOTH}
    readers = {name: Crowd(door(deployment, name), count, long, sip=256, every=1) for name in BOTH}
    everybody = [*bodies[NGINX], *bodies[NRMM], *readers.values()]
    with visitors(deployment) as paces:
        drive(everybody, rounds(14, 40), until=lambda: not any(crowd.alive for crowd in bodies[NRMM]))
    for name in BOTH:
        assert_undisturbed(paces[name], name, measured)
    for crowd in bodies[NRMM]:
        assert not crowd.alive and max(crowd.lives) <= 15, len(crowd.alive)
    assert bodies[NRMM][0].answers.count(b"HTTP/1.1 408") == count, bodies[NRMM][0].answers[:5]
    measured(f"nrmm: {2 * count} slow bodies, the last cut after {max(max(crowd.lives) for crowd in bodies[NRMM]):.1f} s")
    for crowd in everybody:
        crowd.close()
