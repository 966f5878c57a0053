"""An inspector helps an unregistered owner on the spot (F017): he opens the account and files the machine, the owner agrees to both
by codes sent to his own phone. Where the city has no such filing, nothing of this can be done."""

import pytest

import values
from client import PASSWORD, Person, assert_problem
from filing import acceptable_answers, act, approve, case_id, done, send_back

FORM = "assisted_registration"


@pytest.fixture(scope="module")
def liaocheng(deployment):
    return deployment.city("liaocheng")


@pytest.fixture(scope="module")
def here(liaocheng):
    return liaocheng.districts()[0]


@pytest.fixture(scope="module")
def inspector(liaocheng, here):
    return liaocheng.officer("inspector", [here], "巡查的")


def account_of(city, phone, kind="person", **changed):
    """The body of POST owner-accounts, with a code that the owner has just been sent."""
    body = {"kind": kind, "phone": phone, "sms_code": city.sms_code(phone, "register"), "answers": city.account_answers(kind)}
    return {**body, **changed}


def opened(inspector, kind="person"):
    """The phone of an owner for whom the inspector has opened an account."""
    phone = values.new_phone()
    answer = inspector.post("owner-accounts", account_of(inspector.city, phone, kind))
    assert answer.status == 201, answer
    return phone


def drafted(inspector, phone, district):
    answers = acceptable_answers(inspector, district, of=FORM, owner_name="乙", owner_phone=phone, contact_phone=phone,
                                 owner_sms_code="000000")
    answers.pop("owner_sms_code")
    answer = inspector.post("machines", {"kind": FORM, "answers": answers})
    assert answer.status == 201, answer
    return answer.body


def handed_in(inspector, phone, district):
    """(id of the machine, id of its case), agreed to by the owner."""
    machine = drafted(inspector, phone, district)
    code = inspector.city.sms_code(phone, "agent_filing")
    answer = done(inspector.post(f"machines/{machine['id']}/submission", {"owner_sms_code": code}))
    return machine["id"], answer["case"]["id"]


def by_code(city, phone):
    """The owner, signed in by a code to his phone."""
    answer = city.post("sessions", {"phone": phone, "sms_code": city.sms_code(phone, "sign_in")}, key=False)
    assert answer.status == 201, answer
    return Person(city, answer.body["token"], login=phone, phone=phone)


def test_from_the_spot_to_the_code(deployment, liaocheng, here, inspector, cast):
    """F017: account, filing, consent, code; then the owner signs in by a code and gives himself a password."""
    phone = values.new_phone()
    body = account_of(liaocheng, phone)
    wrong = f"{(int(body['sms_code']) + 1) % 1000000:06d}"
    assert_problem(inspector.post("owner-accounts", {**body, "sms_code": wrong}), 422, "sms.refused")
    account = inspector.post("owner-accounts", body)
    assert account.status == 201 and account.body.keys() == {"id", "name"}, account
    for password in (PASSWORD, "000000"):
        assert liaocheng.try_sign_in(phone, password).status == 401, "there is none yet"

    machine = drafted(inspector, phone, here)
    assert machine["kind"] == FORM and machine["state"] == "draft"
    assert machine["id"] in {one["id"] for one in inspector.items("machines")}
    path = f"machines/{machine['id']}/submission"
    assert ("owner_sms_code", "required") in assert_problem(inspector.post(path), 422).codes
    for code in (liaocheng.sms_code(phone, "register"), liaocheng.sms_code(values.new_phone(), "agent_filing")):
        refused = assert_problem(inspector.post(path, {"owner_sms_code": code}), 422)
        assert ("owner_sms_code", "sms_code") in refused.codes, "of another purpose, or of another phone"
    assert inspector.get(f"machines/{machine['id']}").body["state"] == "draft"
    case = done(inspector.post(path, {"owner_sms_code": liaocheng.sms_code(phone, "agent_filing")}))["case"]
    assert case["kind"] == FORM and case["phase"] == "open"

    owner = by_code(liaocheng, phone)
    assert [one["id"] for one in owner.items("machines")] == [machine["id"]]
    code = liaocheng.sms_code(phone, "change_password")
    assert owner.put("account/password", {"sms_code": code, "new_password": PASSWORD}).status == 204
    assert liaocheng.try_sign_in(phone).status == 201

    assert_problem(act(inspector, case["id"], "approve"), 409, "case.transition")
    approve(liaocheng.officer(districts=[here], name="分局的"), case["id"])
    coded = owner.get(f"machines/{machine['id']}").body
    assert coded["state"] == "approved" and coded["code"] in deployment.notice(phone)["text"]

    watch = cast.city_officer("liaocheng", "city_auditor")
    issued = watch.items(f"audit?object={account.body['id']}")
    assert {(row["action"], row["actor"]["name"]) for row in issued} >= {("account.issue", inspector.name)}
    filed = watch.items(f"audit?object={machine['id']}")
    assert ("machine.create", inspector.name) in {(row["action"], row["actor"]["name"]) for row in filed}
    assert phone not in str(issued) + str(filed)


def test_what_was_returned_either_of_them_amends(liaocheng, here, inspector):
    """F017: both are told; the consent that was given once is not asked again; before it, the owner sees nothing."""
    desk = liaocheng.officer(districts=[here], name="退回的")
    phone = opened(inspector, "enterprise")
    draft = drafted(inspector, phone, here)
    owner = by_code(liaocheng, phone)
    assert_problem(owner.get(f"machines/{draft['id']}"), 404)
    assert inspector.delete(f"machines/{draft['id']}").status == 204
    machine, case = handed_in(inspector, phone, here)
    assert_problem(inspector.put(f"machines/{machine}", {"answers": {}}, version=1), 409, "machine.in_review")
    for person in (owner, inspector):
        send_back(desk, case)
        assert person.items("messages")[0]["event"] in ("returned", "assisted_returned")
        seen = person.get(f"machines/{machine}").body
        amended = person.put(f"machines/{machine}", {"answers": {**seen["answers"], "place": "东门外工地"}}, version=seen["version"])
        assert amended.status == 200, amended
        assert done(person.post(f"machines/{machine}/submission"))["case"]["id"] == case
    assert {one["event"] for one in inspector.items("messages")} >= {"assisted_returned"}
    assert approve(desk, case)["phase"] == "approved"


def test_who_is_registered_gets_no_second_account(liaocheng, here, inspector):
    """F017, F018, X057: said only to who has the code; the machine is filed for the account there is."""
    known = liaocheng.owner()
    unproved = account_of(liaocheng, known.phone, sms_code="000000")
    assert_problem(inspector.post("owner-accounts", unproved), 422, "sms.refused")
    refused = assert_problem(inspector.post("owner-accounts", account_of(liaocheng, known.phone)), 422)
    assert "phone" in {field for field, _ in refused.codes}
    machine, _ = handed_in(inspector, known.phone, here)
    assert machine in {one["id"] for one in known.items("machines")}


def test_without_an_account_there_is_no_filing(liaocheng, here, inspector):
    """F017, F042: the phone of nobody is no owner's."""
    phone = values.new_phone()
    machine = drafted(inspector, phone, here)
    code = liaocheng.sms_code(phone, "agent_filing")
    refused = assert_problem(inspector.post(f"machines/{machine['id']}/submission", {"owner_sms_code": code}), 422)
    assert ("owner_phone", "party") in refused.codes


def test_what_is_wrong_is_said_at_once(inspector):
    """F004, F017: the city's own form of an account."""
    phone = values.new_phone()
    refused = assert_problem(inspector.post("owner-accounts", account_of(inspector.city, phone, answers={})), 422, "form.refused")
    assert ("name", "required") in refused.codes
    assert_problem(inspector.post("owner-accounts", {**account_of(inspector.city, phone), "kind": "officer"}), 422)
    assert_problem(inspector.post("owner-accounts", {**account_of(inspector.city, phone), "role": "owner"}), 400)


def test_another_inspector_sees_nothing_of_it(liaocheng, here, inspector):
    """X070: neither the draft nor the account."""
    machine = drafted(inspector, opened(inspector), here)
    colleague = liaocheng.officer("inspector", [here], "另一个巡查的")
    assert_problem(colleague.get(f"machines/{machine['id']}"), 404)
    assert_problem(colleague.put(f"machines/{machine['id']}", {"answers": {}}, version=1), 404)
    assert machine["id"] not in {one["id"] for one in colleague.items("machines")}


def test_others_are_no_inspectors(liaocheng, here):
    """F017, X068"""
    body = {"kind": "person", "phone": values.new_phone(), "sms_code": "000000", "answers": {}}
    for person in (liaocheng.owner(), liaocheng.officer(districts=[here], name="只审核的")):
        assert_problem(person.post("owner-accounts", body), 403, "request.forbidden")
    assert_problem(liaocheng.post("owner-accounts", body), 401)


@pytest.mark.parametrize("name", ["national", "tianjin", "linfen", "chongqing"])
def test_where_the_city_has_not_opened_it(deployment, name):
    """F017: no account is opened and nothing filed; no code is used up."""
    city = deployment.city(name)
    officer = city.officer("inspector", [city.districts()[0]], "巡查的")
    body = account_of(city, values.new_phone())
    assert_problem(officer.post("owner-accounts", body), 403, "request.forbidden")
    assert_problem(officer.post("machines", {"answers": {}}), 403, "request.forbidden")
    assert officer.get("machines").body["items"] == []
    assert city.post("accounts", {**body, "role": "owner", "password": PASSWORD}).status == 201
