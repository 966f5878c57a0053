"""Two hands on one machine at the same instant (X031, X032)."""

import concurrent.futures

import pytest

from changes import ask, asked, both_codes, filled, machine_of, seen
from client import assert_problem
from filing import act, approved_machine, done
from sites import enter, leave, manager_of, open_site, passage


@pytest.fixture(scope="module")
def city(deployment):
    return deployment.serve_pack("claimed")


@pytest.fixture(scope="module")
def officer(city):
    return city.officer(districts=[city.districts()[0]], name="赛车审核")


def at_once(*calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [one.result() for one in [pool.submit(call) for call in calls]]


def coded(city, officer):
    owner = city.owner()
    return owner, approved_machine(owner, officer, city.districts()[0], filing_for="self")


def transfer(city, old, new):
    return {"new_owner_name": "乙某", "new_owner_phone": new.phone, **both_codes(city, old, new)}


def test_a_transfer_and_a_deregistration(city, officer):
    """X032: one after the other; either the machine has gone to the new owner, or it waits to leave the register."""
    new = city.owner()
    for _ in range(6):
        old, machine = coded(city, officer)
        leaves = filled(old, "deregistration", happened_on="2026-11-01")
        consent = transfer(city, old, new)
        handed, left = at_once(lambda: ask(old, machine, "transfer", **consent),
                               lambda: ask(old, machine, "deregistration", **leaves))
        assert sorted((handed.status, left.status)) in ([200, 404], [200, 409]), (handed, left)
        if handed.status == 200:
            assert machine_of(new, machine)["state"] == "approved" and seen(old, machine).status == 404
        else:
            done(act(officer, left.body["case"]["id"], "approve"))
            assert machine_of(old, machine)["state"] == "deregistered" and seen(new, machine).status == 404


def test_a_deregistration_is_approved_while_it_is_handed_over(city, officer):
    """X032: what is registered no more goes to nobody."""
    new = city.owner()
    for _ in range(4):
        old, machine = coded(city, officer)
        case = asked(old, machine, "deregistration", **filled(old, "deregistration", happened_on="2026-11-01"))
        consent = transfer(city, old, new)
        version = officer.get(f"cases/{case['id']}").body["version"]
        approved, handed = at_once(lambda: act(officer, case["id"], "approve", version),
                                   lambda: ask(old, machine, "transfer", **consent))
        assert approved.status == 200 and handed.status == 409, (approved, handed)
        assert machine_of(old, machine)["state"] == "deregistered" and seen(new, machine).status == 404


def test_two_changes_of_one_machine(city, officer):
    """X032, X035: one is under way at a time."""
    for _ in range(4):
        owner, machine = coded(city, officer)
        answers = filled(owner, "deregistration", happened_on="2026-11-01")
        both = at_once(*[lambda: ask(owner, machine, "deregistration", **answers)] * 3)
        assert sorted(one.status for one in both) == [200, 409, 409], both


def test_codes_are_guessed_at_once(city, officer):
    """X052, X066: of any number of guesses at once no more are looked at than a code lives through, also where the
    form asks for two."""
    old, machine = coded(city, officer)
    new = city.owner()
    right = transfer(city, old, new)
    wrong = [f"{number:06}" for number in range(12) if f"{number:06}" != right["new_owner_sms_code"]]
    guesses = at_once(*[lambda guess=guess: ask(old, machine, "transfer", **right | {"new_owner_sms_code": guess})
                        for guess in wrong])
    assert {one.status for one in guesses} == {422}, guesses
    refused = assert_problem(ask(old, machine, "transfer", **right), 422, "form.refused")
    assert refused.codes == {("old_owner_sms_code", "sms_code"), ("new_owner_sms_code", "sms_code")}, "worn out"
    assert machine_of(old, machine)["version"] == machine["version"] and seen(new, machine).status == 404


def test_a_transfer_and_an_entry(city, officer):
    """X032: the gate asks for the machine, not for its owner: both are done, and it can leave again."""
    manager = manager_of(city, city.districts()[0])
    site = open_site(manager, city.districts()[0])
    manager.photos(1)
    new = city.owner()
    for _ in range(4):
        old, machine = coded(city, officer)
        consent = transfer(city, old, new)
        handed, entered = at_once(lambda: ask(old, machine, "transfer", **consent),
                                  lambda: passage(manager, site, "entries", machine["code"]))
        assert (handed.status, entered.status) == (200, 201), (handed, entered)
        assert machine_of(new, machine)["code"] == machine["code"]
        leave(manager, site, machine["code"])
        enter(manager, site, machine["code"])


def test_approved_while_it_is_handed_in_again(deployment):
    """X031: what was not seen is not approved: of both at once one is refused, and the record has what was approved."""
    city = deployment.city("liaocheng")
    here = city.districts()[0]
    officer = city.officer(districts=[here], name="赛跑审核")
    for _ in range(4):
        owner = city.owner()
        machine = approved_machine(owner, officer, here, filing_for="self")
        answers = filled(owner, "deregistration", reason="scrapped", happened_on="2026-11-01")
        case = asked(owner, machine, "deregistration", **answers)
        done(act(officer, case["id"], "return", reason="unclear_photo"))
        seen_version = officer.get(f"cases/{case['id']}").body["version"]
        again, approved = at_once(
            lambda: ask(owner, machine, "deregistration", **answers | {"reason": "left_province"}),
            lambda: act(officer, case["id"], "approve", seen_version))
        assert again.status == 200 and approved.status == 409, (again, approved)
        assert machine_of(owner, machine)["state"] == "approved"
        done(act(officer, case["id"], "approve"))
        assert machine_of(owner, machine)["state"] == "deregistered"
