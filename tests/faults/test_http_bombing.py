"""Text messages and accounts in bulk, with the limits as they are delivered (X054, X067)."""

import concurrent.futures
import json
import time

import pytest

import values
from deployment import Deployment
from raw import ask, request


@pytest.fixture(scope="module")
def delivered():
    with Deployment(settings={}) as running:
        yield running


def asked(deployment, phone, source, city="linfen"):
    body = json.dumps({"phone": phone, "purpose": "register"}).encode()
    answer = ask(deployment.port, request(f"/{city}/v1/sms-codes", "Content-Type: application/json", "Connection: close",
                                          method="POST", body=body), source=source)
    return answer.status, json.loads(answer.body)["code"] if answer.status != 202 else ""


def sent(deployment, phones):
    """How many messages arrived for them, when no more come."""
    count = -1
    while (now := sum(len(deployment.messages(phone)) for phone in phones)) != count:
        count = now
        time.sleep(1)
    return count


def test_one_victim_and_many_senders(delivered, measured, rounds):
    """X054: however many addresses ask, a telephone gets one code a minute of a city."""
    victim, senders = values.new_phone(), rounds(200, 1000)
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: asked(delivered, victim, f"127.1.{number // 250}.{number % 250 + 1}"), range(senders)))
    minutes = int((time.monotonic() - began) // 60) + 2  # limits are counted by the minute of the clock
    arrived = sent(delivered, [victim])
    assert 1 <= arrived <= minutes, arrived
    assert {status for status, _ in answers} <= {202, 429}
    measured(f"{senders} senders, 1 victim: {arrived} messages in {time.monotonic() - began:.0f} s")


def test_one_sender_and_many_victims(delivered, measured, rounds):
    """X054, X067: a script at one address gets the free codes of an office, then a question for each, and nothing without an
    answer; so it makes no accounts in bulk either."""
    phones = [values.new_phone() for _ in range(rounds(200, 1000))]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda phone: asked(delivered, phone, "127.2.0.1"), phones))
    codes = [code for _, code in answers]
    arrived = sent(delivered, phones)
    at_once = 8  # asked before the others' were counted
    assert arrived == codes.count("") <= 40 + at_once, arrived
    assert set(codes) <= {"", "sms.challenge", "sms.too_many"}
    assert asked(delivered, values.new_phone(), "127.2.0.2")[0] == 202, "another address is free"
    measured(f"1 sender, {len(phones)} telephones: {arrived} messages, {codes.count('sms.challenge')} questions, "
             f"{codes.count('sms.too_many')} refused")
