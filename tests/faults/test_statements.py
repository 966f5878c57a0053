"""X007: whichever statement of a write fails, nothing of it is there, and the next request has a clean connection."""

import json
import time

import pytest

from deployment import FOR_TESTS
from pg_proxy import Cut, Error
from proxied import Proxied
from test_permissions import MATRIX
from write_calls import CALLS, EXCUSED, Scene

# In the short run: what the register and the accounts rest on.
SHORT = {"POST accounts", "POST machines/{id}/submission", "POST cases/{id}/transitions (approve)", "POST photos",
         "POST batches", "PUT account/password", "POST sites/{id}/entries"}
MOST = 200    # statements of one call

# Not of the request: what works in the background, and counts that are meant to stay.
ELSEWHERE = {"audit_queue", "audit_chain", "counter", "plugin_status", "plugin_job", "demo_clock"}
COUNTED = {"session", "outbox", "audit", "idempotency", "account"}   # rows only: their marks of time may move


@pytest.fixture(scope="module")
def deployment():
    """Few connections: one that is not clean would meet the next request."""
    with Proxied({**FOR_TESTS, "database": {"pool": 3}}) as running:
        yield running


@pytest.fixture(scope="module")
def scene(deployment):
    return Scene(deployment)


class Background:
    """The texts of statements that are made while nobody asks for anything."""

    def __init__(self, deployment, seconds):
        self.texts = {"begin", "commit", "rollback"}
        deployment.proxy.rule = self._see
        time.sleep(seconds)
        deployment.proxy.rule = None

    def _see(self, statement):
        self.texts.add(statement.text)


class Nth:
    """A rule: the fault at the n-th statement of the one request that runs, its commit included."""

    def __init__(self, number, fault, background):
        self.number, self.fault, self.background = number, fault, background
        self.count, self.fired = 0, False
        self._mine = set()    # connections with an open transaction of the request

    def __call__(self, statement):
        if statement.text == "begin":
            self._mine.discard(statement.connection)
        own = statement.text not in self.background.texts
        if own:
            self._mine.add(statement.connection)
        if not own and not (statement.text == "commit" and statement.connection in self._mine):
            return None
        if self.fired:  # what is cut once is run again by the server, with success
            return self.fault if isinstance(self.fault, Cut) else None
        self.count += 1
        if self.count != self.number:
            return None
        self.fired = statement.text
        return self.fault


@pytest.fixture(scope="module")
def background(deployment, scene):
    CALLS["POST cases/{id}/transitions (approve)"](scene)("warm")
    return Background(deployment, 4)


@pytest.fixture(scope="module")
def tables(deployment):
    return [name for name in deployment.sql("select table_name from information_schema.tables where table_schema = 'public' "
                                            "and table_type = 'BASE TABLE' order by 1") if name not in ELSEWHERE]


def state(deployment, tables):
    """table → what it holds, or how many rows."""
    def part(name):
        whole = "md5(string_agg(md5(t::text), '' order by md5(t::text)))"
        return f"select '{name}', {'count(*)::text' if name in COUNTED else whole} from {name} t"
    return dict(row.split("|") for row in deployment.sql(" union all ".join(part(name) for name in tables)))


def test_no_write_is_left_out():
    """X007: each call of the matrix that may write is tried, or says why it is not."""
    writes = {call for call in MATRIX if call.split(" ")[0] in ("POST", "PUT", "DELETE")}
    tried = {name.split(" (")[0] for name in CALLS}
    assert writes - tried == EXCUSED.keys() and tried <= writes


def pytest_generate_tests(metafunc):
    if "name" in metafunc.fixturenames:
        metafunc.parametrize("name", CALLS if metafunc.config.getoption("long") else sorted(SHORT))


def test_each_statement_fails_once(deployment, scene, background, tables, name, chance, measured):
    """X007: the n-th statement, n = 1 …, is answered with an error or the connection is cut: 5xx in the house form, the
    register is as before; the same request then succeeds, and has one effect."""
    number, succeeded = 1, 0
    while True:
        send = CALLS[name](scene)
        time.sleep(0.6)      # what the preparation left to the background
        number, rule = fail_from(number, send, deployment, background, tables, chance)
        if not rule.fired:
            break
        # Something that works once a minute met the fault instead, if it is not met again.
        succeeded += 1
        assert succeeded < 3, f"{name} succeeds though statement {number} fails: {rule.fired}"
    measured(f"{name}: {number - 1} statements")


def fail_from(number, send, deployment, background, tables, chance):
    """Sends until the call succeeds: (how many statements it then had, the last rule)."""
    before = state(deployment, tables)
    for number in range(number, MOST):
        rule = Nth(number, chance.choice([Error("53100"), Error("XX000"), Cut()]), background)
        deployment.proxy.rule = rule
        try:
            answer = send(f"one-key-{id(send)}")
        finally:
            deployment.proxy.rule = None
        if answer.status < 300:
            return number, rule
        assert rule.fired and answer.status in (500, 503), (number, rule.fired, rule.fault, answer)
        assert json.loads(answer.bytes)["request_id"]
        after = state(deployment, tables)
        assert after == before, (number, rule.fired, rule.fault, {one for one in before if before[one] != after[one]})
    raise AssertionError(f"more than {MOST} statements")
