"""A city with two ways to file a machine: which one a filing takes, and under whose facts its form is settled (F005,
F042, F082, R21). The pack is tests/server/packs/two_filings."""

import random

import pytest

import values
from client import assert_problem
from filing import act, case_id, done, submit
from form_client import Form, fill

HERE = "990101"


@pytest.fixture(scope="module")
def city(deployment):
    return deployment.serve_pack("two_filings")


@pytest.fixture(scope="module")
def owner(city):
    return city.owner()


@pytest.fixture(scope="module")
def agent(city):
    return city.owner("enterprise", "agent")


def answers_to(person, form, **known):
    wire = Form(person.get(f"forms/{form}").body)
    known = {"filing_for": "self", "registration_district": HERE, "machine_kind": "excavator", **known}
    if form == "machine":
        known["registration_kind"] = "machine"
    return fill(wire, person.photos(), random.Random(1), known)


def begin(person, form=None, kind=None, **known):
    body = {"answers": answers_to(person, form, **known) if form else {}}
    return person.post("machines", {**body, "kind": kind} if kind is not None else body)


def test_the_city_says_what_can_be_filed_and_by_whom(city):
    """F082: in the order of filing.offered."""
    assert city.get("city").body["filings"] == [
        {"kind": "owner_coding", "form": "machine", "title": "自办编码", "by": ["owner", "agent"]},
        {"kind": "agent_coding", "form": "agent_machine", "title": "代办编码", "by": ["agent"]}]
    others = city.deployment.city("linfen").get("city").body["filings"]
    assert [one["kind"] for one in others] == ["machine_registration"]


def test_without_a_word_it_is_the_first_that_he_may_open(owner, agent):
    """The same whatever the names are: the list decides, not the alphabet."""
    assert begin(owner).body["kind"] == "owner_coding"
    assert begin(agent).body["kind"] == "owner_coding"
    assert begin(agent, kind="").body["kind"] == "owner_coding"


def test_the_client_may_name_one(owner, agent):
    """Named and his: it is that one; named and another's: 403; not on offer, though the pack has it: 422."""
    assert begin(agent, kind="agent_coding").body["kind"] == "agent_coding"
    assert begin(owner, kind="owner_coding").body["kind"] == "owner_coding"
    assert_problem(begin(owner, kind="agent_coding"), 403, "request.forbidden")
    for kind in ("machine_registration", "transfer", "no_such_kind", "Agent_coding"):
        refused = assert_problem(begin(agent, kind=kind), 422, "form.refused")
        assert refused.codes == {("kind", "choice")}
    for kind in (None, 1, ["agent_coding"], {}):
        assert_problem(owner.post("machines", {"answers": {}, "kind": kind}), 400)


def test_the_guard_is_that_of_the_filing_named(city):
    """R01: a person who is an agent may file, but not by the way of the agencies."""
    person = city.owner("person", "agent")
    refused = assert_problem(begin(person, kind="agent_coding"), 409, "case.guard")
    assert refused.body["title"] == "代办限企业。"
    assert begin(person).status == 201


def test_each_goes_its_own_way_to_its_code(city, owner, agent):
    """F005, F074, F084, R21: its form, its reviewers, its words; a draft remembers what it is."""
    district, above = city.officer(districts=[HERE]), city.officer("city_auditor", name="市级")
    for person, kind, form, desk, other in ((owner, "owner_coding", "machine", district, above),
                                            (agent, "agent_coding", "agent_machine", above, district)):
        drafted = begin(person, form, kind).body
        changed = person.put(f"machines/{drafted['id']}", {"answers": {**drafted["answers"], "place": "东路工地"}},
                             version=drafted["version"])
        assert changed.status == 200 and changed.body["kind"] == kind, changed
        case = submit(person, drafted["id"])["case"]
        assert case["kind"] == kind and case["state"] == "waiting"
        assert case["id"] in {one["id"] for one in desk.items(f"cases?turn=true&kind={kind}")}
        assert case["id"] not in {one["id"] for one in other.items("cases?turn=true")}
        assert_problem(act(other, case["id"], "code_it", version=case["version"]), 404 if other is district else 403)
        assert done(act(desk, case["id"], "code_it"))["phase"] == "approved"
        assert person.get(f"machines/{drafted['id']}").body["code"]


def test_the_other_form_s_fields_are_not_taken(agent):
    """X048: answers belong to the form of the filing named."""
    answers = answers_to(agent, "agent_machine")
    refused = agent.post("machines", {"answers": answers, "kind": "owner_coding"})
    assert refused.status in (400, 422) and "agency_licence" in str(refused.body), refused


def fields_required(form):
    return {field["field"] for step in form["steps"] for field in step["fields"] if field["required"] is True}


def file_for(city, agent, owner):
    """A filing of the agent for the owner, who agrees by his code; its answers."""
    answers = answers_to(agent, "agent_machine", filing_for="other", owner_name="甲", owner_phone=owner.phone,
                         owner_sms_code="000000")
    answers.pop("owner_sms_code")
    drafted = agent.post("machines", {"answers": answers, "kind": "agent_coding"})
    assert drafted.status == 201, drafted
    code = city.sms_code(owner.phone, "agent_filing")
    filed = agent.post(f"machines/{drafted.body['id']}/submission", {"owner_sms_code": code})
    assert filed.status == 200, filed
    return drafted.body["id"], filed.body["case"]["id"]


def test_a_form_is_settled_by_who_filed_not_by_who_looks(city, agent):
    """F005, F042: the agency files for a person; what is required of agencies is required, whoever opens the form."""
    owner = city.owner()
    machine, case = file_for(city, agent, owner)
    above = city.officer("city_auditor", name="市级")
    done(act(above, case, "send_back", reason="missing"))
    for person in (agent, owner, above):
        assert "agency_licence" in fields_required(person.get(f"forms/agent_machine?case={case}").body), person.login
        assert "contact_name" not in fields_required(person.get(f"forms/agent_machine?case={case}").body)
    for person in (agent, owner):
        assert "agency_licence" in fields_required(person.get(f"forms/agent_machine?subject={machine}").body)
        checked = person.post("forms/agent_machine/check", {"answers": {}, "subject": machine}, key=False)
        assert "agency_licence" in checked.body["required"] and "contact_name" not in checked.body["required"]
    assert "contact_name" in fields_required(owner.get("forms/agent_machine").body), "his own, new one"
    checked = owner.post("forms/agent_machine/check", {"answers": {}}, key=False)
    assert "contact_name" in checked.body["required"]


def test_a_form_about_another_s_machine_is_none(city, agent):
    """X069: by query and body alike; as if it did not exist."""
    owner, stranger = city.owner(), city.owner()
    machine, _ = file_for(city, agent, owner)
    for subject in (machine, "00000000-0000-7000-8000-000000000000", "x"):
        assert_problem(stranger.get(f"forms/agent_machine?subject={subject}"), 404, "request.not_found")
        checked = stranger.post("forms/agent_machine/check", {"answers": {}, "subject": subject}, key=False)
        assert_problem(checked, 404, "request.not_found")
    assert_problem(city.get(f"forms/machine?subject={machine}"), 404, "request.not_found")


def test_what_the_register_knows_settles_a_change(city, owner):
    """R24, R25: a form about a registered machine asks by the machine's own data, not by what the client says."""
    officer = city.officer(districts=[HERE])
    made = []
    for fuel in ("diesel", "electric"):
        drafted = begin(owner, "machine", "owner_coding", fuel=fuel).body
        done(act(officer, submit(owner, drafted["id"])["case"]["id"], "code_it"))
        made.append(drafted["id"])
    diesel, electric = made
    assert "dpf_opinion" in fields_required(owner.get(f"forms/retrofit?subject={diesel}").body)
    assert "dpf_opinion" not in fields_required(owner.get(f"forms/retrofit?subject={electric}").body)
    assert "kind_note" in fields_required(owner.get(f"forms/retrofit?subject={diesel}").body)
    assert not fields_required(owner.get("forms/retrofit").body) & {"dpf_opinion", "kind_note"}, "about no machine yet"
    for machine, wanted in ((diesel, True), (electric, False)):
        checked = owner.post("forms/retrofit/check", {"answers": {}, "subject": machine}, key=False).body
        assert ("dpf_opinion" in checked["required"]) == wanted
