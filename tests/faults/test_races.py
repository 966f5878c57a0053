"""What many do at the same instant (P2, P3)."""

import concurrent.futures
import json
import threading
import uuid

import pytest

from cast import DISTRICTS
from client import assert_problem
from filing import acceptable_answers, act, approved_machine, case_id, done, file_machine
from traffic import Line, new_filing

CITY = "linfen"
HERE = DISTRICTS[CITY][0]
PREFIX = "N07"     # of the codes of chongqing's first district


@pytest.fixture(scope="module")
def people(deployment):
    city = deployment.city(CITY)
    owner, officer = city.owner(), city.officer(districts=[HERE], name="审核")
    answers = acceptable_answers(owner, HERE)
    for one in (owner, officer):
        one.city = Line(deployment).city(CITY)
    return owner, officer, answers


def returned(owner, officer, answers):
    """(machine, case) of a filing that was sent back."""
    machine = owner.post("machines", {"answers": new_filing(answers)}).body["id"]
    case = owner.post(f"machines/{machine}/submission").body["case"]["id"]
    done(act(officer, case, "claim"))
    done(act(officer, case, "return", reason="unclear_photo"))
    return machine, case


def test_an_approval_races_with_a_resubmission(deployment, people, rounds, measured):
    """X031: while the owner changes a filing and hands it in again, the officer approves by every version that he has seen and
    by those that he has not: what is approved is what he had read under that version."""
    owner, officer, answers = people
    refused = 0
    for _ in range(rounds(12, 300)):
        machine, case = returned(owner, officer, answers)
        read = {}         # version → the place that the officer read under it
        handed = threading.Event()

        def approve():
            statuses = []
            while 200 not in statuses and not (handed.is_set() and len(statuses) > 40):
                seen = officer.get(f"cases/{case}").body
                read[seen["version"]] = seen["subject"]["answers"]["place"]
                offered = {one["transition"] for one in seen["transitions"]}
                if "claim" in offered:
                    officer.post(f"cases/{case}/transitions", {"transition": "claim"}, version=seen["version"])
                for version in sorted(read):
                    answer = officer.post(f"cases/{case}/transitions", {"transition": "approve"}, version=version)
                    statuses.append(answer.status)
                    if answer.status == 200:
                        return version, statuses
            return None, statuses

        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            officers = pool.submit(approve)
            seen = owner.get(f"machines/{machine}")
            changed = {**seen.body["answers"], "place": f"place-{uuid.uuid4().hex[:8]}"}
            assert owner.put(f"machines/{machine}", {"answers": changed}, version=seen.version).status == 200
            assert owner.post(f"machines/{machine}/submission").status == 200
            handed.set()
            version, statuses = officers.result()
        assert version and set(statuses) <= {200, 403, 409}, statuses
        assert read[version] == owner.get(f"machines/{machine}").body["answers"]["place"] == changed["place"]
        refused += len(statuses) - 1
    measured(f"{rounds(12, 300)} races", f"{refused} approvals by another version refused", "0 approved unseen")


def test_one_submission_fifty_times(deployment, people, rounds, measured):
    """X035: fifty equal requests at once with one key, through nginx: one filing, one case, fifty equal answers; the same key
    with another body is 422."""
    owner, _, answers = people
    for _ in range(rounds(2, 40)):
        key, filing = str(uuid.uuid4()), new_filing(answers)
        machine = same(at_once(50, lambda _: owner.post("machines", {"answers": filing}, key=key)), 201)
        case = same(at_once(50, lambda _: owner.post(f"machines/{machine['id']}/submission", key=key)), 200)["case"]
        assert [event["transition"] for event in owner.get(f"cases/{case['id']}").body["events"]] == ["submit"]
        assert owner.post("machines", {"answers": new_filing(answers)}, key=key).status == 422
        assert deployment.sql(f"select count(*) from machine where answers ->> 'place' = '{filing['place']}'") == ["1"]
    measured(f"{rounds(2, 40)} filings and submissions, each 50 times at once", "1 effect each, all answers equal")


def at_once(count, call):
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return list(pool.map(call, range(count)))


def same(answers, status):
    assert {answer.status for answer in answers} == {status}, answers
    assert len({answer.bytes for answer in answers}) == 1, answers
    return answers[0].body


def test_a_district_runs_out_of_codes(deployment, measured):
    """X027: three numbers are left and eight approvals come at once: three succeed, five hear why, the operator has an alarm,
    the neighbouring district goes on."""
    city, (here, there) = deployment.city("chongqing"), DISTRICTS["chongqing"]
    owner, officers = city.owner(), [city.officer(districts=[here, there], name=f"审核{number}") for number in range(8)]
    first = approved_machine(owner, officers[0], here)["serial"]
    last = 34 ** (8 - len(PREFIX)) - 1
    deployment.sql(f"update code_counter set last = {last - 3} where city_id = 'chongqing' and prefix = '{PREFIX}'")
    assert first.startswith(PREFIX)
    waiting = [case_id(file_machine(owner, here)[0]) for _ in officers]
    claimed = [done(act(officer, case, "claim")) for officer, case in zip(officers, waiting)]
    answers = at_once(8, lambda number: act(officers[number], waiting[number], "approve", version=claimed[number]["version"]))
    statuses = sorted(answer.status for answer in answers)
    assert statuses == [200] * 3 + [409] * 5, answers
    for answer in answers:
        if answer.status == 409:
            assert "号段已用完" in assert_problem(answer, 409, "code.exhausted").body["title"], answer
    lines = map(json.loads, (deployment.home / "log" / "nrmm.log").read_text().splitlines())
    alarms = [line for line in lines if line.get("alarm") == "codes_exhausted"]
    assert len(alarms) == 5 and {(line["city"], line["district"]) for line in alarms} == {("chongqing", here)}, alarms
    assert approved_machine(owner, officers[0], there)["serial"]
    measured("3 numbers left, 8 approvals at once", "3 codes", "5 refused, 5 alarms")
