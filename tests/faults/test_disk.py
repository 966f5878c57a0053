"""The disk of the photos is full, broken, read-only, gone or another one (I5)."""

import concurrent.futures
import contextlib
import errno
import os
import pathlib
import re
import shutil
import subprocess
import threading
import time

import pytest

import store as stores
import values
from client import assert_problem
from deployment import FOR_TESTS, Deployment, wait_until
from disk import CREATE, MKDIR, OPEN, RENAME, SYNC, WRITE, Disk
from postgres import Cluster

CHINESE = re.compile(r"[\u4e00-\u9fff]")
AT_ONCE = 8


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    return Disk(tmp_path_factory.mktemp("disk"))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    with contextlib.closing(stores.SmallDisk(tmp_path_factory.mktemp("small") / "mount")) as made:
        yield made


@pytest.fixture(scope="module")
def deployment(disk, small):
    settings = {**FOR_TESTS, "photos": {"folder": str(small.folder / "photos"), "per_account_day": 100_000}}
    with Deployment(settings, environment=disk.environment) as running:
        yield running


@pytest.fixture(scope="module")
def city(deployment):
    return deployment.city("linfen")


@pytest.fixture
def owner(city):
    return city.owner()


@pytest.fixture
def store(small, disk):
    yield small.folder / "photos"
    disk.heal()
    small.empty()


def is_refused(answer, code):
    """In Chinese, and to be tried again later."""
    assert_problem(answer, 503, code)
    assert CHINESE.search(answer.body["title"]) and int(answer.headers["retry-after"]) >= 1, answer
    return True


class Uploads:
    """Many owners send photos until told to stop; what each was told."""

    def __init__(self, people, seed):
        self.people, self.seed = people, seed
        self.stop = threading.Event()
        self.acknowledged, self.refused = [], []
        self.lock = threading.Lock()

    def send(self, number):
        person, sent = self.people[number % len(self.people)], 0
        while not self.stop.is_set():
            sent += 1
            answer = person.upload(values.picture((self.seed, number, sent).__hash__()))
            assert answer.status == 201 or is_refused(answer, "photo.no_space"), answer
            with self.lock:
                (self.acknowledged if answer.status == 201 else self.refused).append(answer.body)

    @contextlib.contextmanager
    def running(self):
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            self.sending = [pool.submit(self.send, number) for number in range(AT_ONCE)]
            try:
                yield self
            finally:
                self.stop.set()
        self.complain()

    def complain(self):
        """Of an answer that must not be."""
        for each in self.sending:
            if each.done():
                each.result()

    def more(self, answers, count, what):
        """Waits until so many more are there."""
        known = len(answers)
        wait_until(lambda: self.complain() or len(answers) >= known + count, 20, what)


def others_go_on(city, owner, draft):
    """Signing in, the audit record, and a filing that stays what it was."""
    assert city.try_sign_in(owner.phone).status == 201
    assert owner.post("machines", {"answers": {"place": "库房"}}).status == 201
    assert owner.get(f"machines/{draft}").body["state"] == "draft"
    assert owner.post(f"machines/{draft}/submission").status == 422, "its photos are not there"
    assert owner.get(f"machines/{draft}").body["state"] == "draft"


@pytest.mark.parametrize("how", ["no room is left", "every write says so"])
def test_a_full_disk(how, deployment, city, owner, disk, small, store, chance, rounds, measured):
    """X018: uploads are refused in Chinese, nothing half is left, all else goes on, and it recovers by itself."""
    by_shim = how == "every write says so" or not small.mounted
    fill, empty = (lambda: disk.full(store), disk.heal) if by_shim else (small.fill, small.empty)
    draft = owner.post("machines", {"answers": {}}).body["id"]
    people = [owner, city.owner()]
    uploads, longest = Uploads(people, chance.random()), 0
    with uploads.running():
        for _ in range(rounds(3, 100)):
            uploads.more(uploads.acknowledged, 1, "photos are taken")
            fill()
            uploads.more(uploads.refused, AT_ONCE, "photos are refused")
            others_go_on(city, owner, draft)
            time.sleep(chance.random() / 5)
            began = time.monotonic()
            empty()
            uploads.more(uploads.acknowledged, 1, "photos are taken again")
            longest = max(longest, time.monotonic() - began)
    orphans = stores.check(store, deployment, uploads.acknowledged)
    assert longest < 2 and orphans == 0
    assert deployment.process.poll() is None
    deployment.nrmm("audit", "verify", "--city", city.name)
    measured(f"{len(uploads.acknowledged)} photos kept", f"{len(uploads.refused)} refused", "0 half files",
             f"taken again after {longest * 1000:.0f} ms", "by the shim" if by_shim else "on a full tmpfs")


def test_a_photo_that_cannot_be_synced(deployment, owner, disk, store, rounds, measured):
    """X020: whichever fsync fails, of the file or of a folder: an error, no file, no second try by the server."""
    failures = 0
    for _ in range(rounds(3, 100)):
        for before in range(4):  # two folders, the file, its name
            picture, known, failed = values.picture(), set(stores.files(store)), len(disk.failed())
            disk.fail((SYNC, errno.EIO, store, before, 1))
            answer = owner.upload(picture)
            disk.heal()
            if answer.status == 201:  # its folder was there already
                assert before >= 2 and len(disk.failed()) == failed
                continue
            assert is_refused(answer, "photo.not_stored")
            assert len(disk.failed()) == failed + 1, "not tried again on what may be lost"
            assert set(stores.files(store)) == known, "what may not be durable is not kept"
            assert owner.upload(picture).status == 201
            failures += 1
    assert failures >= 3
    assert stores.check(store, deployment, []) == 0
    measured(f"{failures} fsyncs failed", "0 files kept of them", "0 tried again")


@pytest.mark.parametrize("calls", [WRITE, RENAME, CREATE, MKDIR], ids=["write", "rename", "create", "mkdir"])
def test_a_disk_that_breaks(calls, deployment, owner, disk, store, measured):
    """X020: any other call that fails likewise."""
    disk.fail((calls, errno.EIO, store))
    picture = values.picture()
    assert is_refused(owner.upload(picture), "photo.not_stored")
    disk.heal()
    assert owner.upload(picture).status == 201
    assert stores.check(store, deployment, []) == 0
    measured("1 call failed, 0 files kept")


def test_another_filesystem(deployment, city, store, small, chance, rounds, measured):
    """X024: the store is on another disk than the home and the temporary files; a name always stands for a whole file."""
    assert store.stat().st_dev not in (deployment.home.stat().st_dev, pathlib.Path("/tmp").stat().st_dev)
    looked, uploads = 0, Uploads([city.owner(), city.owner()], chance.random())
    with uploads.running():
        while len(uploads.acknowledged) < rounds(100, 400):
            uploads.complain()
            for path in [path for name, path in stores.files(store).items() if name.endswith(".jpg")]:
                assert stores.whole(path), f"half a file stands as {path.name}"
                looked += 1
    assert not uploads.refused
    assert stores.check(store, deployment, uploads.acknowledged) == 0
    measured(f"{len(uploads.acknowledged)} photos renamed on {'tmpfs' if small.mounted else '/dev/shm'}",
             f"looked at {looked} times", "0 half")


def test_the_folder_goes_while_it_runs(deployment, city, owner, store, measured):
    """X021: not ready, uploads refused, all else goes on; well again when it is back."""
    picture = values.picture()
    store.rename(store.with_name("elsewhere"))
    try:
        wait_until(lambda: not deployment.ready(), 10, "not ready")
        assert deployment.request("GET", "/healthz").body["checks"]["photos"] is False
        assert is_refused(owner.upload(picture), "photo.not_stored")
        assert city.try_sign_in(owner.phone).status == 201
    finally:
        store.with_name("elsewhere").rename(store)
    wait_until(deployment.ready, 10, "ready again")
    assert owner.upload(picture).status == 201
    measured("1 upload refused", "ready again by itself")


# ── at the start ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as running:
        yield running


@pytest.fixture
def server(cluster, disk, tmp_path):
    """`nrmm serve` with photos in the folder that the test prepares."""
    made = Deployment({**FOR_TESTS, **cluster.settings(), "photos": {"folder": str(tmp_path / "photos")}},
                      environment=disk.environment, command="serve")
    yield made
    made.__exit__()
    disk.heal()


def as_a_stranger(folder):
    """The folder is root's and the program somebody else's; where we are nobody special, it is closed to all."""
    folder.chmod(0o555)
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.getuid() == 0 else []


@pytest.mark.parametrize("how", ["a file in its place", "read-only", "another's", "below what is not there"])
def test_a_store_that_cannot_be(how, cluster, server, disk, tmp_path, measured):
    """X021: no start, and one line that names the folder."""
    folder, prefix = tmp_path / "photos", []
    if how == "a file in its place":
        folder.write_text("")
    elif how == "below what is not there":
        folder = pathlib.Path("/proc/no-such-folder/photos")
        server.configure({**FOR_TESTS, **cluster.settings(), "photos": {"folder": str(folder)}})
    else:
        folder.mkdir()
    if how == "read-only":
        disk.fail((CREATE + OPEN + MKDIR, errno.EROFS, folder))
    if how == "another's":
        for each in (tmp_path, *tmp_path.parents[:2]):
            each.chmod(0o755)
        prefix = as_a_stranger(folder)
        if prefix:
            shutil.chown(server.home, "nobody")
    result = subprocess.run([*prefix, *server.words("serve")], env=server.environment, capture_output=True, text=True, timeout=60)
    said = result.stderr.strip()
    assert result.returncode != 0 and str(folder) in said and len(said.splitlines()) == 1, said
    measured("1 line")
