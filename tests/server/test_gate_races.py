"""One machine, several gates, the same instant (X029, X030); and one that is deregistered as it enters (F111)."""

import concurrent.futures
import datetime

import pytest

from filing import act, approved_machine, done
from sites import about, leave, manager_of, open_site, passage


class Gates:
    def __init__(self, city, count):
        self.here = city.districts()[0]
        self.officer = city.officer(districts=[self.here], name="赛场的")
        self.owner = city.owner()
        self.managers = [manager_of(city, self.here) for _ in range(count)]
        self.sites = [open_site(manager, self.here) for manager in self.managers]
        for manager in self.managers:
            manager.photos(1)

    def code(self):
        return approved_machine(self.owner, self.officer, self.here)["code"]

    def at_once(self, passages):
        with concurrent.futures.ThreadPoolExecutor(len(passages)) as pool:
            return list(pool.map(lambda each: passage(self.managers[each[0]], self.sites[each[0]], each[1], each[2]), passages))

    def present(self, code):
        return sum(code in {one["code"] for one in manager.items(f"sites/{site['id']}/presence")}
                   for manager, site in zip(self.managers, self.sites))


@pytest.fixture(scope="module", params=["linfen", "chongqing"])
def gates(request, deployment):
    found = Gates(deployment.city(request.param), 4)
    found.blocks = request.param == "linfen"
    return found


def test_entries_at_several_sites_at_once(gates):
    """X029: where the city blocks exactly one is let in; elsewhere all are, each that came later with a warning."""
    for _ in range(5):
        code = gates.code()
        answers = gates.at_once([(number, "entries", code) for number in range(4)])
        statuses = sorted(answer.status for answer in answers)
        if gates.blocks:
            assert statuses == [201, 409, 409, 409], answers
            assert gates.present(code) == 1
        else:
            assert statuses == [201] * 4, answers
            warned = sum(bool(answer.body["findings"]) for answer in answers)
            assert warned == 3 and gates.present(code) == 4


def test_entry_and_exit_at_once(gates):
    """X030: they come one after the other; a double tap is one."""
    for _ in range(5):
        code = gates.code()
        answers = gates.at_once([(0, "entries", code)] * 4)
        assert {answer.status for answer in answers} == {201} and len({answer.body["id"] for answer in answers}) == 1
        both = gates.at_once([(0, "exits", code), (0, "entries", code), (0, "exits", code)])
        assert all(answer.status in (201, 409) for answer in both), both
        seen = gates.managers[0].items(f"sites/{gates.sites[0]['id']}/movements?code={code}")
        order = [one["movement"] for one in reversed(seen)]
        assert order[0] == "entry" and all(a != b for a, b in zip(order, order[1:])), order
        assert gates.present(code) == (1 if order[-1] == "entry" else 0)


def test_an_entry_and_the_deregistration_at_once(deployment):
    """F111, F112, R25: whichever is first stops the other; a machine is never both present and deregistered."""
    gates = Gates(deployment.city("chongqing"), 2)
    today = datetime.date.today().isoformat()
    for _ in range(8):
        machine = approved_machine(gates.owner, gates.officer, gates.here)
        answers = {"reason": "scrapped", "happened_on": today, "photos_proof": gates.owner.photos(1)}
        asked = {"kind": "deregistration", "answers": answers}
        case = done(gates.owner.post(f"machines/{machine['id']}/changes", asked))["case"]["id"]
        version = done(act(gates.officer, case, "claim"))["version"]
        report = {"code": machine["code"], "answers": {"work_period": "昼间"}, "position": about()}
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            entries = [pool.submit(gates.managers[i].post, f"sites/{gates.sites[i]['id']}/entries", report) for i in range(2)]
            approval = pool.submit(act, gates.officer, case, "approve", version)
        entered = [each.result() for each in entries]
        approved = approval.result()
        state = gates.owner.get(f"machines/{machine['id']}").body["state"]
        assert approved.status in (200, 409) and all(each.status in (201, 422) for each in entered), (approved, entered)
        if approved.status == 200:
            assert state == "deregistered" and gates.present(machine["code"]) == 0, entered
            assert all(each.status == 422 for each in entered), entered
        else:
            assert state == "approved" and gates.present(machine["code"]) >= 1, entered
            assert approved.body["code"] == "case.guard", approved
