"""Many requests on one connection, ends of all kinds, and no descriptor left (X042, X044)."""

import contextlib
import resource

import pytest

from deployment import FOR_TESTS, Deployment, wait_until
from doors import BOTH, NRMM, door, visitor
from postgres import Cluster
from raw import Raw, ask, request
from vitals import children, descriptors, memory, threads

HARMLESS = True

CITY = request("/linfen/v1/city", "X-Real-IP: 127.0.0.3")
HEALTH = request("/healthz")


def vitals(deployment):
    pids = [deployment.process.pid, *children(deployment.process.pid, "nginx")]
    return {pid: (descriptors(pid), threads(pid)) for pid in pids}


@pytest.fixture
def leaves_nothing(deployment):
    """Afterwards as many descriptors and threads as before: idle connections between nginx and nrmm are their own matter."""
    for name in BOTH:
        assert ask(door(deployment, name), CITY).status == 200
    before = vitals(deployment)
    yield
    idle = 12

    def as_before():
        now = vitals(deployment)
        return now.keys() == before.keys() and all(now[pid][0] <= before[pid][0] + idle and now[pid][1] <= before[pid][1]
                                                   for pid in before)
    wait_until(as_before, 10, f"{before} again, not {vitals(deployment)}")


@pytest.mark.parametrize("name", BOTH)
def test_ten_thousand_requests_on_one_connection(deployment, leaves_nothing, measured, rounds, name):
    """X042: each is answered, on the connection that it came on."""
    count = rounds(3000, 10_000)
    memory_before = memory(deployment.process.pid)
    with Raw(door(deployment, name)) as client:
        for number in range(count):
            client.send(HEALTH)
            answer = client.answer()
            assert answer is not None and answer.status == 200, (number, answer)
    grown = memory(deployment.process.pid) - memory_before
    assert grown < 20
    measured(f"{name}: {count} requests on one connection, memory +{grown:.1f} MB")


@pytest.mark.parametrize("name", BOTH)
def test_requests_sent_at_once_are_answered_in_order(deployment, leaves_nothing, measured, name):
    """X042: 300 pipelined, each with the answer of its own."""
    paths = ["/healthz", "/cities", "/nowhere", "/linfen/v1/city"] * 75
    expected = [200, 200, 404, 200] * 75
    with Raw(door(deployment, name)) as client:
        client.send(b"".join(request(path, "X-Real-IP: 127.0.0.3") for path in paths))
        answers = [client.answer() for _ in paths]
    assert [answer.status for answer in answers] == expected
    measured(f"{name}: {len(paths)} pipelined, all in order")


@pytest.mark.parametrize("name", BOTH)
def test_connections_that_end_in_every_way(deployment, leaves_nothing, measured, chance, rounds, name):
    """X042: half-closed, reset, left in the middle of a head, a body or an answer; others see nothing of it."""
    count = rounds(1000, 20_000)
    body = request("/linfen/v1/sessions", "Content-Type: application/json", method="POST", body=b"{" + b" " * 5000)
    with visitor(deployment, name) as pace:
        for _ in range(count):
            with Raw(door(deployment, name)) as client:
                whole = chance.choice([CITY, HEALTH, body])
                client.send(whole[:chance.randrange(1, len(whole) + 1)])
                way = chance.randrange(4)
                if way == 0:
                    client.end_sending()
                    client.ended()
                elif way == 1:
                    client.end_sending()
                elif way == 2:
                    client.reset()
    assert not pace.failures and pace.p99 < 1, str(pace)
    measured(f"{name}: {count} connections ended, {pace}")


class Idle:
    """Connections that are opened and say nothing."""

    def __init__(self, door_, count):
        self.held = []
        self.refused = 0
        for _ in range(count):
            try:
                self.held.append(Raw(door_, timeout=2))
            except OSError:
                self.refused += 1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for one in self.held:
            with contextlib.suppress(OSError):
                one.socket.close()

    def most_closed(self):
        closed = self.closed() + self.refused
        return closed if closed >= 300 else 0

    def closed(self):
        """How many the other side has ended already."""
        count = 0
        for one in self.held:
            one.socket.setblocking(False)
            try:
                count += one.socket.recv(1) == b""
            except BlockingIOError:
                pass
            except OSError:
                count += 1
        return count


class Narrow(Deployment):
    """`serve` that may open 128 files."""

    def words(self, *words, **options):
        command = super().words(*words, **options)
        return ["prlimit", "--nofile=128:128", *command] if words == ("serve",) else command


@pytest.fixture(scope="module")
def narrow():
    with Cluster() as cluster:
        served = Narrow({**FOR_TESTS, **cluster.settings()}, command="serve")
        try:
            served.nrmm("migrate")
            served.nrmm("pack", "activate", served.cities / "national")
            served.nrmm("pack", "activate", served.cities / "linfen")
            served.start()
            yield served
        finally:
            served.__exit__()


def test_no_more_files_may_be_opened(narrow, measured, rounds):
    """X044: 128 files, 400 connections: the new ones are closed at once, who is inside goes on, photos and the database have
    theirs; when the crowd goes all is as before, without a restart."""
    inside = Raw(narrow.port)
    inside.send(HEALTH)
    assert inside.answer().status == 200
    for _ in range(rounds(2, 20)):
        with Idle(narrow.port, 400) as crowd:
            closed = wait_until(crowd.most_closed, 10, "most are refused")
            inside.send(CITY)
            assert inside.answer().status == 200
            assert descriptors(narrow.process.pid) < 128
        wait_until(lambda: served(narrow.port), 2, "served again")
    inside.__exit__()
    owner = narrow.city("linfen").owner()
    assert len(owner.photos(3)) == 3
    assert narrow.process.poll() is None
    measured(f"400 connections on 128 files: {closed} refused at once, served again within 2 s")


def served(port):
    with contextlib.suppress(OSError):
        answer = ask(port, CITY, timeout=1)
        return answer is not None and answer.status == 200
    return False


def test_the_limit_falls_while_it_runs(deployment, measured):
    """X044: none is left at all for some seconds; requests are refused, none hangs for long, and then all is as before."""
    pid = deployment.process.pid
    soft, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    owner = deployment.city("linfen").owner()
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (descriptors(pid), hard))
    try:
        with Idle(door(deployment, NRMM), 100):
            answers = [deployment.request("GET", "/linfen/v1/city").status for _ in range(5)]
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (soft, hard))
    assert set(answers) <= {200, 503}, answers
    wait_until(lambda: deployment.request("GET", "/linfen/v1/city").status == 200, 2, "served again")
    assert len(owner.photos(1)) == 1
    measured(f"no descriptor for a while: {answers}, served again within 2 s")
