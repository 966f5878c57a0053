"""Moments that only the proxy can play, most of all that between a commit and its answer: what became of it is told by the key."""

import concurrent.futures
import time

import pytest

import values
from cast import DISTRICTS
from client import assert_problem
from filing import acceptable_answers
from history import OK, UNKNOWN, History
from invariants import check, check_photos, photo_file
from deployment import wait_until
from pg_proxy import Cut, Error, Held, Lost
from proxied import Proxied
from sites import FROM_ELSEWHERE, enter, manager_of, open_site, passage
from traffic import Line, Traffic, new_filing

CITY = "linfen"
HERE = DISTRICTS[CITY][0]
RECORDED = "select id || ' ' || action from audit order by id desc limit 5"
AUDIT_ROW = "with r as ( select nrmm_city() as city_id"


@pytest.fixture(scope="module")
def deployment():
    with Proxied() as running:
        yield running


@pytest.fixture
def history(deployment):
    return History(deployment.home / "history.jsonl")


class Once:
    """A rule: the fault for the first statement that begins with these words, of a request that has a key; a commit is meant
    that keeps its answer."""

    def __init__(self, words, fault):
        self.words, self.fault = words, fault
        self.mark = "update idempotency" if words == "commit" else "insert into idempotency"
        self.fired = False
        self._requests = set()   # connections in whose transaction the mark was seen

    def __call__(self, statement):
        if statement.text == "begin":
            self._requests.discard(statement.connection)
        if statement.text.startswith(self.mark):
            self._requests.add(statement.connection)
        if self.fired or statement.connection not in self._requests or not statement.text.startswith(self.words):
            return None
        self.fired = True
        return self.fault


@pytest.fixture(scope="module")
def people(deployment):
    city = deployment.city(CITY)
    owner, officer = city.owner(), city.officer(districts=[HERE])
    answers = acceptable_answers(owner, HERE)
    for one in (owner, officer):
        one.city = Line(deployment).city(CITY)
    return owner, officer, answers


def drafted(owner, answers):
    return owner.post("machines", {"answers": new_filing(answers)}).body["id"]


def a_draft(owner, officer, answers):
    filing = new_filing(answers)
    return filing["place"], lambda key: owner.post("machines", {"answers": filing}, key=key)


def a_submission(owner, officer, answers):
    machine = drafted(owner, answers)
    return machine, lambda key: owner.post(f"machines/{machine}/submission", key=key)


def an_approval(owner, officer, answers):
    case = owner.post(f"machines/{drafted(owner, answers)}/submission").body["case"]
    path = f"cases/{case['id']}/transitions"
    version = officer.post(path, {"transition": "claim"}, version=case["version"]).body["version"]
    return case["id"], lambda key: officer.post(path, {"transition": "approve"}, version=version, key=key)


def a_photo(owner, officer, answers):
    picture = values.picture()
    return "photo", lambda key: owner.upload(picture, key=key)


# kind → (people) → (what it is about, key → the call), ready to be sent with success.
WRITES = {"draft": a_draft, "submit": a_submission, "approve": an_approval, "photo": a_photo}


def test_killed_between_commit_and_answer(deployment, people, history, rounds, measured):
    """X002: PostgreSQL has committed, the program dies before it hears of it; the same key gives the result, once."""
    for _ in range(rounds(1, 25)):
        for kind, prepare in WRITES.items():
            about, send = prepare(*people)
            rule = Once("commit", Lost(then=deployment.kill))
            deployment.proxy.rule = rule
            operation = history.call("client", kind, about, send)
            assert rule.fired and operation.outcome == UNKNOWN, operation
            deployment.proxy.rule = None
            deployment.start()
            before = deployment.sql(RECORDED)
            assert history.repeat(operation).outcome == OK, operation.answer
            assert deployment.sql(RECORDED) == before, "the repetition did it again"
    found = check(deployment, history)
    measured(f"{len(history.operations)} kills between commit and answer", found, "0 doubled")


def test_killed_before_the_row_of_a_photo(deployment, people, history, rounds, measured):
    """X003: the program dies when the photo's file is written and its row is not, or when both are and nobody was told: a
    file without a row at most (the sweep takes it: photo_store_test.cpp), never a row without its file (I5)."""
    owner = people[0]
    orphans = 0
    for number in range(rounds(4, 50)):
        words, fault = [("insert into photo (", Cut(then=deployment.kill)), ("commit", Cut(then=deployment.kill)),
                        ("commit", Lost(then=deployment.kill))][number % 3]
        picture = values.picture()
        rule = Once(words, fault)
        files = set(deployment.home.glob("photos/*/*/*.jpg"))
        deployment.proxy.rule = rule
        sent = history.call("client", "photo", "photo", lambda key, picture=picture: owner.upload(picture, key=key))
        assert rule.fired and sent.outcome == UNKNOWN, sent
        deployment.proxy.rule = None
        new = set(deployment.home.glob("photos/*/*/*.jpg")) - files
        known = set(deployment.sql("select sha256 from photo"))
        assert len(new) == 1, "the file is there before its row is asked for"
        orphans += not {file.stem for file in new} & known
        deployment.start()
        check_photos(deployment, history)
        assert history.repeat(sent).outcome == OK, sent.answer
        assert photo_file(deployment, sent.answer.body["sha256"]) in new
    found = check(deployment, history)
    measured(f"{rounds(4, 50)} kills between file and row", f"{orphans} files without a row, 0 rows without a file", found)


def test_an_entry_that_set_out_first_and_comes_second(deployment, people):
    """X029: a report is held on its way to the database for more than a second; what was let in elsewhere meanwhile blocks it,
    as if it had set out later."""
    manager = manager_of(deployment.city(CITY))
    here, there = (open_site(manager, HERE, officer=people[1]) for _ in range(2))
    code, held = "3-GA900001", Held()

    def rule(statement):
        if not statement.text.startswith("select pg_advisory_xact_lock(hashtextextended('nrmm gate"):
            return None
        deployment.proxy.rule = None
        return held

    deployment.proxy.rule = rule
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        early = pool.submit(passage, manager, here, "entries", code, foreign_machine=FROM_ELSEWHERE)
        wait_until(lambda: deployment.proxy.rule is None, 20, "it waits for its turn")
        time.sleep(1.1)  # times of scans are whole seconds
        enter(manager, there, code, foreign_machine=FROM_ELSEWHERE)
        held.until.set()
        assert_problem(early.result(), 409, "gate.present_elsewhere")
    assert [manager.get(f"sites/{site['id']}").body["present"] for site in (here, there)] == [0, 1]


def test_the_connection_breaks_during_commit(deployment, history, chance, rounds, measured):
    """X014: one commit in eight does not arrive, or its answer is lost, while people work; what became of each is told by
    its key, mostly by the server itself, and nothing is done twice."""
    broken = []

    def rule(statement):
        if statement.text == "commit" and chance.random() < 0.12:
            broken.append(chance.choice([Cut(), Lost()]))
            return broken[-1]
        return None

    traffic = Traffic(deployment, history, chance, cities=[CITY])
    deployment.proxy.rule = rule
    with traffic:
        traffic.run_for(rounds(8, 300))
    deployment.proxy.rule = None
    found = check(deployment, history, traffic)
    lost = sum(isinstance(one, Lost) for one in broken)
    assert lost
    measured(f"{len(broken)} commits cut, {lost} of them carried out", history.numbers(), found)


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_conflicts_are_tried_again_three_times(deployment, people, history, state, measured):
    """X015: a serialization failure or deadlock in the midst of a write or at its commit is tried again, three times in all;
    of the tries before the last nothing is left, and what leaves the server leaves once."""
    for failures in (1, 2, 3):
        for kind, prepare in WRITES.items():
            for words in (AUDIT_ROW, "commit"):
                operation, failed = conflicting(deployment, history, kind, prepare(*people), Failing(words, state, failures))
                assert failed == failures, (kind, words)
                if failures == 3:
                    assert operation.status == 503 and operation.answer.headers["retry-after"], operation.answer
                    assert history.repeat(operation).outcome == OK, operation.answer
                assert operation.outcome == OK, operation.answer
    found = check(deployment, history)
    measured(f"{len(history.operations)} writes with 1 to 3 times {state}", "tried 3 times at most", found)


def conflicting(deployment, history, kind, write, rule):
    """(the operation that met the rule, how often it did)"""
    deployment.proxy.rule = rule
    operation = history.call("client", kind, *write)
    deployment.proxy.rule = None
    return operation, rule.failed


class Failing(Once):
    """The first so many of these statements end with a state."""

    def __init__(self, words, state, failures):
        super().__init__(words, None)
        self.state, self.failures, self.failed = state, failures, 0

    def __call__(self, statement):
        self.fired = False
        super().__call__(statement)
        if not self.fired or self.failed == self.failures:
            return None
        self.failed += 1
        return Error(self.state)


def test_conflicts_while_people_work(deployment, history, chance, rounds, measured):
    """X015: one statement in fifty meets one, at the same time as all others."""
    met = []

    def rule(statement):
        if statement.in_transaction and statement.text != "rollback" and chance.random() < 0.02:
            met.append(chance.choice(["40001", "40P01"]))
            return Error(met[-1])
        return None

    traffic = Traffic(deployment, history, chance, cities=[CITY])
    deployment.proxy.rule = rule
    with traffic:
        traffic.run_for(rounds(6, 300))
    deployment.proxy.rule = None
    found = check(deployment, history, traffic)
    measured(f"{len(met)} conflicts", history.numbers(), found)
