"""PostgreSQL is killed, restarts, has no connection left or a locked table, as clients of the server see it."""

import contextlib
import socket
import struct
import subprocess
import time

import pytest

from deployment import FOR_TESTS, Deployment, wait_until
from history import History
from invariants import check
from postgres import kill_postgres
from pulse import Pulse
from served import Served
from traffic import Line, Traffic

SLACK = 2.0   # of a machine with two cores that does other things too


@pytest.fixture(scope="module")
def served():
    with Served() as running:
        yield running


@pytest.fixture(scope="module")
def private():
    """`nrmm up` with the cluster that it keeps itself."""
    with Deployment(FOR_TESTS) as running:
        yield running


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "history.jsonl")


@pytest.fixture(scope="module")
def owner(served):
    return served.city("linfen").owner()


def reading(deployment, person, path):
    """A call without the comparison of its answer with the contract."""
    city = Line(deployment).city(person.city.name)
    return lambda: city.get(path, token=person.token)


def assert_only_503(pulse):
    """Every answer is one, none took longer than three seconds, and 503 says when to come again."""
    assert set(pulse.statuses()) <= {200, 503}, pulse.statuses()
    assert pulse.longest() < 3 + SLACK, pulse.longest()
    for _, _, status, answer in pulse.samples:
        assert status != 503 or (int(answer.headers["retry-after"]) >= 1 and answer.body["title"]), answer


def kill_and_start(deployment, history, chance, kill, start, down):
    """Traffic before, during and after; how many seconds without an answer, and the slowest answer meanwhile."""
    owner = deployment.city("linfen").owner()
    process = deployment.process.pid
    with Traffic(deployment, history, chance, owners=2) as traffic, \
            Pulse(reading(deployment, owner, "machines"), clients=4, pause=0.02) as pulse:
        traffic.run_for(1.5)
        kill()
        killed = time.monotonic()
        time.sleep(down)
        start()
        back = time.monotonic()
        recovered = wait_until(lambda: pulse.first(200, back), 40, "an answer again")
        traffic.run_for(1.5)
        wait_until(lambda: pulse.statuses(recovered + 1.0), 10, "calls a second later")
    assert_only_503(pulse)
    assert set(pulse.statuses(recovered + 1.0)) == {200}, pulse.statuses(recovered + 1.0)
    assert deployment.process.poll() is None and deployment.process.pid == process
    assert not [one for one in history.operations if one.status == 500], "none of these is the server's fault"
    return recovered - back, recovered - killed, pulse


def test_killed_and_started_again(served, history, chance, rounds, measured):
    """X006: kill -9 of all processes of PostgreSQL while people work; 503 at once until somebody starts it again, then
    everything goes on by itself, and what was acknowledged is there."""
    for _ in range(rounds(1, 10)):
        recovery, _, pulse = kill_and_start(served, history, chance, served.cluster.kill, served.cluster.start, down=2.0)
        assert recovery < 10
        measured(f"{pulse.statuses()[503]} times 503, the slowest answer {pulse.longest():.2f} s",
                 f"{recovery:.2f} s after the database")
    measured(history.numbers(), check(served, history))


def test_the_private_one_is_started_again(private, history, chance, rounds, measured):
    """X006: kill -9 of all processes of the PostgreSQL that `nrmm up` keeps: it starts it again and says so in its log."""
    def log():
        return (private.home / "log" / "nrmm.log").read_text()

    for number in range(rounds(1, 10)):
        _, outage, pulse = kill_and_start(private, history, chance, lambda: kill_postgres(private.home / "postgres"),
                                          lambda: None, down=0)
        assert outage < 10 + 5 * SLACK, "its recovery included"
        assert log().count("the private PostgreSQL was started again") == number + 1
        measured(f"{outage:.2f} s without a database, the slowest answer {pulse.longest():.2f} s")
    measured(history.numbers(), check(private, history))


def test_restarts_during_traffic(served, history, chance, rounds, owner, measured):
    """X010: PostgreSQL restarts again and again; nothing but 503, then all is normal without a restart of the server."""
    times = rounds(3, 20)
    with Traffic(served, history, chance, owners=2) as traffic, Pulse(reading(served, owner, "machines")) as pulse:
        for _ in range(times):
            traffic.run_for(0.7)
            served.cluster.stop("fast")
            served.cluster.start()
        traffic.run_for(1.0)
        settled = time.monotonic()
        traffic.run_for(1.0)
    assert_only_503(pulse)
    assert set(pulse.statuses(settled)) == {200}
    assert not [one for one in history.operations if one.status == 500]
    measured(f"{times} restarts, {pulse.statuses()[503]} times 503 in {len(pulse.samples)} reads", history.numbers(),
             check(served, history))


class Outsiders:
    """Connections of somebody else, as many as the cluster gives; held until the end of the context."""

    def __init__(self, cluster):
        self.path = str(cluster.folder / ".s.PGSQL.5432")
        self.held = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for connection in self.held:
            connection.close()

    def take_all(self):
        while self._one():
            pass

    def _one(self):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(10)
        connection.connect(self.path)
        words = b"user\0nrmm_owner\0database\0nrmm\0\0"
        connection.sendall(struct.pack("!ii", 8 + len(words), 196608) + words)
        granted = self._ready(connection.makefile("rb"))
        self.held.append(connection) if granted else connection.close()
        return granted

    @staticmethod
    def _ready(messages):
        """Whether ReadyForQuery comes, and no error before it."""
        while (kind := messages.read(1)) not in (b"Z", b"E", b""):
            messages.read(struct.unpack("!i", messages.read(4))[0] - 4)
        return kind == b"Z"


class Psql:
    """A superuser who stays connected."""

    def __init__(self, cluster):
        self.process = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", "-h", cluster.folder, "-U", "root_of_cluster", "-d", "nrmm"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(10)

    def do(self, statements):
        """Their rows, when they are carried out."""
        self.process.stdin.write(f"{statements}\n\\echo done\n")
        self.process.stdin.flush()
        return list(iter(lambda: self.process.stdout.readline().strip(), "done"))


def test_no_connection_is_left(served, owner, rounds, measured):
    """X011: others hold every connection of the database, those of the server are cut: a 503 soon, nobody hangs, and it goes
    on when they let go."""
    cluster = served.cluster
    with Pulse(reading(served, owner, "machines"), clients=16) as pulse:
        with Psql(cluster) as root, Outsiders(cluster) as outsiders:
            outsiders.take_all()
            # Whatever the server opens anew meanwhile ends too, until the others have all.
            # One that is only just being opened has no name yet: so it is looked again, until there is none for a while.
            calm = 0
            while calm < 20:
                ended = root.do("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'nrmm_server';")
                calm = 0 if ended else calm + 1
                outsiders.take_all()
            exhausted = time.monotonic()
            time.sleep(rounds(3, 30))
            released = time.monotonic()
        recovered = wait_until(lambda: pulse.first(200, released), 20, "an answer again")
        time.sleep(1)
    assert_only_503(pulse)
    seen = pulse.statuses(exhausted, released)
    assert set(seen) == {503}, seen
    assert set(pulse.statuses(recovered + 0.5)) == {200}
    measured(f"{len(outsiders.held)} foreign connections, {seen[503]} times 503, the slowest {pulse.longest():.2f} s",
             f"{recovered - released:.2f} s until all is well")


@contextlib.contextmanager
def locked(cluster, table):
    """Somebody has opened a transaction, locked the table, and gone for lunch."""
    with Psql(cluster) as lunch:
        lunch.do(f"begin; lock table {table} in access exclusive mode;")
        yield


def test_a_table_is_locked(served, owner, rounds, measured):
    """X012: somebody locks the table of machines: calls that need it are 503 in bounded time, those that do not go on as if
    nothing was, and after it everything is as before."""
    with Pulse(reading(served, owner, "machines"), clients=16, pause=0.02) as needy, \
            Pulse(reading(served, owner, "account"), clients=2, pause=0.02) as others:
        time.sleep(0.5)
        with locked(served.cluster, "machine"):
            begun = time.monotonic()
            time.sleep(rounds(6, 30))
            ended = time.monotonic()
        recovered = wait_until(lambda: needy.first(200, ended), 10, "the table is free")
        time.sleep(0.5)
    assert_only_503(needy)
    assert set(needy.statuses(begun + 0.1, ended)) == {503}, needy.statuses(begun + 0.1, ended)
    assert set(others.statuses()) == {200}, others.statuses()
    assert others.p99(begun, ended) < 1.0
    assert recovered - ended < 5
    measured(f"{needy.statuses(begun, ended)[503]} times 503, the slowest {needy.longest():.2f} s",
             f"beside it {len(others.between(begun, ended))} calls, p99 {others.p99(begun, ended) * 1000:.0f} ms, "
             f"longest {others.longest():.2f} s")
