"""Two `nrmm serve` behind one nginx: one after the other stops, dies and comes back while people work."""

import collections
import time

import pytest

from deployment import wait_until
from history import History
from invariants import check
from pair import Pair
from traffic import Traffic


BETWEEN = 2.0   # seconds after which nginx believes in a server that is back


@pytest.fixture(scope="module")
def pair():
    with Pair() as running:
        yield running


class Listening(History):
    """Also counts what each call was answered, repeated or not, since the beginning of a test."""

    def __init__(self):
        super().__init__()
        self.answered = collections.Counter()

    def _send(self, operation):
        super()._send(operation)
        self.answered[operation.status] += 1

    def not_served(self):
        return {status: count for status, count in self.answered.items() if not isinstance(status, int) or status >= 500}

    def calls(self):
        return f"{sum(self.answered.values())} calls that write, {sum(self.not_served().values())} not served at first"


@pytest.fixture(scope="module")
def kept():
    """All tests work on one database and on each other's cases."""
    return Listening()


@pytest.fixture
def history(kept):
    kept.answered = collections.Counter()
    return kept


def test_a_rolling_restart(pair, history, rounds, chance, measured):
    """X008: 8 clients at work, each server is stopped by SIGTERM and started again in turn. Nothing but 503 is heard, a
    repetition with the same key settles it, nothing acknowledged is lost, nothing is there twice, and a stop ends in 10 s."""
    stops = []
    with Traffic(pair, history, chance, owners=3) as traffic:
        for _ in range(rounds(1, 10)):
            for server in pair.servers:
                traffic.run_for(BETWEEN)
                stops.append(server.stop())
                assert server.process.returncode == 0
                traffic.run_for(0.5)
                server.start()
    assert not history.faults, history.faults[:5]
    assert set(history.not_served()) <= {503}, history.not_served()
    assert max(stops) < 10
    found = check(pair, history, traffic)
    measured(f"{len(stops)} restarts", f"{traffic.clients} clients", history.calls(), found, f"longest stop {max(stops):.1f} s")


def test_one_of_two_servers_is_killed(pair, history, rounds, chance, measured):
    """X001: kill -9 of either server in turn: the other goes on, and what was under way is settled by its key."""
    with Traffic(pair, history, chance, owners=3) as traffic:
        for _ in range(rounds(1, 10)):
            for server in pair.servers:
                traffic.run_for(BETWEEN)
                server.kill()
                traffic.run_for(0.5)
                server.start()
    assert not history.faults, history.faults[:5]
    assert set(history.not_served()) <= {502, 503}, history.not_served()
    found = check(pair, history, traffic)
    measured(history.calls(), found)


def revisions(pair, city):
    return {server.city(city).get("city").body["revision"] for server in pair.servers}


def activate_another(pair, mark):
    messages = pair.cities / "linfen" / "messages" / "zh.yaml"
    messages.write_text(messages.read_text() + f"\n# {mark}\n")
    pair.nrmm("pack", "activate", pair.cities / "linfen")


def seconds_until_both(pair, before):
    began = time.monotonic()
    wait_until(lambda: len(now := revisions(pair, "linfen")) == 1 and now != before, 15, "both serve the new revision")
    return time.monotonic() - began


def test_activation_under_load(pair, history, rounds, chance, measured):
    """X097: while people work a pack is activated again and again; both servers follow, no call fails, and one that
    could not be told, for its listening connection was cut just before, asks by itself."""
    told, asked = [], []
    with Traffic(pair, history, chance, owners=3) as traffic:
        for number in range(rounds(2, 20)):
            before = revisions(pair, "linfen")
            activate_another(pair, f"told {number}")
            told.append(seconds_until_both(pair, before))
        for number in range(rounds(1, 5)):
            before = revisions(pair, "linfen")
            pair.sql("select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %'")
            activate_another(pair, f"cut {number}")
            asked.append(seconds_until_both(pair, before))
    assert not history.faults, history.faults[:5]
    assert not history.not_served(), history.not_served()
    assert max(told + asked) < 12
    measured(f"{len(told)} activations, both after {max(told):.1f} s at most", f"{len(asked)} without LISTEN, {max(asked):.1f} s",
             history.calls(), check(pair, history, traffic))
