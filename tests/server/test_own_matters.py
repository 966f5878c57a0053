"""Departments' and townships' officers see and decide the cases that name their own, and no others (F074, F081, F122, F193,
X068, X071): in lists, counts, single cases, reasons, photos and whom a case may be handed to."""

import pytest

from client import assert_problem
from filing import act, case_id, done, file_machine

EAST, WEST = "990801", "990802"


@pytest.fixture(scope="module")
def town(deployment):
    return deployment.serve_pack("own_matters")


@pytest.fixture(scope="module")
def officers(town):
    return {
        "housing": town.officer("department_officer", name="住建", department="housing"),
        "water": town.officer("department_officer", name="水利", department="water"),
        "river": town.officer("township_officer", [EAST], "河东", township="河东街道"),
        "hill": town.officer("township_officer", [EAST], "山北", township="山北镇"),
        "namesake": town.officer("township_officer", [WEST], "西区河东", township="河东街道"),
        "both": town.officer("township_officer,department_officer", [EAST], "兼任", township="山北镇", department="water"),
    }


@pytest.fixture(scope="module")
def filed(town):
    """One filing of a department and a township, and one that names none."""
    owner = town.owner()
    return {"named": file_machine(owner, EAST, filing_for="self", department="housing", township="河东街道")[0],
            "unnamed": file_machine(owner, EAST, filing_for="self", seed=1, department=None, township=None)[0]}


SEES = {"housing": True, "river": True, "water": False, "hill": False, "namesake": False, "both": False}


@pytest.mark.parametrize("who", SEES)
def test_only_one_s_own(officers, filed, who):
    """F074, X071: deny by default: what names nobody is nobody's of these."""
    officer = officers[who]
    case, nobodys = case_id(filed["named"]), case_id(filed["unnamed"])
    listed = {one["id"] for one in officer.items("cases")}
    turn = {one["id"] for one in officer.items("cases?turn=true")}
    summary = officer.get("cases/summary").body["totals"]
    photo = filed["named"]["answers"]["photos_body"][0]
    assert nobodys not in listed and nobodys not in turn
    assert (case in listed) == (case in turn) == SEES[who]
    assert (summary["cases"] > 0) == (summary["turn"] > 0) == SEES[who]
    assert_problem(officer.get(f"cases/{nobodys}"), 404, "request.not_found")
    assert officer.get(f"photos/{photo}").status == (200 if SEES[who] else 404)
    if SEES[who]:
        seen = officer.get(f"cases/{case}").body
        assert seen["department"] == "housing" and seen["township"] == "河东街道"
        assert {"give_number", "send_home"} <= {one["transition"] for one in seen["transitions"]}
        return
    none = officer.get(f"cases/{nobodys}").without_request_id()
    for answer in (officer.get(f"cases/{case}"), officer.get(f"cases/{case}/why"),
                   officer.post(f"cases/{case}/transitions", {"transition": "give_number"}, version=1)):
        assert_problem(answer, 404, "request.not_found")
        assert answer.without_request_id() == none
    assert_problem(officer.get("statistics/reviews"), 403)
    assert_problem(officer.get("machines"), 403)


def test_a_case_goes_to_whom_it_concerns(town, officers, filed):
    """F082, X072: only officers in charge may be given it; one of another department is no choice."""
    head = town.officer("city_auditor", name="市级")
    case = case_id(filed["named"])
    may = {one["name"] for one in head.get(f"cases/{case}/assignees").body["items"]}
    assert may == {"住建", "河东"}
    other = officers["water"].get("account").body["id"]
    version = head.get(f"cases/{case}").body["version"]
    refused = head.post(f"cases/{case}/assignment", {"officer": other}, version=version)
    assert ("officer", "choice") in assert_problem(refused, 422).codes


def test_another_duty_is_another_queue(town):
    """F193, X059: with his department an officer's cases change at once."""
    owner, head = town.owner(), town.officer("city_auditor", name="调岗的市级")
    officer = town.officer("department_officer", name="调岗", department="water")
    machine, _ = file_machine(owner, EAST, filing_for="self", department="water")
    assert case_id(machine) in {one["id"] for one in officer.items("cases")}
    account = officer.get("account").body["id"]
    duty = {"roles": ["department_officer"], "departments": ["housing"]}
    changed = head.put(f"officers/{account}", duty, version=head.get(f"officers/{account}").version)
    assert changed.status == 200, changed
    assert_problem(officer.get("cases"), 401)
    assert_problem(officer.again().get(f"cases/{case_id(machine)}"), 404)


def test_they_decide(town, officers):
    """F077, F078: the department and the township, each its own."""
    owner = town.owner()
    machine, _ = file_machine(owner, EAST, filing_for="self", department="water", township="山北镇")
    done(act(officers["hill"], case_id(machine), "send_home", reason="missing"))
    owner.post(f"machines/{machine['id']}/submission")
    assert done(act(officers["water"], case_id(machine), "give_number"))["phase"] == "approved"
