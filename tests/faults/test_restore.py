"""A backup, and what comes back of it on another machine."""

import datetime
import gzip
import hashlib
import pathlib
import shutil
import subprocess
import tempfile
import time

import pytest

from cast import DISTRICTS
from client import Person
from deployment import FOR_TESTS, Deployment, wait_until
from filing import approved_machine, case_id
from history import History
from invariants import check_data, check_effects, steps_of_cases
from traffic import Traffic

CITY = "linfen"
SEGMENT = "wal/" + "?" * 24 + ".gz"


class Restored(Deployment):
    """A machine of its own: its home lies below a folder with the settings, and is empty until something is restored."""

    def __init__(self, settings=FOR_TESTS):
        super().__init__(settings)
        self.environment["NRMM_HOME"] = str(self.home / "home")

    def sockets(self):
        return pathlib.Path("/tmp/nrmm-" + hashlib.sha256(str((self.home / "home").resolve()).encode()).hexdigest()[:12])


class Backup:
    """A platform at work, its backup with the keys apart, and a machine to restore to."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="nrmm-backup-", dir="/tmp"))
        self.place, self.keys = self.folder / "backup", self.folder / "keys"

    def take(self, deployment):
        return deployment.nrmm("backup", self.place, "--keys", self.keys, timeout=300).stdout

    def restore(self, target, *words, check=True, folder=None, keys=None):
        return target.nrmm("restore", folder or self.place, "--keys", keys or self.keys, *words, check=check, timeout=600)

    def await_log(self, deployment):
        """Until everything that is committed now is in the backup; without it a minute passes at most."""
        (segment,) = deployment.sql("select pg_walfile_name(pg_switch_wal())")
        wait_until((self.place / "wal" / f"{segment}.gz").exists, 60, f"{segment} is in the backup")

    def remove(self):
        subprocess.run(["rm", "-rf", self.folder], check=True)


@pytest.fixture(scope="module")
def backup():
    made = Backup()
    yield made
    made.remove()


@pytest.fixture
def taken(backup):
    """The backup of the first test, or one of its own where that did not run."""
    if not backup.place.exists():
        with Deployment(FOR_TESTS) as running:
            running.city(CITY).owner().photos(2)
            backup.take(running)
    return backup


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat()


def at_work(deployment, chance, seconds):
    history = History()
    with Traffic(deployment, history, chance, cities=(CITY,), owners=2) as traffic:
        traffic.run_for(seconds)
    assert not history.faults and not history.unknown(), (history.faults[:3], history.unknown()[:3])
    return history


def joined(*histories):
    whole = History()
    whole.operations = [one for history in histories for one in history.operations]
    return whole


def check_nothing_later(deployment, before, later):
    """Nothing of what was done after the moment is there."""
    marks = set(deployment.sql("select answers ->> 'place' from machine where answers ? 'place'"))
    assert not marks & {one.about for one in later.of("draft")}
    assert not set(deployment.sql("select id from photo")) & {one.answer.body["id"] for one in later.of("photo")}
    for one in later.of("sign_up"):
        assert deployment.city(CITY).try_sign_in(one.about).status == 401, one
    steps, known = steps_of_cases(deployment), before.counted()
    for kind_and_about in later.counted():
        assert steps.get(kind_and_about, 0) <= known.get(kind_and_about, 0), kind_and_about


def test_restore_to_a_moment(backup, chance, rounds, measured):
    """X116: a backup under load, more load, a moment, still more load, the machine is lost. On an empty one comes back what
    was acknowledged before the moment, once, and nothing of after it; photos, keys and the numbers of codes too."""
    seconds = rounds(3, 60)
    target = Restored()
    with Deployment(FOR_TESTS) as running:
        city = running.city(CITY)
        owner, officer = city.owner(), city.officer(districts=[DISTRICTS[CITY][0]])
        first = at_work(running, chance, seconds)
        said = backup.take(running)
        assert "new photos, 1 backups kept, 0 removed" in said, said
        second = at_work(running, chance, seconds)
        machine = approved_machine(owner, officer, DISTRICTS[CITY][0])
        in_full = disclosed(officer, machine)
        photos = {photo: owner.get(f"photos/{photo}").bytes for photo in owner.photos()}
        moment = now()
        later = at_work(running, chance, seconds)
        backup.await_log(running)
        running.kill()
    began = time.monotonic()
    told = backup.restore(target, "--to", moment).stdout
    restoring = time.monotonic() - began
    assert "last commit " in told and "now: nrmm up, then nrmm verify" in told, told
    before = joined(first, second)
    with target as restored:
        started = time.monotonic() - began
        assert "BROKEN" not in restored.nrmm("verify", timeout=600).stdout
        effects = check_effects(restored, before)
        check_data(restored)
        check_nothing_later(restored, before, later)
        city = restored.city(CITY)
        again = Person(city, city.sign_in(owner.phone), login=owner.phone)
        assert {photo: again.get(f"photos/{photo}").bytes for photo in photos} == photos
        assert again.get(f"machines/{machine['id']}").body["code"] == machine["code"]
        opened = Person(city, city.officer(districts=[DISTRICTS[CITY][0]]).token)
        assert disclosed(opened, machine) == in_full
        refused = restored.nrmm("backup", backup.place, check=False)
        assert refused.returncode == 1 and "of before a restore" in refused.stderr, refused
        assert "1 backups kept" in restored.nrmm("backup", backup.folder / "next", timeout=300).stdout
        assert restored.nrmm("verify").returncode == 0
    measured(f"{len(before.operations)} operations before the moment, {effects} effects found once", "0 lost",
             f"{len(later.operations)} after it, 0 there", f"restored in {restoring:.1f} s, answers after {started:.1f} s")


def disclosed(officer, machine):
    """A personal value of the case in full: only the keys open it."""
    field = next(name for name, value in machine["answers"].items() if isinstance(value, str) and "****" in value)
    opened = officer.post(f"cases/{case_id(machine)}/disclosure", {"fields": [field], "purpose": "核实申请人身份"})
    assert opened.status == 200 and "*" not in opened.body["values"][field], opened
    return opened.body


# What is not restored, and the one line that says so.
def flip(file):
    bytes_ = bytearray(file.read_bytes())
    bytes_[min(len(bytes_) // 2, 500)] ^= 1  # further on a segment may be empty: what is packed alike unpacks alike
    file.write_bytes(bytes_)


def first_file(folder, pattern):
    return sorted(path for path in folder.glob(pattern) if path.is_file())[0]


DAMAGES = {
    "a file of the cluster": (lambda place: flip(first_file(place, "base/*/cluster/base/*/1259")), "the backup is damaged"),
    "a file of the cluster is gone": (lambda place: first_file(place, "base/*/cluster/base/*/1259").unlink(), "the backup is damaged"),
    "a segment": (lambda place: flip(first_file(place, SEGMENT)), "the backup is damaged"),
    "half a segment": (lambda place: (file := first_file(place, SEGMENT)).write_bytes(file.read_bytes()[:-20]), "the backup is damaged"),
    "a segment of another length": (lambda place: first_file(place, SEGMENT).write_bytes(gzip.compress(b"0" * 99)), "the backup is damaged"),
    "a segment is gone": (lambda place: first_file(place, SEGMENT).unlink(), "is missing"),
    "a photo": (lambda place: flip(first_file(place, "photos/*/*/*.jpg")), "the backup is damaged: photo"),
    "what it says of itself": (lambda place: first_file(place, "base/*/base.json").write_text("{"), "the backup is damaged"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup(taken, tmp_path, damage):
    """X116: whatever is damaged, nothing is restored, and the home is empty as before."""
    doing, said = DAMAGES[damage]
    place = shutil.copytree(taken.place, tmp_path / "backup")
    doing(place)
    refused_by(taken, said, folder=place)


def refused_by(backup, said, *words, **places):
    target = Restored()
    try:
        refused = backup.restore(target, *words, check=False, **places)
        assert refused.returncode == 1 and said in refused.stderr, refused
        assert len(refused.stderr.splitlines()) == 1, refused.stderr
        home = target.home / "home"
        assert not home.exists() or not list(home.iterdir()), list(home.iterdir())
    finally:
        target.__exit__()


def test_what_is_not_restored(taken, tmp_path):
    """X116: a moment outside of the backup, other keys, no backup, a home that is not empty; each with one line."""
    refused_by(taken, "is before the oldest backup", "--to", "2020-01-01T00:00:00+08:00")
    refused_by(taken, "the backup ends before", "--to", "2099-01-01T00:00:00+08:00")
    refused_by(taken, "no backup 2020", "--base", "2020")
    refused_by(taken, "is no backup of nrmm", folder=tmp_path)
    other = tmp_path / "keys"
    other.mkdir()
    (other / "mac.key").write_text("0" * 64)
    refused_by(taken, "has other keys", keys=other)
    target = Restored()
    try:
        (target.home / "home").mkdir()
        (target.home / "home" / "notes.txt").write_text("mine")
        refused = taken.restore(target, check=False)
        assert refused.returncode == 1 and "is not empty: nothing is restored over what is there" in refused.stderr
        assert [path.name for path in (target.home / "home").iterdir()] == ["notes.txt"]
        assert taken.restore(target, "--to", "yesterday", check=False).returncode == 2
        assert taken.restore(target, "--to", "2026-11-27T10:15:00", check=False).returncode == 2
    finally:
        target.__exit__()


def test_a_restore_that_was_cut_off(taken):
    """X116: what was killed half-way does not start; it says what to do."""
    target = Restored()
    try:
        process = subprocess.Popen(target.words("restore", taken.place, "--keys", taken.keys), env=target.environment)
        wait_until((target.home / "home" / "restoring").exists, 30, "a restore has begun")
        process.kill()
        process.wait(10)
        refused = target.nrmm("up", check=False)
        assert refused.returncode == 1 and "was cut off: empty it and restore again" in refused.stderr
    finally:
        target.__exit__()


def test_backups_one_after_the_other(tmp_path_factory, measured):
    """Only so many are kept, with what belongs to them; the last one restores to its end; --stop ends it."""
    backup = Backup()
    target = Restored()
    try:
        with Deployment(FOR_TESTS) as running:
            owner = running.city(CITY).owner()
            for number in range(3):
                owner.forget_photos()
                owner.photos(2)
                said = running.nrmm("backup", backup.place, "--keys", backup.keys, "--keep", "2", timeout=300).stdout
                time.sleep(1)  # their names are seconds
            assert "2 backups kept, 1 removed" in said
            bases = sorted(path.name for path in (backup.place / "base").iterdir())
            first = (backup.place / "base" / bases[0] / "base.json").read_text()
            segments = sorted(path.name for path in backup.place.glob(SEGMENT))
            assert len(bases) == 2 and segments[0][:24] in first, (bases, segments)
            photos = running.sql("select sha256 from photo")
            assert len(list((backup.place / "photos").glob("*/*/*.jpg"))) == len(set(photos)) == 6
            for wrong, line in (((running.home / "backup",), "would be lost with it"),
                                ((backup.place, "--keys", backup.place / "keys"), "must not lie in the backup"),
                                ((running.cities,), "would be lost with it"), ((backup.keys,), "has other things in it")):
                refused = running.nrmm("backup", *wrong, check=False)
                assert refused.returncode == 1 and line in refused.stderr, refused
            assert "nothing is backed up any more" in running.nrmm("backup", "--stop").stdout
            running.stop()
            refused = running.nrmm("backup", backup.place, check=False)
            assert refused.returncode == 1 and "the database does not run" in refused.stderr, refused
        backup.restore(target)
        with target as restored:
            assert restored.sql("select sha256 from photo") == photos
            assert restored.nrmm("verify").returncode == 0
    finally:
        target.__exit__()
        backup.remove()
