"""Sites and their gates, each city by its own document."""

import uuid

import pytest

import values
from cast import DISTRICTS, EVERY_CITY
from client import PASSWORD, assert_problem
from deployment import wait_until
from filing import act, approved_machine, case_id, done
from sites import (CENTRE, FROM_ELSEWHERE, draft_site, enter, first_sign_in, hand_in_site, issue_account, leave, manager_of, north, open_site,
                   passage, site_answers)

REVIEWED = {"national", "tianjin", "linfen"}


class Ground:
    """One city with a site of somebody, a machine with its code, and who looks after both."""

    def __init__(self, city):
        self.city = city
        self.here, self.there = city.districts()[:2]
        self.officer = city.officer(districts=[self.here], name="场所所在区")
        self.manager = manager_of(city, self.here)
        self.site = open_site(self.manager, self.here)
        self.owner = city.owner()

    def machine(self):
        return approved_machine(self.owner, self.officer, self.here)

    def another(self):
        """(manager, site) elsewhere in the district."""
        manager = manager_of(self.city, self.here)
        return manager, open_site(manager, self.here)

    def seen(self):
        return self.manager.get(f"sites/{self.site['id']}").body


@pytest.fixture(scope="module")
def grounds(deployment):
    made = {}

    def ground(name):
        if name not in made:
            made[name] = Ground(deployment.city(name))
        return made[name]
    return ground


@pytest.fixture(params=EVERY_CITY)
def ground(request, grounds):
    return grounds(request.param)


# ── How a site comes to be ───────────────────────────────────────────────────────────────────────────────────────────

def test_a_site_is_registered_as_the_city_has_it(ground):
    """R05, F076, F082, F117, F118: reviewed where the city does; what is returned is handed in again; then nothing changes."""
    manager = manager_of(ground.city, ground.here)
    site, case = hand_in_site(manager, ground.here)
    if ground.city.name not in REVIEWED:
        assert site["state"] == "active" and case["phase"] == "approved", site
    else:
        assert site["state"] == "in_review"
        assert_problem(manager.put(f"sites/{site['id']}", {"answers": {}}, version=site["version"]), 409, "site.in_review")
        done(act(ground.officer, case["id"], "claim"))
        done(act(ground.officer, case["id"], "return", reason="unclear_photo"))
        returned = manager.get(f"sites/{site['id']}")
        assert returned.body["state"] == "returned"
        assert manager.put(f"sites/{site['id']}", {"answers": site_answers(manager, ground.here)}, version=returned.version).status == 200
        assert manager.post(f"sites/{site['id']}/submission").status == 200
        done(act(ground.officer, case["id"], "claim"))
        done(act(ground.officer, case["id"], "approve"))
    site = manager.get(f"sites/{site['id']}").body
    assert site["state"] == "active" and site["name"] and site["district"] == ground.here
    assert_problem(manager.put(f"sites/{site['id']}", {"answers": {}}, version=site["version"]), 409, "site.locked")
    assert_problem(manager.delete(f"sites/{site['id']}"), 409, "site.locked")


def test_nothing_enters_before(ground):
    """F118, R05: neither a draft's gate nor that of a site in review is open."""
    manager = manager_of(ground.city, ground.here)
    draft = draft_site(manager, ground.here)
    code = ground.machine()["code"]
    refused = assert_problem(passage(manager, draft, "entries", code), 422, "gate.refused")
    assert ("", "gate.site_not_active") in refused.codes
    assert manager.delete(f"sites/{draft['id']}").status == 204


def test_tianjin_s_papers(deployment, grounds):
    """R04, F114–F116: no self-registration; the district enters the papers, the first sign-in asks for password and e-mail."""
    tianjin = grounds("tianjin")
    city = tianjin.city
    closed = city.post("accounts", city.registration(values.new_phone(), role="site_manager"))
    assert_problem(closed, 403, "account.role_closed")
    assert_problem(city.post("sites", {"answers": {}}), 401)
    issued = issue_account(tianjin.officer, tianjin.here)
    assert issued.status == 201, issued
    token = city.sign_in(issued.body["login"], issued.body["initial_password"])
    assert_problem(city.get("sites", token=token), 403, "account.password_change_required")
    manager = first_sign_in(city, issued.body)
    assert manager.get("account").body["roles"] == ["site_manager"]
    assert open_site(manager, tianjin.here)["state"] == "active"
    assert_problem(issue_account(tianjin.officer, tianjin.there), 403, "officer.out_of_scope")
    twice = {"phone": values.new_phone()}
    assert issue_account(tianjin.officer, tianjin.here, **twice).status == 201
    assert_problem(issue_account(tianjin.officer, tianjin.here, **twice), 409, "account.phone_taken")


@pytest.mark.parametrize("name", ["linfen", "liaocheng", "chongqing", "national"])
def test_elsewhere_no_account_is_issued(grounds, name):
    """R04: where people register themselves."""
    ground = grounds(name)
    assert_problem(issue_account(ground.officer, ground.here), 409, "site.self_registered")


def test_chongqing_s_fifteen_fields(grounds):
    """R04, R05, F117, F006: a stranger's form opens account and site at once; without the code nothing remains of it."""
    ground = grounds("chongqing")
    city = ground.city
    phone = values.new_phone()
    form = city.get("forms/site").body
    fields = [field["field"] for step in form["steps"] for field in step["fields"]]
    assert len(fields) == 15 and fields[0] == "site_code" and fields[-1] == "sms_code"
    answers = site_answers(ground.manager, ground.here, sms_code="000000", department="housing")
    answers |= {"manager_phone": phone, "password": PASSWORD, "sms_code": "000000"}
    assert_problem(city.post("sites", {"answers": answers}), 422, "sms.refused")
    assert city.try_sign_in(phone).status == 401
    answers["sms_code"] = city.sms_code(phone, "register")
    opened = city.post("sites", {"answers": answers})
    assert opened.status == 201 and opened.body["state"] == "active", opened
    assert opened.body["account"]["roles"] == ["site_manager"]
    assert not {"password", "sms_code", "manager_phone"} & opened.body["answers"].keys()
    token = city.sign_in(phone)
    assert [site["id"] for site in city.items("sites", token=token)] == [opened.body["id"]]


# 渝通知 四: the departments, and a kind of place that each looks after.
DEPARTMENTS = {"ecology": "other", "economy": "factory", "planning": "land", "housing": "construction", "city": "municipal",
               "transport": "port", "water": "water", "assets": "factory", "market": "other"}


@pytest.fixture(scope="module")
def departments(grounds):
    """(manager, {department: its site here}, {department: its site in the other district})"""
    ground = grounds("chongqing")
    manager = manager_of(ground.city)
    here, there = ({name: open_site(manager, district, department=name, place_kind=kind)["id"] for name, kind in DEPARTMENTS.items()}
                   for district in (ground.here, ground.there))
    return manager, here, there


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_department_s_officer_sees_its_sites(grounds, departments, department):
    """F122, F215–F223: those of his department in any district, with what passed and is there; no other department's. One of a
    district's department sees those of the district. (What departments share beside sites, F216, F222 and F223, comes later.)"""
    city, here_district = grounds("chongqing").city, grounds("chongqing").here
    manager, here, there = departments
    site, elsewhere = here[department], there[department]
    code = grounds("chongqing").machine()["code"]
    came = enter(manager, {"id": site}, code)
    officer = city.officer("department_officer", name=f"市{department}", department=department)
    seen = {one["id"] for one in officer.items("sites")} & {*here.values(), *there.values()}
    assert seen == {site, elsewhere}
    assert code in {one["code"] for one in officer.items(f"sites/{site}/presence")}
    assert came["id"] in {one["id"] for one in officer.items("movements")} & {one["id"] for one in officer.items(f"sites/{site}/movements")}
    stranger = next(name for name in DEPARTMENTS if name != department)
    for path in ("", "/presence", "/movements", "/movements.csv"):
        assert_problem(officer.get(f"sites/{here[stranger]}{path}"), 404)
    local = city.officer("department_officer", [here_district], f"区{department}", department=department)
    assert {one["id"] for one in local.items("sites")} & {*here.values(), *there.values()} == {site}
    assert_problem(local.get(f"sites/{elsewhere}"), 404)


def test_the_ecology_bureau_sees_the_sites_of_every_department(grounds, departments, cast):
    """F215, F122: the district's those of its district, the city's all of them, by department where it asks so."""
    ground = grounds("chongqing")
    _, here, there = departments
    of_district = {site["id"] for site in ground.officer.items("sites")}
    assert {*here.values()} <= of_district and not {*there.values()} & of_district
    assert_problem(ground.officer.get(f"sites/{there['water']}/movements"), 404)
    of_city = cast.city_officer("chongqing", "city_auditor")
    assert {*here.values(), *there.values()} <= {site["id"] for site in of_city.items("sites")}
    of_water = {site["id"] for site in of_city.items("sites?department=water")}
    assert {here["water"], there["water"]} <= of_water and here["housing"] not in of_water


# ── Its papers ───────────────────────────────────────────────────────────────────────────────────────────────────────

def papers(ground, site, department, **more):
    return {"site_code": site["answers"]["site_code"], "site_name": site["name"], "registration_district": ground.here,
            "department": department, **more}


def test_chongqing_s_papers_of_a_site(grounds):
    """F123, F124, F125: the duties in the contracts, the site's own rules, then a voucher for each purchase of fuel; its department
    and its district look at them and send them back."""
    ground = grounds("chongqing")
    city, manager = ground.city, manager_of(ground.city)
    site = open_site(manager, ground.here, department="housing", place_kind="construction")
    assert {"site_documents", "fuel_vouchers"} <= {one["kind"] for one in manager.get("city").body["cases"]}
    rules, contract, supervision, voucher = manager.photos(4)
    answers = papers(ground, site, "housing", place_kind="construction", photos_rules=[rules], photos_contract=[contract])
    bare = assert_problem(manager.post("cases", {"kind": "site_documents", "answers": answers}), 422, "form.refused")
    assert bare.codes == {("photos_supervision", "required")}
    answers["photos_supervision"] = [supervision]
    handed = manager.post("cases", {"kind": "site_documents", "answers": answers})
    assert handed.status == 201, handed
    case = handed.body["case"]["id"]
    housing = city.officer("department_officer", name="住建看资料的", department="housing")
    water = city.officer("department_officer", name="水利不看的", department="water")
    assert case in {one["id"] for one in housing.items("cases?kind=site_documents&turn=true")}
    assert case in {one["id"] for one in ground.officer.items("cases?kind=site_documents")}
    assert housing.get(f"photos/{contract}").status == 200
    assert_problem(water.get(f"cases/{case}"), 404)
    assert_problem(water.get(f"photos/{contract}"), 404)
    done(act(housing, case, "claim"))
    done(act(housing, case, "return", reason="missing"))
    assert [one["event"] for one in manager.items("messages")][:1] == ["documents_returned"]
    returned = manager.get(f"cases/{case}")
    again = manager.post(f"cases/{case}/submission", {"answers": {**answers, "photos_contract": [contract, voucher]}},
                         version=returned.version)
    assert again.status == 200, again
    done(act(housing, case, "claim"))
    assert done(act(housing, case, "acknowledge"))["state"] == "acknowledged"
    for day in ("2025-06-01", "2025-07-01"):
        bought = papers(ground, site, "housing", bought_on=day, seller="某加油站", photos_vouchers=[voucher], supervisor="王监")
        assert manager.post("cases", {"kind": "fuel_vouchers", "answers": bought}).status == 201
    mine = [one for one in housing.items("cases?kind=fuel_vouchers") if one["subject"]["answers"]["site_code"] == answers["site_code"]]
    assert len(mine) == 2
    assert_problem(ground.owner.post("cases", {"kind": "fuel_vouchers", "answers": bought}), 403)


@pytest.mark.parametrize("name", ["national", "tianjin", "linfen", "liaocheng"])
def test_elsewhere_no_papers_are_asked(grounds, name):
    """F123–F125: where the city's document does not ask for them there is no such thing to hand in."""
    ground = grounds(name)
    assert not {"site_documents", "fuel_vouchers"} & {one["kind"] for one in ground.manager.get("city").body["cases"]}
    answer = ground.manager.post("cases", {"kind": "site_documents", "answers": {}})
    assert ("kind", "choice") in assert_problem(answer, 422).codes


def test_the_works_end(ground):
    """F117: a closed site lets nothing in; what is there leaves."""
    manager = manager_of(ground.city, ground.here)
    site = open_site(manager, ground.here)
    code = ground.machine()["code"]
    enter(manager, site, code)
    assert manager.post(f"sites/{site['id']}/closure").body["state"] == "closed"
    assert_problem(passage(manager, site, "entries", ground.machine()["code"]), 422, "gate.refused")
    leave(manager, site, code)
    assert manager.get(f"sites/{site['id']}").body["present"] == 0


# ── In and out ───────────────────────────────────────────────────────────────────────────────────────────────────────

def test_in_and_out(ground):
    """F126, F127, F120, F134: the counts, who is there, and what passed, newest first."""
    code = ground.machine()["code"]
    before = ground.seen()
    came = enter(ground.manager, ground.site, code)
    assert came["movement"] == "entry" and came["machine"]["code"] == code and not came["late"]
    seen = ground.seen()
    assert (seen["present"], seen["entries"], seen["exits"]) == (before["present"] + 1, before["entries"] + 1, before["exits"])
    present = ground.manager.items(f"sites/{ground.site['id']}/presence")
    assert code in {one["code"] for one in present}
    again = passage(ground.manager, ground.site, "exits", ground.machine()["code"])
    assert_problem(again, 409, "gate.not_here")
    went = leave(ground.manager, ground.site, code)
    assert went["movement"] == "exit"
    passed = ground.manager.items(f"sites/{ground.site['id']}/movements?code={code}")
    assert [one["movement"] for one in passed] == ["exit", "entry"]
    assert ground.seen()["present"] == before["present"]


def test_the_same_again_is_the_same(ground):
    """X030: a double tap or a repeated scan within the city's minutes is one entry."""
    code = ground.machine()["code"]
    first = enter(ground.manager, ground.site, code)
    assert enter(ground.manager, ground.site, code)["id"] == first["id"]
    assert len(ground.manager.items(f"sites/{ground.site['id']}/movements?code={code}")) == 1
    leave(ground.manager, ground.site, code)
    assert enter(ground.manager, ground.site, code)["id"] != first["id"], "in, out and in again are three"


def test_a_repeated_scan_is_known_again(ground):
    """X030, F126: a report that was one with an earlier entry still is when it is sent again after the machine has left, by
    whatever key."""
    code, twice = ground.machine()["code"], str(uuid.uuid4())
    first = enter(ground.manager, ground.site, code, client_id=str(uuid.uuid4()))
    assert enter(ground.manager, ground.site, code, client_id=twice)["id"] == first["id"]
    went = leave(ground.manager, ground.site, code)
    assert enter(ground.manager, ground.site, code, client_id=twice)["id"] == first["id"]
    passed = ground.manager.items(f"sites/{ground.site['id']}/movements?code={code}")
    assert [one["id"] for one in passed] == [went["id"], first["id"]]
    other = passage(ground.manager, ground.site, "exits", code, client_id=twice)
    assert_problem(other, 422, "request.idempotency_reused")


@pytest.mark.parametrize("name, metres, refused", [
    ("tianjin", 999, False), ("tianjin", 1001, True), ("linfen", 1001, False), ("chongqing", 5000, False)])
def test_a_kilometre_in_tianjin_only(grounds, name, metres, refused):
    """R07, F131, F139: 999 m passes and 1,001 m is refused in Tianjin; elsewhere nobody asks."""
    ground = grounds(name)
    answer = passage(ground.manager, ground.site, "entries", ground.machine()["code"], position=north(metres))
    if refused:
        assert ("", "gate.too_far") in assert_problem(answer, 422, "gate.refused").codes
        assert "1001 米" in answer.body["errors"][0]["message"] and "第三十四条" in answer.body["errors"][0]["basis"]
    else:
        assert answer.status == 201, answer
        assert answer.body["distance_m"] in (None, metres)


def test_the_same_numbers_in_another_datum_are_elsewhere(grounds):
    """R07: WGS-84 and GCJ-02 lie half a kilometre apart: 600 m become more than a kilometre, or less."""
    tianjin = grounds("tianjin")
    code = tianjin.machine()["code"]
    near = north(600)
    answer = passage(tianjin.manager, tianjin.site, "entries", code, position=near)
    assert answer.status == 201 and answer.body["distance_m"] == 600
    leave(tianjin.manager, tianjin.site, code)
    shifted = passage(tianjin.manager, tianjin.site, "entries", tianjin.machine()["code"], position={**CENTRE, "datum": "gcj02"})
    assert shifted.status == 201 and 450 < shifted.body["distance_m"] < 600, shifted


def test_without_a_position_nothing_passes_in_tianjin(grounds):
    """R07: what cannot be measured is not within a kilometre."""
    tianjin = grounds("tianjin")
    answer = tianjin.manager.post(f"sites/{tianjin.site['id']}/entries", {"code": tianjin.machine()["code"]})
    assert ("", "gate.no_position") in assert_problem(answer, 422, "gate.refused").codes


def test_an_outline_is_measured_at_its_edge(grounds):
    """R07, F131: the distance is to the outline, not to a point."""
    tianjin = grounds("tianjin")
    manager = manager_of(tianjin.city, tianjin.here)
    lon, lat = CENTRE["lon"], CENTRE["lat"]
    outline = [[lon - 0.02, lat - 0.02], [lon + 0.02, lat - 0.02], [lon + 0.02, lat], [lon - 0.02, lat]]
    site = open_site(manager, tianjin.here, position={"outline": outline, "datum": "wgs84"})
    inside = enter(manager, site, tianjin.machine()["code"], position={**CENTRE, "lat": lat - 0.01})
    assert inside["distance_m"] == 0
    assert enter(manager, site, tianjin.machine()["code"], position=north(998))["distance_m"] == 998
    crossed = [outline[0], outline[2], outline[1], outline[3]]
    bad = manager.post("sites", {"answers": site_answers(manager, tianjin.here, position={"outline": crossed, "datum": "wgs84"})})
    handed = manager.post(f"sites/{bad.body['id']}/submission")
    assert ("position", "position") in assert_problem(handed, 422, "form.refused").codes


def test_a_site_of_several_parts(grounds):
    """R07, F117, F131: each has its outline; the nearest one counts, what lies between them is not the site."""
    tianjin = grounds("tianjin")
    manager = manager_of(tianjin.city, tianjin.here)

    def square(lon, lat):
        return [[lon, lat], [lon + 0.01, lat], [lon + 0.01, lat + 0.01], [lon, lat + 0.01]]

    lon, lat = CENTRE["lon"], CENTRE["lat"]
    parts = {"outlines": [square(lon, lat), square(lon + 0.2, lat)], "datum": "wgs84"}
    site = open_site(manager, tianjin.here, position=parts)
    for at in (0.005, 0.205):
        inside = enter(manager, site, tianjin.machine()["code"], position={**CENTRE, "lon": lon + at, "lat": lat + 0.005})
        assert inside["distance_m"] == 0
    between = passage(manager, site, "entries", tianjin.machine()["code"], position={**CENTRE, "lon": lon + 0.1})
    assert ("", "gate.too_far") in assert_problem(between, 422, "gate.refused").codes
    broken = {**parts, "outlines": [square(lon, lat), square(lon, lat)[:2]]}
    bad = manager.post("sites", {"answers": site_answers(manager, tianjin.here, position=broken)})
    handed = manager.post(f"sites/{bad.body['id']}/submission")
    assert ("position", "position") in assert_problem(handed, 422, "form.refused").codes


def test_the_photo_of_linfen_s_entry(grounds):
    """R08, F067, F126: the plate is photographed at the entry, not at the exit; officers of the district see it."""
    linfen = grounds("linfen")
    code = linfen.machine()["code"]
    bare = passage(linfen.manager, linfen.site, "entries", code, answers={})
    assert ("photo_with_plate", "required") in assert_problem(bare, 422, "gate.refused").codes
    foreign = linfen.owner.photos(1)[0]
    assert passage(linfen.manager, linfen.site, "entries", code, answers={"photo_with_plate": foreign}).status == 422
    came = enter(linfen.manager, linfen.site, code)
    photo = came["answers"]["photo_with_plate"]
    assert linfen.officer.get(f"photos/{photo}").status == 200
    elsewhere = linfen.city.officer(districts=[linfen.there], name="邻区看照片的")
    assert_problem(elsewhere.get(f"photos/{photo}"), 404)
    leave(linfen.manager, linfen.site, code, answers={})


def test_smoke_in_liaocheng_is_reported(grounds):
    """R12, F136, F137: asked at both gates; what is found goes to the district's officers at once."""
    ground = grounds("liaocheng")
    code = ground.machine()["code"]
    clear = {"smoke": "clear", "misuse": "not_found"}
    assert passage(ground.manager, ground.site, "entries", code, answers={}).status == 422
    assert enter(ground.manager, ground.site, code, answers=clear)["reported"] is False
    known = {message["id"] for message in ground.officer.items("messages")}
    seen = leave(ground.manager, ground.site, code, answers={"smoke": "seen", "misuse": "not_found", "problem": "满负荷时黑烟明显"})
    assert seen["reported"] is True
    new = [message for message in ground.officer.items("messages") if message["id"] not in known]
    assert [message["event"] for message in new] == ["gate_report"] and code in new[0]["text"]
    assert seen["id"] in {one["id"] for one in ground.officer.items("movements?reported")}


# ── One place at a time ──────────────────────────────────────────────────────────────────────────────────────────────

def test_still_elsewhere(ground):
    """R10, F132: Linfen blocks and tells whom to call; the others warn and let it in."""
    code = ground.machine()["code"]
    manager, site = ground.another()
    enter(manager, site, code)
    answer = passage(ground.manager, ground.site, "entries", code)
    if ground.city.name != "linfen":
        assert answer.status == 201, answer
        assert "gate.present_elsewhere" in {finding["code"] for finding in answer.body["findings"]}, answer
        return
    told = assert_problem(answer, 409, "gate.present_elsewhere").body["errors"][0]["message"]
    answers = manager.get(f"sites/{site['id']}").body["answers"]
    assert site["name"] in told and answers["manager_name"] in told and "****" not in told
    leave(manager, site, code)
    enter(ground.manager, ground.site, code)


# ── From elsewhere ───────────────────────────────────────────────────────────────────────────────────────────────────

OUTCOMES = {"national": "accepted", "tianjin": "accepted", "linfen": "captured", "liaocheng": "refused", "chongqing": "accepted"}


def test_the_same_foreign_code_three_ways(ground):
    """R11, F051, F133: accepted, described first and then accepted, or refused."""
    code = "3-GA000001"
    answer = passage(ground.manager, ground.site, "entries", code)
    outcome = OUTCOMES[ground.city.name]
    if outcome == "refused":
        assert ("", "gate.foreign_refused") in assert_problem(answer, 422, "gate.refused").codes
        return
    if outcome == "captured":
        assert ("", "gate.foreign_form") in assert_problem(answer, 422, "gate.refused").codes
        part = {name: value for name, value in FROM_ELSEWHERE.items() if name != "power_kw"}
        answer = passage(ground.manager, ground.site, "entries", code, foreign_machine=part)
        assert ("foreign_machine.power_kw", "required") in assert_problem(answer, 422, "gate.refused").codes
        answer = passage(ground.manager, ground.site, "entries", code, foreign_machine=FROM_ELSEWHERE)
    assert answer.status == 201, answer
    assert answer.body["machine"]["coded"] == "elsewhere" and answer.body["machine"]["emission_stage"] == "3"
    leave(ground.manager, ground.site, code)


def test_a_code_of_another_city_hosted_here_is_looked_up(grounds):
    """R11: what its own register says of it."""
    linfen, chongqing = grounds("linfen"), grounds("chongqing")
    machine = linfen.machine()
    came = enter(chongqing.manager, chongqing.site, machine["code"])
    assert came["machine"]["coded"] == "elsewhere"
    assert came["machine"]["machine_kind"] == machine["answers"]["machine_kind"]
    assert came["machine"]["emission_stage"] == machine["emission_stage"]


def test_the_register_is_shown_before_confirming(ground):
    """F130, F128: by the scanned code or the typed serial, in every city what identifies the machine in front of one, and no person;
    the entry says the same."""
    machine = ground.machine()
    for read in (machine["code"], machine["serial"]):
        seen = ground.manager.get(f"codes/{read}")
        assert seen.status == 200 and seen.body["code"] == machine["code"] and seen.body["mismatch"] is False, seen
    fields = seen.body["fields"]
    assert fields["machine_state"] == "registered" and fields["machine_kind"] == machine["answers"]["machine_kind"]
    assert not {"name", "id_number", "contact_phone", "uscc"} & fields.keys()
    assert_problem(ground.manager.get(f"codes/{machine['serial'][:3]}ZZZZZ"), 404)
    came = enter(ground.manager, ground.site, machine["code"])["machine"]
    assert all(came[name] == fields[name] for name in ("code", "machine_state", "emission_stage", "machine_kind")), came
    leave(ground.manager, ground.site, machine["code"])


def test_a_code_that_nobody_issued(ground):
    """F129, F130: of this city's own kind, but not in the register; and what is no code at all."""
    known = ground.machine()["serial"]
    unknown = passage(ground.manager, ground.site, "entries", known[:3] + "ZZZZZ")
    assert ("", "gate.unknown_code") in assert_problem(unknown, 422, "gate.refused").codes
    assert_problem(passage(ground.manager, ground.site, "entries", "这不是号码"), 422, "form.refused")


# ── Poor network ─────────────────────────────────────────────────────────────────────────────────────────────────────

def hours_ago(deployment, hours):
    return deployment.sql(f"select to_char(now() - interval '{hours} hours', 'YYYY-MM-DD\"T\"HH24:MI:SSOF')")[0] + ":00"


def test_a_late_report_lands_once_in_its_place(deployment, grounds):
    """F126: scanned hours ago and sent twice: one movement, at its time, and it says that it is late."""
    ground = grounds("linfen")
    code = ground.machine()["code"]
    late = {"scanned_at": hours_ago(deployment, 5), "client_id": str(uuid.uuid4())}
    first = enter(ground.manager, ground.site, code, **late)
    assert first["late"] is True and first["scanned_at"] < enter(ground.manager, ground.site, ground.machine()["code"])["scanned_at"]
    again = ground.manager.post(f"sites/{ground.site['id']}/entries", {"code": code, "answers": {}, **late})
    assert again.status == 201 and again.body["id"] == first["id"]
    other = ground.manager.post(f"sites/{ground.site['id']}/exits", {"code": code, **late})
    assert_problem(other, 422, "request.idempotency_reused")
    leave(ground.manager, ground.site, code, scanned_at=hours_ago(deployment, 2), client_id=str(uuid.uuid4()))
    passed = ground.manager.items(f"sites/{ground.site['id']}/movements?code={code}")
    assert [(one["movement"], one["late"]) for one in passed] == [("exit", True), ("entry", True)]


def test_a_late_entry_that_something_followed_changes_nothing_now(deployment, grounds):
    """F126, R10: it stands in the past; the machine is where it was last."""
    ground = grounds("linfen")
    code = ground.machine()["code"]
    manager, site = ground.another()
    enter(manager, site, code)
    came = enter(ground.manager, ground.site, code, scanned_at=hours_ago(deployment, 3))
    assert came["late"] is True
    assert code not in {one["code"] for one in ground.manager.items(f"sites/{ground.site['id']}/presence")}
    leave(manager, site, code)


@pytest.mark.parametrize("when, code", [("2099-01-01T00:00:00+08:00", "date"), ("2020-01-01T00:00:00+08:00", "too_late")])
def test_not_tomorrow_and_not_last_year(grounds, when, code):
    """F126: a clock that is ahead, or a report that is too late."""
    ground = grounds("linfen")
    answer = passage(ground.manager, ground.site, "entries", ground.machine()["code"], scanned_at=when)
    assert ("scanned_at", code) in assert_problem(answer, 422, "form.refused").codes


# ── What the site sees ───────────────────────────────────────────────────────────────────────────────────────────────

def test_the_table_of_movements_has_the_city_s_columns(ground):
    """R33, F134, F135: what the city wants reported; no cell is a formula."""
    code = ground.machine()["code"]
    enter(ground.manager, ground.site, code)
    table = ground.manager.get(f"sites/{ground.site['id']}/movements.csv")
    assert table.status == 200 and table.headers["content-type"].startswith("text/csv")
    text = table.bytes.decode("utf-8-sig")
    columns = {"tianjin": 2, "national": 2, "linfen": 3, "liaocheng": 3, "chongqing": 4}[ground.city.name]
    head = text.splitlines()[0].split(",")
    assert len(head) == 2 + columns, head
    if ground.city.name != "chongqing":
        assert code in text


def test_movements_are_filtered(ground):
    """F134: by direction, code, days and what was reported; each filter for itself and together; by what is none it is an error."""
    manager, site = ground.another()
    first, second = ground.machine(), ground.machine()
    ids = [enter(manager, site, first["code"])["id"], enter(manager, site, second["serial"])["id"],
           leave(manager, site, first["code"])["id"]]
    path = f"sites/{site['id']}/movements"

    def listed(query):
        return {one["id"] for one in manager.items(f"{path}?{query}")}

    assert [one["id"] for one in manager.items(path)] == ids[::-1], "newest scan first"
    assert listed("direction=entry") == set(ids[:2]) and listed("direction=exit") == {ids[2]}
    assert listed(f"code={first['code']}") == {ids[0], ids[2]} and listed(f"code={second['serial']}") == {ids[1]}
    assert listed(f"code={first['code']}&direction=entry") == {ids[0]}
    assert listed("from=2020-01-01&to=2099-12-31") == set(ids) and not listed("to=2020-01-01") and not listed("from=2099-01-01")
    assert not listed("reported=true")
    rows = manager.get(f"{path}.csv?direction=exit").bytes.decode("utf-8-sig").splitlines()
    assert len(rows) == 2, rows
    for wrong in ("direction=sideways", "from=2025-13-01", "to=tomorrow", "code=%E4%B8%8D%E6%98%AF", "cursor=x"):
        assert_problem(manager.get(f"{path}?{wrong}"), 400)


def test_a_stock_take(ground):
    """F120: what is there, what should not be, what is missing, what has no code; each once."""
    manager, site = ground.another()
    here, missing, stray = (ground.machine() for _ in range(3))
    enter(manager, site, here["code"])
    enter(manager, site, missing["code"])
    taken = manager.post(f"sites/{site['id']}/stock-takes", {"codes": [here["code"], here["serial"], stray["code"], "没有号码"]})
    assert taken.status == 200, taken
    assert taken.body == {"present": [here["serial"]], "unexpected": [stray["serial"]], "missing": [missing["serial"]],
                          "uncoded": ["没有号码"]}


def test_picking_from_a_list(grounds):
    """R09, F128: Linfen picks from a list; elsewhere one scans or types."""
    linfen = grounds("linfen")
    machine = linfen.machine()
    found = linfen.manager.get(f"sites/{linfen.site['id']}/candidates?serial={machine['serial']}")
    assert [one["serial"] for one in found.body["items"]] == [machine["serial"]]
    several = linfen.manager.get(f"sites/{linfen.site['id']}/candidates?serial={machine['serial'][:4]}").body["items"]
    assert 1 <= len(several) <= 20 and all(one["serial"].startswith(machine["serial"][:4]) for one in several)
    assert_problem(linfen.manager.get(f"sites/{linfen.site['id']}/candidates?serial=4L"), 400)
    tianjin = grounds("tianjin")
    assert_problem(tianjin.manager.get(f"sites/{tianjin.site['id']}/candidates?serial=2000"), 409, "gate.no_picking")
    said = passage(tianjin.manager, tianjin.site, "entries", tianjin.machine()["code"], identified="pick")
    assert ("identified", "choice") in assert_problem(said, 422, "form.refused").codes


def test_a_forged_position_is_flagged(grounds):
    """X103: to the last digit the same three times, or the site's own point."""
    tianjin = grounds("tianjin")
    manager, site = tianjin.another()
    assert enter(manager, site, tianjin.machine()["code"], position=CENTRE)["doubts"] == ["site_point"]
    frozen = north(50)
    seen = [enter(manager, site, tianjin.machine()["code"], position=frozen) for _ in range(4)]
    assert [one["doubts"] for one in seen] == [[], [], [], ["constant"]]
    assert [finding["code"] for finding in seen[-1]["findings"]] == ["gate.position_doubtful"]
