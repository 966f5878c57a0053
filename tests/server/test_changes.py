"""A machine's life after its code: one mechanism, a change, whose kinds, forms, consents, reviews and effects each city's
pack defines (F083, F099, F105–F113, F178; R23–R26)."""

import datetime

import pytest

from changes import ask, asked, both_codes, claim, events, filled, handed_over, history, machine_of, seen
from client import assert_problem
from deployment import wait_until
from filing import act, approved_machine, done


class Place:
    """A city with who reviews in its first district; owners as they come."""

    def __init__(self, city):
        self.city = city
        self.here, self.there = city.districts()[:2]
        self.officer = city.officer(districts=[self.here], name="变更审核")
        self.elsewhere = city.officer(districts=[self.there], name="别处审核")
        self.chief = city.officer("city_auditor", name="市级审核")

    def coded(self, owner=None, **known):
        owner = owner or self.city.owner()
        return owner, approved_machine(owner, self.officer, self.here, **known)

    def looked_up(self, code):
        return done(self.officer.city.code(code, token=self.officer.token))

    def audited(self, machine):
        return [row["action"] for row in self.chief.items(f"audit?object={machine['id']}")]


@pytest.fixture(scope="module")
def national(deployment):
    return Place(deployment.city("national"))


@pytest.fixture(scope="module")
def liaocheng(deployment):
    return Place(deployment.city("liaocheng"))


@pytest.fixture(scope="module")
def chongqing(deployment):
    return Place(deployment.city("chongqing"))


@pytest.fixture(scope="module")
def claimed(deployment):
    return Place(deployment.serve_pack("claimed"))


# A machine of stage 3, by its dates.
OLD_ENGINE = {"filing_for": "self", "registration_kind": "machine", "fuel": "diesel", "engine_date": "2016-05-01",
              "machine_date": "2016-06-01", "disclosure_number": None, "machine_env_code": None, "power_kw": 100}


def told(person):
    return [one["event"] for one in person.items("messages")]


# ── Another owner ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_both_confirm_and_it_is_done_at_once(national):
    """R24, F106, F107: 国册: both are registered, each confirms with his own code; the former owner and what was said of
    him are gone from the record, the new one has it."""
    old, machine = national.coded(filing_for="self")
    new = national.city.owner()
    case = done(handed_over(national.city, old, new, machine))["case"]
    assert (case["kind"], case["state"], case["phase"]) == ("transfer", "done", "approved")
    assert_problem(seen(old, machine), 404)
    assert_problem(old.get(f"machines/{machine['id']}/history"), 404)
    assert machine["id"] not in {one["id"] for one in old.items("machines")}
    mine = machine_of(new, machine)
    assert mine["code"] == machine["code"] and mine["answers"]["owner_name"] == "乙某" and mine["case"] is None
    assert "filing_for" not in mine["answers"] and new.phone not in str(mine)
    assert machine["id"] in {one["id"] for one in new.items("machines")}
    assert mine["answers"]["machine_kind"] == machine["answers"]["machine_kind"]
    assert all(new.get(f"photos/{photo}").status == 200 for photo in mine["answers"]["photos_body"])
    assert "owner_changed" in told(old) and "owner_changed" in told(new)
    assert "machine.change_owner" in national.audited(machine)
    # the new owner's own changes go on from here
    done(ask(new, machine, "retrofit", dpf_model="DPF-1"))
    assert_problem(ask(old, machine, "retrofit", dpf_model="DPF-2"), 404)


def test_a_wrong_code_hands_nothing_over(national):
    """F107, X066: nothing is changed, and the other's right code is not spent on it."""
    old, machine = national.coded(filing_for="self")
    new = national.city.owner()
    codes = both_codes(national.city, old, new)
    wrong = "000000" if codes["new_owner_sms_code"] != "000000" else "111111"
    whom = {"new_owner_name": "乙某", "new_owner_phone": new.phone}
    refused = assert_problem(ask(old, machine, "transfer", **whom, **codes | {"new_owner_sms_code": wrong}), 422, "form.refused")
    assert refused.codes == {("new_owner_sms_code", "sms_code")}
    swapped = {"old_owner_sms_code": codes["new_owner_sms_code"], "new_owner_sms_code": codes["old_owner_sms_code"]}
    assert len(assert_problem(ask(old, machine, "transfer", **whom, **swapped), 422).codes) == 2
    assert machine_of(old, machine)["version"] == machine["version"] and seen(new, machine).status == 404
    done(ask(old, machine, "transfer", **whom, **codes))
    assert machine_of(new, machine)["id"] == machine["id"]


def test_to_whom_it_cannot_go(national):
    """F106: who is not registered, or as no owner; who has it already; another's machine."""
    old, machine = national.coded(filing_for="self")
    new, agent = national.city.owner(), national.city.owner("enterprise", "agent", may_file=False)
    codes = both_codes(national.city, old, new)
    for phone, code in (("13999999999", "party"), (agent.phone, "party"), (old.phone, "party_same")):
        refused = assert_problem(ask(old, machine, "transfer", new_owner_name="乙", new_owner_phone=phone, **codes), 422)
        assert ("new_owner_phone", code) in refused.codes
    assert_problem(ask(new, machine, "transfer", new_owner_name="乙", new_owner_phone=new.phone, **codes), 404)
    by_code = {"new_owner_name": "乙", "new_owner_phone": new.phone, **codes}
    for code in (machine["serial"], "N41ZZZZZ"):  # nobody learns which codes there are where no buyer may begin
        assert_problem(claim(new, code, "transfer", **by_code), 404, "request.not_found")


def test_the_new_owner_proves_and_the_district_decides(liaocheng):
    """R24, R21, F106: 聊规 第四条: the old owner applies, the new one sees the case and brings the proof, which the old one
    cannot; the district reviews."""
    old, machine = liaocheng.coded(filing_for="self")
    new, stranger = liaocheng.city.owner(), liaocheng.city.owner()
    case = asked(old, machine, "transfer", new_owner_name="乙某", new_owner_phone=new.phone)
    assert (case["state"], case["phase"]) == ("awaiting_proof", "open") and case["due_at"]
    assert "proof_wanted" in told(new) or liaocheng.city.deployment.notice(new.phone)
    proof = new.photos(1)
    assert case["id"] in {one["id"] for one in new.items("cases")}
    assert done(new.get(f"cases/{case['id']}"))["subject"]["answers"]["new_owner_name"] == "乙某"
    assert_problem(stranger.get(f"cases/{case['id']}"), 404)
    assert_problem(seen(new, machine), 404)
    assert_problem(ask(old, machine, "transfer", photos_proof=old.photos(1)), 409, "case.transition")
    assert_problem(ask(stranger, machine, "transfer", photos_proof=proof), 404)
    proved = asked(new, machine, "transfer", new_owner_name="丙某", photos_proof=proof)
    assert proved["state"] == "in_review" and proved["subject"]["answers"]["new_owner_name"] == "乙某", "not his step"
    assert liaocheng.officer.get(f"photos/{proof[0]}").status == 200
    done(act(liaocheng.officer, case["id"], "return", reason="unclear_photo"))
    again = asked(new, machine, "transfer", photos_proof=new.photos(2)[1:])
    assert (again["id"], again["state"]) == (case["id"], "in_review")
    assert_problem(act(new, case["id"], "approve"), 403)
    done(act(liaocheng.officer, case["id"], "approve"))
    assert_problem(seen(old, machine), 404)
    mine = machine_of(new, machine)
    assert mine["answers"]["owner_name"] == "乙某" and mine["answers"]["contact_phone"].endswith(new.phone[-4:])


def test_a_transfer_can_be_taken_back(liaocheng):
    """R24: 撤销过户申请, by who applied, while no proof has come; then the machine is free for another change."""
    old, machine = liaocheng.coded(filing_for="self")
    new = liaocheng.city.owner()
    case = asked(old, machine, "transfer", new_owner_name="乙某", new_owner_phone=new.phone)
    assert [one["transition"] for one in done(old.get(f"cases/{case['id']}"))["transitions"]] == ["cancel"]
    assert_problem(act(new, case["id"], "cancel"), 403)
    cancelled = done(act(old, case["id"], "cancel"))
    assert (cancelled["state"], cancelled["phase"]) == ("cancelled", "cancelled")
    assert_problem(ask(new, machine, "transfer", photos_proof=new.photos(1)), 404)
    done(ask(old, machine, "contact", contact_phone="13900000077"))


def test_within_thirty_days_or_flagged(chongqing):
    """R24, R34, F208: 渝通知 二: the same call, done at once through the platform; who comes late is flagged."""
    for days, late in ((30, False), (31, True)):
        old, machine = chongqing.coded()
        new = chongqing.city.owner()
        day = (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))) - datetime.timedelta(days=days)).date()
        case = done(handed_over(chongqing.city, old, new, machine, transferred_on=day.isoformat()))["case"]
        assert case["phase"] == "approved"
        assert any(one["field"] == "transferred_on" and one["code"] == "late" for one in case["findings"]) == late
        mine = machine_of(new, machine)
        assert mine["answers"]["contact_phone"].endswith(new.phone[-4:])
        assert mine["answers"].get("photo_owner") is None, "the former owner's papers"
        assert mine["answers"].get("id_number") != machine["answers"]["id_number"]


def test_who_bought_it_and_hears_nothing(claimed):
    """R24, F106: evidence, notice to the former owner, who may object; an officer decides."""
    old, machine = claimed.coded(filing_for="self")
    new, other = claimed.city.owner(), claimed.city.owner()
    what = {"new_owner_name": "乙某", "bought_on": "2025-05-01", "circumstances": "电话停机", "photos_proof": new.photos(1)}
    unproved = assert_problem(claim(new, machine["serial"], "ownership_claim", **what), 422)
    assert ("new_owner_sms_code", "required") in unproved.codes
    assert_problem(ask(new, machine, "ownership_claim", **what), 404)
    assert_problem(claim(old, machine["code"], "ownership_claim", **what), 403)
    assert_problem(claim(new, machine["code"], "transfer", **what), 403)
    code = {"new_owner_sms_code": claimed.city.sms_code(new.phone, "transfer_to")}
    case = done(claim(new, machine["code"], "ownership_claim", **what, **code))["case"]
    assert case["state"] == "notified" and "ownership_claimed" in told(old)
    assert_problem(claim(other, machine["code"], "ownership_claim", **what), 409, "machine.in_review")
    assert_problem(ask(old, machine, "retrofit", dpf_model="X"), 409, "machine.in_review")
    assert_problem(act(claimed.officer, case["id"], "approve"), 409, "case.transition")
    assert {one["transition"] for one in done(old.get(f"cases/{case['id']}"))["transitions"]} == {"agree", "object"}
    done(act(old, case["id"], "object"))
    assert "ownership_disputed" in told(new)
    done(act(claimed.officer, case["id"], "claim"))
    done(act(claimed.officer, case["id"], "refuse", reason="unclear_photo"))
    assert machine_of(old, machine)["id"] == machine["id"] and seen(new, machine).status == 404
    code = {"new_owner_sms_code": claimed.city.sms_code(new.phone, "transfer_to")}
    again = done(claim(new, machine["code"], "ownership_claim", **what, **code))["case"]
    done(act(old, again["id"], "agree"))
    done(act(claimed.officer, again["id"], "approve"))
    assert machine_of(new, machine)["answers"]["owner_name"] == "乙某" and seen(old, machine).status == 404


# ── The machine itself ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_device_fitted_later(national):
    """F108, F105: 国册 二、（2）: goes into the record at once; the stage stays as it was."""
    owner, machine = national.coded(filing_for="self")
    assert ("dpf_model", "required") in assert_problem(ask(owner, machine, "retrofit"), 422).codes
    done(ask(owner, machine, "retrofit", dpf_model="YC-DPF-200", dpf_serial="D0001"))
    now = machine_of(owner, machine)
    assert now["answers"]["dpf_model"] == "YC-DPF-200" and now["version"] > machine["version"]
    assert now["code"] == machine["code"] and now["derived"] == machine["derived"]
    unlike = {name for name in now["answers"] | machine["answers"]
              if now["answers"].get(name) != machine["answers"].get(name)}
    assert unlike <= {"dpf_model", "dpf_serial", "aftertreatment"}


def test_another_place_keeps_the_code(national):
    """R26, F109, F051: the district of registration changes and who looks after it; the code stays valid as it is."""
    owner, machine = national.coded(filing_for="self")
    done(ask(owner, machine, "place", registration_district=national.there, place="另一处工地"))
    now = machine_of(owner, machine)
    assert now["answers"]["registration_district"] == national.there and now["code"] == machine["code"]
    assert_problem(seen(national.officer, machine), 404)
    assert machine_of(national.elsewhere, machine)["answers"]["place"] == "另一处工地"
    assert national.city.code(machine["code"], token=national.elsewhere.token).body["state"] == "valid"
    assert history(owner, machine)["record"]["district"] == national.there


def test_a_new_engine_after_a_check(liaocheng):
    """F110, R20, F051: 聊规 第十一条: the stage follows the new engine when the district has checked; the serial stays,
    what shows the old stage is void, a new sign is due."""
    owner, machine = liaocheng.coded(**OLD_ENGINE)
    assert machine["emission_stage"] == "3"
    case = asked(owner, machine, "engine", **filled(
        owner, "engine", fuel="diesel", power_kw=118, engine_maker="潍柴", engine_model="WP6H", engine_date="2025-03-01",
        engine_serial="E0001", engine_disclosure_number="CNFCG400WC01000123000001"))
    assert case["phase"] == "open" and machine_of(owner, machine)["emission_stage"] == "3", "nothing before the check"
    assert liaocheng.looked_up(machine["code"])["state"] == "valid"
    done(act(liaocheng.officer, case["id"], "approve"))
    now = machine_of(owner, machine)
    assert (now["emission_stage"], now["serial"]) == ("4", machine["serial"]) and now["code"] == "4" + machine["code"][1:]
    assert now["sign"]["number"] == 2 and now["sign"]["code"] == now["code"]
    old, new = liaocheng.looked_up(machine["code"]), liaocheng.looked_up(now["code"])
    assert (old["state"], old["mismatch"], old["serial"]) == ("void", True, machine["serial"])
    assert (new["state"], new["mismatch"]) == ("valid", False)
    assert [one["code"] for one in history(owner, machine)["items"] if one["event"] == "code"] == [machine["code"], now["code"]]


def test_an_officer_sets_the_stage_of_a_new_engine(liaocheng):
    """F110, R20: where the rules leave it to him, his determination is what the register gets."""
    owner, machine = liaocheng.coded(**OLD_ENGINE)
    case = asked(owner, machine, "engine", **filled(
        owner, "engine", fuel="diesel", power_kw=118, engine_maker="潍柴", engine_model="WP6H", engine_date="2016-03-01",
        engine_serial="E0002"))
    version = done(liaocheng.officer.get(f"cases/{case['id']}"))["version"]
    done(liaocheng.officer.post(f"cases/{case['id']}/determinations",
                                {"name": "emission_stage", "value": "2", "reason": "铭牌所示"}, version=version))
    assert machine_of(owner, machine)["emission_stage"] == "3"
    done(act(liaocheng.officer, case["id"], "approve"))
    assert machine_of(owner, machine)["emission_stage"] == "2"


def test_how_the_owner_is_reached(liaocheng):
    """F113, F048: 聊规 第五条: the owner keeps it current himself; it is shown masked, as ever."""
    owner, machine = liaocheng.coded(filing_for="self")
    done(ask(owner, machine, "contact", contact_phone="13900000088"))
    assert machine_of(owner, machine)["answers"]["contact_phone"] == "139****0088"
    item = history(owner, machine)["items"][-1]
    assert item["event"] == "update_owner" and item["title"] == "车主信息变更" and item["basis"].startswith("聊规 第五条")
    assert [(one["label"], one["after"]) for one in item["changes"]] == [("车主联系电话", "139****0088")]


def test_numbers_that_were_wrong_are_put_right(liaocheng):
    """F178, F179: 聊规 第十四条: the owner corrects, the district looks; another machine's number is nobody else's."""
    owner, machine = liaocheng.coded(filing_for="self", fuel="diesel")
    other, neighbour = liaocheng.coded(filing_for="self", fuel="diesel", machine_env_code="SDE100123PB000778")
    numbers = {"disclosure_number": machine["answers"].get("disclosure_number") or "CNFJG400SD01000123000778",
               "machine_env_code": "SDE100123PB000777"}
    case = asked(owner, machine, "correction", **numbers)
    done(act(liaocheng.officer, case["id"], "approve"))
    assert machine_of(owner, machine)["answers"]["machine_env_code"] == "SDE100123PB000777"
    taken = asked(owner, machine, "correction", **numbers | {"machine_env_code": neighbour["answers"]["machine_env_code"]})
    assert_problem(act(liaocheng.officer, taken["id"], "approve"), 409, "machine.duplicate")
    assert machine_of(owner, machine)["answers"]["machine_env_code"] == "SDE100123PB000777"


def test_what_was_approved_may_be_amended_anew(deployment):
    """R23, F083, F105: 津册 3.5: until the amendment is approved the code stands for what was registered."""
    place = Place(deployment.city("tianjin"))
    owner, machine = place.coded()
    answers = {name: value for name, value in machine["answers"].items() if "*" not in str(value)}
    case = asked(owner, machine, "amend", **answers | {"place": "改到港区"})
    assert machine_of(owner, machine)["answers"]["place"] == machine["answers"]["place"]
    done(act(place.officer, case["id"], "approve"))
    assert machine_of(owner, machine)["answers"]["place"] == "改到港区"
    assert [one["before"] for one in history(owner, machine)["items"][-1]["changes"]] == [machine["answers"]["place"]]


# ── Signs ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_damaged_sign_is_made_anew(chongqing):
    """F099, F210: numbered; reviewed; collected anew; later than ten days is flagged."""
    owner, machine = chongqing.coded()
    day = (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))) - datetime.timedelta(days=11)).date()
    assert machine["sign"] is None and machine["collection"]["state"] == "ready"
    done(chongqing.officer.post(f"codes/{machine['serial']}/collection", {}))
    for number in (2, 3):
        case = asked(owner, machine, "reissue", **filled(owner, "reissue", damage="damaged", damaged_on=day.isoformat()))
        assert {(one["field"], one["code"]) for one in case["findings"]} == {("damaged_on", "late")}
        done(act(chongqing.officer, case["id"], "approve"))
        now = machine_of(owner, machine)
        assert now["sign"]["number"] == number and now["code"] == machine["code"] and now["collection"]["state"] == "ready"
        assert history(owner, machine)["items"][-1]["sign"] == {"number": number, "code": machine["code"]}
    done(chongqing.officer.post(f"codes/{machine['serial']}/collection", {}))


# ── The end ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name, reason", [("liaocheng", "left_province"), ("liaocheng", "sold_as_scrap"), ("chongqing", "scrapped")])
def test_a_machine_leaves_the_register(request, name, reason):
    """R25, R26, F111, F112: reviewed; the serial is nobody's for ever, the machine may be filed anew."""
    place = request.getfixturevalue(name)
    owner, machine = place.coded(**({"filing_for": "self"} if name == "liaocheng" else {}))
    case = asked(owner, machine, "deregistration", **filled(owner, "deregistration", reason=reason, happened_on="2026-11-01"))
    assert case["phase"] == "open" and machine_of(owner, machine)["state"] == "approved"
    done(act(place.officer, case["id"], "approve"))
    gone = machine_of(owner, machine)
    assert (gone["state"], gone["serial"]) == ("deregistered", machine["serial"])
    assert place.looked_up(machine["code"])["state"] == "deregistered"
    assert_problem(ask(owner, machine, "deregistration"), 409, "case.guard")
    assert_problem(place.officer.post(f"codes/{machine['serial']}/collection", {}), 409, "collection.none")
    again = approved_machine(owner, place.officer, place.here, **({"filing_for": "self"} if name == "liaocheng" else {}))
    assert again["serial"] != machine["serial"]


@pytest.mark.parametrize("name, closed", [("liaocheng", "place"), ("chongqing", "place"), ("national", "deregistration"),
                                          ("liaocheng", "reissue"), ("chongqing", "contact")])
def test_what_a_city_does_not_offer(request, name, closed):
    """R23, R26: moving out is a switch of place, a deregistration or neither, as the city says."""
    place = request.getfixturevalue(name)
    owner, machine = place.coded(**({} if name == "chongqing" else {"filing_for": "self"}))
    assert ("kind", "choice") in assert_problem(ask(owner, machine, closed), 422).codes


# ── The record ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_record_is_locked(national):
    """F083: after approval nothing changes but through a change."""
    owner, machine = national.coded(filing_for="self")
    version = machine["version"]
    assert_problem(owner.put(f"machines/{machine['id']}", {"answers": {}}, version=version), 409, "machine.locked")
    assert_problem(owner.delete(f"machines/{machine['id']}"), 409, "machine.locked")
    assert_problem(owner.post(f"machines/{machine['id']}/submission"), 409, "machine.locked")
    assert machine_of(owner, machine) == machine


def test_the_history_says_who_and_why(national):
    """F083, F105: before, after, who, why and the article, in the city's words; the new owner sees nothing of the former."""
    old, machine = national.coded(filing_for="self")
    done(ask(old, machine, "place", registration_district=national.there, place="甲工地"))
    items = history(old, machine)["items"]
    assert [one["event"] for one in items] == ["submit", "claim", "approve", "code", "change_place"]
    moved = items[-1]
    assert (moved["title"], moved["label"]) == ("使用地点变更", "提交") and moved["basis"].startswith("国册 二") and moved["by"]
    names = {one["code"]: one["name"] for one in national.city.get("city").body["districts"]}
    assert {one["label"]: (one["before"], one["after"]) for one in moved["changes"]}["登记区县"] == \
        (names[national.here], names[national.there])
    new = national.city.owner()
    done(handed_over(national.city, old, new, machine))
    mine = history(new, machine)
    assert [one["event"] for one in mine["items"]] == ["code", "change_place", "change_owner"]
    assert mine["items"][1]["by"] is None and mine["items"][1]["case"] is None
    assert all(one["before"] is None for one in mine["items"][2]["changes"])
    assert len(history(national.chief, machine)["items"]) == 6
    today = history(new, machine)["as_of"]
    before = (datetime.date.fromisoformat(today) - datetime.timedelta(days=1)).isoformat()
    assert history(new, machine, before) == {"as_of": before, "record": None, "items": []}
    assert_problem(new.get(f"machines/{machine['id']}/history?as_of=yesterday"), 400)


def test_changes_that_cannot_be(liaocheng):
    """X069, X070, X071"""
    owner, machine = liaocheng.coded(filing_for="self")
    stranger = liaocheng.city.owner()
    assert_problem(stranger.get(f"machines/{machine['id']}/history"), 404)
    assert_problem(liaocheng.elsewhere.get(f"machines/{machine['id']}/history"), 404)
    assert_problem(claim(stranger, "9R1ZZZZZ", "transfer"), 404)
    assert_problem(claim(stranger, "no code", "transfer"), 404)
    case = asked(owner, machine, "deregistration", **filled(owner, "deregistration", happened_on="2026-11-01"))
    assert_problem(ask(owner, machine, "contact", contact_phone="13900000001"), 409, "machine.in_review")
    assert_problem(act(liaocheng.elsewhere, case["id"], "approve", version=case["version"]), 404)


# ── By the clock ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_transfer_that_nobody_proves_runs_out(changing, clock):
    """R24, R34, X036: on the thirtieth day it still waits, then the system takes it back, once."""
    clock("2027-03-01")
    place = Place(changing.city("liaocheng"))
    old, machine = place.coded(filing_for="self")
    new = place.city.owner()
    case = asked(old, machine, "transfer", new_owner_name="乙某", new_owner_phone=new.phone)
    assert case["due_at"].startswith("2027-03-31")
    clock("2027-03-31")
    old = old.again()
    assert old.get(f"cases/{case['id']}").body["state"] == "awaiting_proof"
    clock("2027-04-01")
    old = old.again()
    wait_until(lambda: old.get(f"cases/{case['id']}").body["phase"] == "cancelled", 30, "the transfer runs out")
    assert [one["transition"] for one in old.get(f"cases/{case['id']}").body["events"]] == ["submit", "cancel"]
    done(ask(old, machine, "contact", contact_phone="13900000055"))


def test_the_record_as_it_was_on_any_day(changing, clock):
    """F083: `as_of`: the record at the end of that day, and what had happened by then."""
    clock("2027-05-03")
    place = Place(changing.city("liaocheng"))
    owner, machine = place.coded(filing_for="self", contact_phone="13900000011")
    for day, phone in (("2027-05-10", "13900000022"), ("2027-05-20", "13900000033")):
        clock(day)
        owner = owner.again()
        done(ask(owner, machine, "contact", contact_phone=phone))
    for day, phone, items in (("2027-05-03", "0011", 0), ("2027-05-09", "0011", 0), ("2027-05-10", "0022", 1),
                              ("2027-05-19", "0022", 1), ("2027-05-20", "0033", 2), ("2027-06-01", "0033", 2)):
        then = history(owner, machine, day)
        assert then["record"]["answers"]["contact_phone"] == "139****" + phone, day
        assert [one["event"] for one in then["items"]].count("update_owner") == items, day
    assert history(owner, machine, "2027-05-02")["record"] is None
    assert events(owner, machine).count("update_owner") == 2
