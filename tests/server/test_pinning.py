"""Rules change while people file: what is begun ends under the rules it began with (N4, X005, X034, X114, I8)."""

import concurrent.futures
import random
import re
import shutil
import subprocess
import time

import pytest

import values
from cast import DISTRICTS
from client import assert_problem
from deployment import FOR_TESTS, ROOT, wait_until
from filing import acceptable_answers, approve, case_id, file_machine, send_back, submit

CITY = "linfen"
HERE = DISTRICTS[CITY][0]
OPEN = 200
POWER = "    power_kw:                     # 11\n      label: 功率\n      required: true\n"


def change(packs, file, *pairs, city=CITY):
    path = packs / city / file
    text = path.read_text()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text)


def revision(changing, city=CITY):
    return changing.city(city).get("city").body["revision"]


def history(changing, city=CITY):
    """(number, revision) of every activation, oldest first."""
    lines = changing.nrmm("pack", "list", city).stdout.splitlines()
    return [(int(line.split()[0]), line.split()[1]) for line in reversed(lines)]


def activated(changing, packs, city=CITY):
    """The revision that is served now."""
    before = revision(changing, city)
    changing.nrmm("pack", "activate", packs / city)
    return wait_until(lambda: (now := revision(changing, city)) != before and now, 20, "the new revision")


def replay(changing, city=CITY):
    return changing.nrmm("audit", "replay", "--city", city, timeout=300).stdout


def filed(owner, answers):
    """A filing like another, of a machine of its own."""
    own = {name: values.identifier("XUG" if name == "pin" else "1AB", 17) for name in ("pin", "machine_env_code") if name in answers}
    machine = owner.post("machines", {"answers": {**answers, **own}})
    assert machine.status == 201, machine
    submitted = owner.post(f"machines/{machine.body['id']}/submission")
    assert submitted.status == 200, submitted
    return machine.body["id"], submitted.body["case"]


def test_publishing_during_200_open_filings(changing, packs):
    """N4: a pack that would refuse and delay all of them is activated while officers work: none of them changes rule."""
    city = changing.city(CITY)
    owner, officer = city.owner(), city.officer(districts=[HERE])
    answers = acceptable_answers(owner, HERE, power_kw=150, fuel="diesel")
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        cases = dict(pool.map(lambda _: filed(owner, answers), range(OPEN)))
    began = revision(changing)
    shutil.rmtree(packs / CITY / "tests")  # its examples are of the old limit
    change(packs, "forms/machine.yaml", (POWER, POWER + "      max: 100\n"))
    change(packs, "workflows.yaml", ("    return:\n      label: 审核不通过\n", "    return:\n      label: 退回补正\n"))
    machines = list(cases)
    publishing = subprocess.Popen(changing.words("pack", "activate", packs / CITY), cwd=ROOT, env=changing.environment,
                                  stdout=subprocess.DEVNULL)
    decided, returned = machines[:20], machines[20:40]
    for number, machine in enumerate(machines[:40]):  # before, during and after the switch
        if number == 10:
            assert publishing.wait(120) == 0
        (approve if machine in decided else send_back)(officer, cases[machine]["id"])
    now = wait_until(lambda: (seen := revision(changing)) != began and seen, 20, "the new revision")

    for machine in returned:  # amended or not, by the old rules
        submit(owner, machine)
    refused = owner.post("machines", {"answers": answers})
    refused = assert_problem(owner.post(f"machines/{refused.body['id']}/submission"), 422, "form.refused")
    assert ("power_kw", "max") in refused.codes, "a new filing is under the new rule"
    for machine, case in cases.items():
        seen = owner.get(f"cases/{case['id']}").body
        assert seen["phase"] == ("approved" if machine in decided else "open")
        if machine not in decided and machine not in returned:
            assert seen["due_at"] == case["due_at"]
    for machine in random.Random(1).sample(machines, 20) + decided[:3] + returned[:3]:
        why = owner.get(f"cases/{cases[machine]['id']}/why").body["decisions"]
        assert {one["pack_revision"] for one in why} == {began}
    offers = officer.get(f"cases/{cases[machines[-1]]['id']}").body["transitions"]
    assert "退回补正" not in {one["label"] for one in offers}, "also the words are those it began with"
    form = owner.get(f"forms/machine?case={cases[machines[-1]]['id']}").body
    assert form["revision"] == began != now
    assert set(changing.sql("select distinct revision from review_case where city_id = 'linfen' and id = any "
                            "(string_to_array(:'ids', ',')::uuid[])", ids=",".join(case["id"] for case in cases.values()))) == {began}
    assert "all alike" in replay(changing)


def marked(packs, mark):
    """The pack with one mark in two of its files; what it shows when it is served is all of one mark. Without its tests,
    which hold it to its own words."""
    copy = packs.parent / f"marked-{mark}"
    shutil.copytree(packs, copy)
    shutil.rmtree(copy / CITY / "tests")
    change(copy, "pack.yaml", ("name: 临汾市", f"name: 临汾市{mark}"))
    messages = copy / CITY / "messages" / "zh.yaml"
    messages.write_text(messages.read_text() + f'\nrequest.not_found: "没有找到{mark}"\n')
    return copy


def shown(changing):
    """(revision, mark of one file, mark of the other) as served."""
    city = changing.city(CITY)
    while True:
        one, missing, other = city.get("city").body, city.get("codes/4-N9999999").body, city.get("city").body
        if one["revision"] == other["revision"]:
            return one["revision"], one["name"].removeprefix("临汾市"), missing["title"].removeprefix("没有找到").strip("。")


def revision_of(changing, folder):
    """Of a folder, as the program tells it."""
    changing.nrmm("pack", "activate", folder / CITY)
    return history(changing)[-1][1]


def test_two_publish_at_once(changing, packs, record_property):
    """X034: two processes; both are recorded one after the other, numbers rise by one, the later is served."""
    one, other = marked(packs, "甲"), marked(packs, "乙")
    before = history(changing)
    running = [subprocess.Popen(changing.words("pack", "activate", folder / CITY), cwd=ROOT, env=changing.environment,
                                stdout=subprocess.PIPE, text=True) for folder in (one, other)]
    said = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    after = history(changing)
    assert after[:len(before)] == before
    assert [number for number, _ in after] == list(range(1, len(after) + 1)) and len(after) == len(before) + 2
    told = {re.search(r"revision (\w+) is active, activation (\d+)", text).groups() for text in said}
    assert told == {(revision, str(number)) for number, revision in after[-2:]}
    wait_until(lambda: revision(changing) == after[-1][1], 20, "the later one")
    record_property("measured", "2 processes at once, numbers in a row")


def test_killed_while_publishing(changing, packs, record_property):
    """X005, I8: kill -9 at any moment leaves the old pack or the new one, whole, here and after a restart; cases replay."""
    city = changing.city(CITY)
    owner = city.owner()
    file_machine(owner, HERE)
    marks = {}
    folders = [marked(packs, mark) for mark in ("丙", "丁")]
    began = time.monotonic()
    for folder, mark in zip(folders, ("丙", "丁")):
        marks[revision_of(changing, folder)] = mark
    takes = (time.monotonic() - began) / 2
    rng = random.Random(5)
    for number in range(10):
        activation = subprocess.Popen(changing.words("pack", "activate", folders[number % 2] / CITY), cwd=ROOT,
                                      env=changing.environment, stdout=subprocess.DEVNULL)
        try:
            activation.wait(rng.uniform(0.3, 1.1) * takes)
        except subprocess.TimeoutExpired:
            activation.kill()
            activation.wait(10)
        if number % 5 == 4:  # the server dies too
            changing.kill()
            changing.start()
        # what the killed program had sent may still be carried out
        wait_until(lambda: history(changing)[-1][1] == revision(changing), 20, "one revision, in the archive and served")
        seen, name, text = shown(changing)
        assert seen in marks and name == text == marks[seen], (seen, name, text)
        numbers = [number for number, _ in history(changing)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert changing.ready()
    file_machine(owner, HERE)
    assert "all alike" in replay(changing)
    audit = wait_until(lambda: (said := changing.nrmm("audit", "verify", "--city", CITY, check=False)).returncode == 0 and said, 20, "the chain")
    assert "broken" not in audit.stdout
    record_property("measured", "10 activations cut by kill -9, 2 with the server, 0 mixed revisions")


# ── the end of a rule set ────────────────────────────────────────────────────────────────────────────────

def test_the_end_of_a_rule_set(changing, packs, clock):
    """X114: the last day of an ordinance: open cases end under it, new ones wait for a successor, in the city's words."""
    name, last_day, day_after = "liaocheng", "2028-03-27", "2028-03-28"
    city = changing.city(name)
    here = city.districts()[0]
    clock("2028-03-20")
    owner, officer = city.owner(), city.officer(districts=[here])
    answers = acceptable_answers(owner, here)
    waiting, sent_back = file_machine(owner, here)[0], file_machine(owner, here)[0]
    send_back(officer, case_id(sent_back))
    began = revision(changing, name)

    clock(last_day)
    owner, officer = owner.again(), officer.again()
    machine, _ = filed(owner, answers)
    assert machine

    clock(day_after)
    owner, officer = owner.again(), officer.again()
    drafted = owner.post("machines", {"answers": answers})
    assert drafted.status == 201, "a draft may wait for the successor"
    refused = assert_problem(owner.post(f"machines/{drafted.body['id']}/submission"), 422, "pack.not_effective")
    assert "《聊城市非道路移动机械监管平台使用规定》不在有效期内" in refused.body["title"], refused
    assert approve(officer, case_id(waiting))["phase"] == "approved"
    assert owner.get(f"machines/{waiting['id']}").body["code"]
    submit(owner, sent_back["id"])
    assert approve(officer, case_id(sent_back))["phase"] == "approved"

    change(packs, "pack.yaml", ("  to: 2028-03-27", "  to: 2031-03-27"), city=name)
    change(packs, "tests/others.yaml", ("    - [{ date: 2028-03-28 }, { opens: false }]\n", ""), city=name)
    now = activated(changing, packs, name)
    submitted = owner.post(f"machines/{drafted.body['id']}/submission")
    assert submitted.status == 200, submitted
    why = owner.get(f"cases/{submitted.body['case']['id']}/why").body["decisions"]
    assert {one["pack_revision"] for one in why} == {now} != {began}
    assert "all alike" in replay(changing, name)


def test_the_end_is_told_in_time(changing, packs):
    """X114, P023: `check` warns within ninety days, and not before."""
    def warned(days):
        end = time.strftime("%Y-%m-%d", time.localtime(time.time() + days * 86400))
        path = packs / "liaocheng" / "pack.yaml"
        path.write_text(re.sub(r"(?m)^  to: \d{4}-\d\d-\d\d", f"  to: {end}", path.read_text()))
        said = changing.nrmm("pack", "check", packs / "liaocheng").stdout
        return f"warning P023: the pack ends on {end}" in said
    assert warned(80) and not warned(100)


def test_the_clock_is_a_demonstration_s(changing, deployment, clock):
    """Refused anywhere else; a day or `off` and nothing else; what is shown is what the register goes by."""
    refused = deployment.nrmm("demo", "clock", "2030-01-01", check=False)
    assert refused.returncode == 1 and "demonstration" in refused.stderr, refused
    assert "the true time" in deployment.nrmm("demo", "clock").stdout
    assert changing.nrmm("demo", "clock", "soon", check=False).returncode == 2
    assert clock("2030-01-01").stdout.startswith("it is 2030-01-01T")
    assert changing.nrmm("demo", "clock").stdout.startswith("it is 2030-01-01T")
    assert "the true time" in changing.nrmm("demo", "clock", "off").stdout


def test_service_does_not_begin_with_a_moved_clock(changing, clock):
    """A home that was a demonstration: it says what to do, which is always allowed."""
    clock("2030-01-01")
    changing.stop()
    changing.configure(FOR_TESTS)
    try:
        changing.launch()
        assert changing.process.wait(60) == 1
        assert "put it right with `nrmm demo clock off`" in changing.log().splitlines()[-1]
    finally:
        changing.configure({**FOR_TESTS, "demo": True})
        changing.start()
