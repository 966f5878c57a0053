"""What strangers put into requests stays inside one line of the log."""

import contextlib
import json
import socket

from deployment import wait_until

HARMLESS = True

INJECTED = ["a\r\n{\"level\":\"info\",\"message\":\"request\",\"forged\":true}", "\x1b[2J\x1b[31m", "\",\"forged\":true,\"x\":\"", "\u2028\u202e\u0085",
            "\x7f\x00\x08", "${forged}$request_id%s%n", "\\u000a\\\"", "\ufffe", "登记\n号码",
            "\"},\"alarm\":\"rule_error\",\"x\":{\"", "${jndi:ldap://x}"]
LOGS = ("nrmm.log", "nginx-requests.log")


def percent(text):
    return "".join(f"%{byte:02x}" for byte in text.encode())


def attacks(text, phone):
    """Requests, as bytes, with the text in every place that a client fills."""
    raw, quoted = text.encode(), percent(text).encode()
    host = b"Host: x\r\n"
    post = host + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    for path in (b"", b"machines/", b"forms/"):
        yield b"GET /linfen/v1/" + path + quoted + b" HTTP/1.1\r\n" + host + b"\r\n"
    yield b"GET /" + quoted + b"/v1/city HTTP/1.1\r\n" + host + b"\r\n"
    yield b"GET /linfen/v1/city?" + quoted + b"=" + quoted + b" HTTP/1.1\r\n" + host + b"\r\n"
    yield b"GET /linfen/v1/" + raw + b" HTTP/1.1\r\n" + host + b"\r\n"
    yield raw + b" / HTTP/1.1\r\n" + host + b"\r\n"
    for header in (b"X-Request-Id", b"X-Real-IP", b"X-Forwarded-For", b"User-Agent", b"Authorization", b"Referer"):
        yield b"GET /linfen/v1/account HTTP/1.1\r\n" + host + header + b": Bearer " + raw + b"\r\n\r\n"
    for path, body in ((b"sessions", {"login": text, "password": text}), (b"sms-codes", {"phone": text, "purpose": text})):
        sent = json.dumps(body).encode()
        yield b"POST /linfen/v1/" + path + b" HTTP/1.1\r\n" + post % len(sent) + sent
    yield b"GET /linfen/v1/codes/" + phone + quoted + b" HTTP/1.1\r\n" + host + b"\r\n"


def send(deployment, bytes_):
    """Whatever is answered, or nothing."""
    with socket.create_connection(("127.0.0.1", deployment.port), timeout=10) as connection, \
            contextlib.suppress(ConnectionResetError, BrokenPipeError):
        connection.sendall(bytes_)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass


def test_nothing_that_a_client_sends_begins_a_line(deployment, rounds, chance, measured):
    """X108: CR LF, ANSI, JSON, direction marks, in path, query, method, headers and body: every line stays one object of our
    own members, no control character is written, no telephone."""
    phone = b"13912345678"
    known = {name: (deployment.home / "log" / name).stat().st_size for name in LOGS}
    texts = INJECTED + ["".join(map(chr, (chance.choice((chance.randrange(1, 256), chance.randrange(0x2000, 0x2070)))
                                          for _ in range(20)))) for _ in range(rounds(5, 200))]
    sent = 0
    for text in texts:
        for attack in attacks(text, phone):
            send(deployment, attack)
            sent += 1

    def written():
        """The bytes since then; when the last request is among them."""
        new = {name: (deployment.home / "log" / name).read_bytes()[size:] for name, size in known.items()}
        return new if sum(part.count(b'"message":"request"') for part in new.values()) >= sent else None

    new = wait_until(written, 20, "a line for each request")
    lines = [line for part in new.values() for line in part.decode("utf-8").split("\n") if line]
    assert not any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 or character in "\u2028\u2029\u202e" for line in lines
                   for character in line)
    objects = [json.loads(line) for line in lines]
    assert all(one.keys() >= {"time", "level", "message"} and not {"forged", "alarm"} & one.keys() for one in objects)
    assert phone not in b"".join(new.values())
    for log in (deployment.home / "log").iterdir():
        assert phone not in log.read_bytes(), log
    measured(f"{sent} requests", f"{len(lines)} lines", "0 broken")
