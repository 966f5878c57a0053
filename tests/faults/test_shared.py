"""What the servers of one database share beside it: keys and the folder of photos. One that has others says so."""

import pytest

from client import assert_problem
from deployment import FOR_TESTS, wait_until
from pair import Pair, Served


@pytest.fixture(scope="module")
def pair():
    with Pair(cities=("national", "linfen")) as running:
        yield running


def refused(pair, settings, home=None, words=("serve",)):
    """The one line of a program that must not begin."""
    other = Served(pair.database, {**FOR_TESTS, **pair.database.settings(), **settings}, home)
    try:
        result = other.nrmm(*words, check=False, timeout=60)
    finally:
        other.__exit__()
    assert result.returncode != 0
    said = result.stderr.strip()
    assert len(said.splitlines()) == 1, said
    return said


def test_another_folder_of_photos(pair, tmp_path, measured):
    """X021: a server with a folder of its own does not start, be it empty or another database's."""
    home = pair.servers[0].home
    said = refused(pair, {"photos": {"folder": str(tmp_path / "empty")}}, home)
    assert str(tmp_path / "empty") in said and "folder-id is missing" in said
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "folder-id").write_text("00000000-0000-4000-8000-000000000000\n")
    said = refused(pair, {"photos": {"folder": str(foreign)}}, home)
    known = (home / "photos" / "folder-id").read_text().strip()
    assert "00000000-0000-4000-8000-000000000000" in said and known in said
    measured("2 foreign folders, 2 refused starts")


def test_the_folder_vanishes(pair, measured):
    """X021: another folder in the place of the one that was mounted there: both servers say so, and nothing else changes."""
    photos = pair.servers[0].home / "photos"
    away = photos.rename(photos.with_name("photos.away"))
    photos.mkdir()
    try:
        for server in pair.servers:
            gone = wait_until(lambda: (answer := server.request("GET", "/healthz")).status == 503 and answer, 10, "not ready")
            assert_problem(gone, 503)
            assert gone.body["checks"] == {"database": True, "packs": True, "photos": False}
            assert server.city("linfen").get("city").status == 200
    finally:
        photos.rmdir()
        away.rename(photos)
    for server in pair.servers:
        wait_until(server.ready, 10, "ready again")
    measured("a mount that went and came back, 2 servers")


def test_other_keys(pair, measured):
    """X120: with keys of its own a server would write what nobody else can read: it does not start."""
    photos = {"photos": {"folder": str(pair.servers[0].home / "photos")}}
    said = refused(pair, photos)
    assert "keys" in said and "copy" in said
    words = ("account", "create", "--city", "linfen", "--role", "city_auditor", "--name", "甲", "--phone", "13900000000")
    assert "copy" in refused(pair, photos, words=words)
    measured("1 foreign set of keys, 2 refused commands")


def test_a_key_that_only_one_server_has(pair, measured):
    """X120: what is sealed with a new key the others must be able to open: one without it does not start any more."""
    first = pair.servers[0]
    new = first.home / "keys" / "seal-0002.key"
    new.write_text("ab" * 32 + "\n")
    new.chmod(0o600)
    first.stop()
    first.start()
    new.rename(first.home / "away.key")
    said = refused(pair, {}, first.home)
    assert "keys" in said
    (first.home / "away.key").rename(new)
    second = pair.servers[1]
    second.stop()
    second.start()
    measured("1 key that is missing, 1 refused start")
