"""`nrmm verify`: the invariants over all that is stored. Each is broken by hand and found, and named without a person's value."""

import json
import os
import re
import shutil
import time

import pytest

import values
from cast import DISTRICTS
from deployment import FOR_TESTS, Deployment
from filing import approved_machine, case_id, file_machine, send_back
from sites import enter, manager_of, open_site

CITY = "linfen"
HERE = DISTRICTS[CITY][0]
NAMES = ["I2", "I3", "I4", "I5", "I6", "I8", "I9", "I10", "I11"]


class Stored:
    """A small register: two machines with codes, one of them at a site, one filing in review, one sent back, a draft; photos of all."""

    def __init__(self, deployment):
        self.deployment = deployment
        city = deployment.city(CITY)
        self.owner, self.officer = city.owner(), city.officer(districts=[HERE])
        first, second = (approved_machine(self.owner, self.officer, HERE) for _ in range(2))
        waiting, _ = file_machine(self.owner, HERE)
        returned, _ = file_machine(self.owner, HERE)
        send_back(self.officer, case_id(returned))
        manager = manager_of(city)
        site = open_site(manager, HERE)
        enter(manager, site, first["code"])
        self.photo = self.owner.photos()[0]
        self.hash = deployment.sql("select sha256 from photo where id = :'id'", id=self.photo)[0]
        self.ids = {"serial": first["code"][-8:], "other": second["code"][-8:], "machine": first["id"],
                    "waiting": waiting["id"], "case": case_id(waiting), "ended": case_id(first), "site": site["id"]}

    def file_of(self, sha256):
        return self.deployment.home / "photos" / sha256[:2] / sha256[2:4] / f"{sha256}.jpg"

    def verify(self, *words):
        return self.deployment.nrmm("verify", *words, check=False, timeout=300)

    def sql(self, statement):
        """As a superuser with foreign keys and triggers off."""
        self.deployment.sql("set session_replication_role = replica;" + statement, **self.ids)


@pytest.fixture(scope="module")
def stored():
    running = Deployment(FOR_TESTS)
    for folder in running.cities.iterdir():
        if folder.name not in ("national", "linfen", "liaocheng"):
            shutil.rmtree(folder)
    with running:
        yield Stored(running)


def lines_of(found):
    return {line.split()[0]: line for line in found.stdout.splitlines() if line.startswith("I")}


def test_all_is_well(stored):
    """One line an invariant, with figures; the same as JSON; one city by itself."""
    found = stored.verify()
    assert found.returncode == 0, found.stdout + found.stderr
    lines = lines_of(found)
    assert list(lines) == NAMES and "BROKEN" not in found.stdout
    assert re.fullmatch(r"I2 serials: 2 serials, 2 valid", lines["I2"])
    assert "2 in a queue" in lines["I4"] or "1 in a queue" in lines["I4"], lines
    rows, whole = re.search(r"(\d+) rows, (\d+) whole, 0 files waiting to be swept", lines["I5"]).groups()
    assert rows == whole and int(rows) >= 10
    assert int(re.search(r"(\d+) decisions replayed", lines["I8"])[1]) > 4
    assert lines["I3"].endswith("1 movements, 1 presences, 1 open"), lines
    assert "1 counters" in lines["I10"] and "1 sites" in lines["I10"] and "2 numbers" in lines["I11"]
    whole = json.loads(stored.verify("--json").stdout)
    assert whole["good"] is True and [one["name"] for one in whole["invariants"]] == NAMES
    assert whole["invariants"][0] == {"name": "I2", "about": "serials", "good": True, "breached": 0, "breaches": [],
                                      "figures": {"serials": 2, "valid": 2}}
    assert stored.verify("--city", "national").returncode == 0
    assert lines_of(stored.verify("--city", CITY))["I2"] == lines["I2"]


# invariant, how it is broken, how it is mended, what is said
BREACHES = {
    "a serial of another state than its machine": (
        "I2", "update code_ledger set state = 'deregistered' where serial = :'serial'",
        "update code_ledger set state = 'valid' where serial = :'serial'",
        "serial {serial} is deregistered, its machine approved"),
    "a serial that nobody bears": (
        "I2", "update machine set serial = null where id = :'machine'",
        "update machine set serial = :'serial' where id = :'machine'", "serial {serial} is valid and no machine bears it"),
    "a serial on two machines": (
        "I2", "drop index machine_serial; update machine set serial = :'other' where id = :'machine'",
        "update machine set serial = :'serial' where id = :'machine';"
        "create unique index machine_serial on machine (serial) where serial is not null",
        "serial {other} is twice in the register"),
    "a serial twice in the ledger": (
        "I2", "alter table code_ledger drop constraint code_ledger_pkey cascade;"
              "insert into code_ledger (serial, city_id, state) values (:'serial', 'liaocheng', 'void')",
        "delete from code_ledger where serial = :'serial' and city_id = 'liaocheng';"
        "alter table code_ledger add primary key (serial);"
        "alter table machine add foreign key (serial) references code_ledger (serial);"
        "alter table collection add foreign key (serial) references code_ledger (serial)",
        "serial {serial} is twice in the ledger"),
    "a filing that nobody is asked to decide": (
        "I4", "update review_case set turn = null where id = :'case'",
        "update review_case set turn = reviewers where id = :'case'", "are waiting for others than their state does"),
    "a case that ended in the middle": (
        "I4", "update review_case set phase = 'approved' where id = :'case'",
        "update review_case set phase = 'open' where id = :'case'", "ended in a state that is no end"),
    "a filing that left its case": (
        "I4", "update machine set state = 'draft' where id = :'waiting'",
        "update machine set state = 'in_review' where id = :'waiting'", "filing {waiting} is draft, its case open"),
    "a filing with two cases": (
        "I4", "drop index review_case_open; update review_case set phase = 'returned', subject_id = :'waiting' where id = :'ended'",
        "update review_case set phase = 'approved', subject_id = :'machine' where id = :'ended';"
        "create unique index review_case_open on review_case (city_id, subject_type, subject_id) where phase in ('open', 'returned')",
        "has 2 running cases"),
    "a changed audit row": (
        "I6", "update audit set action = action || '.' where id = (select min(id) from audit where city_id = 'linfen')",
        "update audit set action = trim('.' from action) where id = (select min(id) from audit where city_id = 'linfen')",
        "the row was changed"),
    "an audit row put in by hand": (
        "I6", "insert into audit (city_id, actor_id, actor_name, actor_roles, address, request_id, action, object_type, object_id,"
              " result, pack_revision, row_hash) values ('linfen', '', 'x', '{}', '', '', 'x.y', 'x', '', 'done', '', '')",
        "delete from audit where action = 'x.y'", "1 rows in neither chain nor queue"),
    "a step that is not recorded": (
        "I6", "update case_event set transition = 'claim2' where case_id = :'ended' and transition = 'claim'",
        "update case_event set transition = 'claim' where transition = 'claim2'",
        "case {ended}: claim was taken 0 times and recorded 1 times"),
    "an activation that is not recorded": (
        "I6", "update pack_activation set number = 7 where city_id = 'linfen'",
        "update pack_activation set number = 1 where city_id = 'linfen'", "activation 7 is not recorded"),
    "a doctored decision": (
        "I8", "update decision set outcome = 'refused' where case_id = :'ended' and outcome = 'approved'",
        "update decision set outcome = 'approved' where case_id = :'ended' and outcome = 'refused'",
        "stored refused, replayed approved"),
    "a revision that is gone": (
        "I8", "update decision set pack_revision = 'gone' where case_id = :'ended'",
        "update decision set pack_revision = (select revision from pack_activation where city_id = 'linfen') where case_id = :'ended'",
        "name revision gone, which is not archived"),
    "a revision that was changed": (
        "I8", "update pack_revision set files = jsonb_set(files, '{0,files,x.yaml}', '\"\"') where city_id = 'liaocheng'",
        "update pack_revision set files = files #- '{0,files,x.yaml}' where city_id = 'liaocheng'", "was changed"),
    "an event of another city's case": (
        "I9", "update case_event set case_id = gen_random_uuid(), remarks = to_jsonb(case_id) where case_id = :'ended'",
        "update case_event set case_id = (remarks #>> '{}')::uuid, remarks = '[]' where jsonb_typeof(remarks) = 'string'",
        "rows of case_event whose case_id is no review_case of this city"),
    "a machine of another district": (
        "I9", "update machine set district = '141024' where id = :'machine'",
        "update machine set district = '141002' where id = :'machine'", "cases of another district than their machine"),
    "a code of another district": (
        "I9", "update machine set district = '141024' where id = :'machine';"
              "update review_case set filed_district = '141024' where id = :'ended'",
        "update machine set district = '141002' where id = :'machine';"
        "update review_case set filed_district = '141002' where id = :'ended'", "of machines in 141024, the first is {serial}"),
    "a counter that ran ahead": (
        "I10", "update code_counter set last = last + 1", "update code_counter set last = last - 1", "counts 3, the ledger has 2"),
    "a presence of another machine than its entry": (
        "I3", "update presence set serial = :'other' where serial = :'serial'", "update presence set serial = :'serial' where serial = :'other'",
        "is not what its movements say"),
    "a site that counts wrong": (
        "I10", "update site set present = present + 1 where id = :'site'", "update site set present = present - 1 where id = :'site'",
        "site {site} counts 2 present, 1 in, 0 out; there are 1, 1, 0"),
    "a gap in the numbers": (
        "I11", "update code_counter set last = last + 2", "update code_counter set last = last - 2", "3–4 missing"),
}


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_found(stored, breach):
    """Exit 1, the invariant's line says how many, and the first are named."""
    name, broken, mended, said = BREACHES[breach]
    stored.sql(broken)
    try:
        found = stored.verify()
    finally:
        stored.sql(mended)
    assert found.returncode == 1, found
    assert re.search(r"BROKEN \d+$", lines_of(found)[name]), found.stdout
    assert said.format(**stored.ids) in found.stdout, found.stdout
    assert stored.owner.phone not in found.stdout


def test_what_was_mended_is_well(stored):
    assert stored.verify().returncode == 0


def test_photos_and_files(stored):
    """X022, I5: a flipped byte, a file of another photo's size, a missing file, a file without a row, young and old."""
    file = stored.file_of(stored.hash)
    kept = file.read_bytes()
    for damage, said in ((lambda: file.write_bytes(kept[:-9] + bytes([kept[-9] ^ 1]) + kept[-8:]), "is damaged"),
                         (lambda: file.write_bytes(kept[:-1]), "is damaged"), (file.unlink, "has no file")):
        damage()
        found = stored.verify()
        file.write_bytes(kept)
        assert found.returncode == 1 and f"{CITY}: photo {stored.photo} {said} ({stored.hash})" in found.stdout, found.stdout
    stray = stored.file_of("0" * 64)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(values.picture())
    found = stored.verify()
    assert found.returncode == 0 and "1 files waiting to be swept" in found.stdout, found.stdout
    os.utime(stray, (time.time() - 31 * 3600,) * 2)
    found = stored.verify()
    stray.unlink()
    assert found.returncode == 1 and f"file {stray.name} has no row and was not swept" in found.stdout


def test_what_cannot_be_verified(stored):
    """A city that nobody knows, words that are not understood, and a role to which every city's rows are each one's."""
    unknown = stored.verify("--city", "atlantis")
    assert unknown.returncode == 1 and "nothing is stored of a city atlantis" in unknown.stderr
    assert stored.verify("--everything").returncode == 2
    config = stored.deployment.home / "superuser.yaml"
    config.write_text(f"database: {{ dsn: 'host={stored.deployment.sockets() / 'pg'} dbname=nrmm user=nrmm_cluster' }}\n")
    refused = stored.deployment.nrmm("verify", config=config, check=False)
    assert refused.returncode == 1 and "is a superuser" in refused.stderr
