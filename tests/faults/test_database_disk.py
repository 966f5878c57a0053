"""The disk of the database is full: first of its tables, then of its log (WAL)."""

import contextlib
import os
import pathlib
import subprocess
import time

import pytest

from client import assert_problem
from deployment import FOR_TESTS, Deployment, wait_until
from disk import Disk
from history import OK, History
from invariants import check

MEGABYTE = 1 << 20
SIZE = 400            # of the small volume, in megabytes: an empty cluster has 40, its log 80 at least
TEXT = "满" * 900


class Volume:
    """What the private cluster lies on. As root a small file system of its own; else the shim stands for it."""

    def __init__(self, folder, shim):
        self.folder, self.shim = folder, shim
        self.real = os.getuid() == 0
        self.ballast = folder / "ballast"

    def mount(self):
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if self.real:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}m,mode=700", "nrmm-test", self.folder], check=True)

    def unmount(self):
        if self.real:
            subprocess.run(["umount", "-l", self.folder], check=False)
        subprocess.run(["rm", "-rf", self.folder.parent], check=False)

    def fill(self):
        if not self.real:
            self.shim.full(self.folder / "base")
            return
        with open(self.ballast, "wb", buffering=0) as file, contextlib.suppress(OSError):
            for size in (MEGABYTE, 4096):
                with contextlib.suppress(OSError):
                    while file.write(b"\0" * size):
                        pass

    def free(self):
        self.ballast.unlink(missing_ok=True)
        self.shim.heal()


@pytest.fixture(scope="module")
def shim(tmp_path_factory):
    return Disk(tmp_path_factory.mktemp("disk"))


@pytest.fixture(scope="module")
def stage(shim):
    """(deployment, volume): `nrmm up` whose private cluster lies on the small volume."""
    running = Deployment(FOR_TESTS, environment=shim.environment)
    volume = Volume(running.home / "postgres", shim)
    volume.mount()
    try:
        with running:
            yield running, volume
    finally:
        volume.unmount()


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "history.jsonl")


def draft(history, owner, text="n"):
    mark = f"{text}{time.monotonic_ns()}"
    return history.call("owner", "draft", mark, lambda key: owner.post("machines", {"answers": {"place": mark}}, key=key))


def refused_draft(history, owner, seconds=30):
    """The answer to the first long draft for which there is no room."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        operation = draft(history, owner, TEXT)
        if operation.outcome != OK:
            return operation.answer
    raise AssertionError("the disk never was full")


def reads(owner):
    return [owner.get(path).status for path in ("machines", "messages", "forms/machine")]


def test_no_room_for_tables(stage, history, measured):
    """X019: writes are 503 in Chinese, reads go on or are 503, nothing that was acknowledged is lost, and when there is room
    again everything goes on without a restart of the server."""
    running, volume = stage
    owner = running.city("linfen").owner()
    process = running.process.pid
    assert {draft(history, owner).outcome for _ in range(20)} == {OK}
    volume.fill()
    refused = assert_problem(refused_draft(history, owner), 503)
    assert "服务" in refused.body["title"] and refused.headers["retry-after"]
    full = [status for _ in range(20) for status in reads(owner)]
    assert set(full) <= {200, 503} and running.process.poll() is None, full
    volume.free()
    began = time.monotonic()
    wait_until(lambda: owner.post("machines", {"answers": {}}).status == 201, 30, "room again")
    recovered = time.monotonic() - began
    assert running.process.pid == process and set(reads(owner)) == {200}
    measured("a real full disk" if volume.real else "a full disk by the shim", f"{full.count(200)} of {len(full)} reads while it was full",
             f"writes again {recovered:.1f} s after there was room", history.numbers(), check(running, history))


def test_no_room_for_the_log(stage, shim, history, measured):
    """X019: PostgreSQL itself stops when its log has no room; 503 until there is, then `up` has it running again, and the data
    is whole."""
    running, _ = stage
    owner = running.city("linfen").owner()
    shim.full(running.home / "postgres" / "pg_wal")
    end = time.monotonic() + 40
    answers = []
    while time.monotonic() < end and 503 not in answers[-1:]:
        with contextlib.suppress(AssertionError):  # psql itself is refused when the cluster is down
            running.sql("select pg_switch_wal(), pg_logical_emit_message(true, 'fill', repeat('x', 4000000))")
        operation = draft(history, owner)
        answers.append(operation.status)
    assert answers[-1] == 503, answers
    assert_problem(operation.answer, 503)
    down = [owner.get("machines").status for _ in range(10)]
    assert set(down) <= {200, 503}, down
    shim.heal()
    began = time.monotonic()
    wait_until(lambda: owner.post("machines", {"answers": {}}).status == 201, 60, "the database is up again")
    recovered = time.monotonic() - began
    log = pathlib.Path(running.home / "log" / "nrmm.log").read_text()
    measured(f"{recovered:.1f} s after there was room", f"started again {log.count('was started again')} times",
             history.numbers(), check(running, history))

