"""One-time codes by text message against somebody who guesses (X051, X052). The limits are those that nrmm has by itself, but for
the pauses between messages, which would make the tests long."""

import concurrent.futures
import itertools
import statistics
import time

import pytest

import values
from client import PASSWORD, assert_problem
from deployment import Deployment

A_DAY, TRIES = 10, 5  # security.sms_per_phone_day and sms_tries, as delivered
IMPATIENT = {"security": {"sms_per_phone_minute": 1000, "sms_free_per_phone_day": 1000, "sms_free_per_address_hour": 100000}}
OTHER = "Jiuceng-Ta-1368"


@pytest.fixture(scope="module")
def deployment():
    with Deployment(IMPATIENT) as running:
        yield running


@pytest.fixture(scope="module")
def city(deployment):
    return deployment.city("linfen")


def reset(city, phone, code):
    return city.post("password-resets", {"phone": phone, "sms_code": code, "new_password": OTHER})


def wrong_ones(code):
    return (guess for guess in (f"{number:06d}" for number in itertools.count()) if guess != code)


def at_once(calls, threads=100):
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        return [answer.result() for answer in [pool.submit(call) for call in calls]]


def test_ten_thousand_guesses_at_one_telephone(city, rounds, measured):
    """X051: all codes of a day, guessed for as long as one likes: of each code five tries count, then the right one is dead
    too; the day has no eleventh code. So a guesser's chance in a day is 50 in a million."""
    owner = city.owner()
    guesses = rounds(1_000, 10_000) // (A_DAY - 1)  # the first code of the day was for the sign-up
    made = 0
    for _ in range(A_DAY - 1):
        code = city.sms_code(owner.phone, "reset_password")
        wrong = list(itertools.islice(wrong_ones(code), guesses))
        for answer in at_once([lambda guess=guess: reset(city, owner.phone, guess) for guess in wrong], 8):
            assert_problem(answer, 422, "sms.refused")
        made += guesses
        assert_problem(reset(city, owner.phone, code), 422, "sms.refused")
    more = city.post("sms-codes", {"phone": owner.phone, "purpose": "reset_password"}, key=False)
    assert_problem(more, 429, "sms.too_many")
    assert city.try_sign_in(owner.phone).status == 201, "the password is what it was"
    assert city.deployment.sql("select max(tries) from sms_code") == [str(TRIES)]
    measured(f"{made} guesses at {A_DAY - 1} codes", f"{TRIES} looked at of each", "0 right",
             f"chance in a day {A_DAY * TRIES / 10**6:.0e}")


def test_a_fifth_try_may_still_be_right(city):
    """X051: nobody is punished earlier than said."""
    phone = values.new_phone()
    body = city.registration(phone)
    for guess in itertools.islice(wrong_ones(body["sms_code"]), TRIES - 1):
        assert_problem(city.post("accounts", {**body, "sms_code": guess}), 422, "sms.refused")
    assert city.post("accounts", body).status == 201


def test_guesses_of_all_purposes_at_once(city, rounds, measured):
    """X052: a hundred connections guess one telephone's codes in every call that takes one; the right code is among them, after
    more than five others. No code is looked at more than five times, whoever asks, and none that was used up is good."""
    found = statuses = 0
    profile = city.account_answers("person")
    for _ in range(rounds(3, 30)):
        owner = city.owner()
        owner.token = city.sign_in(owner.phone)
        codes = {purpose: city.sms_code(owner.phone, purpose) for purpose in ("reset_password", "change_password", "bind", "register")}
        sent = {purpose: list(itertools.islice(wrong_ones(code), 24)) + [code] for purpose, code in codes.items()}
        ways = {
            "reset_password": lambda guess: reset(city, owner.phone, guess),
            "change_password": lambda guess: owner.put("account/password", {"new_password": OTHER, "sms_code": guess}),
            "bind": lambda guess: owner.post("account/bindings", {"kind": "legacy", "login": "nobody-1", "phone": owner.phone,
                                                                  "sms_code": guess}),
            "register": lambda guess: city.post("accounts", {"role": "owner", "kind": "person", "phone": owner.phone,
                                                             "sms_code": guess, "password": PASSWORD,
                                                             "answers": profile}),
        }
        calls = [lambda way=way, guess=guess: ways[way](guess) for guesses in zip(*sent.values())
                 for way, guess in zip(sent, guesses)]
        answers = at_once(calls)
        statuses += len(answers)
        assert {answer.status for answer in answers} <= {204, 401, 422, 429, 503}, answers
        found += sum(answer.status == 204 for answer in answers)
        for purpose, code in codes.items():
            if purpose in ("reset_password", "register"):
                assert ways[purpose](code).status == 422, purpose
    assert city.deployment.sql("select max(tries) from sms_code") == [str(TRIES)]
    measured(f"{statuses} guesses on 100 connections", f"never more than {TRIES} tries of a code",
             f"{found} found when the right one was itself among the first five")


def test_a_stranger_s_guesses_lock_nobody_out(city, measured):
    """X053: fifty wrong passwords and every code of the telephone used up by a stranger: the session goes on, the holder is told
    how long to wait, and signs in after that."""
    owner = city.owner()
    for _ in range(6):
        city.try_sign_in(owner.phone, "wrong-wrong-1")
    code = city.sms_code(owner.phone, "reset_password")
    for guess in itertools.islice(wrong_ones(code), TRIES):
        reset(city, owner.phone, guess)
    assert owner.get("account").status == 200
    began, waits = time.monotonic(), []
    while (answer := city.try_sign_in(owner.phone)).status == 429:
        waits.append(int(answer.headers["retry-after"]))
        assert time.monotonic() - began < 60
        time.sleep(waits[-1])  # what the answer asks for
    assert answer.status == 201, answer
    fresh = city.sms_code(owner.phone, "reset_password")
    assert reset(city, owner.phone, fresh).status == 204
    measured(f"locked out for {time.monotonic() - began:.1f} s", f"longest wait asked {max(waits, default=0)} s",
             f"median {statistics.median(waits or [0]):.0f} s")
