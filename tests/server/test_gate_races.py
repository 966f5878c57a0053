"""One machine, several gates, the same instant (X029, X030)."""

import concurrent.futures

import pytest

from filing import approved_machine
from sites import leave, manager_of, open_site, passage


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
