"""The cross-city passport: what one city's register signs, another believes without asking (F051, F133, R11, R26)."""

import datetime
import json

import pytest

from cast import DISTRICTS
from client import assert_problem
from deployment import Deployment
from filing import approved_machine, draft, file_machine
from passports import FAR, PAST, Signer, altered
from sites import manager_of, open_site, passage

CODE = "3-GA000001"
DESCRIBED = {"machine_kind": "loader", "fuel": "diesel", "machine_maker": "柳工", "machine_model": "CLG856H", "power_kw": 162}


@pytest.fixture(scope="module")
def machine(cast):
    """One that Linfen registered."""
    return approved_machine(cast.owner("linfen", "passports"), cast.officer("linfen"), DISTRICTS["linfen"][0])


@pytest.fixture(scope="module")
def token(cast, machine):
    issued = cast.owner("linfen", "passports").get(f"machines/{machine['id']}/passport")
    assert issued.status == 200, issued
    return issued.body["token"]


@pytest.fixture(scope="module")
def gate(deployment):
    """(manager, his site) in a city, each made once."""
    made = {}

    def at(name):
        if name not in made:
            city = deployment.city(name)
            manager = manager_of(city, city.districts()[0])
            made[name] = manager, open_site(manager, city.districts()[0])
        return made[name]
    return at


def ask(person, token):
    answer = person.post("passports/verification", {"token": token}, key=False)
    assert answer.status == 200, answer
    return answer.body


# ── What is signed ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_owner_gets_a_passport_of_his_machine(cast, machine):
    """F051, R26: code, stage, city and day, signed; the reviewer gets it too; short enough for a QR code."""
    owner = cast.owner("linfen", "passports")
    for person in (owner, cast.officer("linfen")):
        issued = person.get(f"machines/{machine['id']}/passport").body
        assert {name: issued[name] for name in ("code", "serial", "emission_stage", "city")} == {
            "code": machine["code"], "serial": machine["serial"], "emission_stage": machine["emission_stage"], "city": "linfen"}
        assert len(issued["token"]) <= 170 and issued["token"].startswith("nrmm1.")
        assert abs((datetime.date.fromisoformat(issued["issued_on"]) - datetime.date.today()).days) <= 1
        for name in ("owner_name", "owner_phone", "contact_phone"):
            assert name not in issued


def test_what_is_not_registered_gets_none(deployment, cast, machine):
    """R26: a draft, a filing in review, a deregistered machine; a neighbour's is as none."""
    owner, district = cast.owner("linfen", "passports"), DISTRICTS["linfen"][0]
    waiting, _ = file_machine(owner, district)
    for one in (draft(owner, district), waiting):
        assert_problem(owner.get(f"machines/{one['id']}/passport"), 409, "machine.not_registered")
    assert_problem(cast.owner("linfen", "neighbour").get(f"machines/{machine['id']}/passport"), 404)
    deployment.sql("update machine set state = 'deregistered' where id = :'id'", id=machine["id"])
    try:
        assert_problem(owner.get(f"machines/{machine['id']}/passport"), 409, "machine.not_registered")
    finally:
        deployment.sql("update machine set state = 'approved' where id = :'id'", id=machine["id"])


# ── What is believed ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_city_reads_it(cast, machine, token):
    """F051, R11: by the key alone; blanks around what was scanned do not matter."""
    stranger_there = cast.owner("chongqing", "passports")
    for scanned in (token, f" {token}\n"):
        said = ask(stranger_there, scanned)
        assert said["valid"] and said["reason"] is None and said["message"] is None
        assert (said["passport"]["code"], said["passport"]["city"]) == (machine["code"], "linfen")


def test_an_altered_one_is_not_believed(cast, token):
    """R11: no character can be another."""
    person = cast.owner("chongqing", "passports")
    for other in altered(token):
        said = ask(person, other)
        assert not said["valid"] and said["reason"] in ("malformed", "unknown_key", "forged"), other
        assert said["message"]


@pytest.mark.parametrize("reason, forged", [
    ("malformed", lambda: CODE),
    ("malformed", lambda: FAR.passport()[:-20]),
    ("malformed", lambda: FAR.passport() + "A" * 400),
    ("unknown_key", lambda: Signer(bytes([9]) * 32).passport()),
    ("unknown_key", lambda: FAR.passport(city="linfen")),
    ("key_expired", lambda: PAST.passport()),
    ("not_yet", lambda: FAR.passport(issued_on=datetime.date.today() + datetime.timedelta(days=9))),
])
def test_a_forged_one_is_not_believed(cast, reason, forged):
    """R11: not a passport, cut off, too long, of a key nobody trusts, of another city's key, of a key that is over, of a day
    to come."""
    said = ask(cast.owner("chongqing", "passports"), forged())
    assert not said["valid"] and said["reason"] == reason and said["message"], said
    assert (said["passport"] is None) == (reason == "malformed")


def test_a_city_may_limit_its_age(deployment, cast):
    """R11: policy foreign.passport_days; where there is none, it is good for ever. The pack is tests/server/packs/unreviewed."""
    strict = deployment.serve_pack("unreviewed").owner()
    ago = {days: FAR.passport(issued_on=datetime.date.today() - datetime.timedelta(days=days)) for days in (28, 33)}
    assert ask(strict, ago[28])["valid"]
    refused = ask(strict, ago[33])
    assert refused["reason"] == "too_old" and "30" in refused["message"]
    assert ask(cast.owner("chongqing", "passports"), ago[33])["valid"]


# ── At the gate ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("city, outcome", [("chongqing", "accepted"), ("tianjin", "accepted"), ("linfen", "captured"),
                                           ("liaocheng", "refused")])
def test_a_passport_at_the_gate(gate, city, outcome):
    """R11, F051, F130, F133: scanned in place of a code it proves code and stage where the city takes foreign codes."""
    manager, site = gate(city)
    token = FAR.passport(serial="GA000002")
    answer = passage(manager, site, "entries", token)
    if outcome == "refused":
        assert ("", "gate.foreign_refused") in assert_problem(answer, 422, "gate.refused").codes
        return
    if outcome == "captured":
        assert ("", "gate.foreign_form") in assert_problem(answer, 422, "gate.refused").codes
        answer = passage(manager, site, "entries", token, foreign_machine=DESCRIBED)
    assert answer.status == 201, answer
    came = answer.body["machine"]
    assert (came["code"], came["coded"], came["emission_stage"]) == ("3-GA000002", "elsewhere", "3")
    assert came["passport"] == {"city": "faraway", "issued_on": datetime.date.today().isoformat()}
    left = passage(manager, site, "exits", token)
    assert left.status == 201, left


def test_a_forged_passport_at_the_gate(gate):
    """R11, X081: refused, and nobody came in."""
    manager, site = gate("chongqing")
    before = manager.get(f"sites/{site['id']}").body["entries"]
    good = FAR.passport(serial="GA000003")
    for token, reason in ((Signer(bytes([9]) * 32).passport(), "unknown_key"), (good[:-9] + "AAAAAAAAA", "forged"),
                          (good[:40], "malformed")):
        refused = assert_problem(passage(manager, site, "entries", token), 422)
        assert ("code", f"passport_{reason}") in refused.codes
    assert manager.get(f"sites/{site['id']}").body["entries"] == before


def test_the_register_knows_better_than_an_old_passport(gate, machine, token):
    """R11: of a machine whose city is served here the register's word counts."""
    manager, site = gate("chongqing")
    came = passage(manager, site, "entries", token)
    assert came.status == 201, came
    assert came.body["machine"]["machine_kind"] == machine["answers"]["machine_kind"]
    assert came.body["machine"]["passport"]["city"] == "linfen"
    assert passage(manager, site, "exits", machine["code"]).status == 201


# ── For operators ────────────────────────────────────────────────────────────────────────────────────────────────────


def verify(deployment, token, *words):
    done = deployment.nrmm("passport", "verify", *words, check=False, given=token)
    said = json.loads(done.stdout)
    assert done.returncode == (0 if said["valid"] else 1)
    return said


def test_the_command_reads_one_without_a_server(deployment, machine, token):
    """F051: no connection, only the keys that are known."""
    said = verify(deployment, token + "\n")
    assert said["valid"] and said["passport"]["serial"] == machine["serial"] and said["passport"]["city"] == "linfen"
    assert verify(deployment, next(altered(token)))["reason"] == "malformed"
    assert verify(deployment, "")["reason"] == "malformed"
    assert verify(deployment, PAST.passport())["reason"] == "key_expired"


def test_keys_rotate():
    """F051, X120: a new key signs; what the one before signed is good up to the day that is stated."""
    other = Deployment(settings={})
    try:
        keys = other.home / "keys"
        assert "no key" in other.nrmm("passport", "keys").stdout
        keys.mkdir(mode=0o700)
        other.nrmm("passport", "rotate", "--until", "2030-01-01")
        first = Signer(bytes.fromhex((keys / "passport-0001.key").read_text())).passport("town")
        assert verify(other, first)["valid"]
        signs = json.loads(other.nrmm("passport", "keys", "--json").stdout)["signs"]
        assert other.nrmm("passport", "rotate", "--until", "soon", check=False).returncode == 2
        assert other.nrmm("passport", "rotate", check=False).returncode == 2
        other.nrmm("passport", "rotate", "--until", "2031-12-31")
        assert {key.name for key in keys.iterdir()} == {"passport-0002.key", "retired-passport-0001.key"}
        assert verify(other, first, "--on", "2031-12-31")["valid"]
        assert verify(other, first, "--on", "2032-01-01")["reason"] == "key_expired"
        second = Signer(bytes.fromhex((keys / "passport-0002.key").read_text())).passport("town")
        assert verify(other, second, "--on", "2032-01-01")["valid"]
        listed = json.loads(other.nrmm("passport", "keys", "--json").stdout)
        assert listed["signs"] != signs
        assert {"city": None, "key": signs, "until": "2031-12-31"} in listed["trusted"]
        assert f"{signs}  retired until 2031-12-31" in other.nrmm("passport", "keys").stdout
    finally:
        other.__exit__()
