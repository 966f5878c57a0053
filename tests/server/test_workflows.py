"""Workflow is data: the same program runs packs without review, with two levels and with a second opinion, whose states
and transitions have names that no city has (F074, F077, F078, F081, F082, R21, X025, X031, X068, X071, X073). The packs
are in tests/server/packs."""

import concurrent.futures
import re

import pytest

from client import assert_problem
from filing import act, case_id, done, draft, file_machine, submit

HERE, THERE = "990101", "990102"


@pytest.fixture(scope="module")
def unreviewed(deployment):
    return deployment.serve_pack("unreviewed")


@pytest.fixture(scope="module")
def two_levels(deployment):
    return deployment.serve_pack("two_levels")


@pytest.fixture(scope="module")
def two_auditors(deployment):
    return deployment.serve_pack("two_auditors")


@pytest.fixture(scope="module")
def two_offices(deployment):
    return deployment.serve_pack("two_offices")


def offered(person, case):
    return {one["transition"] for one in person.get(f"cases/{case}").body["transitions"]}


def waits_for(officer, case):
    """Whether the case is in the officer's queue of what he may do now."""
    return case in {one["id"] for one in officer.items("cases?turn=true")}


def seen_by(officer, case):
    return case in {one["id"] for one in officer.items("cases")}


def at_once(*calls):
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        return [answer.result() for answer in [pool.submit(call) for call in calls]]


def state(person, case):
    return person.get(f"cases/{case}").body["state"]


def codes_of(owner, machine):
    return [event["code"] for event in owner.get(f"machines/{machine['id']}").body["history"] if event["event"] == "code"]


# ── No review ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_review_the_submission_gives_the_code(unreviewed):
    """F082, F084, F101, F204: from sign-up to a code that anyone can look up, and nobody's queue holds it."""
    owner, officer = unreviewed.owner(), unreviewed.officer(districts=[HERE])
    machine, submitted = file_machine(owner, HERE)
    assert submitted["case"]["phase"] == "approved" and submitted["case"]["state"] == "numbered"
    assert submitted["case"]["transitions"] == [] and submitted["case"]["turn"] == []
    assert machine["state"] == "approved" and re.match(r"^[1-4DX]-9A1[0-9A-HJ-NP-Z]{5}$", machine["code"]), machine
    assert [event["transition"] for event in machine["case"]["events"]] == ["hand_in"]
    looked_up = unreviewed.code(machine["code"])
    assert looked_up.status == 200 and looked_up.body["state"] == "valid", looked_up
    assert machine["code"] in str(owner.get("messages").body["items"][0])
    assert officer.items("cases") == []
    assert_problem(officer.get(f"cases/{case_id(machine)}"), 404)
    assert_problem(act(officer, case_id(machine), "claim", version=1), 404)
    assert_problem(owner.post(f"machines/{machine['id']}/submission"), 409)


def test_without_review_what_is_wrong_gets_no_code(unreviewed):
    """F026: refused with every finding; the draft stays and gets its code once it is right."""
    owner = unreviewed.owner()
    machine = draft(owner, HERE)
    answers = machine["answers"]
    empty = owner.put(f"machines/{machine['id']}", {"answers": {"place": "工地"}}, version=machine["version"])
    assert_problem(owner.post(f"machines/{machine['id']}/submission"), 422, "form.refused")
    assert owner.get(f"machines/{machine['id']}").body["code"] is None
    whole = owner.put(f"machines/{machine['id']}", {"answers": answers}, version=empty.body["version"])
    assert whole.status == 200, whole
    assert submit(owner, machine["id"])["case"]["phase"] == "approved"


def test_without_review_a_rule_that_fails_gives_no_code(unreviewed):
    """X094: elsewhere it goes to a person; where there is none, it is refused and says so."""
    owner = unreviewed.owner()
    machine = draft(owner, HERE, machine_model="规则出错")
    refused = assert_problem(owner.post(f"machines/{machine['id']}/submission"), 422, "form.refused")
    assert ("machine_model", "manual") in refused.codes
    assert "人工" in str(refused.body["errors"])
    assert owner.get(f"machines/{machine['id']}").body["state"] == "draft"


# ── Two levels ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def district_desk(two_levels):
    return two_levels.officer(districts=[HERE], name="初审张三")


@pytest.fixture(scope="module")
def city_desk(two_levels):
    return two_levels.officer("city_auditor", name="复审李四")


@pytest.fixture
def levelled(two_levels):
    """(owner, machine, id of its case), waiting for the district."""
    owner = two_levels.owner()
    machine, _ = file_machine(owner, HERE)
    return owner, machine, case_id(machine)


def test_two_levels_one_after_the_other(two_levels, district_desk, city_desk, levelled):
    """F074, F081, F082, R21: claimed and agreed at each level; the code comes with the second."""
    owner, machine, case = levelled
    seen = district_desk.get(f"cases/{case}").body
    assert seen["state"] == "at_district" and seen["turn"] == ["district_auditor"] and seen["due_at"]
    assert waits_for(district_desk, case) and not waits_for(city_desk, case)
    done(act(district_desk, case, "claim"))
    passed = done(act(district_desk, case, "pass_up"))
    assert passed["state"] == "at_city" and passed["phase"] == "open" and passed["turn"] == ["city_auditor"]
    assert passed["claimed_by"] is None and passed["due_at"] != seen["due_at"]
    assert owner.get(f"machines/{machine['id']}").body["state"] == "in_review"
    assert codes_of(owner, machine) == []
    assert waits_for(city_desk, case) and not waits_for(district_desk, case) and seen_by(district_desk, case)
    assert offered(district_desk, case) == set()
    assert offered(city_desk, case) == {"hand_down", "city_sends_back", "city_turns_down", "code_it", "claim"}
    assert done(act(city_desk, case, "claim"))["claimed_by"] == city_desk.name
    decided = done(act(city_desk, case, "code_it"))
    assert decided["phase"] == "approved" and decided["turn"] == []
    mine = owner.get(f"machines/{machine['id']}").body
    assert mine["state"] == "approved" and codes_of(owner, machine) == [mine["code"]]
    assert two_levels.code(mine["code"]).status == 200
    assert not waits_for(city_desk, case)
    why = owner.get(f"cases/{case}/why").body["decisions"]
    decided = {one["rule"]: one for one in why if one["rule"].startswith("levelled_coding.")}
    assert decided["levelled_coding.pass_up"]["outcome"] == "open"
    assert decided["levelled_coding.pass_up"]["basis"] == "试规 第三条"
    assert decided["levelled_coding.code_it"]["outcome"] == "approved"
    assert decided["levelled_coding.code_it"]["inputs"]["not_by"] == {"pass_up": "初审张三"}


def test_the_wrong_level_decides_nothing(two_levels, district_desk, city_desk, levelled):
    """X068, X071: another's turn is 409, a role or district that has no part in the case is 404."""
    _, _, case = levelled
    neighbour = two_levels.officer(districts=[THERE], name="西区")
    inspector = two_levels.officer("inspector", districts=[HERE], name="检查")
    for step in ("claim", "pass_up", "code_it", "city_turns_down"):
        assert_problem(act(city_desk, case, step, reason="untrue"), 409, "case.transition")
    for stranger in (neighbour, inspector):
        assert_problem(stranger.get(f"cases/{case}"), 404, "request.not_found")
        assert_problem(act(stranger, case, "claim", version=1), 404, "request.not_found")
        assert not seen_by(stranger, case) and not waits_for(stranger, case)
    done(act(district_desk, case, "pass_up"))
    for step in ("claim", "pass_up", "district_turns_down", "code_it"):
        assert_problem(act(district_desk, case, step, reason="untrue"), 409, "case.transition")
    assert state(city_desk, case) == "at_city"


def test_the_second_level_returns_to_the_first_or_to_the_owner(district_desk, city_desk, levelled):
    """F077, F078, F101: with a reason each; to the owner the filing is open again, and goes through both levels anew."""
    owner, machine, case = levelled
    done(act(district_desk, case, "pass_up"))
    assert_problem(act(city_desk, case, "hand_down"), 422)
    down = done(act(city_desk, case, "hand_down", reason="missing", remarks=[{"field": "place", "text": "请核对"}]))
    assert (down["state"], down["phase"], down["turn"]) == ("at_district", "open", ["district_auditor"])
    assert_problem(owner.put(f"machines/{machine['id']}", {"answers": {}},
                             version=owner.get(f"machines/{machine['id']}").version), 409, "machine.in_review")
    assert waits_for(district_desk, case)
    done(act(district_desk, case, "pass_up"))
    back = done(act(city_desk, case, "city_sends_back", reason="unclear_photo"))
    assert (back["state"], back["phase"], back["turn"]) == ("sent_back", "returned", [])
    assert not waits_for(district_desk, case) and not waits_for(city_desk, case)
    assert "照片不清晰" in owner.get("messages").body["items"][0]["text"]
    mine = owner.get(f"machines/{machine['id']}")
    assert mine.body["state"] == "returned"
    changed = owner.put(f"machines/{machine['id']}", {"answers": {**mine.body["answers"], "place": "另一处"}},
                        version=mine.version)
    assert changed.status == 200, changed
    again = submit(owner, machine["id"])["case"]
    assert again["id"] == case and again["state"] == "at_district"
    done(act(district_desk, case, "pass_up"))
    assert done(act(city_desk, case, "code_it"))["phase"] == "approved"
    assert [event["transition"] for event in owner.get(f"cases/{case}").body["events"]] == \
        ["hand_in", "pass_up", "hand_down", "pass_up", "city_sends_back", "hand_in", "pass_up", "code_it"]


@pytest.mark.parametrize("level, step", [("district", "district_turns_down"), ("city", "city_turns_down")])
def test_either_level_may_refuse(district_desk, city_desk, levelled, level, step):
    """F078: the case is over; nobody has a turn."""
    owner, machine, case = levelled
    if level == "city":
        done(act(district_desk, case, "pass_up"))
    refused = done(act(city_desk if level == "city" else district_desk, case, step, reason="untrue"))
    assert refused["phase"] == "refused" and refused["turn"] == []
    assert owner.get(f"machines/{machine['id']}").body["state"] == "refused"
    for officer in (district_desk, city_desk):
        assert offered(officer, case) == set() and not waits_for(officer, case)
        assert_problem(act(officer, case, "claim"), 409)


def test_a_level_decides_on_what_it_has_seen(district_desk, city_desk, levelled):
    """X031: a version from before the other level's step is 409 with the name of him who took it."""
    _, _, case = levelled
    version = city_desk.get(f"cases/{case}").body["version"]
    done(act(district_desk, case, "pass_up"))
    refused = assert_problem(act(city_desk, case, "code_it", version=version), 409, "case.changed")
    assert refused.body["by"] == district_desk.name
    assert state(city_desk, case) == "at_city"


def test_no_one_person_is_both_levels(two_levels, city_desk, levelled):
    """X073: an officer with both roles passes it up and may not decide above; told so with the article."""
    owner, machine, case = levelled
    both = two_levels.officer("district_auditor,city_auditor", districts=[HERE], name="两岗王五")
    done(act(both, case, "pass_up"))
    assert "code_it" not in offered(both, case)
    refused = assert_problem(act(both, case, "code_it"), 403, "case.same_person")
    assert "另一人" in refused.body["title"] and "初审同意" in refused.body["title"]
    (error,) = refused.body["errors"]
    assert error["basis"] == "试规 第四条" and error["code"] == "case.same_person"
    assert codes_of(owner, machine) == []
    assert done(act(city_desk, case, "code_it"))["phase"] == "approved"


# ── A second opinion of the same office ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def colleagues(two_auditors):
    return [two_auditors.officer(districts=[HERE], name=name) for name in ("甲审", "乙审", "丙审")]


@pytest.fixture
def paired(two_auditors):
    owner = two_auditors.owner()
    machine, _ = file_machine(owner, HERE)
    return owner, machine, case_id(machine)


def test_two_auditors_must_agree(colleagues, paired):
    """F082, X073: the first opinion gives no code and leaves the first's queue; the second, another's, does."""
    owner, machine, case = paired
    first, second, third = colleagues
    done(act(first, case, "claim"))
    half = done(act(first, case, "agree"))
    assert half["state"] == "one_agreed" and half["phase"] == "open" and half["claimed_by"] is None
    assert codes_of(owner, machine) == []
    assert offered(first, case) == set() and seen_by(first, case) and not waits_for(first, case)
    assert offered(second, case) == {"agree_too", "doubt", "send_back", "turn_down", "claim"} and waits_for(second, case)
    for step in ("agree_too", "doubt", "send_back", "turn_down", "claim"):
        refused = assert_problem(act(first, case, step, reason="untrue"), 403, "case.same_person")
        assert "您" in refused.body["title"] and refused.body["errors"][0]["basis"].startswith("试规")
    assert_problem(act(second, case, "agree"), 409, "case.transition")
    done(act(second, case, "claim"))
    assert_problem(act(third, case, "agree_too"), 409, "case.claimed")
    assert done(act(second, case, "agree_too"))["phase"] == "approved"
    assert len(codes_of(owner, machine)) == 1
    rules = [one["rule"] for one in owner.get(f"cases/{case}/why").body["decisions"]]
    assert rules[-2:] == ["paired_coding.agree", "paired_coding.agree_too"]


def test_one_person_with_two_accounts_is_one_person(two_auditors, colleagues, paired):
    """X073: told by the telephone number; a second account comes only after the first is disabled."""
    owner, machine, case = paired
    phone = "13712345678"
    one = two_auditors.officer(districts=[HERE], name="同一人", phone=phone)
    done(act(one, case, "agree"))
    two_auditors.deployment.nrmm("account", "disable", "--city", two_auditors.name, "--login", one.login)
    other = two_auditors.officer(districts=[HERE], name="同一个人", phone=phone)
    assert offered(other, case) == set()
    assert_problem(act(other, case, "agree_too"), 403, "case.same_person")
    assert done(act(colleagues[0], case, "agree_too"))["phase"] == "approved"


def test_a_return_begins_the_opinions_anew(colleagues, paired):
    """F077: whoever agreed to what was returned or doubted is free to be the second of the next round."""
    owner, machine, case = paired
    first, second, _ = colleagues
    done(act(first, case, "agree"))
    done(act(second, case, "send_back", reason="wrong_data"))
    submit(owner, machine["id"])
    done(act(second, case, "agree"))
    assert_problem(act(second, case, "agree_too"), 403, "case.same_person")
    assert waits_for(first, case)
    done(act(first, case, "doubt", reason="missing"))
    assert state(first, case) == "none_agreed"
    done(act(first, case, "agree"))
    assert done(act(second, case, "agree_too"))["phase"] == "approved"


def test_two_first_opinions_at_once(colleagues, paired):
    """X025: one is the first; the other hears who was, and is the second when he has looked again."""
    owner, machine, case = paired
    first, second, _ = colleagues
    version = first.get(f"cases/{case}").body["version"]
    answers = at_once(*[lambda who=who: act(who, case, "agree", version=version) for who in (first, second) * 4])
    assert sorted(answer.status for answer in answers) == [200] + [409] * 7
    assert {answer.body["code"] for answer in answers if answer.status == 409} == {"case.changed"}
    winner, loser = (first, second) if offered(first, case) == set() else (second, first)
    assert {answer.body["by"] for answer in answers if answer.status == 409} == {winner.name}
    assert_problem(act(winner, case, "agree_too"), 403, "case.same_person")
    assert done(act(loser, case, "agree_too"))["phase"] == "approved"
    assert len(codes_of(owner, machine)) == 1


def test_two_second_opinions_at_once_give_one_code(colleagues, paired):
    """X025"""
    owner, machine, case = paired
    first, second, third = colleagues
    version = done(act(first, case, "agree"))["version"]
    answers = at_once(*[lambda who=who: act(who, case, "agree_too", version=version) for who in (first, second, third) * 4])
    assert [answer.status for answer in answers].count(200) == 1
    assert {answer.status for answer in answers} <= {200, 403, 409}
    assert len(codes_of(owner, machine)) == 1


# ── A second opinion of another office ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def auditor(two_offices):
    return two_offices.officer(districts=[HERE], name="审核员")


@pytest.fixture(scope="module")
def inspector(two_offices):
    return two_offices.officer("inspector", districts=[HERE], name="检查人员")


@pytest.fixture
def joint(two_offices):
    owner = two_offices.owner()
    machine, _ = file_machine(owner, HERE)
    return owner, machine, case_id(machine)


def test_both_offices_in_either_order(two_offices, auditor, inspector):
    """F082, R21: both queues hold it from the beginning; each has its say once; the second brings the code."""
    for order in ((auditor, "audited_first", inspector, "inspected_second"),
                  (inspector, "inspected_first", auditor, "audited_second")):
        first, opens, second, closes = order
        owner = two_offices.owner()
        machine, _ = file_machine(owner, HERE)
        case = case_id(machine)
        assert waits_for(auditor, case) and waits_for(inspector, case)
        assert inspector.get(f"cases/{case}").body["turn"] == ["district_auditor", "inspector"]
        assert_problem(act(first, case, closes), 409, "case.transition")
        assert done(act(first, case, opens))["phase"] == "open"
        assert codes_of(owner, machine) == []
        assert not waits_for(first, case) and offered(first, case) == set() and waits_for(second, case)
        for step in (opens, closes, "claim"):
            assert_problem(act(first, case, step), 409, "case.transition")
        assert done(act(second, case, closes))["phase"] == "approved"
        assert len(codes_of(owner, machine)) == 1


def test_the_inspector_sees_what_he_decides_on(two_offices, inspector, joint):
    """X069, X071: the case and its photos, those of his district only, and no machine beyond."""
    owner, machine, case = joint
    (photo, *_) = inspector.get(f"cases/{case}").body["subject"]["photos"]
    image = inspector.get(f"photos/{photo['id']}")
    assert image.status == 200 and image.bytes[:2] == b"\xff\xd8"
    elsewhere = two_offices.officer("inspector", districts=[THERE], name="西区检查")
    assert_problem(elsewhere.get(f"cases/{case}"), 404)
    assert_problem(elsewhere.get(f"photos/{photo['id']}"), 404)
    assert not seen_by(elsewhere, case)
    assert_problem(inspector.get(f"machines/{machine['id']}"), 404)


def test_inspectors_have_no_part_in_other_cities_reviews(two_levels, levelled):
    """X068: the same role sees neither case nor photo where the workflow does not name it."""
    owner, machine, case = levelled
    inspector = two_levels.officer("inspector", districts=[HERE], name="检查")
    photo = owner.get(f"cases/{case}").body["subject"]["photos"][0]["id"]
    assert inspector.items("cases") == []
    assert_problem(inspector.get(f"photos/{photo}"), 404)


def test_one_person_in_both_offices_counts_once(two_offices, inspector, joint):
    """X073"""
    owner, machine, case = joint
    both = two_offices.officer("district_auditor,inspector", districts=[HERE], name="兼两岗")
    done(act(both, case, "audited_first"))
    refused = assert_problem(act(both, case, "inspected_second"), 403, "case.same_person")
    assert refused.body["errors"][0]["basis"] == "试规 第六条"
    assert "inspector_sends_back" in offered(both, case) and "inspected_second" not in offered(both, case)
    assert done(act(inspector, case, "inspected_second"))["phase"] == "approved"
    assert len(codes_of(owner, machine)) == 1


def test_both_opinions_at_once(auditor, inspector, joint):
    """X025, X031: one comes first, the other has not seen it and decides again; one code."""
    owner, machine, case = joint
    version = auditor.get(f"cases/{case}").body["version"]
    answers = at_once(lambda: act(auditor, case, "audited_first", version=version),
                      lambda: act(inspector, case, "inspected_first", version=version))
    assert sorted(answer.status for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status == 409)
    assert refused.body["code"] == "case.changed" and refused.body["by"] in (auditor.name, inspector.name)
    second = (inspector, "inspected_second") if answers[0].status == 200 else (auditor, "audited_second")
    assert done(act(second[0], case, second[1]))["phase"] == "approved"
    assert len(codes_of(owner, machine)) == 1


def test_either_office_may_return_or_refuse(two_offices, auditor, inspector, joint):
    """F077, F078: also the one that is heard second; what the other had said is void."""
    owner, machine, case = joint
    done(act(auditor, case, "audited_first"))
    assert done(act(inspector, case, "inspector_sends_back", reason="untrue"))["phase"] == "returned"
    submit(owner, machine["id"])
    assert waits_for(auditor, case) and waits_for(inspector, case)
    done(act(inspector, case, "inspected_first"))
    assert done(act(auditor, case, "auditor_turns_down", reason="untrue"))["phase"] == "refused"
    assert codes_of(owner, machine) == []


def test_every_opinion_is_in_the_record(two_offices, auditor, inspector, joint):
    """X104: who said what; the audit has a row for each."""
    owner, machine, case = joint
    done(act(inspector, case, "inspected_first"))
    done(act(auditor, case, "audited_second"))
    events = owner.get(f"cases/{case}").body["events"]
    assert [(event["label"], event["by"]) for event in events[1:]] == [("检查同意", "检查人员"), ("审核同意，发码", "审核员")]
    rows = two_offices.officer("city_auditor", name="市级").items(f"audit?object={case}")
    assert [row["action"] for row in rows] == ["case.audited_second", "case.inspected_first", "case.hand_in"]
