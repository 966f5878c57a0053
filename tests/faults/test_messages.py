"""Text messages against somebody who wants many of them sent (X054, X067). Senders are told apart by the loopback addresses they
connect from. The limits are those that nrmm has by itself, but for a city's hour, which would take 5,000 to use up."""

import collections
import concurrent.futures
import json

import pytest

import senders
import values
from deployment import Deployment, wait_until

BUDGET = 60
FREE = 40      # security.sms_free_per_address_hour, as delivered
AT_ONCE = 20   # that are asked before the others' were counted


@pytest.fixture(scope="module")
def deployment():
    with Deployment({"security": {"sms_per_city_hour": BUDGET, "sms_free_per_city_hour": 1_000_000}}) as running:
        yield running


def ask(deployment, city, phone, sender):
    """POST sms-codes from an address: status and code."""
    heard = senders.request(deployment, sender, "POST", f"/{city}/v1/sms-codes", {"phone": phone, "purpose": "register"})
    assert heard[0] in (202, 429, 503), heard
    return heard


def all_at_once(calls):
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        return collections.Counter(pool.map(lambda call: call(), calls))


def test_one_victim_and_many_senders(deployment, rounds, measured):
    """X054: a thousand addresses ask for messages to one telephone: one a minute arrives, whoever asks."""
    phone, many = values.new_phone(), rounds(200, 1000)
    heard = all_at_once([lambda sender=next(senders.ADDRESSES): ask(deployment, "linfen", phone, sender) for _ in range(many)])
    sent = heard[(202, "")]
    wait_until(lambda: len(deployment.messages(phone)) == sent, 20, "what was promised has arrived")
    assert {status for status, _ in heard} <= {202, 429}, heard
    assert 1 <= sent <= (3 if many == 1000 else 2), heard  # the clock's minutes that the asking may touch
    measured(f"{many} senders, 1 telephone: {sent} sent")


def test_one_sender_and_many_victims(deployment, rounds, measured):
    """X054, X067: one address asks for a thousand telephones: after the forty free codes of an office a question stands before
    each, and nothing comes without an answer; so a script makes no accounts in bulk either. Another address is free."""
    phones, sender = [values.new_phone() for _ in range(rounds(200, 1000))], next(senders.ADDRESSES)
    heard = all_at_once([lambda phone=phone: ask(deployment, "tianjin", phone, sender) for phone in phones])
    sent = heard[(202, "")]
    assert 1 <= sent <= FREE + AT_ONCE and heard[(429, "sms.challenge")] > 0, heard
    assert {code for _, code in heard} <= {"", "sms.challenge", "sms.too_many"}, heard
    wait_until(lambda: sum(len(deployment.messages(phone)) for phone in phones) == sent, 20, "what was promised has arrived")
    assert ask(deployment, "tianjin", values.new_phone(), next(senders.ADDRESSES)) == (202, "")
    measured(f"1 sender, {len(phones)} telephones: {sent} sent", f"{heard[(429, 'sms.challenge')]} questions")


def test_the_city_s_budget_ends_and_somebody_is_told(deployment, measured):
    """X054: many senders and many telephones: no more than the city's hour allows, and an alarm, once; another city goes on."""
    heard = all_at_once([lambda sender=next(senders.ADDRESSES): ask(deployment, "chongqing", values.new_phone(), sender)
                         for _ in range(2 * BUDGET)])
    sent = heard[(202, "")]
    told = [line for line in (deployment.home / "log" / "nrmm.log").read_text().splitlines() if '"alarm":"sms_budget"' in line]
    rows = deployment.sql("select count(*) from audit where action = 'sms_code.budget'")
    hours = 1 + (sent > BUDGET)  # the clock's hour may end meanwhile
    assert BUDGET <= sent <= hours * BUDGET and heard[(429, "sms.too_many")] > 0, heard
    assert len(told) == int(rows[0]) == 1 and json.loads(told[0])["city"] == "chongqing", told
    assert ask(deployment, "national", values.new_phone(), next(senders.ADDRESSES)) == (202, "")
    measured(f"{2 * BUDGET} senders: {sent} of a budget of {BUDGET} sent", f"{len(told)} alarm")
