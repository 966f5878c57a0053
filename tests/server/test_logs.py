"""Who reports the id of an error is helped: whoever refused, and wherever, there is one line of the request under it."""

import contextlib
import http.client
import os
import signal
import socket
import uuid

import pytest

import logs
from client import Answer
from deployment import Deployment, wait_until


@pytest.fixture(scope="module")
def server():
    with Deployment() as running:
        yield running


@contextlib.contextmanager
def without_a_table(server):
    server.sql("alter table message rename to message_elsewhere")
    try:
        yield
    finally:
        server.sql("alter table message_elsewhere rename to message")


@contextlib.contextmanager
def without_a_server(server):
    """nginx alone: the socket behind it is away, and connections that it kept are gone with its old workers."""
    there = server.sockets() / "http" / "nrmm.sock"
    away = there.with_suffix(".away")
    there.rename(away)
    os.kill(int((server.home / "nginx" / "nginx.pid").read_text()), signal.SIGHUP)
    try:
        wait_until(lambda: server.unwatched("GET", "/healthz").status == 503, 20, "nginx finds nobody")
        yield
    finally:
        away.rename(there)


def behind_nginx(server, bytes_):
    """An answer of the server itself, asked at its socket."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(server.sockets() / "http" / "nrmm.sock"))
        connection.sendall(bytes_)
        response = http.client.HTTPResponse(connection, method="GET")
        response.begin()
        return Answer(response)


def broken_inside(server):
    owner = server.city("linfen").owner()
    with without_a_table(server):
        return server.unwatched("GET", "/linfen/v1/messages", {"Authorization": f"Bearer {owner.token}"})


def nobody_behind(server):
    with without_a_server(server):
        return server.request("GET", "/linfen/v1/city")


HOST = b"Host: x\r\n\r\n"
ORIGINS = {
    "an unknown path": (404, lambda s: s.request("GET", "/nowhere")),
    "an unknown city": (404, lambda s: s.request("GET", "/13900000000/v1/city")),
    "a stranger": (401, lambda s: s.city("linfen").get("account")),
    "a dead token": (401, lambda s: s.city("linfen").get("account", token="dead")),
    "another method": (405, lambda s: s.request("PATCH", "/linfen/v1/city")),
    "a bad body": (400, lambda s: s.city("linfen").call("POST", "sessions", raw=b"{", key=False,
                                                        headers={"Content-Type": "application/json"})),
    "no idempotency key": (428, lambda s: s.city("linfen").post("accounts", {}, key=False)),
    "a fault inside": (500, broken_inside),
    "a head that the server cannot read": (400, lambda s: behind_nginx(s, b"GARBAGE\r\n\r\n")),
    "a request line that nginx cannot read": (400, lambda s: s.raw(b"GET / HTTP/1.1 x\r\n" + HOST)),
    "a header that nginx cannot read": (400, lambda s: s.raw(b"GET / HTTP/1.1\r\nContent-Length: x\r\n" + HOST)),
    "too long a path": (400, lambda s: s.request("GET", "/" + "a" * 9000)),
    "too large a body": (413, lambda s: s.request("POST", "/linfen/v1/sessions", b"x" * (2 << 20))),
    "no server behind nginx": (503, nobody_behind),
}


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_refusal_is_found_by_its_id(server, origin):
    """Header and body have one id, and one line of all logs is the request's: with its status, and no path of the client's."""
    status, ask = ORIGINS[origin]
    answer = ask(server)
    assert answer.status == status, answer
    request_id = answer.body["request_id"]
    assert answer.headers["x-request-id"] == request_id

    def told():
        return [line for line in logs.of(server, request_id) if line["message"] == "request"]

    found = wait_until(told, 10, f"a line of {request_id}")
    assert len(found) == 1, found
    line = found[0]
    assert line["status"] == status and line["level"] == "info" and line["us"] >= 0
    assert {"time", "method", "route", "city", "account", "address"} <= line.keys()
    assert "13900000000" not in str(line) and "aaaa" not in str(line)


def test_a_success_has_an_id_too(server):
    answer = server.request("GET", "/linfen/v1/city")
    found = wait_until(lambda: logs.of(server, answer.headers["x-request-id"]), 10, "its line")
    assert [(line["message"], line["status"], line["route"]) for line in found] == [("request", 200, "city")]


def test_a_line_says_where_the_time_went(server):
    """Database and rules are parts of the whole."""
    owner = server.city("linfen").owner()
    answer = owner.post("forms/machine/check", {"answers": {"machine_kind": "excavator"}}, key=False)
    assert answer.status == 200, answer
    line = wait_until(lambda: logs.of(server, answer.headers["x-request-id"]), 10, "its line")[0]
    assert 0 < line["database_us"] and line["database_us"] + line.get("rules_us", 0) <= line["us"]


def test_a_client_does_not_choose_its_id(server):
    """nginx replaces what the client sends, and answers by its own."""
    forged = uuid.uuid4().hex
    answer = server.request("GET", "/linfen/v1/none", headers={"X-Request-Id": forged})
    assert answer.body["request_id"] != forged and logs.of(server, forged) == []


def test_a_fault_is_told_under_the_requests_id(server):
    """The line that says what failed has the id that the client was told."""
    answer = broken_inside(server)
    said = [line for line in logs.of(server, answer.body["request_id"]) if line["message"] != "request"]
    assert [(line["level"], line["message"]) for line in said] == [("error", "request failed")], said


def test_background_work_has_a_name(server):
    """Lines of no request say what was at work, when the record cannot be chained, say."""
    server.sql("alter table audit_queue rename to audit_queue_elsewhere")
    try:
        line = wait_until(lambda: next((line for line in logs.lines(server) if "chained" in line["message"]), None), 20,
                          "the sealer complains")
    finally:
        server.sql("alter table audit_queue_elsewhere rename to audit_queue")
    assert line["job"] == "audit.seal" and "request_id" not in line
