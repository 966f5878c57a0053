"""The review of a filing: who holds it, who may decide, what the owner sees (F074, F077–F080, F083, F084, F101, X025, X028, X031, X071, X073)."""

import concurrent.futures
import struct

import pytest

from cast import DISTRICTS
from client import assert_problem
from deployment import wait_until
from filing import (acceptable_answers, act, approve, approved_machine, case_id, done, draft, file_machine, send_back,
                    submit)


@pytest.fixture
def colleague(city, district):
    """A second officer of the same district."""
    return city.officer(districts=[district], name="同事")


@pytest.fixture
def filed(owner, district):
    return file_machine(owner, district)[0]


def offered(person, case):
    return {one["transition"] for one in person.get(f"cases/{case}").body["transitions"]}


def at_once(count, call):
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return list(pool.map(call, range(count)))


def test_a_case_looks_as_the_contract_says(owner, officer, filed):
    """F044, F079, F080"""
    case = officer.get(f"cases/{case_id(filed)}").body
    assert case.keys() >= {"id", "version", "kind", "state", "label", "phase", "subject", "findings", "transitions",
                           "claimed_by", "due_at", "office", "events"}
    assert case["kind"] == "machine_registration" and case["phase"] == "open" and case["claimed_by"] is None
    assert case["subject"].keys() >= {"type", "id", "answers", "photos"} and case["subject"]["id"] == filed["id"]
    assert all(photo.keys() == {"field", "label", "id"} for photo in case["subject"]["photos"])
    assert filed.keys() >= {"id", "version", "state", "code", "serial", "emission_stage", "answers", "derived", "case",
                            "history"}
    assert filed["code"] is None and filed["serial"] is None
    mine = owner.get(f"cases/{case_id(filed)}").body
    assert mine["transitions"] == [] and mine["office"]["name"] and mine["office"]["phone"]


def test_claim_and_release(city, officer, colleague, filed):
    """F074: one holds it; another's claim, release or decision is 409 with his name; released it is free."""
    case = case_id(filed)
    assert offered(officer, case) >= {"claim", "approve", "return", "refuse"}
    claimed = done(act(officer, case, "claim"))
    assert claimed["claimed_by"] == officer.name
    assert offered(officer, case) >= {"release", "approve"} and "claim" not in offered(officer, case)
    assert offered(colleague, case) == set()
    for step in ("claim", "release", "approve"):
        refused = assert_problem(act(colleague, case, step), 409, "case.claimed")
        assert refused.body["by"] == officer.name
    assert_problem(act(officer, case, "claim"), 409)
    assert case in {one["id"] for one in officer.items("cases?mine=true")}
    assert case not in {one["id"] for one in colleague.items("cases?mine=true")}
    done(act(officer, case, "release"))
    assert_problem(act(officer, case, "release"), 409)
    assert done(act(colleague, case, "claim"))["claimed_by"] == colleague.name


def test_of_two_who_claim_at_once_one_has_it(officer, colleague, filed):
    """F074: the other hears who."""
    case = case_id(filed)
    version = officer.get(f"cases/{case}").body["version"]
    answers = at_once(8, lambda number: act((officer, colleague)[number % 2], case, "claim", version=version))
    assert sorted({answer.status for answer in answers}) == [200, 409]
    assert [answer.status for answer in answers].count(200) == 1
    holder = officer.get(f"cases/{case}").body["claimed_by"]
    assert {answer.body["by"] for answer in answers if answer.body.get("code") == "case.claimed"} <= {holder}


def test_a_version_is_demanded_and_must_be_the_last(officer, filed):
    """Contract: 428 without If-Match; a stale one is 409 case.changed with the name of him who changed it."""
    case = case_id(filed)
    seen = officer.get(f"cases/{case}")
    assert seen.headers["etag"] == f'"{seen.body["version"]}"'
    assert_problem(officer.post(f"cases/{case}/transitions", {"transition": "claim"}), 428)
    done(act(officer, case, "claim"))
    refused = assert_problem(act(officer, case, "approve", version=seen.body["version"]), 409, "case.changed")
    assert refused.body["by"] == officer.name
    assert officer.get(f"cases/{case}").body["phase"] == "open"


def test_32_approvals_at_once_give_one_code(owner, officer, filed):
    """X025: one 200, the others 409 with the winner's name; one serial."""
    case = case_id(filed)
    version = done(act(officer, case, "claim"))["version"]
    answers = at_once(32, lambda _: act(officer, case, "approve", version=version))
    assert sorted(answer.status for answer in answers) == [200] + [409] * 31
    for answer in answers:
        if answer.status == 409:
            assert_problem(answer, 409, "case.changed")
            assert answer.body["by"] == officer.name
    machine = owner.get(f"machines/{filed['id']}").body
    assert [event for event in machine["history"] if event["event"] == "code"] == \
        [event for event in machine["history"] if event.get("code") == machine["code"]]
    assert machine["serial"] == machine["code"][2:]


def test_approvals_of_many_give_serials_in_a_row(owner, officer, district):
    """F084, X026: eight machines approved at once: eight serials, none twice, none left out."""
    cases = [case_id(file_machine(owner, district)[0]) for _ in range(8)]
    versions = [done(act(officer, case, "claim"))["version"] for case in cases]
    answers = at_once(8, lambda number: act(officer, cases[number], "approve", version=versions[number]))
    assert [answer.status for answer in answers] == [200] * 8
    serials = sorted(owner.get(f"machines/{answer.body['subject']['id']}").body["serial"] for answer in answers)
    alphabet = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    numbers = [sum(alphabet.index(c) * 34 ** i for i, c in enumerate(reversed(serial[3:]))) for serial in serials]
    assert sorted(numbers) == list(range(min(numbers), min(numbers) + 8))


def test_what_the_officer_has_not_seen_is_not_approved(owner, officer, filed):
    """X031: returned, changed and handed in again while he decides on the old one."""
    case = case_id(filed)
    seen = done(act(officer, case, "claim"))
    returned = done(act(officer, case, "return", reason="unclear_photo"))
    machine = owner.get(f"machines/{filed['id']}").body
    changed = owner.put(f"machines/{filed['id']}", {"answers": {**machine["answers"], "place": "另一处工地"}},
                        version=machine["version"])
    assert changed.status == 200, changed
    submit(owner, filed["id"])
    for version in (seen["version"], returned["version"]):
        assert_problem(act(officer, case, "approve", version=version), 409, "case.changed")
    now = officer.get(f"cases/{case}").body
    assert now["phase"] == "open" and now["subject"]["answers"]["place"] == "另一处工地"


def test_returned_with_remarks_and_handed_in_again(owner, officer, filed):
    """F077, F048: remarks by field, the same case, its whole story; the answers may be changed meanwhile."""
    case = case_id(filed)
    remark = {"field": "place", "text": "请写明工地名称"}
    returned = send_back(officer, case, remarks=[remark])
    assert returned["phase"] == "returned"
    mine = owner.get(f"machines/{filed['id']}").body
    assert mine["state"] == "returned"
    event = mine["case"]["events"][-1]
    assert event["remarks"] == [remark] and event["reason"] and event["by"] == officer.name
    changed = owner.put(f"machines/{filed['id']}", {"answers": {**mine["answers"], "place": "滨河路改造工地"}},
                        version=mine["version"])
    assert changed.status == 200, changed
    again = submit(owner, filed["id"])
    assert again["case"]["id"] == case
    assert [event["transition"] for event in again["case"]["events"]] == ["submit", "claim", "return", "submit"]
    assert officer.get(f"cases/{case}").body["subject"]["answers"]["place"] == "滨河路改造工地"


@pytest.mark.parametrize("more", [{}, {"reason": ""}, {"reason": "   "}, {"reason": "x" * 501},
                                  {"reason": "untrue", "remarks": [{"field": "no_such_field", "text": "x"}]},
                                  {"reason": "untrue", "remarks": [{"field": "place", "text": " "}]},
                                  {"reason": "untrue", "remarks": [{"field": "place", "text": "x" * 501}]}],
                         ids=["none", "empty", "blank", "long", "unknown field", "blank remark", "long remark"])
def test_a_return_says_why(officer, filed, more):
    """F077: a reason is demanded, remarks point at fields of the form."""
    case = case_id(filed)
    done(act(officer, case, "claim"))
    assert_problem(act(officer, case, "return", **more), 422)
    assert officer.get(f"cases/{case}").body["phase"] == "open"


@pytest.mark.parametrize("remarks", ["place", ["place"], [{"field": "place"}], [{"field": 1, "text": "x"}], [None]])
def test_remarks_have_one_shape(officer, filed, remarks):
    """X048"""
    case = case_id(filed)
    answer = act(officer, case, "return", reason="untrue", remarks=remarks)
    assert_problem(answer, 400)


def test_what_the_workflow_does_not_offer_is_refused(owner, officer, filed):
    """Contract: 409 case.transition; handing in is the owner's, not the officer's."""
    for step in ("submit", "open", "reopen", "issue_code", "", "Approve"):
        answer = act(officer, case_id(filed), step)
        assert answer.status in (400, 409), (step, answer)
        assert_problem(answer, answer.status)
    assert_problem(owner.post(f"cases/{case_id(filed)}/transitions", {"transition": "approve"}, version=1), 403)


def test_while_it_is_reviewed_nothing_is_changed(owner, filed):
    """F048: PUT, DELETE and a second submission are 409."""
    assert_problem(owner.put(f"machines/{filed['id']}", {"answers": {}}, version=filed["version"]), 409, "machine.in_review")
    assert_problem(owner.delete(f"machines/{filed['id']}"), 409)
    assert_problem(owner.post(f"machines/{filed['id']}/submission"), 409)
    assert owner.get(f"machines/{filed['id']}").body["answers"] == filed["answers"]


def test_a_registered_machine_is_locked(owner, officer, district):
    """F083, R23: what is registered is not edited; its case is over."""
    machine = approved_machine(owner, officer, district)
    assert_problem(owner.put(f"machines/{machine['id']}", {"answers": {}}, version=machine["version"]), 409)
    assert_problem(owner.delete(f"machines/{machine['id']}"), 409)
    assert_problem(owner.post(f"machines/{machine['id']}/submission"), 409)
    for step in ("claim", "return", "approve", "refuse"):
        assert_problem(act(officer, case_id(machine), step, reason="untrue"), 409)
    assert owner.get(f"machines/{machine['id']}").body == machine


def test_a_refused_filing_is_over(owner, officer, filed):
    """F078"""
    done(act(officer, case_id(filed), "claim"))
    assert_problem(act(officer, case_id(filed), "refuse"), 422)
    refused = done(act(officer, case_id(filed), "refuse", reason="untrue"))
    assert refused["phase"] == "refused"
    machine = owner.get(f"machines/{filed['id']}").body
    assert machine["state"] == "refused" and machine["code"] is None
    assert machine["case"]["events"][-1]["reason"] == "信息不属实"
    assert_problem(owner.put(f"machines/{filed['id']}", {"answers": {}}, version=machine["version"]), 409)
    assert_problem(act(officer, case_id(filed), "approve"), 409)


def test_a_draft_is_the_owner_s_alone_until_submission(owner, officer, district):
    """F024, F048: saved, changed with its version, thrown away."""
    machine = draft(owner, district)
    changed = owner.put(f"machines/{machine['id']}", {"answers": {"place": "新地点"}}, version=machine["version"])
    assert changed.status == 200 and changed.body["answers"] == {"place": "新地点"}
    assert_problem(owner.put(f"machines/{machine['id']}", {"answers": {}}, version=machine["version"]), 412)
    assert_problem(owner.post(f"machines/{machine['id']}/submission"), 422, "form.refused")
    assert owner.delete(f"machines/{machine['id']}").status == 204
    assert_problem(owner.get(f"machines/{machine['id']}"), 404)


def test_nobody_reviews_his_own(city, district, officer):
    """X073: an officer who is the owner too, told by the phone, decides nothing of his own, his colleague does."""
    owner = city.owner()
    himself = city.officer(districts=[district], name="兼机主", phone=owner.phone)
    machine, _ = file_machine(owner, district)
    assert offered(himself, case_id(machine)) == set()
    for step in ("claim", "approve", "return", "refuse"):
        assert_problem(act(himself, case_id(machine), step, reason="untrue"), 403, "case.own")
    assert approve(officer, case_id(machine))["phase"] == "approved"


def test_another_district_does_not_see_it(city, cast, filed):
    """X071: not in the list, not by its id, not by its photos; the city's level sees it and decides nothing."""
    stranger = cast.officer(city.name, DISTRICTS[city.name][1])
    case = case_id(filed)
    photo = next(value for name, value in filed["answers"].items() if name.startswith("photo_"))
    for path in (f"cases/{case}", f"cases/{case}/why", f"machines/{filed['id']}", f"photos/{photo}"):
        assert_problem(stranger.get(path), 404, "request.not_found")
    assert_problem(act(stranger, case, "claim", version=1), 404, "request.not_found")
    assert case not in {one["id"] for one in stranger.items("cases")}
    above = cast.city_officer(city.name, "city_auditor")
    assert above.get(f"cases/{case}").body["transitions"] == []
    assert_problem(act(above, case, "approve"), 403)


def test_the_queue_is_filtered_and_paged(officer, owner, district):
    """F074: oldest first, by phase, kind and holder; pages hold each case once."""
    for _ in range(3):
        file_machine(owner, district)
    whole = officer.items("cases?phase=open&kind=machine_registration")
    times = [one["created_at"] for one in whole]
    assert times == sorted(times)
    assert {one["phase"] for one in whole} == {"open"}
    first = officer.get("cases?phase=open&limit=2").body
    second = officer.get(f"cases?phase=open&limit=2&cursor={first['next']}").body
    assert [one["id"] for one in first["items"] + second["items"]] == [one["id"] for one in whole][:4]
    assert officer.get("cases?kind=no_such_kind").body == {"items": [], "next": None}


def test_the_owner_s_list_is_newest_first(owner, district):
    """F044: all his machines with their states, in pages."""
    newest = [draft(owner, district)["id"] for _ in range(3)][::-1]
    assert [machine["id"] for machine in owner.get("machines?limit=3").body["items"]] == newest
    assert newest[0] in {machine["id"] for machine in owner.items("machines?state=draft")}
    assert newest[0] not in {machine["id"] for machine in owner.items("machines?state=approved")}


def test_messages_tell_and_are_read(owner, officer, district):
    """F101, F090: one for each result, newest first, read once and for all; another's is 404."""
    known = {message["id"] for message in owner.items("messages")}
    machine, _ = file_machine(owner, district)
    send_back(officer, case_id(machine))
    submit(owner, machine["id"])
    approve(officer, case_id(machine))
    new = [message for message in owner.items("messages") if message["id"] not in known]
    assert len(new) >= 1 and all(message["text"] for message in new), new
    unread = new[0]
    assert owner.post(f"messages/{unread['id']}/read").status == 204
    assert owner.post(f"messages/{unread['id']}/read").status == 204
    now = {message["id"]: message for message in owner.items("messages")}
    assert now[unread["id"]] != unread
    assert_problem(officer.post(f"messages/{unread['id']}/read"), 404)


def test_the_code_reaches_the_owner_as_the_city_says(deployment, cast):
    """F090, F102, R29: in one city by SMS too, in the other in the mini-program only."""
    for name, by_sms in (("chongqing", True), ("linfen", False)):
        owner = deployment.city(name).owner()
        machine = approved_machine(owner, cast.officer(name), DISTRICTS[name][0])
        if by_sms:
            told = wait_until(lambda: [one for one in deployment.messages(owner.phone) if one["purpose"] != "register"],
                              20, "SMS of the code")
            message, = told
            assert machine["code"] in message["text"] and not message["code"]
        else:
            assert all(one["purpose"] == "register" for one in deployment.messages(owner.phone))


def test_photos_are_seen_by_owner_and_reviewer(city, cast, owner, officer, filed):
    """X084, X069: the image itself, and a link for image tags that works without a token for five minutes."""
    photo = next(value for name, value in filed["answers"].items() if name.startswith("photo_"))
    for person in (owner, officer):
        image = person.get(f"photos/{photo}")
        assert image.status == 200 and image.headers["content-type"] == "image/jpeg"
        assert image.headers["x-content-type-options"] == "nosniff" and image.bytes[:2] == b"\xff\xd8"
        link = person.get(f"photos/{photo}?url").body["url"]
        shown = city.deployment.request("GET", link)
        assert shown.status == 200 and shown.bytes == image.bytes
        assert_problem(city.deployment.request("GET", link[:-1] + ("A" if link[-1] != "A" else "B")), 404)
        assert_problem(city.deployment.request("GET", link.replace(photo, owner.photos(11)[10])), 404)
        assert_problem(city.deployment.request("GET", link.replace("exp=", "exp=9")), 404)
    neighbour = cast.owner(city.name, "neighbour")
    assert_problem(neighbour.get(f"photos/{photo}"), 404, "request.not_found")
    assert_problem(neighbour.get(f"photos/{photo}?url"), 404, "request.not_found")
    assert_problem(city.get(f"photos/{photo}"), 401)
    assert_problem(city.get(f"photos/{photo}?url"), 401)


def test_another_s_photo_cannot_be_filed(city, cast, owner, district):
    """X069, X070: an id inside the answers is checked like one in the path."""
    neighbour = cast.owner(city.name, "neighbour")
    answers = acceptable_answers(owner, district)
    name = next(name for name in answers if name.startswith("photo_"))
    for foreign in (neighbour.photos(1)[0], "00000000-0000-7000-8000-000000000000", "../../x", "x"):
        filed = owner.post("machines", {"answers": {**answers, name: foreign}})
        answer = owner.post(f"machines/{filed.body['id']}/submission") if filed.status == 201 else filed
        assert_problem(answer, 422 if filed.status == 201 else 400)
        assert name in {field for field, _ in answer.codes}


def exif_jpeg(photo):
    """The same picture with a GPS position in its metadata."""
    exif = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + struct.pack(">HHII", 0x8825, 4, 1, 26) + b"\0" * 4 + \
        struct.pack(">H", 0) + b"GPS-SECRET-36.088"
    return photo[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + photo[2:]


def test_photos_lose_their_metadata(owner):
    """X085: position and device do not leave the phone's owner's picture."""
    plain = owner.get(f"photos/{owner.photos(1)[0]}").bytes
    uploaded = owner.upload(exif_jpeg(plain))
    assert uploaded.status == 201, uploaded
    assert uploaded.body.keys() == {"id", "sha256", "width", "height"}
    assert b"GPS-SECRET" not in owner.get(f"photos/{uploaded.body['id']}").bytes


def test_the_same_pin_filed_by_many_at_once_gives_one_code(city, cast, officer, district):
    """X028: whatever the reviewers do, one registered machine bears the number."""
    owners = [cast.owner(city.name, name) for name in ("甲", "neighbour", "third", "fourth")]
    pin = "XUGTEST" + f"{int(district):010d}"
    machines = [draft(owner, district, pin=pin, registration_kind="machine") for owner in owners]
    answers = at_once(4, lambda number: owners[number].post(f"machines/{machines[number]['id']}/submission"))
    cases = [answer.body["case"]["id"] for answer in answers if answer.status == 200]
    assert cases and {answer.status for answer in answers} <= {200, 422}, answers
    results = at_once(len(cases), lambda number: (act(officer, cases[number], "claim"),
                                                  act(officer, cases[number], "approve"))[1])
    assert [answer.status for answer in results].count(200) == 1, results
    assert {answer.status for answer in results} <= {200, 409}
    late = draft(owners[0], district, pin=pin.lower(), registration_kind="machine")
    refused = assert_problem(owners[0].post(f"machines/{late['id']}/submission"), 422)
    assert ("pin", "duplicate") in refused.codes


def test_every_step_is_in_the_record(city, cast, owner, officer, filed):
    """X104, X105: who, what, on which revision; no phone, no identity number."""
    approve(officer, case_id(filed))
    auditor = cast.city_officer(city.name, "city_auditor")
    rows = auditor.items(f"audit?object={case_id(filed)}")
    assert [row["action"] for row in rows] == ["case.approve", "case.claim", "case.submit"]
    revision = city.get("city").body["revision"]
    for row in rows:
        assert row["pack_revision"] == revision and row["result"] == "done", row
    assert owner.phone not in str(auditor.get("audit?limit=100").body)
