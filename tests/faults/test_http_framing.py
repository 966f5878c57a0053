"""Requests that two programs may read in two ways: refused and closed at both doors, and what follows on the same
connection is never taken for a request (X041)."""

import contextlib

import pytest

from deployment import wait_until
from doors import BOTH, NGINX, door
from raw import Raw, ask, request

HARMLESS = True

HOST = "Host: x\r\n"
JSON = "Content-Type: application/json\r\n"
POST = "POST /linfen/v1/sessions HTTP/1.1\r\n" + HOST + JSON
GET = "GET /linfen/v1/city HTTP/1.1\r\n"
SECOND = b"GET /healthz HTTP/1.1\r\nHost: second\r\n\r\n"  # 200 with "ready", if anybody takes it for a request


def post(headers, body=""):
    return POST + headers + "\r\n" + body


def get(headers):
    return GET + headers + "\r\n"


CHUNKED = "Transfer-Encoding: chunked\r\n"
ATTACKS = {
    "a length and chunks": post("Content-Length: 5\r\n" + CHUNKED, "0\r\n\r\n"),
    "chunks and a length": post(CHUNKED + "Content-Length: 100\r\n", "0\r\n\r\n"),
    "two lengths": post("Content-Length: 2\r\nContent-Length: 0\r\n", "{}"),
    "two equal lengths": post("Content-Length: 2\r\nContent-Length: 2\r\n", "{}"),
    "a list of lengths": post("Content-Length: 2, 2\r\n", "{}"),
    "a negative length": post("Content-Length: -1\r\n"),
    "a length with plus": post("Content-Length: +5\r\n", "{}   "),
    "a hexadecimal length": post("Content-Length: 0x2\r\n", "{}"),
    "an empty length": post("Content-Length: \r\n"),
    "a length of 2^64 + 2": post("Content-Length: 18446744073709551618\r\n", "{}"),
    "a length and a blank before the colon": post("Content-Length : 2\r\n", "{}"),
    "chunked and a blank before the colon": post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
    "chunked, identity": post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"),
    "identity": post("Transfer-Encoding: identity\r\n"),
    "gzip, chunked": post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"),
    "chunked twice": post(CHUNKED + CHUNKED, "0\r\n\r\n"),
    "chunked and another coding": post(CHUNKED + "Transfer-Encoding: x\r\n", "0\r\n\r\n"),
    "xchunked": post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
    "chunked after a tab of its own": post("Transfer-Encoding: \x0bchunked\r\n", "0\r\n\r\n"),
    "a coding that is folded": post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"),
    "chunks under HTTP/1.0": post(CHUNKED, "0\r\n\r\n").replace("HTTP/1.1", "HTTP/1.0"),
    "a chunk's size is no number": post(CHUNKED, "ZZ\r\n{}\r\n0\r\n\r\n"),
    "a chunk's size is negative": post(CHUNKED, "-2\r\n{}\r\n0\r\n\r\n"),
    "a chunk's size with 0x": post(CHUNKED, "0x2\r\n{}\r\n0\r\n\r\n"),
    "a chunk's size of 2^64 + 2": post(CHUNKED, "10000000000000002\r\n{}\r\n0\r\n\r\n"),
    "a chunk longer than it says": post(CHUNKED, "2\r\n{}}\r\n0\r\n\r\n"),
    "a chunk extension with a line feed": post(CHUNKED, "2;\n{}\r\n0\r\n\r\n"),
    "a chunk extension": post(CHUNKED, "2;a=b\r\n{}\r\n0\r\n\r\n"),
    "chunks that end with line feeds": post(CHUNKED, "2\n{}\n0\n\n"),
    "a trailer": post(CHUNKED, "2\r\n{}\r\n0\r\nContent-Length: 50\r\n\r\n"),
    "a folded header": get(HOST + "X-A: b\r\n c: d\r\n"),
    "a fold at the beginning": get(" X-A: b\r\n" + HOST),
    "NUL in a value": get(HOST + "X-A: b\0c\r\n"),
    "NUL in a name": get(HOST + "X\0A: b\r\n"),
    "a carriage return in a value": get(HOST + "X-A: b\rc\r\n"),
    "a line feed in a value": get(HOST + "X-A: b\nX-B: c\r\n"),
    "a control character": get(HOST + "X-A: b\x01c\r\n"),
    "DEL in a name": get(HOST + "X\x7fA: b\r\n"),
    "a name with a blank": get(HOST + "X A: b\r\n"),
    "no name": get(HOST + ": b\r\n"),
    "no colon": get(HOST + "X-A\r\n"),
    "a second host": get(HOST + "Host: y\r\n"),
    "no host": get(""),
    "line feeds only": get(HOST).replace("\r\n", "\n"),
    "an absolute address with another host": "GET http://elsewhere/linfen/v1/city HTTP/1.1\r\n" + HOST + "\r\n",
    "a body of a GET": get(HOST + "Content-Length: 41\r\n") + SECOND.decode(),
    "HTTP/0.9": "GET /linfen/v1/city\r\n",
    "HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "an upgrade to HTTP/2": get(HOST + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"),
    "HTTP/1.2": get(HOST).replace("HTTP/1.1", "HTTP/1.2"),
    "HTTP/3.0": get(HOST).replace("HTTP/1.1", "HTTP/3.0"),
    "two blanks in the first line": get(HOST).replace("GET /", "GET  /"),
    "a tab in the first line": get(HOST).replace("GET /", "GET\t/"),
    "a method in small letters": get(HOST).replace("GET", "get"),
    "9,000 headers": get(HOST + "".join(f"X-{number}: y\r\n" for number in range(9000))),
    "a header of 40 KB": get(HOST + "X-A: " + "y" * 40_000 + "\r\n"),
    "an address of 40 KB": get(HOST).replace("/city", "/" + "y" * 40_000),
    "an expectation of another kind": post("Expect: 200-ok\r\nContent-Length: 2\r\n", "{}"),
}

# nginx understands these in one way and says so anew to nrmm: what reaches that is one request, sound or refused there.
REWRITTEN = {"line feeds only", "a chunk extension with a line feed", "a line feed in a value", "a chunk extension", "chunks that end with line feeds", "a trailer",
             "an upgrade to HTTP/2", "an expectation of another kind", "a body of a GET", "no colon",
             "a control character"}
HIDES_THE_SECOND = {"a body of a GET"}
# No doubt about where it ends: an offer that nobody has to take.
SOUND_ALONE = {"an upgrade to HTTP/2"}


def sent(deployment, name, attack, then=SECOND):
    """The answers, what came without being one, and whether the connection was ended. Nobody half-closes: to nginx that
    would be leaving."""
    with Raw(door(deployment, name), timeout=1) as client:
        client.send(attack.encode("latin-1") + then)
        answers = client.answers()
        client.socket.settimeout(5)
        return answers, client.held, len(answers) < 2 and client.ended()


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("name", BOTH)
def test_every_attack_is_refused_and_ends_the_connection(deployment, name, attack):
    """X041: 400 (or what nginx says for it) in the house form, and the connection is closed: the request behind it on
    the same connection is never answered."""
    answers, rest, ended = sent(deployment, name, ATTACKS[attack])
    statuses = [answer.status for answer in answers]
    if attack in (REWRITTEN if name == NGINX else SOUND_ALONE):
        assert 1 <= len(answers) <= 2, answers
        assert attack not in HIDES_THE_SECOND or not any(b'"ready"' in answer.body for answer in answers), answers
        return
    assert ended, statuses
    if attack == "HTTP/0.9" and name == NGINX:  # its answers have no head
        assert not answers and b"request.malformed" in rest, (answers, rest)
        return
    assert statuses == [400], answers
    assert b"request.malformed" in answers[0].body and answers[0].headers["content-type"].startswith("application/problem+json")


CROWD = 30  # sign-ins that an address may have under way (kernel/app/nginx-site.conf.in)


@pytest.mark.parametrize("attack", ["a chunk's size is no number", "a chunk's size is negative", "a chunk longer than it says"])
def test_an_attack_that_would_not_be_read_anyway(deployment, attack):
    """X041: nginx refuses one sign-in too many before it looks at the body; that it then drops, and finds malformed, in the
    house form all the same."""
    with contextlib.ExitStack() as held:
        for _ in range(CROWD):
            client = held.enter_context(Raw(deployment.port))
            client.send(post("Content-Length: 300\r\n").encode())
        wait_until(lambda: ask(deployment.port, request("/linfen/v1/sessions", method="POST", body=b"{}")).status == 429, 10, "too many")
        answers, _, ended = sent(deployment, NGINX, ATTACKS[attack])
    assert ended and [answer.status for answer in answers] == [400], answers
    assert b"request.malformed" in answers[0].body and answers[0].headers["content-type"].startswith("application/problem+json")


def test_nrmm_sees_no_request_that_nginx_did_not(deployment, measured):
    """X041: behind every attack a second request; nrmm never notes more requests than nginx gave answers."""
    log = deployment.home / "log" / "nrmm.log"
    through = 0
    for attack, text in ATTACKS.items():
        begin = log.stat().st_size
        answers, *_ = sent(deployment, NGINX, text)
        noted = [line for line in log.read_bytes()[begin:].splitlines() if b'"us":' in line]
        assert len(noted) <= len(answers), (attack, answers, noted)
        through += len(noted)
    measured(f"{len(ATTACKS)} attacks with a second request behind, {through} requests reached nrmm, 0 unknown to nginx")


def test_a_body_that_looks_like_a_request_is_a_body(deployment):
    """X041: with a sound length, the connection goes on behind it and not in it."""
    for name in BOTH:
        inside = request("/healthz")
        with Raw(door(deployment, name)) as client:
            client.send(request("/linfen/v1/sessions", "Content-Type: application/json", "X-Real-IP: 127.0.0.1", method="POST",
                                body=inside) + request("/cities", "Connection: close"))
            first, second = client.answers()
            assert first.status == 400 and second.status == 200 and b'"items"' in second.body
