"""A city that ends the presence elsewhere by itself (R10, F132). The pack is tests/server/packs/one_place."""

import concurrent.futures

import pytest

from client import assert_problem
from sites import CENTRE, enter, manager_of, open_site, passage


@pytest.fixture(scope="module")
def town(deployment):
    return deployment.serve_pack("one_place")



@pytest.fixture(scope="module")
def gates(town):
    """Four (manager, site)."""
    managers = [manager_of(town) for _ in range(4)]
    return [(manager, open_site(manager, town.districts()[0])) for manager in managers]


def present(gate, code):
    manager, site = gate
    return code in {one["code"] for one in manager.items(f"sites/{site['id']}/presence")}


def counts(gate):
    seen = gate[0].get(f"sites/{gate[1]['id']}").body
    return seen["present"], seen["entries"], seen["exits"]


def test_an_entry_ends_the_presence_elsewhere(gates):
    """R10, F132: let in with a warning; the other site reads an exit that nobody recorded, at that time."""
    first, second = gates[:2]
    code = "3-GB000001"
    enter(*first, code)
    moved = enter(*second, code)
    assert [(one["code"], one["level"]) for one in moved["findings"]] == [("gate.present_elsewhere", "flag")]
    assert present(second, code) and not present(first, code) and counts(first) == (0, 1, 1)
    left, came = first[0].items(f"sites/{first[1]['id']}/movements?code={code}")
    assert (left["movement"], left["recorded_by"], left["scanned_at"]) == ("exit", None, moved["scanned_at"])
    assert came["movement"] == "entry" and came["recorded_by"]
    assert passage(*first, "exits", code).body["id"] == left["id"], "the gate's own exit is that one"


def test_entries_everywhere_at_once_leave_it_at_one(gates):
    """X029, R10: each is let in, each ends the one before."""
    before = [counts(gate) for gate in gates]
    for number in range(5):
        code = f"3-GB00001{number}"
        with concurrent.futures.ThreadPoolExecutor(len(gates)) as pool:
            answers = list(pool.map(lambda gate: passage(*gate, "entries", code), gates))
        assert [answer.status for answer in answers] == [201] * len(gates), answers
        assert sum(present(gate, code) for gate in gates) == 1
    gained = [sum(now[part] - was[part] for now, was in zip(map(counts, gates), before)) for part in range(3)]
    assert gained == [5, 5 * len(gates), 5 * (len(gates) - 1)]


def test_a_doubtful_position_stops_where_the_city_says_so(gates):
    """X103: the site's own point, to the last digit."""
    refused = assert_problem(passage(*gates[0], "entries", "3-GB000002", position=CENTRE), 422, "gate.refused")
    assert ("", "gate.position_doubtful") in refused.codes
