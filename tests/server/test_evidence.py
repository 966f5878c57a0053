"""What photos prove and do not (F065, F198, X022, X082–X087), and who reads personal values in full (F201, F202, X110).
The pack is in tests/server/packs/live_camera."""

import json
import uuid

import pytest

import values
from cast import DISTRICTS
from client import assert_problem
from filing import case_id, draft, file_machine

HERE, THERE = "990701", "990702"


@pytest.fixture(scope="module")
def city(deployment):
    return deployment.serve_pack("live_camera")


@pytest.fixture(scope="module")
def owner(city):
    return city.owner()


@pytest.fixture(scope="module")
def auditor(city):
    return city.officer("city_auditor", name="市级")


@pytest.fixture
def officer(city):
    return city.officer(districts=[HERE])


def ticket(person, field="photos_other", form="machine"):
    given = person.post("photos/tickets", {"form": form, "field": field})
    assert given.status == 201, given
    return given.body["ticket"]


def take_photo(person, bytes_=None, **options):
    return person.upload(bytes_ or values.picture(), ticket=ticket(person, **options))


def camera_picture(person):
    """As a phone's camera writes it."""
    plain = person.upload(values.picture()).body["id"]
    return values.with_camera_notes(person.get(f"photos/{plain}").bytes)


def photos_of(person, case, field="photos_other"):
    """The field's photos with what a reviewer is told of them."""
    subject = person.get(f"cases/{case}").body["subject"]
    return [{**photo, **subject.get("evidence", {}).get(photo["id"], {})} for photo in subject["photos"]
            if photo["field"] == field]


def test_a_live_photo_is_taken(owner, officer):
    """F065, X086: with a ticket for the field the photo counts; the reviewer sees that it came live."""
    photo = take_photo(owner)
    assert photo.status == 201, photo
    machine, _ = file_machine(owner, HERE, photos_other=[photo.body["id"]])
    shown = photos_of(officer, case_id(machine))
    assert shown[0]["live"] is True and shown[0]["doubts"] == ["format"], "a PNG comes from no camera"
    assert "live" not in photos_of(owner, case_id(machine))[0]
    assert "photo_doubt" in [finding["code"] for finding in officer.get(f"cases/{case_id(machine)}").body["findings"]]


def test_an_album_photo_is_refused(owner):
    """F065: the client may be made to say anything; what has no ticket, or one for another field, is refused."""
    for photo in (owner.upload(values.picture()), take_photo(owner, field="photos_body")):
        machine = draft(owner, HERE, photos_other=[photo.body["id"]])
        refused = assert_problem(owner.post(f"machines/{machine['id']}/submission"), 422)
        assert ("photos_other", "photo_live") in refused.codes


def test_tickets_are_personal_and_good_once(city, owner):
    """X056, X082: another's, a used one, none at all."""
    given = ticket(owner)
    assert_problem(city.owner().upload(values.picture(), ticket=given), 422, "photo.ticket")
    assert owner.upload(values.picture(), ticket=given).status == 201
    for spent in (given, "", "x" * 43, str(uuid.uuid4())):
        assert_problem(owner.upload(values.picture(), ticket=spent), 422, "photo.ticket")
    assert_problem(city.upload(values.picture(), None, ticket=ticket(owner)), 401)
    for wrong in ({"form": "machine", "field": "fuel"}, {"form": "none", "field": "photos_other"}):
        assert_problem(owner.post("photos/tickets", wrong), 400)


def test_a_repeated_ticket_request_shows_no_second_ticket(owner):
    """Secrets are not stored: a repetition answers without them."""
    key, body = str(uuid.uuid4()), {"form": "machine", "field": "photos_other"}
    assert "ticket" in owner.post("photos/tickets", body, key=key).body
    assert "ticket" not in owner.post("photos/tickets", body, key=key).body


def test_a_reused_photo_finds_its_first_use(city, owner, officer):
    """F198: the same bytes from another person; the earlier case is shown to the reviewer alone."""
    picture = values.picture(seed=4711)
    first, _ = file_machine(owner, HERE, photos_body=[owner.upload(picture).body["id"]])
    other = city.owner()
    second, submitted = file_machine(other, HERE, photos_body=[other.upload(picture).body["id"]])
    assert "photo_reused" in [finding["code"] for finding in submitted["case"]["findings"]]
    assert case_id(first) not in json.dumps(submitted)
    earlier = photos_of(officer, case_id(second), "photos_body")[0]["earlier"]
    assert earlier["case"] == case_id(first) and earlier["distance"] == 0, earlier
    assert officer.get(f"photos/{earlier['photo']}").status == 200
    third, _ = file_machine(other, THERE, photos_body=[other.upload(picture).body["id"]])
    elsewhere = photos_of(city.officer(districts=[THERE]), case_id(third), "photos_body")[0]["earlier"]
    assert elsewhere["case"] is None and elsewhere["office"] == "现拍市东区分局", elsewhere


def test_papers_recur_and_are_no_reuse(linfen, cast):
    """F198: where one photo was shown before, the identity card beside it is not told as used twice."""
    officer, cases = cast.officer("linfen"), []
    card, machine = values.picture(seed=815), values.picture(seed=816)
    for person in (linfen.owner(), linfen.owner()):
        shown = {"photo_id_front": person.upload(card).body["id"], "photo_front": person.upload(machine).body["id"]}
        cases.append(case_id(file_machine(person, DISTRICTS["linfen"][0], owner_kind="person", **shown)[0]))
    assert photos_of(officer, cases[1], "photo_front")[0]["earlier"]["case"] == cases[0]
    assert not photos_of(officer, cases[1], "photo_id_front")[0].get("earlier")


def stored(deployment, person, photo):
    return next((deployment.home / "photos").rglob(f"{photo['sha256']}.jpg"))


def test_a_damaged_photo_is_noticed(deployment, owner):
    """X022: a flipped byte is found at reading, said as it is, and in the operator's log."""
    photo = owner.upload(values.picture()).body
    file = stored(deployment, owner, photo)
    bytes_ = bytearray(file.read_bytes())
    bytes_[len(bytes_) // 2] ^= 0xFF
    file.write_bytes(bytes_)
    assert_problem(owner.get(f"photos/{photo['id']}"), 500, "photo.damaged")
    log = (deployment.home / "log" / "nrmm.log").read_text()
    assert any("photo.damaged" in line and '"warning"' in line for line in log.splitlines())


def test_photos_are_served_as_nothing_but_images(owner):
    """X084, X085."""
    photo = owner.upload(camera_picture(owner)).body
    answer = owner.get(f"photos/{photo['id']}")
    assert answer.headers["content-type"] == "image/jpeg" and answer.headers["x-content-type-options"] == "nosniff"
    assert b"Exif" not in answer.bytes and b"HUAWEI" not in answer.bytes


@pytest.mark.parametrize("path", ["..%2F..%2Fkeys%2Fmac.key", "%2Fetc%2Fpasswd", "%00", "..", "a" * 64])
def test_a_photo_s_path_leads_nowhere_else(owner, path):
    """X087"""
    assert owner.get(f"photos/{path}").status in (400, 404)


def test_a_link_in_the_store_is_not_followed(deployment, owner):
    """X087"""
    photo = owner.upload(values.picture()).body
    file = stored(deployment, owner, photo)
    file.unlink()
    file.symlink_to(deployment.home / "keys" / "mac.key")
    assert_problem(owner.get(f"photos/{photo['id']}"), 404)


# ── Personal values in full ──────────────────────────────────────────────────────────────────────────────────────────


def disclose(officer, case, fields, purpose="核实申请人身份", **options):
    return officer.post(f"cases/{case}/disclosure", {"fields": fields, "purpose": purpose}, **options)


@pytest.fixture
def filed(owner):
    phone = values.new_phone()
    machine, _ = file_machine(owner, HERE, contact_phone=phone)
    return case_id(machine), phone


def test_a_number_is_shown_for_a_purpose_and_recorded(officer, auditor, filed):
    """X110, F202: masked by default; in full with a purpose, which stands in the record, the number does not."""
    case, phone = filed
    assert phone not in json.dumps(officer.get(f"cases/{case}").body)
    shown = disclose(officer, case, ["contact_phone"])
    assert shown.status == 200 and shown.body == {"values": {"contact_phone": phone}}, shown
    row = auditor.items(f"audit?object={case}&action=case.disclosure")[0]
    assert row["after"] == {"fields": ["contact_phone"], "purpose": "核实申请人身份"}, row
    assert row["actor"]["name"] == "审核员" and phone not in json.dumps(row)


def test_a_repetition_shows_nothing(officer, filed):
    """X110: what was shown once is not kept anywhere to be shown again without a row."""
    case, phone = filed
    key = str(uuid.uuid4())
    assert disclose(officer, case, ["contact_phone"], key=key).body["values"]
    assert phone not in json.dumps(disclose(officer, case, ["contact_phone"], key=key).body)


def test_no_purpose_no_number(city, owner, officer, filed):
    """X110: deny by default."""
    case, _ = filed
    for purpose in ("", " ", "x", "字" * 201):
        assert_problem(disclose(officer, case, ["contact_phone"], purpose), 422, "disclosure.purpose")
    assert_problem(officer.post(f"cases/{case}/disclosure", {"fields": ["contact_phone"]}), 400)
    for fields in ([], ["machine_kind"], ["no_such"], [1], ["contact_phone"] * 3 + ["x"]):
        assert_problem(disclose(officer, case, fields), 400)
    assert_problem(disclose(owner, case, ["contact_phone"]), 403)
    assert_problem(disclose(city.officer(districts=[THERE]), case, ["contact_phone"]), 404)
    assert_problem(disclose(city.officer("operator"), case, ["contact_phone"]), 403)


def test_reading_very_many_raises_an_alarm(deployment, city, officer, auditor, filed):
    """X110: beyond the city's number in an hour, once; in the city's record and the operator's log."""
    case, _ = filed
    me = officer.get("account").body["id"]
    alarms = lambda: auditor.items(f"audit?object={me}&action=disclosure.alarm")  # noqa: E731
    for _ in range(5):
        assert disclose(officer, case, ["contact_phone"]).status == 200
    assert alarms() == []
    for _ in range(3):
        assert disclose(officer, case, ["contact_phone"]).status == 200
    assert [alarm["after"] for alarm in alarms()] == [{"values": 6, "allowed": 5, "hours": 1}]
    assert "unusually many" in (deployment.home / "log" / "nrmm.log").read_text()


def test_what_the_camera_wrote_is_evidence_under_seal(owner, officer):
    """X085: time, device and position, where the city keeps them; for a purpose, never in the public copy."""
    photo = take_photo(owner, camera_picture(owner)).body
    machine, _ = file_machine(owner, HERE, photos_other=[photo["id"]])
    case = case_id(machine)
    assert photos_of(officer, case)[0]["doubts"] == ["too_old"]
    notes = disclose(officer, case, ["photos_other"]).body["values"]["photos_other"][photo["id"]]
    assert notes["maker"] == "HUAWEI" and notes["position"]["lat"] == 36.5 and notes["taken_at"].startswith("2025-06-03")
