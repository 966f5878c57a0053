"""A city that ends the presence elsewhere by itself, and a rush at a thousand gates (R10, F126, F132). The pack is
tests/server/packs/one_place."""

import concurrent.futures
import random

import pytest

from client import assert_problem
from deployment import wait_until
from sites import CENTRE, enter, manager_of, open_site, passage

SITES = 1000


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
    assert_problem(passage(*first, "exits", code), 409, "gate.not_here")


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


# ── The rush ─────────────────────────────────────────────────────────────────────────────────────────────────────────

def until_taken(send):
    """As a client with a queue of its own: told to come back, it does."""
    return wait_until(lambda: (answer := send()).status not in (429, 503) and answer, 120, "the report is taken")


def site_of(manager, district, number):
    answers = {"site_name": f"场所{number:04}", "district": district, "address": "某路1号", "place_kind": "other",
               "manager_name": "王五", "manager_phone": "13900000004"}
    made = until_taken(lambda: manager.post("sites", {"answers": answers}))
    assert made.status == 201, made
    handed = until_taken(lambda: manager.post(f"sites/{made.body['id']}/submission"))
    assert handed.status == 200, handed
    return made.body["id"]


def rush(manager, sites, gate):
    """Every site reports its machine twice, all in no order: the ids of the movements, by site."""
    reports = [(number, site) for number, site in enumerate(sites)] * 2
    random.Random(7).shuffle(reports)

    def report(one):
        number, site = one
        sent = {"code": f"3-GC{number:06}", "client_id": f"{gate} {number}"}
        answer = until_taken(lambda: manager.post(f"sites/{site}/{gate}", sent))
        assert answer.status == 201, answer
        return site, answer.body["id"]

    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(report, reports))
    return {site: {movement for at, movement in answers if at == site} for site in sites}


def test_a_rush_at_a_thousand_gates_loses_and_doubles_nothing(town):
    """F126, F127, F134, X030: a thousand sites at once, every report sent twice."""
    manager, district = manager_of(town), town.districts()[0]
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        sites = list(pool.map(lambda number: site_of(manager, district, number), range(SITES)))
    for gate, left in (("entries", (1, 1, 0)), ("exits", (0, 1, 1))):
        movements = rush(manager, sites, gate)
        assert all(len(ids) == 1 for ids in movements.values()), "one movement a site"
        assert len(set().union(*movements.values())) == SITES
        now = {one["id"]: (one["present"], one["entries"], one["exits"]) for one in manager.items("sites")}
        assert len(now) == SITES and set(now.values()) == {left}
