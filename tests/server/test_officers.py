"""Officers' accounts over HTTP: asked for, agreed to by the city, issued, changed, taken out of service (F018, F019, F192,
F193, F195, X059, X062, X063, X072, X073)."""

import concurrent.futures

import pytest

import values
from cast import DISTRICTS
from client import PASSWORD, Person, assert_problem


def somebody(district, *roles, **more):
    return {"name": f"新人{values.new_phone()[-4:]}", "phone": values.new_phone(), "id_number": values.id_number(),
            "roles": list(roles or ("inspector",)), "district": district, **more}


def ask(officer, answers):
    return officer.post("officer-requests", {"answers": answers})


def decide(officer, case, transition, **more):
    seen = officer.get(f"cases/{case['id']}")
    return officer.post(f"cases/{case['id']}/transitions", {"transition": transition, **more}, version=seen.version)


def approved(requester, city_auditor, answers):
    """The id of an account that has just been agreed to."""
    case = ask(requester, answers)
    assert case.status == 201, case
    done = decide(city_auditor, case.body, "approve")
    assert done.status == 200 and done.body["phase"] == "approved", done
    return done.body["subject"]["id"]


def issue(issuer, officer_id):
    issued = issuer.post(f"officers/{officer_id}/initial-password")
    assert issued.status == 201, issued
    return issued.body


def in_service(city, credentials):
    """The person after the first sign-in."""
    token = city.sign_in(credentials["login"], credentials["initial_password"])
    change = {"old_password": credentials["initial_password"], "new_password": PASSWORD}
    changed = city.put("account/password", change, token=token)
    if changed.status == 422:
        changed = city.put("account/password", {**change, "email": "desk@example.cn"}, token=token)
    assert changed.status == 204, changed
    return Person(city, city.sign_in(credentials["login"]), login=credentials["login"])


@pytest.fixture
def here():
    return DISTRICTS["linfen"][0]


@pytest.fixture
def there():
    return DISTRICTS["linfen"][1]


@pytest.fixture
def auditor(cast):
    return cast.officer("linfen")


@pytest.fixture
def chief(cast):
    return cast.city_officer("linfen", "city_auditor")


@pytest.fixture
def operator(cast):
    return cast.city_officer("linfen", "operator")


@pytest.fixture
def colleague(linfen, auditor, chief, operator, here):
    """(id, person): an inspector of the district, in service."""
    made = approved(auditor, chief, somebody(here))
    return made, in_service(linfen, issue(operator, made))


def test_from_the_request_to_the_first_day(linfen, auditor, chief, operator, here):
    """F018, F019, F195: asked for by the district with proof of identity, agreed to by the city, issued once."""
    person = somebody(here, "inspector")
    case = ask(auditor, person)
    assert case.status == 201 and case.body["kind"] == "officer_account" and case.body["phase"] == "open", case
    assert person["id_number"] not in case.bytes.decode() and person["phone"] not in case.bytes.decode()
    queue = chief.items("cases?kind=officer_account&turn=true")
    assert case.body["id"] in {each["id"] for each in queue}
    done = decide(chief, case.body, "approve")
    made = done.body["subject"]["id"]
    waiting = chief.get(f"officers/{made}").body
    assert waiting["state"] == "to_issue" and waiting["roles"] == ["inspector"] and waiting["districts"] == [here]
    assert linfen.try_sign_in(waiting["login"], "").status == 401
    credentials = issue(operator, made)
    assert credentials["login"] == waiting["login"]
    officer = in_service(linfen, credentials)
    assert officer.get("account").body["name"] == person["name"]
    assert operator.get(f"officers/{made}").body["state"] == "in_service"
    assert made in {each["id"] for each in auditor.items("officers?role=inspector&state=in_service")}
    told = [message["event"] for message in auditor.get("messages").body["items"]]
    assert "officer_approved" in told
    assert linfen.deployment.notice(person["phone"])["purpose"] == "notice"


def test_an_initial_password_is_told_once(linfen, auditor, chief, operator, here):
    """F019: a repetition of the same request has no password, a new request gives another one."""
    made = approved(auditor, chief, somebody(here))
    first = operator.post(f"officers/{made}/initial-password", key="once-and-no-more")
    again = operator.post(f"officers/{made}/initial-password", key="once-and-no-more")
    assert again.status == 201 and "initial_password" not in again.body, again
    second = issue(operator, made)
    assert linfen.try_sign_in(second["login"], first.body["initial_password"]).status == 401
    assert linfen.try_sign_in(second["login"], second["initial_password"]).status == 201


def test_the_city_says_who_issues(deployment, cast):
    """F019: in one city the operator alone, in another also the city's auditor who agreed."""
    for name, status in (("liaocheng", 403), ("linfen", 201)):
        city = deployment.city(name)
        district = city.districts()[0]
        chief = city.officer("city_auditor", name="市级")
        made = approved(city.officer(districts=[district], name="区级"), chief, somebody(district))
        answer = chief.post(f"officers/{made}/initial-password")
        assert answer.status == status, answer
        if status == 403:
            assert_problem(answer, 403, "officer.not_issuer")
            issue(city.officer("operator", name="运维"), made)


def test_one_person_one_account(auditor, chief, operator, here, colleague):
    """F018: the same identity number or telephone again is refused, at the request and when two were agreed to."""
    person = somebody(here)
    first, second = ask(auditor, person).body, ask(auditor, {**person, "phone": values.new_phone()}).body
    assert decide(chief, first, "approve").status == 200
    assert_problem(decide(chief, second, "approve"), 409, "account.exists")
    for same in ({"phone": person["phone"]}, {"id_number": person["id_number"]}):
        refused = assert_problem(ask(auditor, {**somebody(here), **same}), 422)
        assert ("name", "officer_exists") in refused.codes, refused


def test_two_who_agree_at_once_make_one_account(linfen, auditor, chief, here):
    """F018: the database's constraint decides, whatever the requests raced."""
    person = somebody(here)
    cases = [ask(auditor, {**person, "phone": values.new_phone()}).body for _ in range(4)]
    versions = [chief.get(f"cases/{case['id']}").version for case in cases]
    def approve(pair):
        case, version = pair
        return chief.post(f"cases/{case['id']}/transitions", {"transition": "approve"}, version=version).status
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(approve, zip(cases, versions))) == [200, 409, 409, 409]


@pytest.mark.parametrize("wrong, field", [
    ({"id_number": "110101199003070000"}, "id_number"), ({"phone": "123"}, "phone"), ({"name": " "}, "name"),
    ({"roles": []}, "roles"), ({"roles": ["owner"]}, "roles"), ({"roles": ["operator"]}, "roles"),
    ({"district": "999999"}, "district"), ({"roles": ["district_auditor"], "district": None}, "districts"),
    ({"roles": ["township_officer"]}, "township")])
def test_what_a_request_must_say(auditor, here, wrong, field):
    """F195: real name, telephone, identity number, known roles and places; the field is named."""
    refused = assert_problem(ask(auditor, {**somebody(here), **wrong}), 422)
    assert field in {name for name, _ in refused.codes}, refused


def test_nobody_asks_beyond_his_own_scope(auditor, chief, here, there):
    """X072: another district, the whole city, a role above one's own."""
    for beyond in ({"district": there}, {"district": None}, {"roles": ["city_auditor"]},
                   {"roles": ["inspector", "city_auditor"]}):
        assert_problem(ask(auditor, {**somebody(here), **beyond}), 403, "officer.out_of_scope")
    assert ask(chief, somebody(None, "city_auditor")).status == 201


def test_nobody_agrees_to_his_own_request(linfen, chief, here):
    """X073: the city's auditor asks too, and another one decides; a refusal says why."""
    case = ask(chief, somebody(here)).body
    assert_problem(decide(chief, case, "approve"), 403, "case.own")
    another = linfen.officer("city_auditor", name="另一位")
    assert_problem(decide(another, case, "refuse"), 422)
    refused = decide(another, case, "refuse", reason="not_needed")
    assert refused.status == 200 and refused.body["phase"] == "refused", refused
    assert_problem(another.get(f"officers/{refused.body['subject']['id']}"), 404)


def test_a_township_officer_and_where_he_works(linfen, auditor, chief, operator, here):
    """F018: with his township; he signs in and sees what his role has."""
    made = approved(auditor, chief, somebody(here, "township_officer", township="尧庙镇"))
    officer = in_service(linfen, issue(operator, made))
    account = officer.get("account").body
    assert account["township"] == "尧庙镇" and account["roles"] == ["township_officer"]
    assert officer.items("cases") == []
    assert_problem(officer.get("machines"), 403)
    assert_problem(officer.get("officers"), 403)


def test_departments_are_the_city_s_own_words(deployment, linfen, chief, here):
    """F018: a department's officer has departments of the pack's vocabulary, and asks for his like only."""
    city = deployment.city("chongqing")
    chief_there, operator = city.officer("city_auditor", name="市级"), city.officer("operator", name="运维")
    person = somebody(None, "department_officer", departments=["housing", "water"])
    officer = in_service(city, issue(operator, approved(chief_there, city.officer("city_auditor", name="乙"), person)))
    assert officer.get("account").body["departments"] == ["housing", "water"]
    assert ask(officer, somebody(None, "department_officer", departments=["water"])).status == 201
    for beyond in ({"departments": ["transport"]}, {"roles": ["inspector"]}, {"roles": ["department_officer", "inspector"]}):
        answers = {**somebody(None, "department_officer", departments=["water"]), **beyond}
        assert_problem(ask(officer, answers), 403, "officer.out_of_scope")
    refused = assert_problem(ask(chief_there, somebody(None, "department_officer", departments=["navy"])), 422)
    assert "departments" in {name for name, _ in refused.codes}
    refused = assert_problem(ask(chief, somebody(here, "department_officer")), 422)
    assert ("departments", "required") in refused.codes, refused


def duty(**changed):
    return {"roles": ["inspector"], "districts": [DISTRICTS["linfen"][0]], **changed}


def test_another_duty_ends_the_sessions(linfen, chief, colleague, there):
    """F193, X059: the very next request with the old token is refused; signed in anew he has the new rights."""
    made, person = colleague
    seen = chief.get(f"officers/{made}")
    assert_problem(chief.put(f"officers/{made}", duty(), version=seen.version + 1), 412)
    changed = chief.put(f"officers/{made}", duty(roles=["district_auditor"], districts=[there]), version=seen.version)
    assert changed.status == 200 and changed.body["districts"] == [there], changed
    assert_problem(person.get("account"), 401, "request.unauthenticated")
    again = person.again()
    assert again.get("account").body["roles"] == ["district_auditor"]
    assert again.get("machines").status == 200


def test_suspended_and_taken_back(linfen, operator, auditor, colleague):
    """F193, X059: out at the very next request, no sign-in, no new password; back, he signs in anew."""
    made, person = colleague
    suspended = operator.post(f"officers/{made}/suspension")
    assert suspended.status == 200 and suspended.body["state"] == "suspended", suspended
    assert_problem(person.get("account"), 401, "request.unauthenticated")
    assert linfen.try_sign_in(person.login).status == 401
    assert_problem(operator.post(f"officers/{made}/initial-password"), 409, "officer.suspended")
    assert made in {each["id"] for each in auditor.items("officers?state=suspended")}
    assert operator.delete(f"officers/{made}/suspension").body["state"] == "in_service"
    assert_problem(person.get("account"), 401)
    assert linfen.try_sign_in(person.login).status == 201


def test_a_lost_password(linfen, operator, colleague):
    """F193, X062, X063: sessions end, the old password is worth nothing, the new one must be changed."""
    made, person = colleague
    credentials = issue(operator, made)
    assert_problem(person.get("account"), 401)
    assert linfen.try_sign_in(person.login).status == 401
    token = linfen.sign_in(person.login, credentials["initial_password"])
    assert_problem(linfen.get("cases", token=token), 403, "account.password_change_required")


def test_nobody_changes_his_own_account(linfen, chief, operator):
    """X072, X073: neither duty nor password nor suspension; nor does the city's auditor touch an operator."""
    for officer in (chief, operator):
        own = officer.get("account").body["id"]
        version = officer.get(f"officers/{own}").version
        assert_problem(officer.put(f"officers/{own}", duty(), version=version), 403, "officer.own")
        assert_problem(officer.post(f"officers/{own}/initial-password"), 403, "officer.own")
        assert_problem(officer.post(f"officers/{own}/suspension"), 403, "officer.own")
        assert_problem(officer.delete(f"officers/{own}/suspension"), 403, "officer.own")
    its = operator.get("account").body["id"]
    version = chief.get(f"officers/{its}").version
    assert_problem(chief.put(f"officers/{its}", duty(), version=version), 403, "officer.out_of_scope")
    assert_problem(chief.post(f"officers/{its}/suspension"), 403, "officer.out_of_scope")
    assert operator.get("account").status == 200


def test_the_city_s_auditor_makes_no_operators(chief, colleague):
    """X072"""
    made, _ = colleague
    version = chief.get(f"officers/{made}").version
    assert_problem(chief.put(f"officers/{made}", duty(roles=["operator"]), version=version), 403, "officer.out_of_scope")
    refused = assert_problem(chief.put(f"officers/{made}", duty(roles=["owner"]), version=version), 422)
    assert ("roles", "choice") in refused.codes
    for wrong in ({"roles": "inspector"}, {"roles": [1]}, {"districts": [None]}):
        assert_problem(chief.put(f"officers/{made}", duty(**wrong), version=version), 400)


def test_a_district_sees_its_own_officers_only(linfen, auditor, chief, colleague, there):
    """X071, X078: neither another district's nor those of the whole city; unknown filters are refused."""
    made, _ = colleague
    other = linfen.officer(districts=[there], name="邻县的")
    assert_problem(other.get(f"officers/{made}"), 404)
    assert made not in {each["id"] for each in other.items("officers")}
    assert_problem(auditor.get(f"officers/{chief.get('account').body['id']}"), 404)
    everybody = {each["id"] for each in chief.items("officers?role=inspector")}
    assert made in everybody and made in {each["id"] for each in chief.items(f"officers?district={DISTRICTS['linfen'][0]}")}
    for key in ("id_number", "phone", "password_hash", "sort"):
        assert_problem(chief.get(f"officers?{key}=1"), 400)
    page = chief.get("officers?limit=1").body
    assert len(page["items"]) == 1 and page["next"]


def test_each_act_has_its_row(operator, chief, colleague):
    """F194, X104, X105: who did what to whose account; no number and no password in it."""
    made, _ = colleague
    operator.post(f"officers/{made}/suspension")
    operator.delete(f"officers/{made}/suspension")
    issue(operator, made)
    rows = chief.items(f"audit?object={made}")
    assert [row["action"] for row in rows][:3] == ["account.reset", "account.enable", "account.disable"]
    assert rows[2]["after"]["disabled"] is True and rows[2]["actor"]["roles"] == ["operator"]
