"""The clock of the database's machine is put forward and back by an hour while the server's own stays."""

import pathlib
import time

import pytest

from cast import DISTRICTS
from client import PASSWORD, assert_problem
from deployment import wait_until
from filing import approve, approved_machine, case_id, file_machine
from invariants import check_data
from postgres import Cluster
from served import Served

HOUR = 3600
LIBRARY = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"


class Shifted(Cluster):
    """A cluster on a machine whose clock a test puts forward and back."""

    def __init__(self):
        super().__init__()
        self.clock = self.folder / "clock"
        self.environment.update(LD_PRELOAD=LIBRARY, FAKETIME_TIMESTAMP_FILE=str(self.clock), FAKETIME_NO_CACHE="1",
                                FAKETIME_DONT_FAKE_MONOTONIC="1")
        self.put(0)

    def put(self, seconds):
        self.clock.write_text(f"{seconds:+d}s\n")
        self.clock.chmod(0o644)


@pytest.fixture(scope="module")
def served():
    assert pathlib.Path(LIBRARY).exists(), "scripts/install --tests"
    with Served(cities=("linfen",), cluster=Shifted()) as running:
        yield running


def shift(served, seconds):
    """Puts the clock and waits until the database goes by it."""
    served.cluster.put(seconds)

    def offset():
        return float(served.sql("select extract(epoch from clock_timestamp())")[0]) - time.time()
    wait_until(lambda: abs(offset() - seconds) < 30, 20, "the clock of the database")


def all_numbers(body):
    if isinstance(body, dict):
        return [each for value in body.values() for each in all_numbers(value)]
    if isinstance(body, list):
        return [each for value in body for each in all_numbers(value)]
    return [body] if isinstance(body, (int, float)) and not isinstance(body, bool) else []


def assert_no_negative_ages(*people):
    for person in people:
        for path in ("account", "messages", "machines", "cases", "cases/summary", "statistics/reviews", "collections"):
            answer = person.get(path)
            assert answer.status in (200, 403, 404), (path, answer)
            if answer.status == 200:
                assert not [number for number in all_numbers(answer.body) if number < 0], (path, answer)


def reset(city, phone, code, number=0):
    return city.post("password-resets", {"phone": phone, "sms_code": code, "new_password": f"{PASSWORD}-{number}"})


def test_an_hour_forward_and_back(served, measured):
    """X016: sessions live on, SMS codes end by the database's clock and nobody else's, a filing that was decided "before" it was
    handed in has no negative age, and the record stays whole."""
    city, district = served.city("linfen"), DISTRICTS["linfen"][0]
    owner, officer = city.owner(), city.officer(districts=[district])
    forgetful = city.owner()
    old = city.sms_code(forgetful.phone, "reset_password")
    for number, seconds in enumerate((HOUR, 0, -HOUR, 0)):
        shift(served, seconds)
        assert owner.get("account").status == officer.get("account").status == 200, "their sessions"
        if number == 0:
            assert_problem(reset(city, forgetful.phone, old), 422)
        fresh = city.sms_code(forgetful.phone, "reset_password")
        done = reset(city, forgetful.phone, fresh, number)
        assert done.status < 300, (seconds, done)
        city.owner()
        approved_machine(owner, officer, district)

    shift(served, HOUR)
    machine, _ = file_machine(owner, district)
    shift(served, -HOUR)
    approve(officer, case_id(machine))
    assert owner.get(f"machines/{machine['id']}").body["code"]
    auditor = city.officer("city_auditor")
    assert_no_negative_ages(owner, officer, auditor)
    ages = served.sql("select min(working_days) from review_time")
    assert int(ages[0]) >= 0
    shift(served, 0)
    assert_no_negative_ages(owner, officer, auditor)
    check_data(served)
    measured("put 7 times by an hour or two", "5 filings decided, one two hours before it was handed in", "0 sessions lost")
