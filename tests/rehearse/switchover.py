"""The rehearsal of scripts/rehearse/switchover."""

import argparse
import datetime
import os
import pathlib
import random
import secrets
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "tests" / "server"), str(ROOT / "tests" / "faults"), str(ROOT / "tests" / "rehearse")]

from deployment import wait_until  # noqa: E402
from history import OK, History  # noqa: E402
from invariants import check  # noqa: E402
from nodes import TIMES, Nodes  # noqa: E402
from pair import Pair  # noqa: E402
from traffic import Traffic  # noqa: E402

REPORT = ROOT / "docs" / "kernel" / "switchover.md"
PLANNED = 10                  # seconds without a write that a planned switchover may cost
UNPLANNED = TIMES["ttl"] + 20  # and the death of the primary: ttl, detection, and a machine under load


class Rehearsal:
    """Names each thing that is shown, says whether it held, and goes on with the next."""

    def __init__(self):
        self.rows = []

    def show(self, what, held, numbers):
        self.rows.append((what, held, numbers))
        print(f"{'passed' if held else 'FAILED'}  {what}: {numbers}", flush=True)

    def summary(self):
        failed = sum(not held for _, held, _ in self.rows)
        return f"{len(self.rows) - failed} passed, {failed} failed"


class Watch:
    """Asks a server's /healthz four times a second: how long it took to say anything, and for how long it was not ready."""

    def __init__(self, server):
        self.server = server
        self.slowest = self.not_ready = 0.0
        self.strange = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def _look(self):
        while not self._stop.wait(0.25):
            began = time.monotonic()
            try:
                status = self.server.request("GET", "/healthz").status
            except OSError as error:
                status = type(error).__name__
            took = time.monotonic() - began
            self.slowest = max(self.slowest, took)
            if status == 503:
                self.not_ready += took + 0.25
            elif status != 200:
                self.strange.add(status)


def longest_gap(history, begun, ended):
    """Seconds between two acknowledged writes, and from the last one to the end: nobody could write meanwhile."""
    times = sorted(one.ended for one in history.operations if one.outcome == OK and begun <= one.ended <= ended)
    return max(later - earlier for earlier, later in zip([begun, *times], [*times, ended]))


def settled_and_whole(rehearsal, what, pair, history, traffic):
    try:
        rehearsal.show(f"{what}: nothing lost, nothing twice", True, f"{history.numbers()}, {check(pair, history, traffic)}")
    except AssertionError as error:
        rehearsal.show(f"{what}: nothing lost, nothing twice", False, str(error)[:1000])


def play(rehearsal, what, allowed, pair, history, chance, deed):
    """People at work, the deed, until they can write for a while again."""
    with Watch(pair.servers[0]) as watch, Traffic(pair, history, chance, owners=3, officers=1) as traffic:
        traffic.run_for(3)
        begun = time.time()
        deed()
        acknowledged = len(history.operations)
        wait_until(lambda: sum(one.outcome == OK for one in history.operations[acknowledged:]) >= 20, 120, "writes again")
        traffic.run_for(3)
        gap = longest_gap(history, begun, time.time())
    rehearsal.show(f"{what}: the gap in writes", gap <= allowed, f"{gap:.1f} s of at most {allowed} s, {traffic.clients} clients")
    rehearsal.show(f"{what}: a server says meanwhile that it is not ready", watch.slowest < 3 and not watch.strange,
                   f"503 for {watch.not_ready:.1f} s, the slowest answer after {watch.slowest:.1f} s")
    settled_and_whole(rehearsal, what, pair, history, traffic)
    ready = all(server.ready() and server.process.poll() is None for server in pair.servers)
    rehearsal.show(f"{what}: both servers ready without a restart", ready, "2 servers")


def follow_activation(rehearsal, what, pair):
    """Both hear of a pack on the node that leads now: their LISTEN moved too."""
    def revisions():
        return {server.city("linfen").get("city").body["revision"] for server in pair.servers}
    before, began = revisions(), time.monotonic()
    messages = pair.cities / "linfen" / "messages" / "zh.yaml"
    messages.write_text(messages.read_text() + f"\n# {time.time()}\n")
    pair.nrmm("pack", "activate", pair.cities / "linfen")
    wait_until(lambda: len(now := revisions()) == 1 and now != before, 20, "both serve the new revision")
    rehearsal.show(f"{what}: a pack activated afterwards reaches both", True, f"{time.monotonic() - began:.1f} s with its activation")


def rehearse(rehearsal, rounds, chance):
    nodes = Nodes()
    os.environ["PGPORT"] = str(nodes.port)  # for psql and pg_dump beside
    with Pair(database=nodes) as pair:
        rehearsal.show("nrmm migrate, packs and two servers by one DSN of both nodes", pair.ready(), "2 servers, 2 nodes")
        history = History()
        for number in range(1, rounds + 1):
            one_round(rehearsal, f"round {number}, " if rounds > 1 else "", nodes, pair, history, chance)


def one_round(rehearsal, mark, nodes, pair, history, chance):
    planned = mark + "planned switchover"
    play(rehearsal, planned, PLANNED, pair, history, chance, nodes.switch_over)
    follow_activation(rehearsal, planned, pair)
    rehearsal.show(f"{planned}: migrate again on the new primary", not pair.nrmm("migrate").stdout, "nothing to do")
    nodes.wait_for_both()
    dead = nodes.primary()
    killed = mark + "kill -9 of the primary"
    play(rehearsal, killed, UNPLANNED, pair, history, chance, dead.kill)
    follow_activation(rehearsal, killed, pair)
    began = time.monotonic()
    dead.start()
    nodes.wait_for_both()
    rehearsal.show(f"{killed}: the dead node follows again by itself", True, f"{time.monotonic() - began:.0f} s after its start")
    deaf = nodes.primary()
    frozen = mark + "the primary falls silent"
    play(rehearsal, frozen, UNPLANNED, pair, history, chance, deaf.freeze)
    follow_activation(rehearsal, frozen, pair)
    began = time.monotonic()
    deaf.thaw()
    nodes.wait_for_both()
    rehearsal.show(f"{frozen}: woken again it gives way", nodes.primary() is not deaf, f"follows after {time.monotonic() - began:.0f} s")
    settled_and_whole(rehearsal, f"{frozen}: woken again", pair, history, None)


def write(rehearsal, words):
    rows = "".join(f"| {what} | {'passed' if held else '**failed**'} | {numbers} |\n" for what, held, numbers in rehearsal.rows)
    REPORT.write_text(f"""# Two database nodes: the last rehearsal

Written by `scripts/rehearse/switchover {words}` on {datetime.date.today()}, on {os.cpu_count()} cores: one etcd, two PostgreSQL 15 under
Patroni 3.0 (`synchronous_mode`, ttl {TIMES['ttl']} s, loop_wait {TIMES['loop_wait']} s), two `nrmm serve` behind nginx
([config/nginx-two-servers.conf](../../config/nginx-two-servers.conf)), owners and officers at work. How to set it up:
[operator.md](../operator.md#two-database-nodes). {rehearsal.summary()}.

| what is shown | | counted |
|---|---|---|
{rows}""")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    seed = secrets.randbelow(1_000_000) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    rehearsal = Rehearsal()
    rehearse(rehearsal, options.rounds, random.Random(seed))
    print(rehearsal.summary())
    if options.write:
        write(rehearsal, f"--write --rounds {options.rounds}")
    return 0 if all(held for _, held, _ in rehearsal.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
