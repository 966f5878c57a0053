"""Times that the cities' documents set, under `nrmm demo clock`: the last day is in time, the next one is flagged, at midnight of the
city; reminders come once (F207, F209, F211, F212, R22, R34, X036, X113)."""

import datetime
import shutil

import pytest

from changes import asked, filled
from client import PASSWORD
from deployment import ROOT, wait_until
from filing import acceptable_answers, act, approved_machine, case_id, done, file_machine, send_back, submit

BEGUN = datetime.date(2026, 12, 1)  # far from holidays
FOUND = 20                          # seconds; a demonstration looks at its deadlines every five


def day(number):
    return BEGUN + datetime.timedelta(days=number)


def on(clock, when, *people):
    """The same people on that day: sessions of the day before are over."""
    clock(when)
    return [person.again() for person in people]


def flags(officer, case):
    return {(one["field"], one["code"]) for one in officer.get(f"cases/{case}").body["findings"] if one["level"] == "flag"}


def told(person, event):
    return [one for one in person.items("messages") if one["event"] == event]


def overdue(desk):
    return {one["machine"] for one in desk.items("collections?overdue=true&state=ready")}


def when_told(person, event):
    return wait_until(lambda: told(person, event), FOUND, f"the notice {event}")


@pytest.fixture
def linfen_now(changing, clock):
    clock(BEGUN)
    return changing.city("linfen")


@pytest.fixture
def chongqing_now(changing, clock):
    """Chongqing beside the cities of this platform, from its own folder."""
    city = changing.city("chongqing")
    if city.get("city").status != 200:
        shutil.copytree(ROOT / "cities" / "chongqing", changing.cities / "chongqing")
        changing.nrmm("pack", "activate", changing.cities / "chongqing")
        wait_until(lambda: city.get("city").status == 200, 20, "chongqing is served")
    clock(BEGUN)
    return city


def test_the_thirty_days_of_registration(chongqing_now, clock):
    """F207, R34, X113: 渝通知 二: counted from the day after purchase or arrival to the day of the first submission: one draft handed
    in on the thirtieth day, one on the thirty-first; what was handed in in time stays so when it is amended later."""
    here = chongqing_now.districts()[0]
    owner, officer = chongqing_now.owner(), chongqing_now.officer(districts=[here])
    drafts = [acceptable_answers(owner, here, seed=seed, acquired_on=BEGUN.isoformat()) for seed in (1, 2)]
    in_time, late = (owner.post("machines", {"answers": answers}).body["id"] for answers in drafts)
    owner, officer = on(clock, day(30), owner, officer)
    case = submit(owner, in_time)["case"]["id"]
    assert ("acquired_on", "late") not in flags(officer, case)
    owner, officer = on(clock, day(31), owner, officer)
    overdue = submit(owner, late)["case"]["id"]
    assert ("acquired_on", "late") in flags(officer, overdue)
    why = next(one for one in officer.get(f"cases/{overdue}").body["findings"] if one["code"] == "late")
    assert day(30).isoformat() in why["message"] and why["basis"].startswith("渝通知 二"), why
    send_back(officer, case)
    owner, officer = on(clock, day(40), owner, officer)
    assert submit(owner, in_time)["case"]["id"] == case
    assert ("acquired_on", "late") not in flags(officer, case)
    assert done(act(officer, overdue, "approve"))["phase"] == "approved", "flagged, not refused"


def test_the_thirty_days_after_scrapping(chongqing_now, clock):
    """F209, R34, X113: 渝通知 二: asked for on the thirtieth day and on the thirty-first; the one is flagged, both are taken off."""
    here = chongqing_now.districts()[0]
    owner, officer = chongqing_now.owner(), chongqing_now.officer(districts=[here])
    machines = [approved_machine(owner, officer, here) for _ in range(2)]
    for machine, number, late in zip(machines, (30, 31), (set(), {("happened_on", "late")})):
        owner, officer = on(clock, day(number), owner, officer)
        case = asked(owner, machine, "deregistration", **filled(owner, "deregistration", happened_on=BEGUN.isoformat()))
        assert flags(officer, case["id"]) == late
        assert done(act(officer, case["id"], "approve"))["phase"] == "approved"
        assert owner.get(f"machines/{machine['id']}").body["state"] == "deregistered"


def test_the_thirty_days_of_collection(linfen_now, clock):
    """F211, R28, R34, X113: 临册 一（三）: reminded five days before, in time on the thirtieth day, overdue on the next, handed out all
    the same."""
    here = linfen_now.districts()[0]
    owner, officer = linfen_now.owner(), linfen_now.officer(districts=[here])
    machine, other = (approved_machine(owner, officer, here) for _ in range(2))
    assert machine["collection"]["last_day"] == day(30).isoformat()
    [owner] = on(clock, day(24), owner)
    assert told(owner, "collection_due") == []
    [owner] = on(clock, day(25), owner)
    notices = wait_until(lambda: len(found := told(owner, "collection_due")) == 2 and found, FOUND, "two reminders")
    assert all(any(one["code"] in notice["text"] for notice in notices) for one in (machine, other))
    assert day(30).isoformat() in notices[0]["text"] and notices[0]["subject"]["id"] in (machine["id"], other["id"])

    owner, officer = on(clock, day(30), owner, officer)
    assert not owner.get(f"machines/{machine['id']}").body["collection"]["overdue"]
    assert not overdue(officer) & {machine["id"], other["id"]}
    handed = done(officer.post(f"codes/{machine['serial']}/collection", {}))["collection"]
    assert handed["state"] == "collected" and not handed["overdue"]

    owner, officer = on(clock, day(31), owner, officer)
    assert owner.get(f"machines/{other['id']}").body["collection"]["overdue"]
    assert overdue(officer) & {machine["id"], other["id"]} == {other["id"]}
    assert other["code"] in when_told(owner, "collection_overdue")[0]["text"]
    late = done(officer.post(f"codes/{other['serial']}/collection", {}))["collection"]
    assert late["overdue"] and late["state"] == "collected"
    [owner] = on(clock, day(40), owner)
    assert not owner.get(f"machines/{machine['id']}").body["collection"]["overdue"], "it was collected in time"
    assert [len(told(owner, event)) for event in ("collection_due", "collection_overdue")] == [2, 1]


def test_a_reminder_slept_through_is_not_given_late(linfen_now, clock):
    """F211, X036: nobody looked on the day of the reminder nor on the last one: the owner hears once, that it is overdue."""
    here = linfen_now.districts()[0]
    owner = linfen_now.owner()
    machine = approved_machine(owner, linfen_now.officer(districts=[here]), here)
    [owner] = on(clock, day(60), owner)
    assert machine["code"] in when_told(owner, "collection_overdue")[0]["text"]
    [owner] = on(clock, day(90), owner)
    assert told(owner, "collection_due") == [] and len(told(owner, "collection_overdue")) == 1


def test_the_prescribed_time_of_a_review(changing, clock):
    """F212, R22, X036, X113: 聊规 第三条: five working days around the National Day of 2026 (off until 7 October, Saturday the tenth is
    worked): who decides is reminded one working day before, once; overdue begins at midnight."""
    liaocheng = changing.city("liaocheng")
    here = liaocheng.districts()[0]
    clock("2026-09-28")
    owner, officer = liaocheng.owner(), liaocheng.officer(districts=[here])
    filed, _ = file_machine(owner, here)
    case = officer.get(f"cases/{case_id(filed)}").body
    # 29 and 30 September, 8, 9 and 10 October
    assert case["due_at"] == "2026-10-10T23:59:59+08:00" and not case["overdue"]
    [officer] = on(clock, "2026-10-08", officer)
    assert told(officer, "review_due") == []
    [officer] = on(clock, "2026-10-09", officer)
    assert "2026-10-10" in when_told(officer, "review_due")[0]["text"]
    [officer] = on(clock, "2026-10-10", officer)
    assert not officer.get(f"cases/{case['id']}").body["overdue"]
    assert case["id"] not in {one["id"] for one in officer.items("cases?overdue=true")}
    [officer] = on(clock, "2026-10-11", officer)
    assert officer.get(f"cases/{case['id']}").body["overdue"]
    assert case["id"] in {one["id"] for one in officer.items("cases?overdue=true")}
    when_told(officer, "review_overdue")
    assert len(told(officer, "review_due")) == len(told(officer, "review_overdue")) == 1
    done(act(officer, case["id"], "approve"))
    ended = officer.get(f"cases/{case['id']}").body
    assert ended["phase"] == "approved" and not ended["overdue"]


def test_reminders_that_fail_hold_up_no_erasure(changing, linfen_now, clock):
    """X109, F211: what of the daily work fails, fails alone: who asked to be forgotten is forgotten."""
    person = linfen_now.owner()
    assert person.post("account/erasure", {"password": PASSWORD}).body["state"] == "scheduled"
    account = person.get("account").body["id"]
    changing.sql("alter table collection rename wake_on to wake_elsewhere")
    try:
        clock(day(200))  # what is done once a day is not done again on a day that the tests before have been to
        wait_until(lambda: changing.sql(f"select 1 from account where erased_at is not null and id = '{account}'"), FOUND,
                   "the erasure")
    finally:
        changing.sql("alter table collection rename wake_elsewhere to wake_on")
