"""A long mixed load: memory, descriptors and answer times stay as they are."""

import statistics
import threading

import pytest

import vitals
from deployment import FOR_TESTS, Deployment
from history import History
from invariants import check
from traffic import Traffic

LIMIT = 512             # MB of resident memory (X045)
GROWTH = 1.10           # of the last quarter over the second: the first is warming up
SLOWER = 1.5            # the same for the 99th percentile, beside SLACK seconds for a busy machine
SLACK = 0.1


@pytest.fixture(scope="module")
def deployment():
    with Deployment({**FOR_TESTS, "photos": {"per_account_day": 1_000_000}}) as running:
        yield running


class Watcher:
    """Memory (MB) and descriptors of one process, so often."""

    def __init__(self, pid, every):
        self.pid, self.every = pid, every
        self.memory, self.descriptors = [], []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def _watch(self):
        while not self._stop.wait(self.every):
            self.memory.append(vitals.memory(self.pid))
            self.descriptors.append(vitals.descriptors(self.pid))


def quarter(values, number):
    size = len(values) // 4
    return values[(number - 1) * size:number * size]


def p99(operations):
    spent = sorted(one.ended - one.begun for one in operations)
    return spent[int(len(spent) * 0.99)]


def test_a_long_mixed_load(deployment, chance, rounds, measured):
    """X118, X045: memory has no trend and stays below 512 MB, no descriptor is lost, the last quarter answers as fast as the
    second, and all that was acknowledged is there."""
    history = History()
    seconds = rounds(16, 7200)
    with Watcher(deployment.process.pid, seconds / 200) as watcher:
        with Traffic(deployment, history, chance, gates=2, pause=0.05) as traffic:
            traffic.run_for(seconds)
    operations = sorted((one for one in history.operations if not one.repeated), key=lambda one: one.begun)
    before, after = (statistics.median(quarter(watcher.memory, number)) for number in (2, 4))
    assert max(watcher.memory) < LIMIT, max(watcher.memory)
    assert after <= before * GROWTH + rounds(24, 4), (before, after)  # MB; in half a minute it has not settled
    held = [statistics.median(quarter(watcher.descriptors, number)) for number in (2, 4)]
    # As short a time has not seen all clients at once yet: each can have one connection of nginx and one of the database.
    assert held[1] <= held[0] + rounds(2 * traffic.clients, 8), held
    slow = [p99(quarter(operations, number)) for number in (2, 4)]
    assert slow[1] <= slow[0] * SLOWER + SLACK, slow
    found = check(deployment, history, traffic)
    measured(f"{seconds} s, {len(operations)} writes of {traffic.clients} clients", f"RSS {before:.0f} MB then {after:.0f} MB",
             f"p99 {slow[0] * 1000:.0f} ms then {slow[1] * 1000:.0f} ms", found)
