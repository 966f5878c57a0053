"""Clients that send exactly the bytes they are told to, through nginx or straight to nrmm, and whole crowds of slow ones."""

import contextlib
import selectors
import socket
import struct
import time


def dial(door, timeout=20, source="127.0.0.1"):
    """A connected socket: to a port of this machine from an address of it, or to a socket file."""
    if isinstance(door, int):
        return socket.create_connection(("127.0.0.1", door), timeout, (source, 0))
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(str(door))  # waits for its turn, which it would not with a timeout
    connection.settimeout(timeout)
    return connection


def request(target, *headers, method="GET", body=b"", version="HTTP/1.1", host="127.0.0.1"):
    """The bytes of a sound request; a body gets its length."""
    lines = [f"{method} {target} {version}", f"Host: {host}", *headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + body


class Reply:
    """One answer as it came: status, headers in lower case, body."""

    def __init__(self, head, body):
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split(" ")[1])
        self.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        self.body = body

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


class Raw(contextlib.AbstractContextManager):
    """A connection of its own."""

    def __init__(self, door, timeout=20, source="127.0.0.1"):
        self.socket = dial(door, timeout, source)
        self.held = b""

    def __exit__(self, *_):
        self.socket.close()

    def send(self, bytes_):
        """False when the other side is gone."""
        try:
            self.socket.sendall(bytes_)
            return True
        except (BrokenPipeError, ConnectionResetError):
            return False

    def end_sending(self):
        self.socket.shutdown(socket.SHUT_WR)

    def reset(self):
        """Leaves with RST instead of FIN."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def _fill(self):
        try:
            more = self.socket.recv(65536)
        except ConnectionResetError:
            more = b""
        self.held += more
        return bool(more)

    def answer(self, with_body=True):
        """The next answer, None when the connection ended without one. An answer without framing goes to the end."""
        while b"\r\n\r\n" not in self.held:
            if not self._fill():
                return None
        head, _, self.held = self.held.partition(b"\r\n\r\n")
        reply = Reply(head, b"")
        if not with_body or reply.status == 204:
            return reply
        if reply.headers.get("transfer-encoding") == "chunked":
            reply.body = self._chunks()
        else:
            length = int(reply.headers.get("content-length", 0))
            while len(self.held) < length and self._fill():
                pass
            reply.body, self.held = self.held[:length], self.held[length:]
        return reply

    def _line(self):
        while b"\r\n" not in self.held:
            assert self._fill(), "cut off"
        line, _, self.held = self.held.partition(b"\r\n")
        return line

    def _chunks(self):
        body = b""
        while size := int(self._line(), 16):
            while len(self.held) < size + 2:
                assert self._fill(), "cut off"
            body, self.held = body + self.held[:size], self.held[size + 2:]
        self._line()
        return body

    def answers(self):
        """All that come until the connection ends or is silent for its timeout."""
        found = []
        with contextlib.suppress(TimeoutError):
            while (one := self.answer()) is not None:
                found.append(one)
        return found

    def ended(self):
        """Whether the other side closes within the timeout; what it says before is not looked at."""
        with contextlib.suppress(TimeoutError):
            while self._fill():
                pass
            return True
        return False


def ask(door, bytes_, timeout=20, source="127.0.0.1"):
    """One request on a connection of its own."""
    with Raw(door, timeout, source) as client:
        client.send(bytes_)
        return client.answer()


class Crowd:
    """Many connections that each begin with `first` and then do a little now and again: send the next byte of `drip`, or
    with none read `sip` bytes. Driven by step(); remembers how long each lived."""

    def __init__(self, door, count, first, drip=b"", sip=0, every=2.0):
        self.drip, self.sip, self.every = drip, sip, every
        self.lives = []    # seconds from connecting to the end, of those that ended
        self.answers = []  # what the first bytes of an answer were, of those that got one
        self.alive = {}    # socket → [when it began, when it acts next, how often it did]
        self.events = selectors.DefaultSelector()
        for number in range(count):
            connection = dial(door)
            connection.setblocking(False)
            with contextlib.suppress(OSError):
                connection.send(first)
            now = time.monotonic()
            self.alive[connection] = [now, now + every * (number % 10) / 10, 0]
            if not sip:
                self.events.register(connection, selectors.EVENT_READ)

    def step(self):
        for key, _ in self.events.select(0):
            self._read(key.fileobj, 65536)
        now = time.monotonic()
        for connection, life in list(self.alive.items()):
            if life[1] <= now:
                life[1] = now + self.every
                life[2] += 1
                self._act(connection, life[2])

    def _act(self, connection, turn):
        if self.sip:
            self._read(connection, self.sip)
        elif self.drip:
            try:
                connection.send(self.drip[turn % len(self.drip):][:1])
            except BlockingIOError:
                pass
            except OSError:
                self._gone(connection)

    def _read(self, connection, most):
        try:
            got = connection.recv(most)
        except BlockingIOError:
            return
        except OSError:
            got = b""
        if got and not self.sip:
            self.answers.append(got[:12])
        if not got:
            self._gone(connection)

    def _gone(self, connection):
        life = self.alive.pop(connection, None)
        if life is None:
            return
        self.lives.append(time.monotonic() - life[0])
        with contextlib.suppress(KeyError, ValueError):
            self.events.unregister(connection)
        connection.close()

    def close(self):
        for connection in self.alive:
            connection.close()
        self.alive.clear()
        self.events.close()


def drive(crowds, seconds, until=lambda: False):
    """Lets crowds be slow for so long, or until something holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not until():
        for crowd in crowds:
            crowd.step()
        time.sleep(0.02)
