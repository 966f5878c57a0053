"""The officers' desk: queues and their counts, remarks at the field and what changed, many at once, handing over, and how
long reviews took (F074, F077, F081, F082, F212, R21, X025, X071–X073, X078, X111)."""

import datetime
import uuid

import pytest

from cast import DISTRICTS
from client import assert_problem
from filing import act, approve, case_id, done, file_machine, send_back, submit
from test_review import at_once
from values import new_phone


@pytest.fixture(scope="module")
def desk(deployment):
    """A city of its own officers, so that its queues can be counted."""
    return deployment.serve_pack("two_levels")


HERE, THERE, QUIET = "990101", "990102", "990103"  # nobody else reviews in the last


@pytest.fixture(scope="module")
def head(desk):
    return desk.officer("city_auditor", name="市级负责人")


def queue(officer, **known):
    return [one for one in officer.get("cases/summary").body["queues"] if known.items() <= one.items()]


def bulk(officer, transition, cases, **options):
    return officer.post("cases/bulk-transitions", {"transition": transition, "cases": cases}, **options)


def clean(owner, district):
    """A filing in which no rule leaves anything to the reviewer."""
    for seed in range(30):
        owner.forget_photos()
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date().isoformat()
        known = {"acquired_on": today} if owner.city.name == "chongqing" else {"filing_for": "self"}
        machine, submitted = file_machine(owner, district, seed=seed, **known)
        if not any(finding["level"] == "flag" for finding in submitted["case"]["findings"]):
            return machine
    raise AssertionError(submitted["case"]["findings"])


def seen(officer, *machines):
    return [{"id": case_id(machine), "version": officer.get(f"cases/{case_id(machine)}").version} for machine in machines]


# ── Queues ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_queues_are_counted_in_one_call(desk, head):
    """F074, X071: by kind, state and district, in the city's words; nobody counts what is not his."""
    owner, officer = desk.owner(), desk.officer(districts=[HERE], name="东区一号")
    neighbour = desk.officer(districts=[THERE], name="西区一号")
    before = officer.get("cases/summary").body["totals"]
    first, second = (file_machine(owner, HERE)[0] for _ in range(2))
    file_machine(owner, THERE)
    done(act(officer, case_id(first), "claim"))
    now = officer.get("cases/summary").body
    assert {name: now["totals"][name] - before[name] for name in before} == \
        {"cases": 2, "turn": 2, "mine": 1, "claimed": 1, "overdue": 0}
    (waiting,) = queue(officer, state="at_district")
    assert waiting["kind"] == "levelled_coding" and waiting["title"] == "两级审核的编码登记"
    assert waiting["label"] == "待区县初审" and waiting["district_name"] == "两级市东区" and waiting["due_at"]
    assert {one["district"] for one in now["queues"]} == {HERE}
    assert {one["district"] for one in neighbour.get("cases/summary").body["queues"]} == {THERE}
    assert {HERE, THERE} <= {one["district"] for one in head.get("cases/summary").body["queues"]}
    done(act(officer, case_id(second), "pass_up"))
    (passed,) = queue(head, state="at_city", district=HERE)
    assert passed["turn"] >= 1 and passed["turn"] == len(
        [one for one in head.items("cases?turn=true") if one["district"] == HERE and one["state"] == "at_city"])


def test_a_queue_by_role_and_deadline(desk, head):
    """F081, F212: whose turn it is, what is due before a day, the most urgent first, in pages that hold each once."""
    owner, officer = desk.owner(), desk.officer(districts=[HERE], name="东区二号")
    machines = [file_machine(owner, HERE)[0] for _ in range(3)]
    done(act(officer, case_id(machines[2]), "pass_up"))  # 3 working days there, 5 here
    ids = [case_id(machine) for machine in machines]
    of_role = {one["id"] for one in head.items("cases?role=city_auditor")}
    assert ids[2] in of_role and ids[0] not in of_role
    whole = head.items("cases?phase=open&order=urgent")
    times = [one["due_at"] for one in whole]
    assert times == sorted(times) and len(whole) == len({one["id"] for one in whole})
    order = [one["id"] for one in whole]
    assert order.index(ids[2]) < order.index(ids[0]) < order.index(ids[1])
    pages, cursor = [], ""
    while cursor is not None:
        page = head.get(f"cases?phase=open&order=urgent&limit=2{'&cursor=' + cursor if cursor else ''}").body
        pages, cursor = pages + [one["id"] for one in page["items"]], page["next"]
    assert pages == order
    due = whole[order.index(ids[0])]["due_at"][:10]
    assert ids[0] not in {one["id"] for one in head.items(f"cases?due_before={due}")}
    assert ids[2] in {one["id"] for one in head.items(f"cases?due_before={due}")}
    assert head.items("cases?overdue=true") == [] and ids[0] in {one["id"] for one in head.items("cases?overdue=false")}
    assert not whole[0]["overdue"] and whole[0]["waiting_since"]
    assert head.items("cases?department=housing") == []


@pytest.mark.parametrize("query", ["order=newest", "due_before=tomorrow", "due_before=2026-02-30", "overdue=maybe", "cursor=x",
                                   "order=urgent&cursor=x", f"order=urgent&cursor=2026-01-05.{'x' * 36}", "owner_phone=1"])
def test_queries_that_make_no_sense(officer, query):
    """X047, X078"""
    assert_problem(officer.get(f"cases?{query}"), 400)


# ── What the owner sees at the field, and the reviewer afterwards ────────────────────────────────────────────────────


def test_remarks_stand_at_the_field(owner, officer, district):
    """F077, F101: in the case, with the field's label, and in the message; gone when it is handed in again."""
    machine, _ = file_machine(owner, district)
    send_back(officer, case_id(machine), remarks=[{"field": "place", "text": "请写明工地名称"}])
    (remark,) = owner.get(f"machines/{machine['id']}").body["case"]["remarks"]
    assert remark["field"] == "place" and remark["text"] == "请写明工地名称" and remark["label"]
    assert f"{remark['label']}：请写明工地名称" in owner.get("messages").body["items"][0]["text"]
    submit(owner, machine["id"])
    assert officer.get(f"cases/{case_id(machine)}").body["remarks"] == []


def test_the_reasons_are_the_city_s_or_the_officer_s_own_words(owner, officer, district):
    """F077: a phrase list with labels; a code is told in words, own words as they are."""
    machine, _ = file_machine(owner, district)
    offers = officer.get(f"cases/{case_id(machine)}").body["transitions"]
    reasons = next(one for one in offers if one["transition"] == "return")["reasons"]
    assert {"value": "unclear_photo"}.items() <= reasons[0].items() and all(one["label"] for one in reasons)
    done(act(officer, case_id(machine), "return", reason=reasons[1]["value"]))
    assert reasons[1]["label"] in owner.get("messages").body["items"][0]["text"]
    submit(owner, machine["id"])
    done(act(officer, case_id(machine), "return", reason="请到窗口说明情况"))
    assert "请到窗口说明情况" in owner.get("messages").body["items"][0]["text"]


def test_what_changed_since_the_return(city, owner, officer, district):
    """F077, F048, X105: field by field for the reviewer; a personal value is named, never shown; not for the owner."""
    machine, _ = file_machine(owner, district)
    case = case_id(machine)
    assert officer.get(f"cases/{case}").body["changes"] == []
    send_back(officer, case)
    mine = owner.get(f"machines/{machine['id']}").body
    answers = {**mine["answers"], "place": "滨河路改造工地"}
    phone = next((name for name in ("contact_phone", "owner_phone") if name in answers), None)
    number = new_phone()
    if phone:
        answers[phone] = number
    changed = owner.put(f"machines/{machine['id']}", {"answers": answers}, version=mine["version"])
    assert changed.status == 200, changed
    submit(owner, machine["id"])
    found = {one["field"]: one for one in officer.get(f"cases/{case}").body["changes"]}
    assert set(found) == {"place", phone} - {None}
    assert found["place"]["before"] == mine["answers"]["place"] and found["place"]["after"] == "滨河路改造工地"
    assert found["place"]["label"]
    if phone:
        assert "****" in found[phone]["after"] and number not in str(found)
    assert owner.get(f"cases/{case}").body["changes"] == []


# ── Many at once ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_clean_filings_are_approved_together(chongqing, cast):
    """F074, F084, X071, X073: each for itself, with a result; what is flagged, stale, foreign or one's own is left."""
    here, there = DISTRICTS["chongqing"]
    owner = chongqing.owner()
    officer = chongqing.officer(districts=[here], name="批量审核", phone=(own := chongqing.owner()).phone)
    approved = [clean(owner, here) for _ in range(3)]
    late = file_machine(owner, here, acquired_on="2025-01-06")[0]
    foreign, mine, stale = clean(owner, there), clean(own, here), clean(owner, here)
    done(act(cast.officer("chongqing"), case_id(stale), "claim"))
    cases = seen(officer, *approved, late, mine) + [{"id": case_id(foreign), "version": 1}, {"id": case_id(stale), "version": 1},
                                                 {"id": str(uuid.uuid4()), "version": 1}, {"id": "x", "version": 1}]
    key = str(uuid.uuid4())
    answer = bulk(officer, "approve", cases, key=key)
    assert answer.status == 200, answer
    results = answer.body["results"]
    assert [one["id"] for one in results] == [one["id"] for one in cases]
    assert [one["outcome"] for one in results] == ["done"] * 3 + ["refused"] * 6
    assert [one["code"] for one in results[3:]] == ["case.flagged", "case.own", "request.not_found", "case.claimed",
                                                    "request.not_found", "request.not_found"]
    assert all(one["problem"]["title"] for one in results[3:]) and results[6]["problem"]["by"] == cast.officer("chongqing").name
    codes = [owner.get(f"machines/{machine['id']}").body["code"] for machine in approved]
    assert len(set(codes)) == 3 and all(codes)
    assert owner.get(f"machines/{late['id']}").body["state"] == "in_review"
    assert bulk(officer, "approve", cases, key=key).body == answer.body
    assert [owner.get(f"machines/{machine['id']}").body["code"] for machine in approved] == codes
    again = bulk(officer, "approve", cases[:1]).body["results"]
    assert again[0]["code"] == "case.changed"
    me = officer.get("account").body["id"]
    rows = cast.city_officer("chongqing", "city_auditor").get("audit?action=request.refused&limit=100").body["items"]
    tried = [(row["after"]["case"], row["after"]["code"]) for row in rows if row["actor"]["id"] == me]
    assert sorted(tried) == sorted([(case_id(mine), "case.own"), (case_id(foreign), "request.not_found"),
                                    (cases[7]["id"], "request.not_found")])


def test_a_second_opinion_is_another_s_also_in_a_list(deployment):
    """X073: `not_by` is asked of every item."""
    city = deployment.serve_pack("two_auditors")
    first, second = (city.officer(districts=[city.districts()[0]], name=name) for name in ("批甲", "批乙"))
    owner = city.owner()
    machines = [clean(owner, city.districts()[0]) for _ in range(2)]
    assert {one["outcome"] for one in bulk(first, "agree", seen(first, *machines)).body["results"]} == {"done"}
    refused = bulk(first, "agree_too", seen(first, *machines)).body["results"]
    assert {one["code"] for one in refused} == {"case.same_person"}
    assert {one["phase"] for one in bulk(second, "agree_too", seen(second, *machines)).body["results"]} == {"approved"}


def test_two_lists_at_once_approve_each_case_once(chongqing, cast):
    """X025: in whatever order the lists are; nobody waits for ever."""
    here = DISTRICTS["chongqing"][0]
    owner = chongqing.owner()
    officers = [cast.officer("chongqing"), chongqing.officer(districts=[here], name="批丙")]
    cases = seen(officers[0], *(clean(owner, here) for _ in range(6)))
    answers = at_once(2, lambda number: bulk(officers[number], "approve", cases[::1 - 2 * number]))
    assert [answer.status for answer in answers] == [200, 200], answers
    outcomes = [{one["id"]: one["outcome"] for one in answer.body["results"]} for answer in answers]
    assert all(sorted(one[case["id"]] for one in outcomes) == ["done", "refused"] for case in cases)


@pytest.mark.parametrize("cases", [[], ["x"], [{"id": "x"}], [{"id": "x", "version": "1"}], [{"id": 1, "version": 1}],
                                   [{"id": "x", "version": 1}] * 2, [{"id": str(n), "version": 1} for n in range(51)]],
                         ids=["none", "text", "no version", "text version", "number id", "twice", "too many"])
def test_lists_have_one_shape(officer, cases):
    """X048"""
    assert_problem(bulk(officer, "approve", cases), 400)


# ── Handing over ─────────────────────────────────────────────────────────────────────────────────────────────────────


def hand_over(person, case, version=None, **what):
    version = version or person.get(f"cases/{case}").version
    return person.post(f"cases/{case}/assignment", what, version=version)


def test_the_city_hands_a_case_to_another_officer(desk, head):
    """F074, X072, X104: claimed or not; both hear of it, the event and the audit row say who."""
    owner = desk.owner()
    machine, _ = file_machine(owner, HERE)
    case = case_id(machine)
    holder, wanted = desk.officer(districts=[HERE], name="原办"), desk.officer(districts=[HERE], name="接办")
    stranger = desk.officer(districts=[THERE], name="外区")
    done(act(holder, case, "claim"))
    may = {one["name"]: one for one in head.get(f"cases/{case}/assignees").body["items"]}
    assert {"原办", "接办"} <= set(may) and "外区" not in may and may["原办"]["holds"] >= 1 and may["接办"]["holds"] == 0
    there = {one["name"]: one for one in head.get(f"cases/{case}/assignees?district={THERE}").body["items"]}
    assert "外区" in there and "接办" not in there
    for officer in (there["外区"]["id"], str(uuid.uuid4()), "x"):
        refused = assert_problem(hand_over(head, case, officer=officer), 422, "form.refused")
        assert ("officer", "choice") in refused.codes
    assert_problem(hand_over(head, case, version=99, officer=may["接办"]["id"]), 409, "case.changed")
    moved = done(hand_over(head, case, officer=may["接办"]["id"], reason="原办请假"))
    assert moved["claimed_by"] == "接办"
    event = moved["events"][-1]
    assert (event["transition"], event["label"], event["by"], event["reason"]) == ("assign", "转办", head.name, "原办请假")
    assert head.name in wanted.get("messages").body["items"][0]["text"]
    assert wanted.get("messages").body["items"][0]["subject"] == {"type": "case", "id": case}
    assert holder.get("messages").body["items"][0]["event"] == "case_moved"
    assert_problem(act(holder, case, "pass_up"), 409, "case.claimed")
    assert "case.assign" in [row["action"] for row in head.items(f"audit?object={case}")]
    done(act(wanted, case, "pass_up"))
    assert_problem(hand_over(stranger, case, officer=may["接办"]["id"], version=1), 404)


def test_the_city_hands_a_case_to_another_office(desk, head):
    """F079, F082, X071: the other office decides, also after a return; the code stays the registration district's."""
    owner = desk.owner()
    here, there = desk.officer(districts=[HERE], name="东区三号"), desk.officer(districts=[THERE], name="西区三号")
    machine, _ = file_machine(owner, HERE)
    case = case_id(machine)
    refused = assert_problem(hand_over(head, case, district="999999"), 422, "form.refused")
    assert ("district", "district") in refused.codes
    done(hand_over(head, case, district=THERE, reason="分局人手不足"))
    assert_problem(here.get(f"cases/{case}"), 404)
    assert owner.get(f"cases/{case}").body["office"]["name"] == "两级市西区分局"
    done(act(there, case, "district_sends_back", reason="missing"))
    submit(owner, machine["id"])
    assert there.get(f"cases/{case}").body["district"] == THERE
    done(act(there, case, "pass_up"))
    done(act(head, case, "code_it"))
    assert owner.get(f"machines/{machine['id']}").body["serial"].startswith("9B1")


def test_an_officer_hands_on_what_is_his_or_nobody_s(desk, head):
    """X072, X073: within his districts, not what another holds, not to one who is concerned himself."""
    person = desk.owner()
    first, second = desk.officer(districts=[HERE], name="自办"), desk.officer(districts=[HERE], name="同办")
    concerned = desk.officer(districts=[HERE], name="当事人", phone=person.phone)
    machine, _ = file_machine(person, HERE)
    case = case_id(machine)
    may = {one["name"]: one["id"] for one in first.get(f"cases/{case}/assignees").body["items"]}
    assert "当事人" not in may
    themselves = {one["name"]: one["id"] for one in
                  first.get(f"cases/{case_id(file_machine(desk.owner(), HERE)[0])}/assignees").body["items"]}
    assert_problem(hand_over(first, case, officer=themselves["当事人"]), 422)
    assert_problem(hand_over(concerned, case, officer=may["自办"]), 403, "case.own")
    refused = assert_problem(hand_over(first, case, district=THERE), 422)
    assert ("district", "district") in refused.codes
    done(hand_over(first, case, officer=may["同办"]))
    assert_problem(hand_over(first, case, officer=may["自办"]), 409, "case.claimed")
    done(hand_over(second, case, officer=may["自办"]))
    done(act(first, case, "pass_up"))
    assert_problem(hand_over(first, case, officer=may["同办"]), 422)  # the city's turn now


# ── How long it took ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_times_of_reviews(desk, head):
    """F081, F212, X071, X111: by district, kind and officer; a district sees its own; few steps of one officer are not
    shown as his times."""
    owner, officer = desk.owner(), desk.officer(districts=[QUIET], name="计时")
    neighbour = desk.officer(districts=[HERE], name="别处")
    before = officer.get("statistics/reviews").body["total"]["count"]
    machines = [file_machine(owner, QUIET)[0] for _ in range(5)]
    for machine in machines[:4]:
        done(act(officer, case_id(machine), "pass_up"))
    few = {one["label"]: one for one in officer.get("statistics/reviews?by=officer").body["groups"]}["计时"]
    assert few["count"] == 4 and few["suppressed"] and few["median_days"] is None and few["returned"] is None
    done(act(officer, case_id(machines[4]), "district_sends_back", reason="missing"))
    mine = officer.get("statistics/reviews?by=officer").body
    assert mine["total"]["count"] == before + 5
    enough = {one["label"]: one for one in mine["groups"]}["计时"]
    assert (enough["count"], enough["returned"], enough["returned_share"], enough["overdue"]) == (5, 1, 0.2, 0)
    assert enough["median_days"] == 0 and enough["p90_days"] == 0
    assert [one["key"] for one in officer.get("statistics/reviews?by=district").body["groups"]] == [QUIET]
    assert "计时" not in {one["label"] for one in neighbour.get("statistics/reviews?by=officer").body["groups"]}
    kinds = head.get("statistics/reviews?by=kind").body["groups"]
    assert [one["label"] for one in kinds] == ["两级审核的编码登记"] and kinds[0]["count"] >= 5
    assert QUIET in [one["key"] for one in head.get("statistics/reviews").body["groups"]]
    assert head.get("statistics/reviews?from=2021-01-01&to=2021-02-01").body["total"]["count"] == 0


def test_what_is_hidden_is_not_the_rest(deployment):
    """X111: a small group is not to be had as the total less the others: a second one is hidden with it, and where there
    are few steps in all nothing is shown, however they are counted."""
    city = deployment.serve_pack("two_auditors")
    district = city.districts()[-1]  # nobody else reviews there
    owner = city.owner()
    many, few = (city.officer(districts=[district], name=name) for name in ("多的", "少的"))
    step = next(one["transition"] for one in many.get(f"cases/{case_id(file_machine(owner, district)[0])}").body["transitions"]
                if one["transition"] != "claim" and not one["needs"])

    def take(officer, count):
        for _ in range(count):
            done(act(officer, case_id(file_machine(owner, district)[0]), step))

    def shown(by):
        body = many.get(f"statistics/reviews?by={by}").body
        return {one["label"]: not one["suppressed"] for one in body["groups"]}, not body["total"]["suppressed"]

    take(few, 2)
    for by in ("officer", "district", "kind"):
        groups, total = shown(by)
        assert groups and not any(groups.values()) and not total, by
    take(many, 6)
    groups, total = shown("officer")
    assert groups == {"多的": False, "少的": False} and total
    assert all(shown("kind")[0].values())
    take(few, 3)
    assert shown("officer") == ({"多的": True, "少的": True}, True)


@pytest.mark.parametrize("query", ["by=owner", "by=officer_id", "from=x", "from=2026-02-30", "from=2026-02-02&to=2026-02-01",
                                   "from=2020-01-01&to=2026-01-01", "district=1"])
def test_statistics_that_make_no_sense(officer, query):
    """X047, X078"""
    assert_problem(officer.get(f"statistics/reviews?{query}"), 400)


def test_a_district_s_approval_is_counted_in_every_city(any_city):
    """F081: whatever the city's workflow is called."""
    district = any_city.districts()[0]
    owner, officer = any_city.owner(), any_city.officer(districts=[district], name="统计")
    machine, _ = file_machine(owner, district)
    approve(officer, case_id(machine))
    groups = officer.get("statistics/reviews?by=kind").body["groups"]
    assert any(one["key"] == "machine_registration" and one["count"] >= 1 for one in groups)
