"""What clients did and what they heard, one line before each call and one after it, and what must follow from that:
acknowledged is there once, refused is not there, unknown is settled by its key, and nobody's reads go back in time."""

import collections
import dataclasses
import http.client
import itertools
import json
import threading
import time
import uuid

OK, REFUSED, UNKNOWN = "ok", "refused", "unknown"
KEPT = 2000   # operations whose whole answers are kept
NEEDED = {"photo", "entries", "exits"}   # kinds whose answers name what is looked for at the end


@dataclasses.dataclass
class Operation:
    """One call that writes. `about` is what is counted afterwards: the object on which it has its one effect."""
    number: int
    client: str
    kind: str
    key: str
    about: str
    arguments: dict
    send: object = dataclasses.field(repr=False)      # key → Answer
    done_when: frozenset = frozenset()                # statuses of a repetition that say that it was done before
    outcome: str = UNKNOWN
    status: int = 0
    repeated: int = 0
    answer: object = dataclasses.field(default=None, repr=False)
    begun: float = dataclasses.field(default_factory=time.time)
    ended: float = 0.0

    def hear(self, answer):
        self.answer, self.status = answer, answer.status
        if answer.status < 300 or (self.repeated and answer.status in self.done_when):
            self.outcome = OK
        elif answer.status < 500:
            self.outcome = REFUSED


class History:
    """Thread-safe. `file`, where given, gets every line at once: what a client knew survives the test itself."""

    def __init__(self, file=None):
        self.operations = []
        self.faults = []               # what must never be, whatever breaks: a 500, a read that goes back
        self._numbers = itertools.count(1)
        self._seen = {}                # (client, object) → the newest version that it has read
        self._lock = threading.Lock()
        self._file = open(file, "a", buffering=1) if file else None

    def call(self, client, kind, about, send, done_when=(), **arguments):
        """Sends once: `send(key)` makes the call. The operation, with its answer where one came."""
        with self._lock:
            operation = Operation(next(self._numbers), client, kind, str(uuid.uuid4()), about, arguments, send,
                                  frozenset(done_when))
            self.operations.append(operation)
            self._forget()
        self._write(operation, "before")
        self._send(operation)
        return operation

    def _forget(self):
        """In hours of traffic the answers would fill the memory."""
        if len(self.operations) > KEPT and (old := self.operations[-KEPT]).outcome != UNKNOWN and old.kind not in NEEDED:
            old.send = old.answer = None

    def repeat(self, operation):
        """The same call with the same key, for an outcome that is unknown."""
        operation.repeated += 1
        self._send(operation)
        return operation

    def _send(self, operation):
        try:
            operation.hear(operation.send(operation.key))
        except (OSError, http.client.HTTPException) as broken:
            operation.status = type(broken).__name__
        operation.ended = time.time()
        if operation.status in (500, 501):
            self.fault(f"{operation} was answered {operation.answer}")
        self._write(operation, "after")

    def read(self, client, what, version):
        """What a client reads of an object is never older than what it has read before."""
        with self._lock:
            before = self._seen.get((client, what), version)
            self._seen[client, what] = max(version, before)
        if version < before:
            self.fault(f"{client} read version {version} of {what} after version {before}")

    def fault(self, text):
        with self._lock:
            self.faults.append(text)

    @property
    def begun(self):
        """When its first operation was sent; a register may hold steps of histories before it."""
        return min((operation.begun for operation in self.operations), default=0.0)

    def of(self, kind, outcome=OK):
        return [operation for operation in self.operations if operation.kind == kind and operation.outcome == outcome]

    def unknown(self):
        return [operation for operation in self.operations if operation.outcome == UNKNOWN]

    def settled(self):
        """How many outcomes were unknown at first."""
        return sum(1 for operation in self.operations if operation.repeated)

    def settle(self, seconds=60):
        """Repeats every unknown call with its key until it is answered, and once more: that answer must be the same."""
        unknown = self.unknown()
        end = time.monotonic() + seconds
        for operation in unknown:
            while operation.outcome == UNKNOWN:
                self.repeat(operation)
                if operation.outcome == UNKNOWN:
                    assert time.monotonic() < end, f"is not settled: {operation}, {operation.answer}"
                    time.sleep(0.1)
            if operation.outcome == OK and not operation.done_when:
                again = operation.send(operation.key)
                assert (again.status, again.bytes) == (operation.status, operation.answer.bytes), (operation, again)

    def counted(self, outcome=OK):
        """(kind, about) → how many such operations had this outcome."""
        return collections.Counter((one.kind, one.about) for one in self.operations if one.outcome == outcome)

    def numbers(self):
        """For `measured`."""
        outcomes = collections.Counter(operation.outcome for operation in self.operations)
        return f"{outcomes[OK]} acknowledged, {outcomes[REFUSED]} refused, {outcomes[UNKNOWN]} unknown"

    def _write(self, operation, when):
        if not self._file:
            return
        line = {"when": when, "at": operation.ended or operation.begun, "number": operation.number, "client": operation.client,
                "kind": operation.kind, "key": operation.key, "about": operation.about, **operation.arguments}
        if when == "after":
            line |= {"outcome": operation.outcome, "status": operation.status}
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
