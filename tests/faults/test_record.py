"""What cannot be written into the audit record does not happen (X107)."""

import subprocess
import time

import pytest

import values
from cast import DISTRICTS, Cast
from client import assert_problem
from deployment import FOR_TESTS, Deployment
from filing import case_id, draft, file_machine

# What tells that a write happened; the counters of tries and the keys of repetitions are none, the record itself is locked.
EVIDENCE = ("account", "session", "machine", "review_case", "case_event", "decision", "photo", "outbox", "message", "sms_code",
            "code_ledger")


@pytest.fixture(scope="module")
def deployment():
    """With less patience than delivered, so that six refusals are not half a minute."""
    with Deployment({**FOR_TESTS, "database": {"lock_timeout": "1s"}}) as running:
        yield running


@pytest.fixture
def lock(deployment):
    """Somebody holds the audit record for as long as the test lasts."""
    words = ["psql", "-X", "-q", "-h", str(deployment.sockets() / "pg"), "-U", "nrmm_cluster", "-d", "nrmm"]
    held = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def take():
        held.stdin.write("begin; lock table audit in access exclusive mode; select 'held';\n")
        held.stdin.flush()
        while "held" not in held.stdout.readline():
            pass

    yield take
    if held.poll() is None:
        held.stdin.close()
        held.wait(10)


def rows(deployment):
    return {table: deployment.sql(f"select count(*) from {table}")[0] for table in EVIDENCE}


def test_a_locked_record_stops_every_act(deployment, lock, measured):
    """X107: sign-in, draft, submission, decision, upload and sign-out are 503 within the time a lock may be waited for and leave
    nothing; reading goes on meanwhile."""
    city, district = deployment.city("linfen"), DISTRICTS["linfen"][0]
    cast = Cast(deployment)
    owner, officer = cast.owner("linfen"), cast.officer("linfen")
    machine, _ = file_machine(owner, district)
    waiting = draft(owner, district)
    case = officer.get(f"cases/{case_id(machine)}").body
    acts = {
        "sign-in": lambda: city.try_sign_in(owner.phone),
        "draft": lambda: owner.post("machines", {"answers": {}}),
        "submission": lambda: owner.post(f"machines/{waiting['id']}/submission"),
        "decision": lambda: officer.post(f"cases/{case['id']}/transitions", {"transition": "claim"}, version=case["version"]),
        "upload": lambda: owner.upload(values.picture()),
        "withdrawal": lambda: owner.delete(f"machines/{waiting['id']}"),
    }
    before = rows(deployment)
    lock()
    slowest = 0
    for name, act in acts.items():
        began = time.monotonic()
        assert_problem(act(), 503, "request.unavailable")
        slowest = max(slowest, time.monotonic() - began)
        assert owner.get(f"machines/{machine['id']}").status == 200, f"reading after {name}"
    assert rows(deployment) == before
    assert slowest < 15
    measured(f"{len(acts)} acts refused, 0 rows left", f"slowest refusal {slowest:.1f} s")


def test_afterwards_writing_goes_on(deployment):
    """X107: without a restart."""
    owner = Cast(deployment).owner("linfen")
    assert owner.post("machines", {"answers": {}}).status == 201
