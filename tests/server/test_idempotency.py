"""A repeated request has no second effect (contract, Idempotency; X035)."""

import concurrent.futures
import uuid

import pytest

import values
from client import PASSWORD, assert_problem
from filing import acceptable_answers, act, case_id, draft, file_machine


def at_once(count, call):
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return [future.result() for future in [pool.submit(call, number) for number in range(count)]]


def same(answers):
    assert len({(answer.status, answer.bytes, answer.headers.get("etag")) for answer in answers}) == 1, answers
    return answers[0]


def test_fifty_equal_requests_at_once_are_one_filing(owner):
    """X035: 50 in parallel with one key: one filing, 50 equal answers."""
    before = {machine["id"] for machine in owner.items("machines")}
    key = str(uuid.uuid4())
    answer = same(at_once(50, lambda _: owner.post("machines", {"answers": {"place": "一号工地"}}, key=key)))
    assert answer.status == 201, answer
    assert {machine["id"] for machine in owner.items("machines")} - before == {answer.body["id"]}
    again = owner.post("machines", {"answers": {"place": "一号工地"}}, key=key)
    assert again.bytes == answer.bytes and again.headers["etag"] == answer.headers["etag"]


def test_fifty_submissions_at_once_are_one_case(city, owner, district):
    """X035: the submission itself: one case, one event, one set of messages."""
    machine = draft(owner, district)
    key = str(uuid.uuid4())
    answer = same(at_once(50, lambda _: owner.post(f"machines/{machine['id']}/submission", key=key)))
    assert answer.status == 200, answer
    case = owner.get(f"machines/{machine['id']}").body["case"]
    assert case["id"] == answer.body["case"]["id"]
    assert [event["transition"] for event in case["events"]] == ["submit"]


def test_another_body_with_the_key_is_refused(owner):
    """X035: 422, at once and later, and nothing is made of it."""
    key = str(uuid.uuid4())
    first = owner.post("machines", {"answers": {"place": "甲"}}, key=key)
    assert first.status == 201
    count = len(owner.items("machines"))
    for answers in ({"place": "乙"}, {}, {"place": "甲", "machine_model": "x"}):
        assert_problem(owner.post("machines", {"answers": answers}, key=key), 422, "request.idempotency_reused")
    assert len(owner.items("machines")) == count
    assert owner.post("machines", {"answers": {"place": "甲"}}, key=key).bytes == first.bytes


def test_of_two_bodies_at_once_one_wins(owner):
    """X035: the key belongs to the body that came first; the others are 422, whichever it was."""
    key = str(uuid.uuid4())
    answers = at_once(20, lambda number: owner.post("machines", {"answers": {"place": f"工地{number % 2}"}}, key=key))
    made = {answer.body["id"] for answer in answers if answer.status == 201}
    assert len(made) == 1
    assert sorted({answer.status for answer in answers}) == [201, 422]


@pytest.mark.parametrize("path", ["machines", "photos", "accounts", "password-resets", "machines/{id}/submission",
                                  "cases/{id}/transitions", "messages/{id}/read"])
def test_a_key_is_demanded(owner, officer, path):
    """Contract: 428 on every POST except sessions, sms-codes and check."""
    person = officer if path.startswith("cases") else owner
    body = {"accounts": {"role": "owner", "kind": "person", "phone": "1", "sms_code": "1", "password": "x", "answers": {}},
            "password-resets": {"phone": "1", "sms_code": "1", "new_password": "x"}}.get(path, {})
    answer = person.post(path.replace("{id}", str(uuid.uuid4())), body, key=False, version=1)
    assert_problem(answer, 428, "request.idempotency_required")


def test_three_calls_need_no_key(city):
    """Contract: sessions, sms-codes and check."""
    assert city.post("sms-codes", {"phone": values.new_phone(), "purpose": "register"}, key=False).status == 202
    assert city.post("sessions", {"login": values.new_phone(), "password": "x"}, key=False).status == 401
    assert city.post("forms/account/check", {"answers": {}}, key=False).status == 200


def test_a_refusal_is_repeated_too(owner):
    """X035: the answer that was given stands, also when it would be another one now."""
    key = str(uuid.uuid4())
    machine = owner.post("machines", {"answers": {}}).body
    path = f"machines/{machine['id']}/submission"
    refused = assert_problem(owner.post(path, key=key), 422)
    changed = owner.put(f"machines/{machine['id']}", {"answers": acceptable_answers(owner)}, version=machine["version"])
    assert changed.status == 200, changed
    again = assert_problem(owner.post(path, key=key), 422)
    assert again.without_request_id() == refused.without_request_id()
    assert owner.post(path).status == 200


def test_a_key_is_its_account_s(cast, city, owner):
    """X035: somebody else's equal key is another one, in the same city and in another."""
    key = str(uuid.uuid4())
    neighbour = cast.owner(city.name, "neighbour")
    other_city = cast.owner("chongqing" if city.name == "linfen" else "linfen")
    made = [person.post("machines", {"answers": {"place": person.phone}}, key=key)
            for person in (owner, neighbour, other_city)]
    assert [answer.status for answer in made] == [201, 201, 201]
    assert len({answer.body["id"] for answer in made}) == 3


def test_a_key_is_its_path_s(owner, district):
    """Contract: scope is city, account and path."""
    key = str(uuid.uuid4())
    machine = owner.post("machines", {"answers": {}}, key=key)
    assert machine.status == 201
    assert_problem(owner.post(f"machines/{machine.body['id']}/submission", key=key), 422, "form.refused")


def test_an_upload_repeats_by_its_bytes(owner):
    """X035: one photo for one key, 422 for other bytes."""
    key = str(uuid.uuid4())
    picture = values.picture(seed=99)
    answer = same([owner.upload(picture, key=key) for _ in range(3)])
    assert answer.status == 201
    assert_problem(owner.upload(values.picture(seed=98), key=key), 422, "request.idempotency_reused")


def test_a_registration_at_once_makes_one_account(city):
    """X035: strangers' keys go by the phone; the one-time code is used once."""
    phone = values.new_phone()
    body = city.registration(phone)
    key = str(uuid.uuid4())
    answer = same(at_once(8, lambda _: city.post("accounts", body, key=key)))
    assert answer.status == 201, answer
    assert_problem(city.post("accounts", body), 422)  # the code is spent
    assert PASSWORD not in answer.bytes.decode()
    assert city.try_sign_in(phone).status == 201


def test_transitions_repeat(owner, officer, district):
    """X035: the officer's tap twice: one event, the same answer."""
    machine, _ = file_machine(owner, district)
    key = str(uuid.uuid4())
    version = officer.get(f"cases/{case_id(machine)}").body["version"]
    answer = same(at_once(10, lambda _: act(officer, case_id(machine), "claim", version=version, key=key)))
    assert answer.status == 200, answer
    events = officer.get(f"cases/{case_id(machine)}").body["events"]
    assert [event["transition"] for event in events] == ["submit", "claim"]


def test_nothing_secret_is_kept_for_repeating(deployment, city):
    """Contract: secrets are not stored. What a replay would need is sealed; no password or code stands in the logs."""
    phone = values.new_phone()
    body = city.registration(phone)
    key = str(uuid.uuid4())
    first = city.post("accounts", body, key=key)
    assert first.status == 201
    replay = city.post("accounts", body, key=key)
    assert replay.bytes == first.bytes
    assert "token" not in replay.body and "password" not in replay.body
    assert PASSWORD not in replay.bytes.decode() and phone not in replay.bytes.decode()
    written = "".join(path.read_text(errors="replace") for path in (deployment.home / "log").rglob("*")) + deployment.log()
    assert PASSWORD not in written and phone not in written
