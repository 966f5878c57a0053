"""A proxy in front of PostgreSQL that lets a test decide about each statement: pass it on, answer it with an error, cut the
connection before it arrives, or lose its answer after it was carried out. It reads the protocol's messages, nothing else.

    with Cluster() as cluster, PgProxy(cluster.folder) as proxy:
        settings = {"database": {"dsn": proxy.dsn("nrmm_server"), "owner_dsn": cluster.dsn("nrmm_owner")}}
        proxy.rule = lambda statement: Lost(then=server.kill) if statement.text == "commit" else None
"""

import dataclasses
import pathlib
import select
import shutil
import socket
import struct
import tempfile
import threading

SOCKET = ".s.PGSQL.5432"


@dataclasses.dataclass
class Statement:
    """One that is about to go to the server; its text in one line, without the semicolon. `number` counts from 1 since `PgProxy.restart_count`."""
    text: str
    number: int
    connection: int       # which of the server's connections, by the order in which they came
    in_transaction: bool


@dataclasses.dataclass
class Error:
    """The server itself raises it instead of carrying the statement out; at a commit the transaction is rolled back."""
    state: str


@dataclasses.dataclass
class Cut:
    """The statement does not arrive; the connection is closed."""
    then: object = None   # called before the client can notice


@dataclasses.dataclass
class Lost:
    """The statement is carried out, its answer is not delivered; the connection is closed."""
    then: object = None


@dataclasses.dataclass
class Held:
    """The statement arrives when somebody sets the event, or after half a minute."""
    until: threading.Event = dataclasses.field(default_factory=threading.Event)


class PgProxy:
    """Listens on a Unix socket in a folder of its own. `rule(statement)` answers a fault or None; it is called by many
    threads, one statement at a time."""

    def __init__(self, upstream):
        self.upstream = str(pathlib.Path(upstream) / SOCKET)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="nrmm-proxy-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.rule = None
        self.seen = 0          # statements since the last restart_count
        self._lock = threading.Lock()
        self._connections = 0
        self._open = set()
        self._listener = socket.socket(socket.AF_UNIX)

    def dsn(self, role):
        return f"host={self.folder} dbname=nrmm user={role}"

    def __enter__(self):
        self._listener.bind(str(self.folder / SOCKET))
        (self.folder / SOCKET).chmod(0o777)
        self._listener.listen(128)
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut_all()
        shutil.rmtree(self.folder, ignore_errors=True)

    def restart_count(self, rule=None):
        """Counts statements from 1 again and goes by `rule` from now on."""
        with self._lock:
            self.seen = 0
            self.rule = rule

    def cut_all(self):
        """Every connection that is open breaks now."""
        with self._lock:
            broken = list(self._open)
        for end in broken:
            _shut(end)

    def decide(self, text, connection, in_transaction):
        with self._lock:
            self.seen += 1
            return self.rule(Statement(text, self.seen, connection, in_transaction)) if self.rule else None

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self._connections += 1
                number = self._connections
            threading.Thread(target=self._serve, args=(client, number), daemon=True).start()

    def _serve(self, client, number):
        server = socket.socket(socket.AF_UNIX)
        ends = (client, server)
        try:
            server.connect(self.upstream)
            with self._lock:
                self._open.update(ends)
            Conversation(self, number, client, server).run()
        except (OSError, EOFError):
            pass
        finally:
            with self._lock:
                self._open.difference_update(ends)
            for end in ends:
                _shut(end)
                end.close()


class Conversation:
    """One connection. A turn is what the client sends up to a query or a sync, and all that is answered to it."""

    def __init__(self, proxy, number, client, server):
        self.proxy, self.number = proxy, number
        self.client, self.server = client, server
        self.statements = {}       # name → text, as prepared on this connection
        self.status = b"I"         # of ReadyForQuery: idle, in a transaction, in a failed one

    def run(self):
        _send(self.server, _startup(self.client))
        self._relay()
        while True:
            readable, _, _ = select.select([self.client, self.server], [], [])
            if self.server in readable:          # a notification, or the server's farewell
                _send(self.client, b"".join(_message(self.server)))
            elif not self._turn():
                return

    def _turn(self):
        messages, text = [], None
        while True:
            kind, rest = _message(self.client)
            messages.append(kind + rest)
            body = rest[4:]
            if kind == b"P":
                name, sql = body.split(b"\0")[:2]
                self.statements[name] = sql.decode()
            elif kind == b"B":
                text = self.statements.get(body.split(b"\0")[1], "")
            elif kind == b"Q":
                text = body[:-1].decode()
            if kind == b"X":
                _send(self.server, kind + rest)
                return False
            if kind in (b"Q", b"S"):
                break
        text = " ".join(text.split()).rstrip(";") if text else ""
        fault = text and self.proxy.decide(text, self.number, self.status == b"T")
        return self._pass(b"".join(messages)) if not fault else self._fail(fault, text, b"".join(messages))

    def _pass(self, bytes_):
        _send(self.server, bytes_)
        self._relay()
        return True

    def _fail(self, fault, text, bytes_):
        if isinstance(fault, Held):
            fault.until.wait(30)
            return self._pass(bytes_)
        if isinstance(fault, Error):
            if text.lower() != "commit":
                return self._pass(_query(f"do $$ begin raise exception 'as the test wants' using errcode = '{fault.state}'; end $$"))
            _send(self.server, _query("rollback"))
            self._relay(deliver=False)
            _send(self.client, _error(fault.state) + b"Z" + struct.pack(">I", 5) + b"I")
            return True
        if isinstance(fault, Lost):
            _send(self.server, bytes_)
            self._relay(deliver=False)
        if fault.then:
            fault.then()
        return False

    def _relay(self, deliver=True):
        """All answers up to ReadyForQuery."""
        while True:
            kind, rest = _message(self.server)
            if deliver:
                _send(self.client, kind + rest)
            if kind == b"Z":
                self.status = rest[4:5]
                return


def _shut(end):
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def _send(end, bytes_):
    end.sendall(bytes_)


def _exactly(end, count):
    out = bytearray()
    while len(out) < count:
        if not (portion := end.recv(count - len(out))):
            raise EOFError
        out += portion
    return bytes(out)


def _message(end):
    """(type, length and body)"""
    kind, length = _exactly(end, 1), _exactly(end, 4)
    return kind, length + _exactly(end, struct.unpack(">I", length)[0] - 4)


def _startup(client):
    length = _exactly(client, 4)
    return length + _exactly(client, struct.unpack(">I", length)[0] - 4)


def _query(text):
    body = text.encode() + b"\0"
    return b"Q" + struct.pack(">I", len(body) + 4) + body


def _error(state):
    body = b"SERROR\0VERROR\0C" + state.encode() + b"\0Mas the test wants\0\0"
    return b"E" + struct.pack(">I", len(body) + 4) + body
