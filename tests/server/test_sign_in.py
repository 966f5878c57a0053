"""Signing up, in and out, passwords and one-time codes (F004, F006–F010, F018, F019, F193, R02, R03, X051–X060, X062, X063)."""

import concurrent.futures
import json
import statistics
import time
import urllib.parse

import pytest

import values
from client import PASSWORD, Person, assert_problem

OTHER = "Jiuceng-Ta-1368"


def by_code(city, phone, code):
    return city.post("sessions", {"phone": phone, "sms_code": code}, key=False)


def change(person, **body):
    return person.put("account/password", {"new_password": OTHER, **body})


def dead(person):
    return person.get("account").status == 401


def wrong(code):
    return f"{(int(code) + 1) % 1000000:06d}"


@pytest.fixture
def newcomer(city):
    return city.owner()


def test_a_new_owner_sees_his_account(city):
    """F004, F007, F012: role, kind; numbers shortened, never the password."""
    phone = values.new_phone()
    body = city.registration(phone, "enterprise")
    made = city.post("accounts", body)
    assert made.status == 201 and "token" not in made.body, made
    session = city.try_sign_in(phone)
    assert session.status == 201
    assert session.body.keys() == {"token", "expires_at", "account"}
    assert session.body["account"].keys() == {"id", "roles", "name", "must_change_password",
                                           "must_enrol_second_factor", "last_sign_in"}
    assert session.body["account"]["roles"] == ["owner"]
    account = city.get("account", token=session.body["token"])
    assert account.body["kind"] == "enterprise" and account.headers["etag"] == f'"{account.body["version"]}"'
    assert phone not in account.bytes.decode() and "password" not in account.bytes.decode().replace(
        "must_change_password", "")


def test_the_sign_in_before_is_shown(city, newcomer):
    """F194: at the sign-in and in the account, so that its holder notices a stranger's."""
    first = newcomer.get("account").body["last_sign_in"]
    answer = city.try_sign_in(newcomer.phone)
    second = answer.body["account"]["last_sign_in"]
    assert first is None and second is not None
    assert city.get("account", token=answer.body["token"]).body["last_sign_in"] == second
    assert city.try_sign_in(newcomer.phone).body["account"]["last_sign_in"] >= second


def test_the_city_says_what_a_sign_up_asks(deployment):
    """F004, R03: the same person without an identity number is welcome in one city and not in another."""
    for name, asks in (("linfen", False), ("national", True)):
        city = deployment.city(name)
        body = city.registration(values.new_phone())
        assert ("id_number" in body["answers"]) == asks
        body["answers"].pop("id_number", None)
        answer = city.post("accounts", body)
        assert answer.status == (422 if asks else 201), answer
        if asks:
            assert ("id_number", "required") in answer.codes


@pytest.mark.parametrize("number", ["110101199003070000", "11010119900230001X", "1101011990030700", "A10101199003074258"])
def test_identity_numbers_have_check_digits(deployment, number):
    """F004, F027: a wrong check digit, an impossible day, a missing digit."""
    city = deployment.city("national")
    body = city.registration(values.new_phone())
    body["answers"]["id_number"] = number
    refused = assert_problem(city.post("accounts", body), 422)
    assert "id_number" in {field for field, _ in refused.codes}, refused


def test_credit_codes_have_check_characters(deployment):
    """F004, F028"""
    city = deployment.city("national")
    body = city.registration(values.new_phone(), "enterprise")
    right = body["answers"]["uscc"]
    body["answers"]["uscc"] = right[:-1] + ("0" if right[-1] != "0" else "1")
    refused = assert_problem(city.post("accounts", body), 422)
    assert "uscc" in {field for field, _ in refused.codes}, refused


def test_the_city_says_what_one_signs_in_with(deployment):
    """R02: identity number and credit code where they are listed, nowhere else; the phone in all three."""
    for name, listed in (("linfen", False), ("chongqing", False), ("national", True)):
        city = deployment.city(name)
        assert ("id_number" in city.get("city").body["login_methods"]) == listed
        for kind, field in (("person", "id_number"), ("enterprise", "uscc")):
            phone = values.new_phone()
            body = city.registration(phone, kind)
            assert city.post("accounts", body).status == 201
            assert city.try_sign_in(phone).status == 201
            number = body["answers"].get(field)
            if number:
                assert city.try_sign_in(number).status == (201 if listed else 401)
                assert city.try_sign_in(number.lower()).status == (201 if listed else 401)


def test_a_code_signs_in_only_where_the_city_lists_it(city, newcomer):
    """R02, F007: neither of these two cities lists it."""
    code = city.sms_code(newcomer.phone, "sign_in")
    assert "sms_code" not in city.get("city").body["login_methods"]
    assert_problem(by_code(city, newcomer.phone, code), 401, "session.refused")


def test_a_second_account_with_the_phone_is_refused(city, newcomer):
    """F018: one phone, one account of a city."""
    refused = assert_problem(city.post("accounts", city.registration(newcomer.phone)), 422)
    assert "phone" in {field for field, _ in refused.codes}, refused


def test_the_same_phone_may_join_another_city(deployment, linfen, chongqing):
    """X056: accounts are the city's."""
    somebody = linfen.owner()
    assert chongqing.try_sign_in(somebody.phone).status == 401
    assert chongqing.owner(phone=somebody.phone).get("account").status == 200


def test_signing_out_ends_this_session_only(newcomer):
    """F010, X060: the token is dead at the very next request; another device goes on."""
    other = newcomer.again()
    assert newcomer.delete("sessions/current").status == 204
    assert dead(newcomer) and not dead(other)
    assert_problem(newcomer.delete("sessions/current"), 401, "request.unauthenticated")


def test_changing_the_password_by_the_old_one(city, newcomer):
    """F009, X059: other sessions end with it; the old password is worth nothing."""
    other = newcomer.again()
    refused = assert_problem(change(newcomer, old_password="not-it-at-all"), 422)
    assert "old_password" in {field for field, _ in refused.codes}
    assert not dead(other)
    assert change(newcomer, old_password=PASSWORD).status == 204
    assert dead(other) and not dead(newcomer)
    assert city.try_sign_in(newcomer.phone, PASSWORD).status == 401
    assert city.try_sign_in(newcomer.phone, OTHER).status == 201


def test_changing_the_password_by_a_code(city, newcomer):
    """F009, F006"""
    code = city.sms_code(newcomer.phone, "change_password")
    assert_problem(change(newcomer, sms_code=wrong(code)), 422)
    assert change(newcomer, sms_code=code).status == 204
    assert_problem(change(newcomer, sms_code=code), 422)  # spent
    assert city.try_sign_in(newcomer.phone, OTHER).status == 201


def test_changing_wants_exactly_one_proof(newcomer):
    """F009"""
    assert_problem(change(newcomer), 400)
    assert_problem(change(newcomer, old_password=PASSWORD, sms_code="123456"), 400)


def test_a_forgotten_password(city, newcomer):
    """F008, X059: set anew by a code; every session ends."""
    code = city.sms_code(newcomer.phone, "reset_password")
    reset = city.post("password-resets", {"phone": newcomer.phone, "sms_code": code, "new_password": OTHER})
    assert reset.status == 204 and reset.bytes == b""
    assert dead(newcomer)
    assert city.try_sign_in(newcomer.phone, PASSWORD).status == 401
    assert city.try_sign_in(newcomer.phone, OTHER).status == 201


@pytest.mark.parametrize("password", ["123456", "12345678", "password", "Password1", "p@ssw0rd", "qwertyuiop", "11111111",
                                      "abcabcabc", "iloveyou", "a1b2", "x" * 129, ""])
def test_passwords_that_everybody_tries(city, password):
    """X058: common, short and endless ones are refused with the field named."""
    body = {**city.registration(values.new_phone()), "password": password}
    refused = assert_problem(city.post("accounts", body), 422)
    assert "password" in {field for field, _ in refused.codes}, refused


@pytest.mark.parametrize("password", ["出门看见三棵槐树和一口井", "Zhe Shi Yi Tai " + "x" * 48 + "-27", "pass phrase with blanks 7",
                                      "ünïcödé-пароль-長"])
def test_long_and_chinese_passwords_are_welcome(city, password):
    """X058"""
    phone = values.new_phone()
    assert city.post("accounts", {**city.registration(phone), "password": password}).status == 201
    assert city.try_sign_in(phone, password).status == 201
    assert city.try_sign_in(phone, password[:-1]).status == 401


def test_one_s_own_phone_is_no_password(city):
    """X058"""
    phone = values.new_phone()
    assert_problem(city.post("accounts", {**city.registration(phone), "password": phone}), 422)


def test_five_wrong_guesses_kill_a_code(city, newcomer):
    """X051: then the right one is worth nothing either."""
    code = city.sms_code(newcomer.phone, "reset_password")
    guess = {"phone": newcomer.phone, "sms_code": wrong(code), "new_password": OTHER}
    for _ in range(5):
        assert_problem(city.post("password-resets", guess), 422, "sms.refused")
    assert_problem(city.post("password-resets", {**guess, "sms_code": code}), 422, "sms.refused")
    assert not dead(newcomer)


def test_guessing_in_parallel_gives_no_more_tries(city, newcomer):
    """X052: 30 guesses at once and the right one among the last: the tries are counted one by one."""
    code = city.sms_code(newcomer.phone, "reset_password")
    guess = {"phone": newcomer.phone, "sms_code": wrong(code), "new_password": OTHER}
    with concurrent.futures.ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda _: city.post("password-resets", guess), range(30)))
    assert {answer.status for answer in answers} <= {422, 429, 503}
    assert_problem(city.post("password-resets", {**guess, "sms_code": code}), 422, "sms.refused")


def test_a_new_code_ends_the_one_before(city):
    """X051, X056"""
    phone = values.new_phone()
    body = city.registration(phone)
    newest = body["sms_code"]
    while newest == body["sms_code"]:  # one in a million
        newest = city.sms_code(phone, "register")
    assert_problem(city.post("accounts", body), 422, "sms.refused")
    assert city.post("accounts", {**body, "sms_code": newest}).status == 201


def test_a_code_is_for_one_purpose_phone_and_city(deployment, city, newcomer):
    """X056: nowhere else, and once only."""
    code = city.sms_code(newcomer.phone, "change_password")
    assert_problem(city.post("password-resets", {"phone": newcomer.phone, "sms_code": code, "new_password": OTHER}), 422)
    assert_problem(by_code(city, newcomer.phone, code), 401)
    stranger = values.new_phone()
    register = city.sms_code(stranger, "register")
    body = {"role": "owner", "kind": "person", "phone": values.new_phone(), "sms_code": register, "password": PASSWORD,
            "answers": city.account_answers("person")}
    assert_problem(city.post("accounts", body), 422)
    elsewhere = deployment.city("chongqing" if city.name == "linfen" else "linfen")
    there = {**body, "phone": stranger, "answers": elsewhere.account_answers("person")}
    assert_problem(elsewhere.post("accounts", there), 422)
    assert city.post("accounts", {**body, "phone": stranger}).status == 201
    assert_problem(city.post("accounts", {**body, "phone": stranger}), 422)


def test_the_message_says_what_it_is_for(city):
    """F006: the line that stands for the SMS."""
    phone = values.new_phone()
    code = city.sms_code(phone, "register")
    message, = city.deployment.messages(phone)
    assert message.keys() == {"time", "key", "city", "phone", "purpose", "code", "text"}
    assert message["city"] == city.name and message["purpose"] == "register"
    assert len(code) == 6 and code in message["text"]


def test_codes_are_limited_per_phone(as_delivered):
    """X054: one a minute; the second says when to come back, and is not sent."""
    city = as_delivered.city("linfen")
    phone = values.new_phone()
    city.sms_code(phone, "register")
    for purpose in ("register", "sign_in", "reset_password"):
        refused = assert_problem(city.post("sms-codes", {"phone": phone, "purpose": purpose}, key=False), 429, "sms.too_many")
        assert 1 <= int(refused.headers["retry-after"]) <= 60
    city.sms_code(values.new_phone(), "register")
    assert len(as_delivered.messages(phone)) == 1


@pytest.mark.parametrize("body", [{"phone": "12345678901", "purpose": "register"}, {"phone": "", "purpose": "register"},
                                  {"phone": "13900000000", "purpose": "steal"}, {"phone": "13900000000", "purpose": ""}])
def test_codes_go_to_phones_for_known_purposes(city, body):
    """F006"""
    assert_problem(city.post("sms-codes", body, key=False), 422)


def test_nobody_learns_who_is_registered(city, newcomer):
    """X057: the same answers for a known and an unknown phone, in every call a stranger may make."""
    unknown = values.new_phone()
    for purpose in ("register", "sign_in", "reset_password", "change_password"):
        answers = [city.post("sms-codes", {"phone": phone, "purpose": purpose}, key=False)
                   for phone in (newcomer.phone, unknown)]
        assert [answer.status for answer in answers] == [202, 202] and answers[0].bytes == answers[1].bytes
        code = city.deployment.sms(unknown, purpose)["code"]
        if purpose == "reset_password":
            reset = city.post("password-resets", {"phone": unknown, "sms_code": code, "new_password": OTHER})
            assert reset.status == 204 and reset.bytes == b""
    refusals = [assert_problem(city.try_sign_in(phone, "wrong-wrong-1"), 401) for phone in (newcomer.phone, unknown)]
    assert refusals[0].without_request_id() == refusals[1].without_request_id()
    resets = [assert_problem(city.post("password-resets", {"phone": phone, "sms_code": "000000", "new_password": OTHER}), 422)
              for phone in (values.new_phone(), unknown)]
    assert resets[0].without_request_id() == resets[1].without_request_id()


def test_an_unknown_login_takes_as_long(city, newcomer):
    """X057: the hash is computed for nobody too. Medians of few tries, so only the difference of a whole hash shows."""
    def took(login):
        begin = time.monotonic()
        assert city.try_sign_in(login, "wrong-wrong-1").status == 401
        return time.monotonic() - begin
    known = statistics.median(took(newcomer.phone) for _ in range(4))
    unknown = statistics.median(took(values.new_phone()) for _ in range(4))
    assert unknown > known / 3


def test_wrong_passwords_slow_down_and_lock_nobody_out(city, newcomer):
    """X053: after five wrong ones 429 with a time; the session goes on, and a reset by SMS works."""
    answers = [city.try_sign_in(newcomer.phone, "wrong-wrong-1") for _ in range(8)]
    assert [answer.status for answer in answers[:5]] == [401] * 5
    slowed = assert_problem(next(answer for answer in answers if answer.status == 429), 429, "session.too_many")
    assert 1 <= int(slowed.headers["retry-after"]) <= 30
    assert not dead(newcomer)
    code = city.sms_code(newcomer.phone, "reset_password")
    assert city.post("password-resets", {"phone": newcomer.phone, "sms_code": code, "new_password": OTHER}).status == 204


def test_an_officer_changes_the_first_password_first(city, district):
    """X062, F018, F019: every other call is 403 until then, and the first one does not stay."""
    created = city.create_officer(districts=[district], name="新来的")
    session = city.try_sign_in(created["login"], created["initial_password"])
    assert session.status == 201 and session.body["account"]["must_change_password"] is True
    officer = Person(city, session.body["token"], login=created["login"])
    for path in ("cases", "machines", "messages"):
        assert_problem(officer.get(path), 403, "account.password_change_required")
    assert officer.get("account").body["must_change_password"] is True
    same = {"old_password": created["initial_password"], "new_password": created["initial_password"]}
    assert_problem(officer.put("account/password", same), 422)
    assert change(officer, old_password=created["initial_password"]).status == 204
    assert officer.get("cases").status == 200
    assert city.try_sign_in(created["login"], created["initial_password"]).status == 401
    assert city.try_sign_in(created["login"], OTHER).status == 201


def test_officers_sign_in_by_login_only(city, district):
    """R02: an officer's phone is no login."""
    phone = values.new_phone()
    created = city.create_officer(districts=[district], phone=phone)
    assert city.try_sign_in(phone, created["initial_password"]).status == 401
    elsewhere = city.deployment.city("chongqing" if city.name == "linfen" else "linfen")
    assert elsewhere.try_sign_in(created["login"], created["initial_password"]).status == 401


def test_one_officer_is_one_account(city, district):
    """F018: the same name and phone again is refused."""
    phone = values.new_phone()
    city.create_officer(districts=[district], name="王一人", phone=phone)
    words = ["account", "create", "--city", city.name, "--role", "district_auditor", "--district", district, "--name",
             "王一人", "--phone", phone]
    refused = city.deployment.nrmm(*words, check=False)
    assert refused.returncode != 0 and refused.stderr.strip() and "password" not in refused.stdout


def test_a_disabled_officer_is_out_at_once(deployment, city, district):
    """X059, F193: the very next request; enabled again he signs in anew."""
    officer = city.officer(districts=[district], name="离职的")
    assert officer.get("cases").status == 200
    deployment.nrmm("account", "disable", "--city", city.name, "--login", officer.login)
    assert_problem(officer.get("cases"), 401, "request.unauthenticated")
    assert city.try_sign_in(officer.login).status == 401
    deployment.nrmm("account", "enable", "--city", city.name, "--login", officer.login)
    assert dead(officer)
    assert city.try_sign_in(officer.login).status == 201


def test_a_reset_officer_starts_over(deployment, city, district):
    """X063, F193: sessions end, the old password is gone, the new one must be changed."""
    officer = city.officer(districts=[district], name="忘记的")
    given = deployment.nrmm("account", "reset", "--city", city.name, "--login", officer.login, "--json").stdout
    assert dead(officer)
    assert city.try_sign_in(officer.login).status == 401
    session = city.try_sign_in(officer.login, json.loads(given)["initial_password"])
    assert session.status == 201 and session.body["account"]["must_change_password"] is True


def test_an_owner_corrects_his_account(city, newcomer):
    """F113: with the version seen; the shortened number that comes back is the number."""
    before = newcomer.get("account").body
    answers = {**before["answers"], "name": "改名"} if "name" in before["answers"] else before["answers"]
    changed = newcomer.put("account", {"answers": answers}, version=before["version"])
    assert changed.status == 200, changed
    assert_problem(newcomer.put("account", {"answers": answers}, version=before["version"]), 412)
    after = newcomer.get("account").body
    assert after["answers"] == answers and after["phone"] == before["phone"]


def test_secrets_are_not_shown_to_caches(city, newcomer):
    """X065: what only its owner may see is not kept on the way."""
    for answer in (newcomer.get("account"), city.try_sign_in(newcomer.phone)):
        assert "no-store" in answer.headers.get("cache-control", ""), answer.headers


def test_a_login_is_read_as_people_type_it(city, newcomer):
    """F007: full width and blanks around; nothing that is another login."""
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in newcomer.phone)
    assert city.try_sign_in(wide).status == 201
    assert city.try_sign_in(f" {newcomer.phone} ").status == 201
    for other in (newcomer.phone + "%", newcomer.phone[:-1] + "_", urllib.parse.quote("' or 1=1 --")):
        assert city.try_sign_in(other).status == 401
