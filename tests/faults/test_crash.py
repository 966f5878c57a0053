"""The server is killed or stopped while people work; what was acknowledged is there (P1, P2)."""

import threading
import time

import pytest
import yaml

import sms_gateway as gateways
import values
from cast import DISTRICTS
from deployment import wait_until
from filing import acceptable_answers
from history import History
from invariants import check
from test_sms_aliyun import WithGateway
from traffic import Line, Traffic, new_filing

CITY = "chongqing"
HERE = DISTRICTS[CITY][0]
RESTART = 5.0     # seconds
STOP = 10.0


@pytest.fixture
def history(deployment):
    return History(deployment.home / "history.jsonl")


def test_killed_while_people_work(deployment, history, chance, rounds, measured):
    """X001: kill -9 of the program at random moments while 8 clients file, upload, approve and let in and out; it is back in 5 s."""
    traffic = Traffic(deployment, history, chance, owners=2, gates=2)
    slowest = 0.0
    with traffic:
        for _ in range(rounds(4, 200)):
            traffic.run_for(chance.uniform(0.1, 2.0))
            deployment.kill()
            slowest = max(slowest, deployment.start())
            assert slowest < RESTART, slowest
    found = check(deployment, history, traffic)
    measured(f"{rounds(4, 200)} kills, {traffic.clients} clients", history.numbers(), found, f"back in at most {slowest:.1f} s")


def test_killed_while_codes_are_issued(deployment, history, chance, rounds, measured):
    """X004: four auditors approve at once and the program is killed among them: no code twice, none missing (I2, I11)."""
    city, line = deployment.city(CITY), Line(deployment).city(CITY)
    owner = city.owner()
    answers = acceptable_answers(owner, HERE)
    auditors = [city.officer(districts=[HERE], name=f"四人之{number}") for number in range(4)]
    for one in auditors:
        one.city = line
    approved = 0
    for _ in range(rounds(3, 200)):
        claimed = [(auditor, claimed_case(owner, auditor, answers)) for auditor in auditors for _ in range(2)]
        workers = [threading.Thread(target=decide, args=(history, auditor, [case for who, case in claimed if who is auditor]))
                   for auditor in auditors]
        for worker in workers:
            worker.start()
        time.sleep(chance.uniform(0.0, 0.12))
        deployment.kill()
        for worker in workers:
            worker.join(60)
        deployment.start()
        history.settle()
        approved += len(claimed)
    check(deployment, history)
    unheard = sum(1 for operation in history.of("approve") if operation.repeated)
    measured(f"{rounds(3, 200)} kills among {approved} approvals", f"{unheard} of them settled by their key",
             "no code twice, none missing")


def claimed_case(owner, auditor, answers):
    """(id, version) of a case that waits for its decision only."""
    machine = owner.post("machines", {"answers": new_filing(answers)})
    case = owner.post(f"machines/{machine.body['id']}/submission").body["case"]
    claimed = auditor.post(f"cases/{case['id']}/transitions", {"transition": "claim"}, version=case["version"])
    assert claimed.status == 200, claimed
    return case["id"], claimed.body["version"]


def decide(history, auditor, cases):
    for case, version in cases:
        history.call(auditor.name, "approve", case, lambda key, case=case, version=version: auditor.post(
            f"cases/{case}/transitions", {"transition": "approve"}, version=version, key=key))


def test_stopped_under_load(deployment, history, chance, rounds, measured):
    """X008: SIGTERM while people work: calls under way are answered, the program ends within 10 s, nothing is lost."""
    traffic = Traffic(deployment, history, chance)
    slowest = 0.0
    with traffic:
        for _ in range(rounds(2, 30)):
            traffic.run_for(chance.uniform(0.5, 2.0))
            slowest = max(slowest, deployment.stop())
            assert slowest < STOP and deployment.process.returncode == 0, (slowest, deployment.process.returncode)
            deployment.start()
    found = check(deployment, history, traffic)
    measured(f"{rounds(2, 30)} stops", history.numbers(), found, f"ended in at most {slowest:.1f} s")


def test_stopped_while_the_gateway_says_nothing(measured):
    """X008: the gateway keeps the line of a text message; the program ends in time all the same, and the message, of which
    nobody knows, is neither sent again nor forgotten (I7)."""
    with gateways.Gateway() as gateway, silent(gateway) as platform:
        city, phone = platform.city(CITY), values.new_phone()
        gateway.plan(phone, gateways.slow)
        assert city.post("sms-codes", {"phone": phone, "purpose": "register"}, key=False).status == 202
        wait_until(lambda: gateway.calls_for(phone), 20, "the message is on its way")
        seconds = platform.stop()
        assert seconds < STOP and platform.process.returncode == 0, seconds
        platform.start()
        stuck = wait_until(platform.stuck, 20, "an operator sees it")
        assert [line["state"] for line in stuck] == ["unknown"] and len(gateway.calls_for(phone)) == 1, stuck
    measured(f"ended in {seconds:.1f} s beside a gateway that says nothing")


def silent(gateway):
    """A platform that would wait a minute for it."""
    platform = WithGateway(gateway)
    settings = yaml.safe_load(platform.config.read_text())
    settings["plugins"]["limit"] = "60s"
    settings["plugins"]["sms_aliyun"]["answer_seconds"] = 50
    platform.config.write_text(yaml.safe_dump(settings, allow_unicode=True))
    return platform
