"""A machine leaves the register: not while it is at a site, and then it enters none (F111, F112, R25)."""

import datetime

import pytest

import values
from client import assert_problem
from filing import act, approve, approved_machine, done
from sites import enter, leave, manager_of, open_site, passage


class Yard:
    """A city with a site, an owner and who reviews."""

    def __init__(self, city):
        self.city = city
        self.here = city.districts()[0]
        self.officer = city.officer(districts=[self.here], name="审注销的")
        self.owner = city.owner()
        self.manager = manager_of(city, self.here)
        self.site = open_site(self.manager, self.here)

    def machine(self, **known):
        return approved_machine(self.owner, self.officer, self.here, **known)

    def ask(self, machine):
        answers = {"reason": "scrapped", "happened_on": datetime.date.today().isoformat(), "photos_proof": self.owner.photos(1)}
        return self.owner.post(f"machines/{machine['id']}/changes", {"kind": "deregistration", "answers": answers})

    def deregistered(self, **known):
        """A machine that was."""
        machine = self.machine(**known)
        case = done(self.ask(machine))["case"]["id"]
        approve(self.officer, case)
        return machine

    def listed(self, machine):
        """As the site sees it among what is there; None: it is not there."""
        present = self.manager.items(f"sites/{self.site['id']}/presence")
        return next((one for one in present if one["serial"] == machine["serial"]), None)


@pytest.fixture(scope="module")
def yards(deployment):
    return {name: Yard(deployment.city(name)) for name in ("chongqing", "liaocheng")}


@pytest.fixture(params=["chongqing", "liaocheng"])
def yard(request, yards):
    return yards[request.param]


def test_a_machine_that_is_on_a_site_is_not_deregistered(yard):
    """F111, F112, R25: asked when the owner hands it in and again when it is approved; both read where it is."""
    machine = yard.machine()
    enter(yard.manager, yard.site, machine["code"])
    refused = assert_problem(yard.ask(machine), 409, "case.guard")
    assert yard.site["name"] in refused.body["title"] and "{" not in refused.body["title"]
    leave(yard.manager, yard.site, machine["code"])
    case = done(yard.ask(machine))["case"]["id"]
    done(act(yard.officer, case, "claim"))
    enter(yard.manager, yard.site, machine["code"])
    refused = assert_problem(act(yard.officer, case, "approve"), 409, "case.guard")
    assert yard.site["name"] in refused.body["title"]
    assert yard.owner.get(f"machines/{machine['id']}").body["state"] == "approved"
    assert yard.listed(machine)["machine_state"] == "registered"
    leave(yard.manager, yard.site, machine["code"])
    done(act(yard.officer, case, "approve"))
    assert yard.owner.get(f"machines/{machine['id']}").body["state"] == "deregistered"


def test_what_is_deregistered_enters_nowhere(yard):
    """F111, F138: its code is read and refused; it is no machine to change, to hand out or to pick, and its serial is nobody else's."""
    machine = yard.deregistered()
    refused = assert_problem(passage(yard.manager, yard.site, "entries", machine["code"]), 422, "gate.refused")
    assert ("", "gate.forbidden") in refused.codes
    assert yard.listed(machine) is None
    assert_problem(yard.ask(machine), 409, "case.guard")
    seen = yard.manager.get(f"codes/{machine['code']}").body
    assert seen["state"] == "deregistered" and seen["fields"]["machine_state"] == "deregistered"
    assert_problem(yard.officer.post(f"codes/{machine['serial']}/collection", {}), 409, "collection.none")


def test_what_was_deregistered_may_be_filed_anew(yard):
    """F111, R26: its identifiers are free again; it gets another serial."""
    pin = values.identifier("XUG", 17)
    machine = yard.deregistered(pin=pin)
    again = yard.machine(pin=pin)
    assert again["state"] == "approved" and again["answers"]["pin"] == machine["answers"]["pin"] == pin
    assert again["serial"] != machine["serial"]


def test_a_machine_that_its_own_city_deregisters_meanwhile(yards):
    """F111, F120, R11: another city's register does not know where it is; the site sees what it says now, and lets it out."""
    home, away = yards["liaocheng"], yards["chongqing"]
    machine = home.machine()
    enter(away.manager, away.site, machine["code"])
    assert away.listed(machine)["machine_state"] == "registered"
    approve(home.officer, done(home.ask(machine))["case"]["id"])
    assert away.listed(machine)["machine_state"] == "deregistered"
    manager = manager_of(away.city, away.here)
    other = open_site(manager, away.here)
    refused = assert_problem(passage(manager, other, "entries", machine["code"]), 422, "gate.refused")
    assert ("", "gate.forbidden") in refused.codes
    assert leave(away.manager, away.site, machine["code"])["machine"]["machine_state"] == "deregistered"
    assert away.listed(machine) is None


def test_where_it_is_not_offered(deployment, cast):
    """R25: neither Linfen's guide nor Tianjin's manual has it."""
    for name in ("linfen", "tianjin"):
        city = deployment.city(name)
        machine = approved_machine(cast.owner(name), city.officer(districts=[city.districts()[0]], name="不注销的"), city.districts()[0])
        answer = cast.owner(name).post(f"machines/{machine['id']}/changes", {"kind": "deregistration", "answers": {}})
        assert ("kind", "choice") in assert_problem(answer, 422).codes
