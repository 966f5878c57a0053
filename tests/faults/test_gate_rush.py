"""A rush at the gates of a thousand sites at once (X029, X030)."""

import collections
import concurrent.futures
import random
import threading
import uuid

import pytest

from client import Person
from deployment import wait_until
from filing import acceptable_answers
from history import OK, REFUSED, UNKNOWN, History
from invariants import check_data
from sites import manager_of, site_answers
from traffic import Line, new_filing

MANAGERS = 10
AT_GATES = 16       # who report at once
TRIES = 20          # of a call that was not answered
GATES = {"entries": "entry", "exits": "exit"}
CLEAR = {"smoke": "clear", "misuse": "not_found"}


def all_at_once(work, items):
    with concurrent.futures.ThreadPoolExecutor(AT_GATES) as pool:
        return list(pool.map(work, items))


def taken(send):
    """What is only made ready here comes again when it is told to: 503 says that nothing was done."""
    return wait_until(lambda: (answer := send()).status != 503 and answer, 60, "the server has time")


def done(answer, status=200):
    assert answer.status == status, answer
    return answer.body


class Town:
    """Many sites, some machines with codes, and everybody's telephones at work without comparing answers with the contract."""

    def __init__(self, deployment, name, sites, machines):
        city, self.line = deployment.city(name), Line(deployment).city(name)
        district = city.districts()[0]
        self.blocks = name == "linfen"
        self.last_in = {}            # code → the site that let it in last, as far as anybody knows
        self.acknowledged = []       # (movement, site, gate, code)
        self.officer = self.quick(city.officer(districts=[district], name="场所所在区"))
        managers = [manager_of(city, district) for _ in range(MANAGERS)]
        self.photos = {manager.token: manager.photos(1)[0] for manager in managers}
        form = site_answers(managers[0], district)
        self.managers = [self.quick(manager) for manager in managers]
        self.sites = all_at_once(lambda number: self.new_site(form, number), range(sites))
        owner = city.owner()
        filing, owner = acceptable_answers(owner, district), self.quick(owner)
        self.codes = all_at_once(lambda _: self.new_machine(owner, filing), range(machines))

    def quick(self, person):
        return Person(self.line, person.token, login=person.login)

    def new_site(self, form, number):
        """(manager, id) of a site whose gate is open."""
        manager = self.managers[number % MANAGERS]
        site = done(taken(lambda: manager.post("sites", {"answers": {**form, "site_name": f"{number}号工地"}})), 201)["id"]
        self.agree(done(taken(lambda: manager.post(f"sites/{site}/submission")))["case"])
        return manager, site

    def new_machine(self, owner, filing):
        machine = done(taken(lambda: owner.post("machines", {"answers": new_filing(filing)})), 201)["id"]
        self.agree(done(taken(lambda: owner.post(f"machines/{machine}/submission")))["case"])
        return done(owner.get(f"machines/{machine}"))["code"]

    def agree(self, case):
        for step in ("claim", "approve") if case["phase"] != "approved" else ():
            case = done(taken(lambda: self.officer.post(f"cases/{case['id']}/transitions", {"transition": step}, version=case["version"])))

    def sender(self, site, gate, code, client_id):
        """key → the answer of that gate."""
        manager, place = site
        photo = {"photo_with_plate": self.photos[manager.token]} if gate == "entries" else {}
        body = {"code": code, "client_id": client_id, "answers": photo if self.blocks else CLEAR}
        return lambda key: manager.post(f"sites/{place}/{gate}", body, key=key)


class AtTheGates:
    """One of many who report. Most of his machines are everybody's; one is his own, for what must come out exactly."""

    def __init__(self, town, history, chance, number, codes):
        self.town, self.history, self.chance = town, history, chance
        self.name, self.own, self.codes = f"gate-{number}", codes[number], codes[AT_GATES:]
        self.both = concurrent.futures.ThreadPoolExecutor(2)

    def work(self, deeds):
        try:
            for _ in range(deeds):
                self.chance.choices([self.let_in, self.let_out, self.two_sites], [45, 40, 15])[0]()
        except Exception as error:  # a thread's end would be silent
            self.history.fault(f"{self.name}: {type(error).__name__} {error}")
        finally:
            self.both.shutdown()

    def pass_gate(self, gate, site, code):
        """One operation, repeated by its key until its outcome is known."""
        mark = str(uuid.uuid4())
        operation = self.history.call(self.name, gate, mark, self.town.sender(site, gate, code, mark), site=site[1], code=code)
        for _ in range(TRIES):
            if operation.outcome == UNKNOWN:
                self.history.repeat(operation)
        if operation.outcome == OK:
            self.town.acknowledged.append((operation.answer.body["id"], site[1], gate, code))
        return operation

    def let_in(self):
        site, code = self.chance.choice(self.town.sites), self.chance.choice(self.codes)
        operation = self.pass_gate("entries", site, code)
        if operation.outcome == OK:
            self.town.last_in[code] = site
        self.perhaps_again(operation)

    def let_out(self):
        """Where the machine went in last, as far as anybody knows; a guess where nobody does."""
        code = self.chance.choice(self.codes)
        site = self.town.last_in.get(code) or self.chance.choice(self.town.sites)
        self.perhaps_again(self.pass_gate("exits", site, code))

    def perhaps_again(self, operation, *keys):
        """The telephone did not hear the answer and sends it again, twice at once."""
        if operation.outcome != OK or self.chance.random() > 0.3:
            return
        for again in self.both.map(operation.send, [operation.key, operation.key, *keys]):
            if again.status < 500 and (again.status, again.body) != (201, operation.answer.body):
                self.history.fault(f"{self.name}: {operation} again was answered {again}")

    def two_sites(self):
        """His own machine at two of them at the same moment: one lets it in where the city blocks, else both do."""
        places = self.chance.sample(self.town.sites, 2)
        came = list(self.both.map(lambda site: self.pass_gate("entries", site, self.own), places))
        for operation in came:
            self.perhaps_again(operation, str(uuid.uuid4()))  # by another key too: it knows its report by its client_id
        let_in = [site for site, operation in zip(places, came) if operation.outcome == OK]
        refused = [operation.answer.body["code"] for operation in came if operation.outcome == REFUSED]
        if (len(let_in), refused) != ((1, ["gate.present_elsewhere"]) if self.town.blocks else (2, [])):
            self.history.fault(f"{self.name}: two sites at once: {came}")
        for site in let_in:
            self.pass_gate("exits", site, self.own)


def rush(town, history, chance, deeds):
    people = [AtTheGates(town, history, random.Random(chance.random()), number, town.codes) for number in range(AT_GATES)]
    threads = [threading.Thread(target=one.work, args=(deeds,), daemon=True) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(900)
        assert not thread.is_alive(), "somebody waits for ever"


def check_movements(town):
    """Each acknowledged passage is in the register once, where and as it was reported, and nothing else is."""
    stored = town.officer.items("movements")
    found = {one["id"]: (one["site"], one["movement"], one["machine"]["code"]) for one in stored}
    assert len(found) == len(stored)
    assert found.keys() == {movement for movement, *_ in town.acknowledged}
    for movement, site, gate, code in town.acknowledged:  # within the city's minutes the same again is the same
        assert found[movement] == (site, GATES[gate], code)
    return stored


def check_counters(town, stored):
    """What each site counts is what passed its gate and who is there; who is where, of all sites together."""
    passed = collections.Counter((one["site"], one["movement"]) for one in stored)
    sites = [site for manager in town.managers for site in manager.items("sites")]
    assert len(sites) == len(town.sites)
    whereabouts = collections.Counter()
    for site in sites:
        assert (site["entries"], site["exits"]) == (passed[site["id"], "entry"], passed[site["id"], "exit"]), site
        there = town.officer.items(f"sites/{site['id']}/presence") if site["entries"] else []
        assert len(there) == site["present"] == len({one["serial"] for one in there}), site
        whereabouts.update(one["serial"] for one in there)
    return whereabouts


@pytest.mark.parametrize("name", ["linfen", "liaocheng"])
def test_a_rush_at_a_thousand_gates(deployment, name, chance, rounds, measured):
    """X029, X030; F126, F127, F132: machines come and go at a thousand sites, the same one tried at two in the same instant, reports
    sent twice: each acknowledged passage is there once, a machine is in one place where the city blocks, counts agree."""
    town = Town(deployment, name, rounds(100, 1000), AT_GATES + rounds(16, 60))
    history = History()
    rush(town, history, chance, rounds(25, 250))
    history.settle()
    assert not history.faults, history.faults[:5]
    stored = check_movements(town)
    whereabouts = check_counters(town, stored)
    assert not town.blocks or set(whereabouts.values()) <= {1}, whereabouts.most_common(3)
    check_data(deployment)
    measured(f"{len(town.sites)} sites", history.numbers(), f"{len(stored)} movements found once, 0 lost",
             f"{sum(whereabouts.values())} present")
