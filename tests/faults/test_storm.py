"""One fault after another while people work, and the books are right at the end (all promises at once)."""

import contextlib
import os
import signal
import socket
import subprocess
import time

import pytest

from deployment import FOR_TESTS, wait_until
from disk import Disk
from history import History
from invariants import check
from proxied import Proxied
from traffic import Traffic

BROKEN_RULES = "do return answers.machine_model.x.y end"


class Stage:
    """The platform and what is done to it. Every fault ends by itself within `lasts` seconds."""

    def __init__(self, deployment, disk, lasts):
        self.deployment, self.disk, self.lasts = deployment, disk, lasts
        self.city = deployment.serve_pack("spoilt")

    def server_is_killed(self):
        """X001"""
        self.deployment.kill()
        self.deployment.start()

    def database_is_killed(self):
        """X006: SIGKILL to the postmaster; its children notice."""
        cluster = self.deployment.cluster
        os.kill(int((cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        time.sleep(0.3)
        wait_until(lambda: started(cluster), 30, "PostgreSQL again")

    def table_is_locked(self):
        """X012"""
        where, role = self.deployment.superuser()
        script = f"begin; lock table review_case in access exclusive mode; select pg_sleep({self.lasts}); rollback"
        subprocess.run(["psql", "-X", "-q", "-h", where, "-U", role, "-d", "nrmm", "-c", script], check=True, capture_output=True)

    def disk_is_full(self):
        """X018: of the photos."""
        self.disk.full(self.deployment.home / "photos")
        time.sleep(self.lasts)
        self.disk.heal()

    def heads_are_slow(self):
        """X037: a hundred, a byte at a time."""
        with contextlib.ExitStack() as held:
            slow = [held.enter_context(socket.create_connection(("127.0.0.1", self.deployment.port))) for _ in range(100)]
            end = time.monotonic() + self.lasts
            while time.monotonic() < end:
                for one in slow:
                    with contextlib.suppress(OSError):
                        one.send(b"G")
                time.sleep(0.3)

    def rules_fail(self):
        """X098: another city's, on every call."""
        owner = None
        end = time.monotonic() + self.lasts
        while time.monotonic() < end:
            with contextlib.suppress(OSError, AssertionError):
                owner = owner or self.city.owner()
                owner.post("forms/machine/check", {"answers": {"machine_model": "甲型", "registration_kind": "machine"}}, key=False)

    def connections_break(self):
        """All that the server has to its database, at once."""
        self.deployment.proxy.cut_all()


def started(cluster):
    with contextlib.suppress(subprocess.CalledProcessError):
        cluster.start()
        return True


FAULTS = [Stage.server_is_killed, Stage.database_is_killed, Stage.table_is_locked, Stage.disk_is_full, Stage.heads_are_slow,
          Stage.rules_fail, Stage.connections_break]


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    return Disk(tmp_path_factory.mktemp("disk"))


@pytest.fixture(scope="module")
def deployment(disk):
    with Proxied({**FOR_TESTS, "security": {**FOR_TESTS["security"]}, "photos": {"per_account_day": 100000}},
                 environment=disk.environment) as running:
        yield running


def test_faults_at_random(deployment, disk, chance, rounds, measured):
    """X119: every few seconds one of seven faults, in an order by chance, with the history checker on."""
    history = History(deployment.home / "history.jsonl")
    traffic = Traffic(deployment, history, chance, gates=2, pause=0.02)
    stage = Stage(deployment, disk, rounds(1.5, 8))
    spoil_rules(deployment)
    order = []
    while len(order) < rounds(7, 90):     # each comes as often as the others
        order += chance.sample(FAULTS, len(FAULTS))
    order = order[:rounds(7, 90)]
    slowest = 0.0
    with traffic:
        for fault in order:
            began = time.monotonic()
            fault(stage)
            ended = time.monotonic()
            wait_until(deployment.ready, 15, f"alive after {fault.__name__}")
            slowest = max(slowest, time.monotonic() - ended)
            traffic.run_for(max(0.5, rounds(3, 20) - (time.monotonic() - began)))
            assert not history.faults, (fault.__name__, history.faults[:3])
    assert deployment.process.poll() is None
    found = check(deployment, history, traffic)
    measured(f"{len(order)} faults of {len(FAULTS)} kinds", f"{traffic.clients} clients", history.numbers(), found,
             f"ready {slowest:.1f} s after a fault at most")


def spoil_rules(deployment):
    rules = deployment.cities / "spoilt" / "rules" / "machine.lua"
    rules.write_text(rules.read_text().replace("-- BODY", BROKEN_RULES))
    deployment.nrmm("pack", "activate", deployment.cities / "spoilt")
