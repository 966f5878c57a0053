"""Every role of every city does its main job over HTTP, and is refused one that is not its own (F002, F003, F005, F016, F018,
F074, F091, F144, F193, F194, X068, X071)."""

import functools

import pytest

from cast import EVERY_CITY
from client import PASSWORD, Person, assert_problem
from filing import act, approve, case_id, done, file_machine
from values import new_phone

OFFICERS = ["district_auditor", "city_auditor", "inspector", "township_officer", "department_officer", "desk_clerk", "operator"]
NO_AGENTS = {"tianjin", "chongqing"}  # whose owners file themselves
DEPARTMENTS = {"chongqing": "housing"}  # the one city with such a vocabulary


class Town:
    """One city: its districts, an owner with a coded machine and one in review, and an officer of each role."""

    def __init__(self, city):
        self.city = city
        self.name = city.name
        self.here, self.there = city.districts()[:2]
        self.auditor = city.officer(districts=[self.here], name="区县审核")
        self.elsewhere = city.officer(districts=[self.there], name="邻区审核")
        self.owner = city.owner()
        coded, _ = file_machine(self.owner, self.here)
        self.waiting, _ = file_machine(self.owner, self.here)
        approve(self.auditor, case_id(coded))
        self.coded = self.owner.get(f"machines/{coded['id']}").body
        self._made = {}

    def officer(self, role):
        """None where the city has nobody of the role."""
        if role == "department_officer" and self.name not in DEPARTMENTS:
            return None
        if role not in self._made:
            districts = [self.here] if role in ("district_auditor", "inspector", "township_officer", "desk_clerk") else ()
            more = {"township_officer": {"township": "城关镇"},
                    "department_officer": {"department": DEPARTMENTS.get(self.name)}}.get(role, {})
            self._made[role] = self.city.officer(role, districts, f"岗位{role}", **more)
        return self._made[role]


@pytest.fixture(scope="module")
def towns(deployment):
    return functools.cache(lambda name: Town(deployment.city(name)))


@pytest.fixture(params=EVERY_CITY)
def town(request, towns):
    return towns(request.param)


def collected(town, person):
    how = town.owner.get(f"machines/{town.coded['id']}").body["collection"]
    body = {"password": how["password"]} if how and how["password"] else {}
    return person.post(f"codes/{town.coded['serial']}/collection", body)


# ── Who registers himself ────────────────────────────────────────────────────────────────────────────────────────────


def test_owner(town):
    """F004, F021: files and sees his own; reviews nothing."""
    assert {town.coded["id"], town.waiting["id"]} <= {one["id"] for one in town.owner.items("machines")}
    assert_problem(town.owner.get("statistics/reviews"), 403, "request.forbidden")


def test_agent(town):
    """F005: registers and begins a filing where the city has one for agents, else not at all; another's is none of his."""
    if town.name in NO_AGENTS:
        assert "agent" not in town.city.get("city").body["roles_open"]
        assert_problem(town.city.post("accounts", town.city.registration(new_phone(), "enterprise", "agent")), 403, "account.role_closed")
        return
    agent = town.city.owner("enterprise", "agent")
    begun = agent.post("machines", {"answers": {}})
    assert begun.status == 201, begun
    assert begun.body["id"] in {one["id"] for one in agent.items("machines")}
    assert_problem(agent.get(f"machines/{town.waiting['id']}"), 404)


def test_site_manager(town):
    """F002, F016: where he registers himself, he looks a code up in the view of those on duty, and files no machine."""
    body = {**town.city.registration(new_phone()), "role": "site_manager"}
    answer = town.city.post("accounts", body)
    if answer.status != 201:
        assert_problem(answer, 403, "account.role_closed")
        return
    manager = Person(town.city, town.city.sign_in(body["phone"]))
    assert "machine_kind" in manager.get(f"codes/{town.coded['code']}").body["fields"]
    assert_problem(manager.post("machines", {"answers": {}}), 403, "request.forbidden")


def test_recorder(town):
    """F140, R06: the role comes with sites; until then nobody has it, however he asks."""
    body = {**town.city.registration(new_phone()), "role": "recorder"}
    assert_problem(town.city.post("accounts", body), 403, "account.role_closed")


# ── Officers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_district_auditor(town):
    """F074, X071: takes the case of his district; the neighbour has none such."""
    case = case_id(town.waiting)
    done(act(town.auditor, case, "claim"))
    done(act(town.auditor, case, "release"))
    assert_problem(town.elsewhere.get(f"cases/{case}"), 404)
    assert_problem(town.auditor.get("audit"), 403)


def test_city_auditor(town):
    """F003, F194: sees every district's cases and the record of who did what; files nothing."""
    officer = town.officer("city_auditor")
    assert case_id(town.waiting) in {one["id"] for one in officer.items("cases?phase=open")}
    assert "code.issue" in {row["action"] for row in officer.items(f"audit?object={town.coded['id']}")} or \
        officer.get("audit").body["items"]
    assert_problem(officer.post("machines", {"answers": {}}), 403)


def test_operator(town):
    """F193, F019: takes an officer out of service and back; a filing is none of his business."""
    operator = town.officer("operator")
    victim = town.city.officer(districts=[town.here], name="停用的")
    account = victim.get("account").body["id"]
    assert operator.post(f"officers/{account}/suspension").status == 200
    assert_problem(victim.get("cases"), 401)
    assert operator.delete(f"officers/{account}/suspension").status == 200
    assert town.city.try_sign_in(victim.login).status == 201
    assert_problem(operator.get("cases"), 403)


def test_desk_clerk(town):
    """F091, F092: hands the code out where the city hands codes out; decides nothing."""
    clerk = town.officer("desk_clerk")
    answer = collected(town, clerk)
    if town.coded["collection"] is None:
        assert_problem(answer, 409, "collection.none")
    else:
        assert done(answer)["collection"]["state"] == "collected"
    assert_problem(clerk.get(f"cases/{case_id(town.waiting)}"), 403)


@pytest.mark.parametrize("role", ["inspector", "township_officer", "department_officer"])
def test_on_site(town, role):
    """F016, F144: looks a machine up on the spot and sees what tells it from another; no city gives these the review of
    machines, so none of those cases is theirs; papers of sites (F123–F125) may be."""
    officer = town.officer(role)
    if officer is None:
        refused = town.city.deployment.nrmm("account", "create", "--city", town.name, "--role", role, "--name", "某某", "--phone",
                                            new_phone(), check=False)
        assert refused.returncode != 0
        return
    fields = officer.get(f"codes/{town.coded['code']}").body["fields"]
    assert {"machine_kind", "emission_stage", "machine_state"} <= set(fields)
    assert {case["kind"] for case in officer.items("cases")} <= {"site_documents", "fuel_vouchers"}
    assert_problem(officer.get(f"cases/{case_id(town.waiting)}"), 404)
    assert_problem(officer.get("officers"), 403)


@pytest.mark.parametrize("role", OFFICERS)
def test_whoever_is_issued_an_account_changes_its_password_first(towns, role):
    """F018, X062: of every role: the initial password opens nothing else."""
    town = towns("chongqing")
    more = {"township_officer": {"township": "城关镇"}, "department_officer": {"department": "housing"}}.get(role, {})
    made = town.city.create_officer(role, [town.here], f"新{role}", **more)
    token = town.city.sign_in(made["login"], made["initial_password"])
    assert_problem(town.city.get("messages", token=token), 403)
    assert town.city.try_sign_in(made["login"], PASSWORD).status == 401
