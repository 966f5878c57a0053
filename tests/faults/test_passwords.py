"""What a password costs a guesser and what the time of an answer tells (X057, X058)."""

import concurrent.futures
import re
import statistics
import time

import pytest

import values
from client import PASSWORD, assert_problem
from deployment import FOR_TESTS, Deployment

UNBRAKED = {"password_tries": 1_000_000, "password_tries_anywhere": 1_000_000, "password_tries_per_address": 1_000_000}
WRONG = "wrong-wrong-1"
LEAST = 5  # milliseconds that tell something


@pytest.fixture(scope="module")
def deployment():
    with Deployment({"security": {**FOR_TESTS["security"], **UNBRAKED}}) as running:
        yield running


@pytest.fixture(scope="module")
def city(deployment):
    return deployment.city("linfen")


def took(call):
    began = time.perf_counter()
    answer = call()
    return (time.perf_counter() - began) * 1000, answer


def compared(pairs, chance, samples):
    """How many milliseconds the two calls of a pair take apart by their means, asked in turns of random order, and the mean of the
    first."""
    known, unknown = [], []
    for _ in range(samples):
        for call, times in chance.sample([(pairs[0], known), (pairs[1], unknown)], 2):
            spent, answer = took(call)
            assert answer.status in (202, 401, 422), answer
            times.append(spent)
    return abs(statistics.mean(known) - statistics.mean(unknown)), statistics.mean(known)


def test_the_time_of_an_answer_tells_nobody(city, chance, rounds, measured):
    """X057: over 2,000 samples the mean times for a known and an unknown telephone differ by less than 5 ms, at every call that a
    stranger may make with one: signing in, a code to reset, the reset itself, signing up."""
    owner, samples = city.owner(), rounds(200, 2000)
    unknown, answers = values.new_phone, city.account_answers("person")

    def sign_in(phone):
        return lambda: city.try_sign_in(phone(), WRONG)

    def send(phone):
        return lambda: city.post("sms-codes", {"phone": phone(), "purpose": "reset_password"}, key=False)

    def reset(phone):
        return lambda: city.post("password-resets", {"phone": phone(), "sms_code": "000000", "new_password": "Jiuceng-Ta-1368"})

    def sign_up(phone):
        return lambda: city.post("accounts", {"role": "owner", "kind": "person", "phone": phone(), "sms_code": "000000",
                                              "password": PASSWORD, "answers": answers})

    differences = {}
    for name, way in (("sign-in", sign_in), ("code", send), ("reset", reset), ("sign-up", sign_up)):
        differences[name], mean = compared((way(lambda: owner.phone), way(unknown)), chance, samples)
        measured(f"{name} {differences[name]:.2f} ms apart of {mean:.0f} ms ({samples} each)")
    assert max(differences.values()) < LEAST, differences


def test_a_hash_costs_what_it_should(deployment, city, measured):
    """X058: Argon2id with 19 MiB and two passes, each with a salt of its own."""
    for _ in range(2):
        city.owner()
    stored = deployment.sql("select password_hash from account where password_hash <> '' order by id desc limit 2")
    assert all(re.fullmatch(r"\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}", one) for one in stored), stored
    assert len(set(stored)) == 2, "the same password twice"
    measured("argon2id, 19 MiB, 2 passes")


def test_a_flood_of_sign_ins_leaves_the_cores_to_others(city, rounds, measured):
    """X058: far below a thousand hashes a second; of 64 clients that sign in at once as fast as they can some are told to come
    back, and whoever asks for something else goes on."""
    owner, seconds = city.owner(), rounds(4, 20)
    end = time.monotonic() + seconds

    def guess(_):
        statuses = []
        while time.monotonic() < end:
            statuses.append(city.try_sign_in(values.new_phone(), WRONG).status)
        return statuses

    others = []
    with concurrent.futures.ThreadPoolExecutor(65) as pool:
        guessing = pool.map(guess, range(64))
        while time.monotonic() < end:
            spent, answer = took(lambda: owner.get("account"))
            assert answer.status == 200, answer
            others.append(spent)
        statuses = [status for each in guessing for status in each]
    assert set(statuses) <= {401, 429, 503}, set(statuses)
    hashed = statuses.count(401) / seconds
    others.sort()
    measured(f"{hashed:.0f} guesses a second", f"{statuses.count(429) + statuses.count(503)} told to come back",
             f"others' p99 {others[len(others) * 99 // 100]:.0f} ms ({len(others)} requests)")
    assert hashed < 1000
    assert others[len(others) * 99 // 100] < 2000
    assert_problem(city.try_sign_in(values.new_phone(), WRONG), 401)
