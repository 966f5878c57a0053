"""What stands around sign-in in a browser and against bulk (X054, X060, X065, X067), with the limits as delivered."""

import json

import values
from client import assert_problem

CODES = {"purpose": "register"}


def test_a_foreign_page_learns_nothing(deployment, owner, city):
    """X065: no origin is allowed, no preflight answered, nothing framed; tokens come in one header only."""
    for origin in ("https://evil.example", "null"):
        answer = owner.get("account", headers={"Origin": origin})
        assert not any(name.startswith("access-control-") for name in answer.headers), answer.headers
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        asked = city.call("OPTIONS", "account", headers={"Origin": origin, "Access-Control-Request-Method": "PUT"})
        assert asked.status == 405 and not any(name.startswith("access-control-") for name in asked.headers), asked
    assert "set-cookie" not in city.try_sign_in(owner.phone).headers


def test_an_answer_of_the_proxy_alone_has_the_same_headers(deployment):
    """X065: what nginx refuses by itself is read by browsers too."""
    refused = deployment.raw(b"GET /x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
    assert_problem(refused, 400)
    ours = deployment.request("GET", "/nowhere/v1/city")
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control"):
        assert refused.headers[name] == ours.headers[name], name
    assert "base-uri 'none'" in ours.headers["content-security-policy"]


def test_each_refusal_says_in_the_log_what_for(deployment, city, owner):
    """X104: broken input, a wrong right, guessing and an unknown path can be counted by address and code."""
    asked = {"request.malformed": owner.post("machines", raw=b"{", headers={"Content-Type": "application/json"}),
             "request.forbidden": owner.get("audit"), "request.unauthenticated": city.get("account"),
             "session.refused": city.try_sign_in(values.new_phone()), "request.not_found": owner.get("machines/none")}
    fine = owner.get("account")
    lines = {line["request_id"]: line for line in map(json.loads, (deployment.home / "log" / "nrmm.log").read_text().splitlines())
             if line["message"] == "request"}
    for code, answer in asked.items():
        assert answer.body["code"] == code, answer
        line = lines[answer.body["request_id"]]
        assert line["code"] == code and line["status"] == answer.status and line["address"] == "127.0.0.1", line
    assert "code" not in lines[fine.headers["x-request-id"]]


def test_a_form_of_a_foreign_page_does_nothing(city):
    """X065: what a browser sends without asking first is not taken: no JSON type, no idempotency key."""
    body = b'{"login": "13900000000", "password": "x"}'
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert_problem(city.call("POST", "sessions", raw=body, headers={"Content-Type": kind}, key=False), 415)


def test_a_token_counts_in_its_header_only(city, owner):
    """X060: neither in the URL nor in a cookie."""
    assert_problem(city.get(f"account?token={owner.token}"), 401)
    assert_problem(city.get(f"messages?access_token={owner.token}"), 401)
    assert_problem(city.get("account", headers={"Cookie": f"token={owner.token}"}), 401)
    assert_problem(city.get("account", headers={"Authorization": f"Basic {owner.token}"}), 401)


def test_bulk_from_one_place_meets_a_question(as_delivered):
    """X054, X067: the first requests of an honest user are free; a script that asks for phone after phone is stopped with
    a question in words, and nothing is sent until it is answered."""
    city = as_delivered.city("tianjin")
    phones = [values.new_phone() for _ in range(60)]
    answers = [city.post("sms-codes", {"phone": phone, **CODES}, key=False) for phone in phones]
    assert [answer.status for answer in answers[:10]] == [202] * 10
    asked = next(answer for answer in answers if answer.status != 202)
    assert_problem(asked, 429, "sms.challenge")
    assert asked.body["challenge"].keys() == {"id", "question"} and "？" in asked.body["challenge"]["question"]
    assert all(answer.status == 429 for answer in answers[answers.index(asked):])
    guess = {"id": asked.body["challenge"]["id"], "answer": "1"}
    again = city.post("sms-codes", {"phone": phones[answers.index(asked)], **CODES, "challenge": guess}, key=False)
    assert_problem(again, 429, "sms.challenge")
    assert again.body["challenge"]["id"] != guess["id"]
    assert as_delivered.messages(phones[answers.index(asked)]) == []
