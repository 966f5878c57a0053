"""Bodies without an end and larger than allowed (X039)."""

import select

import pytest

from doors import BOTH, NGINX, door, visitor
from raw import Raw, request
from vitals import children, memory

HARMLESS = True

JSON = "Content-Type: application/json"
LIMIT = 1 << 20  # http.body_limit
PHOTO = "/linfen/v1/photos"
BUFFERS = 6 << 20  # what the sockets of both sides take before anybody reads


def flood(client, piece, most, heedless=False):
    """Sends until there is an answer or the other side has closed, at most `most` bytes; how many went. The heedless one does
    not look at answers."""
    sent = 0
    client.socket.settimeout(0.5)
    try:
        while sent < most and (heedless or not select.select([client.socket], [], [], 0)[0]):
            client.socket.sendall(piece)
            sent += len(piece)
    except (TimeoutError, BrokenPipeError, ConnectionResetError):
        pass
    client.socket.settimeout(20)
    return sent


def grown(deployment, before):
    pid = deployment.process.pid
    return max([memory(pid) - before[pid], *(memory(one) - before[one] for one in children(pid, "nginx"))])


@pytest.fixture
def before(deployment):
    pid = deployment.process.pid
    return {one: memory(one) for one in (pid, *children(pid, "nginx"))}


@pytest.mark.parametrize("path", ["/linfen/v1/sessions", PHOTO])
@pytest.mark.parametrize("name", BOTH)
def test_a_gigabyte_that_was_announced(deployment, measured, name, path, before):
    """X039: 413 before a byte of it was sent, twenty at once; nothing of it is kept."""
    clients = [Raw(door(deployment, name)) for _ in range(20)]
    for client in clients:
        client.send(request(path, JSON, "Content-Length: 1073741824", method="POST"))
        answer = client.answer()
        assert answer.status == 413 or (path == PHOTO and answer.status == 401), answer
        sent = flood(client, b"x" * 65536, 64 << 20, heedless=True)
        assert name == NGINX or sent < 2 * BUFFERS, sent  # nginx swallows for lingering_time
        client.__exit__()
    assert grown(deployment, before) < 20
    measured(f"{name}: 20 × 1 GB refused, memory +{grown(deployment, before):.1f} MB")


@pytest.mark.parametrize("name", BOTH)
def test_chunks_without_end(deployment, measured, name, before):
    """X039: 413 at the limit of the call, by ten at once; others go on."""
    chunk = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    with visitor(deployment, name) as pace:
        for _ in range(10):
            with Raw(door(deployment, name)) as client:
                client.send(request("/linfen/v1/sessions", JSON, "Transfer-Encoding: chunked", method="POST"))
                sent = flood(client, chunk, 256 << 20)
                assert LIMIT <= sent < LIMIT + BUFFERS, sent
                answer = client.answer()
                assert answer is None or answer.status == 413, answer  # an answer may be lost to the reset
    assert pace.p99 < 1 and not pace.failures, str(pace)
    assert grown(deployment, before) < 20
    measured(f"{name}: cut after {sent / (1 << 20):.1f} MB, memory +{grown(deployment, before):.1f} MB", f"{name}: {pace}")


@pytest.mark.parametrize("name", BOTH)
def test_a_small_body_that_unpacks_to_a_large_one(deployment, name):
    """X039: no coding is taken, so nothing is unpacked."""
    for coding in ("gzip", "deflate", "br"):
        with Raw(door(deployment, name)) as client:
            client.send(request("/linfen/v1/sessions", JSON, f"Content-Encoding: {coding}", method="POST", body=b"\x1f\x8b" * 50))
            assert client.answer().status == 415
