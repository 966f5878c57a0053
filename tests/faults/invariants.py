"""What must hold after every fault (abuse-cases.md, Invariants): I1 and I7 by what the clients know, the others by the data."""

import collections
import hashlib
import json
import pathlib
import subprocess

EVENTS = ("submit", "claim", "approve", "return")   # kinds of operations that leave a case event of the same name

PASSAGES = {"entries": "entry", "exits": "exit"}    # kind of operation → what it leaves
AT_ONE = "'linfen'"                                 # cities that block a second presence

# Beside what `nrmm verify` looks at: nothing half done. Each statement finds what should not be.
NEVER = {
    "an approved machine without its code": "select id from machine where state = 'approved' and serial is null",
    "a machine at two sites of a city where it may be at one":
        f"select serial from presence where city_id in ({AT_ONE}) and left_at is null group by serial having count(*) > 1",
    "a filing with a photo that is not there":
        "select p.photo_id from case_photo p left join photo f on f.city_id = p.city_id and f.id = p.photo_id where f.id is null",
}


def check(deployment, history, traffic=None):
    """Settles what is unknown, then all of it. What was looked at, for `measured`."""
    history.settle()
    assert not history.faults, history.faults[:5]
    found = check_effects(deployment, history)
    check_messages(deployment)
    check_data(deployment)
    if traffic:
        check_nothing_in_clear(deployment, traffic.known_numbers)
    return f"{found} effects found once, 0 lost, {history.settled()} settled by their key"


def check_effects(deployment, history):
    """I1: each acknowledged operation has its effect once, no other has one."""
    done, known = history.counted(), {(one.kind, one.about) for one in history.operations}
    begun = {about: count - done.get(("discard", about), 0) for (kind, about), count in done.items() if kind == "draft"}
    marks = collections.Counter(deployment.sql("select answers ->> 'place' from machine where answers ? 'place'"))
    there = {mark: count for mark, count in marks.items() if ("draft", mark) in known}
    same("filings", {mark: count for mark, count in begun.items() if count}, there)
    steps = {one: count for one, count in steps_of_cases(deployment, history.begun).items() if one in known}
    same("steps of cases", {one: count for one, count in done.items() if one[0] in EVENTS}, steps)
    passed = check_passages(deployment, history)
    for operation in history.of("sign_up"):
        check_signed_up(deployment, operation)
    found = sum(there.values()) + sum(steps.values()) + passed + len(history.of("sign_up"))
    return found + check_photos(deployment, history)


def check_passages(deployment, history):
    """Each acknowledged report of a gate is the passage that its answer names, and of no other report there is one."""
    rows = [row.split("|") for row in deployment.sql("select id, direction, site_id, client_id from movement where client_id is not null")]
    passages = {id_: (direction, site) for id_, direction, site, _ in rows}
    told = [operation for kind in PASSAGES for operation in history.of(kind)]
    for operation in told:
        found = passages.get(operation.answer.body["id"])
        assert found == (PASSAGES[operation.kind], operation.arguments["site"]), (operation, found)
    ours = {operation.about for operation in history.operations if operation.kind in PASSAGES}
    marks = collections.Counter(mark for *_, mark in rows if mark in ours)
    unheard = marks.keys() - {operation.about for operation in told}
    assert not unheard and set(marks.values()) <= {1}, (unheard, marks.most_common(3))
    return len(told)


def steps_of_cases(deployment, since=0):
    """(transition, id of the machine that was handed in, or of the case) → how often it stands in the register since then."""
    cases = dict(row.split("|") for row in deployment.sql("select id, subject_id from review_case"))
    wanted = ",".join(f"'{name}'" for name in EVENTS)
    rows = deployment.sql(f"select case_id, transition from case_event where transition in ({wanted}) and at >= to_timestamp({since})")
    events = (row.split("|") for row in rows)
    return collections.Counter((transition, cases[case] if transition == "submit" else case) for case, transition in events)


def check_signed_up(deployment, operation):
    answer = deployment.city(operation.arguments["city"]).try_sign_in(operation.about)
    assert answer.status == 201, (operation, answer)


def check_photos(deployment, history):
    """Every photo that was acknowledged has its row, its file and the bytes that its row tells (I5)."""
    rows = dict(row.split("|") for row in deployment.sql("select id, sha256 from photo"))
    for operation in history.of("photo"):
        assert rows.get(operation.answer.body["id"]) == operation.answer.body["sha256"], operation
    for sha256 in set(rows.values()):
        file = photo_file(deployment, sha256)
        assert file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() == sha256, file
    return len(history.of("photo"))


def photo_file(deployment, sha256):
    return pathlib.Path(deployment.environment["NRMM_HOME"]) / "photos" / sha256[:2] / sha256[2:4] / f"{sha256}.jpg"


def same(what, wanted, found):
    lost = {key: count for key, count in wanted.items() if found.get(key, 0) < count}
    more = {key: count for key, count in found.items() if wanted.get(key, 0) < count}
    assert not lost and not more, f"{what}: lost {lost}, nobody was told of {more}"


def check_messages(deployment):
    """I7: no key twice in the file that stands for the gateway."""
    path = pathlib.Path(deployment.environment["NRMM_HOME"]) / "sms.jsonl"
    lines = path.read_text().splitlines() if path.exists() else []
    keys = collections.Counter(json.loads(line)["key"] for line in lines)
    assert not [key for key, count in keys.items() if count > 1], keys.most_common(3)


def check_data(deployment):
    """I2, I4–I6, I8–I11, over all that is stored."""
    for name, statement in NEVER.items():
        rows = deployment.sql(statement)
        assert not rows, f"{name}: {rows[:5]}"
    said = deployment.nrmm("verify", check=False, timeout=900)
    assert said.returncode == 0, said.stdout + said.stderr


def check_nothing_in_clear(deployment, numbers):
    """I12: in a dump of the database and in the logs none of these numbers. Packs have invented ones in their tests."""
    where, role = deployment.superuser()
    words = ["pg_dump", "-h", where, "-U", role, "--exclude-table-data=pack_revision", "nrmm"]
    dump = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120)
    home = pathlib.Path(deployment.environment["NRMM_HOME"])
    logs = "".join(path.read_text(errors="replace") for path in (home / "log").rglob("*") if path.is_file()) + deployment.log()
    for number in numbers:
        assert number not in dump.stdout and number not in logs, f"{number} stands in clear"
