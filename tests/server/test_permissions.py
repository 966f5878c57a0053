"""Who may make which call about whose object: kernel/http/permissions.yaml is the specification and generates these
tests (X068–X071, X076). A call without a line in CALLS below fails: a new endpoint must say how it is tried."""

import dataclasses
import functools
import json
import urllib.parse
import uuid

import pytest
import yaml

import values
from cast import DISTRICTS
from client import PASSWORD, Person, assert_problem
from deployment import ROOT
from recovery import waiting_recovery
from sites import bind_recorder, manager_of, open_site
from filing import approved_machine, case_id, draft, file_machine, send_back

MATRIX = yaml.safe_load((ROOT / "kernel" / "http" / "permissions.yaml").read_text())
REACHES = ["none", "allowed", "own", "district", "city"]
ROLES = ["stranger", "owner", "agent", "site_manager", "district_auditor", "city_auditor", "inspector", "township_officer",
         "department_officer", "desk_clerk", "operator", "recorder"]
ALSO = {"recorder": "owner"}  # by whom he signed up before a site made him one


@dataclasses.dataclass
class Call:
    """How one call of the matrix is tried. `about` is the kind of object that {id} names; `status` is what a caller
    hears whom the matrix lets through, about an object of his own."""
    status: int
    about: str = None
    name: str = None
    body: object = None
    code: str = None


def new_account():
    return {"role": "owner", "kind": "person", "phone": values.new_phone(), "sms_code": "000000", "password": PASSWORD,
            "answers": {}}


CALLS = {
    "GET /healthz": Call(200),
    "GET /cities": Call(200),
    "GET city": Call(200),
    "GET openapi.json": Call(200),
    "GET forms/{form}": Call(200, name="account"),
    "GET figures/{name}": Call(200, name="label.svg"),
    "POST forms/{form}/check": Call(200, name="account", body={"answers": {}}),
    "GET codes/{code}": Call(404, name="3-N41ZZZZZ"),
    "POST sms-codes": Call(202, body=lambda: {"phone": values.new_phone(), "purpose": "register"}),
    "POST accounts": Call(422, body=new_account),
    "POST sessions": Call(401, code="session.refused", body=lambda: {"login": values.new_phone(), "password": PASSWORD}),
    "POST password-resets": Call(422, body=lambda: {"phone": values.new_phone(), "sms_code": "000000",
                                                    "new_password": PASSWORD}),
    "GET account": Call(200),
    "PUT account": Call(422, body={"answers": {}}),
    "PUT account/password": Call(422, body={"old_password": "not-the-one-1", "new_password": "Yuanshan-3071"}),
    "GET account/export": Call(200),
    "POST account/export": Call(422, body={"password": "not-the-one-1"}),
    "GET account/erasure": Call(200),
    "POST account/erasure": Call(422, body={"password": "not-the-one-1"}),
    "DELETE account/erasure": Call(404),
    "GET account/profile": Call(200),
    "PUT account/profile": Call(422, body={"answers": {}}),
    "DELETE sessions/current": Call(204),
    "GET sessions": Call(200),
    "POST sessions/{id}/removal": Call(400, name="0190a1b2-0000-7000-8000-000000000000"),  # without a proof
    "POST sessions/removal": Call(400),
    "POST account/second-factor": Call(422, body={"password": "not-the-one-1"}),
    "POST account/second-factor/confirmation": Call(409, code="second_factor.not_enrolled", body={"code": "123456"}),
    "POST account/bindings": Call(422, body={"kind": "no_such_kind"}),
    "GET account/bindings": Call(200),
    "POST account/bindings/{provider}/removal": Call(422, name="wechat", body={"password": "not-the-one-1"}),
    "POST account-recoveries": Call(422, code="recovery.no_match", body=lambda: {
        "phone": values.new_phone(), "name": "某某", "purpose": "本人持身份证到窗口"}),
    "POST account-sign-outs": Call(422, code="recovery.no_match", body=lambda: {
        "phone": values.new_phone(), "name": "某某", "purpose": "手机遗失，本人持身份证到窗口"}),
    "GET account-recoveries": Call(200),
    "POST account-recoveries/{id}/decision": Call(422, about="recovery", body={"decision": "maybe"}),
    "POST photos": Call(201),
    "POST photos/tickets": Call(201, body={"form": "machine", "field": "photo_label"}),
    "GET photos/{id}": Call(200, about="photo"),
    "GET messages": Call(200),
    "POST messages/{id}/read": Call(204, about="message"),
    "POST owner-accounts": Call(403, body=lambda: {key: value for key, value in new_account().items()
                                                   if key not in ("role", "password")}),  # this city has no such filing
    "POST machines": Call(201, body={"answers": {}}),
    "GET machines": Call(200),
    "GET machines/{id}": Call(200, about="machine"),
    "GET machines/{id}/passport": Call(409, about="machine", code="machine.not_registered"),
    "POST passports/verification": Call(200, body={"token": "nrmm1.x"}),
    "PUT machines/{id}": Call(409, about="machine", body={"answers": {}}),
    "PUT machines/{id}/steps/{step}": Call(409, about="machine", body={"answers": {}}),
    "GET batches/template": Call(409),
    "POST batches": Call(409),
    "GET batches/{id}": Call(404),
    "GET batches/{id}/errors": Call(404),
    "GET cases/{id}/duplicates": Call(200, about="case"),
    "DELETE machines/{id}": Call(409, about="machine"),
    "POST machines/{id}/submission": Call(409, about="machine"),
    "GET cases": Call(200),
    "POST cases": Call(422, body={"kind": "no_such_kind", "answers": {}}),
    "POST cases/{id}/submission": Call(404, about="case", body={"answers": {}}),  # a machine's has its own call
    "GET cases/{id}": Call(200, about="case"),
    "GET cases/{id}/why": Call(200, about="case"),
    "POST cases/{id}/disclosure": Call(200, about="case", body={"fields": ["contact_phone"], "purpose": "核实身份"}),
    "POST cases/{id}/transitions": Call(409, about="case", body={"transition": "no_such_step"}),
    "POST officer-requests": Call(422, body={"answers": {}}),
    "GET officers": Call(200),
    "GET officers/{id}": Call(200, about="officer"),
    "PUT officers/{id}": Call(412, about="officer", body={"roles": ["inspector"], "districts": ["500106"]}),
    "POST officers/{id}/suspension": Call(200, about="officer"),
    "DELETE officers/{id}/suspension": Call(200, about="officer"),
    "POST officers/{id}/initial-password": Call(201, about="officer"),
    "GET cases/summary": Call(200),
    "POST cases/bulk-transitions": Call(200, body={"transition": "claim", "cases": [{"id": str(uuid.uuid4()), "version": 1}]}),
    "GET cases/{id}/assignees": Call(200, about="case"),
    "POST cases/{id}/determinations": Call(409, about="case", body={"name": "no_such_value", "value": "2", "reason": "x"}),
    "POST cases/{id}/assignment": Call(409, about="case", body={}),
    "POST machines/{id}/changes": Call(422, about="machine", body={"kind": "no_such_change", "answers": {}}),
    "GET machines/{id}/history": Call(200, about="machine"),
    "POST codes/{serial}/changes": Call(404, name="N41ZZZZZ", body={"kind": "no_such_change", "answers": {}}),
    "POST codes/{serial}/collection": Call(404, name="N41ZZZZZ", body={}),
    "GET collections": Call(200),
    "GET statistics/reviews": Call(200),
    "DELETE officers/{id}/second-factor": Call(409, code="second_factor.not_enrolled", about="officer"),
    "GET shared-uses": Call(200),
    "POST shared-uses/{id}/decision": Call(200, about="shared_use", body={"outcome": "harmless"}),
    "GET audit": Call(200),
    "POST sites": Call(201, body={"answers": {}}),
    "GET sites": Call(200),
    "GET sites/{id}": Call(200, about="site"),
    "PUT sites/{id}": Call(409, about="site", body={"answers": {}}),
    "DELETE sites/{id}": Call(409, about="site"),
    "POST sites/{id}/submission": Call(409, about="site"),
    "POST sites/{id}/closure": Call(409, about="closed_site"),
    "POST sites/{id}/recorders": Call(409, about="site", body=lambda: {"name": "甲", "phone": values.new_phone()}),
    "GET sites/{id}/recorders": Call(200, about="site"),
    "DELETE sites/{id}/recorders/{recorder}": Call(404, about="site"),
    "POST sites/{id}/entries": Call(422, about="site", body={"code": "no code"}),
    "POST sites/{id}/exits": Call(422, about="site", body={"code": "no code"}),
    "POST sites/{id}/stock-takes": Call(200, about="site", body={"codes": []}),
    "GET sites/{id}/candidates": Call(400, about="site"),
    "GET sites/{id}/presence": Call(200, about="site"),
    "GET sites/{id}/movements": Call(200, about="site"),
    "GET sites/{id}/movements.csv": Call(200, about="site"),
    "GET movements": Call(200),
    "POST site-accounts": Call(409, body=lambda: {"name": "甲", "phone": values.new_phone(), "district": "500106"}),
}

# Where a role that the matrix lets through hears something else, and why.
OTHERWISE = {
    ("GET photos/{id}", "stranger"): 401,     # only a signed link is for everybody
    ("GET photos/{id}", "inspector"): 404,
    ("POST machines", "inspector"): 403,      # this city lets no inspector file for owners
    **{(call, "inspector"): 404 for call in ("GET machines/{id}", "GET machines/{id}/history", "PUT machines/{id}", "PUT machines/{id}/steps/{step}",
                                             "DELETE machines/{id}", "POST machines/{id}/submission")},
    ("GET batches/template", "agent"): 200,  # an enterprise; the owner is a person
    ("POST batches", "agent"): 422,          # a picture is no table
    # this city's reviews have no part for these
    **{(call, role): 404 for role in ("inspector", "township_officer", "department_officer")
       for call in ("GET cases/{id}", "GET cases/{id}/why", "GET cases/{id}/duplicates", "POST cases/{id}/determinations",
                    "POST cases/{id}/transitions")},
    ("GET photos/{id}", "township_officer"): 404,
    ("GET photos/{id}", "department_officer"): 404,
    ("POST cases/{id}/disclosure", "inspector"): 404,
    ("GET photos/{id}", "operator"): 403,
    ("GET photos/{id}", "desk_clerk"): 403,
    ("POST sites", "stranger"): 422,  # an empty form; this city opens an account with it
    **{("POST sites", role): 403 for role in ("owner", "agent", "district_auditor", "city_auditor", "inspector", "township_officer",
                                              "department_officer", "desk_clerk", "operator", "recorder")},
    **{(call, "township_officer"): 404 for call in ("GET sites/{id}", "GET sites/{id}/presence", "GET sites/{id}/movements",
                                                    "GET sites/{id}/movements.csv")},  # the site names no township
    ("PUT account", "recorder"): 412,  # that he is one changed his account
    ("PUT account/profile", "recorder"): 412,
    ("POST cases/{id}/transitions", "city_auditor"): 403,  # sees the case; this city's workflow has the district decide
}

# One that exists in each foreign place: a neighbour's, another district's, another city's.
FOREIGN = {
    "owner": ["neighbour", "elsewhere"],
    "agent": ["neighbour", "elsewhere"],
    "site_manager": ["neighbour", "elsewhere"],
    "district_auditor": ["other_district", "elsewhere"],
    "inspector": ["own", "other_district", "elsewhere"],
    "township_officer": ["own", "other_district", "elsewhere"],
    "department_officer": ["own", "other_district", "elsewhere"],
    "operator": ["elsewhere"],
    "city_auditor": ["elsewhere"],
    "recorder": ["not_bound", "elsewhere"],
}


def calls():
    return list(MATRIX)


def reach(call, role):
    line = MATRIX[call]
    who = ["anyone"] if role == "stranger" else ["anyone", "signed_in", role, ALSO.get(role)]
    return max((line.get(one, "none") for one in who), key=REACHES.index)


@pytest.fixture(scope="module")
def scene(deployment, cast):
    return Scene(deployment, cast)


def chongqing_desk(city, district):
    return city.officer("desk_clerk", districts=[district], name="窗口")


class Scene:
    """One city with people in every role and objects of theirs, and a second city."""

    def __init__(self, deployment, cast):
        self.deployment = deployment
        self.city = deployment.city("chongqing")
        self.cast = cast
        here, there = DISTRICTS["chongqing"]
        self.roles = {
            "stranger": Person(self.city, None),
            "owner": cast.owner("chongqing", "permissions"),
            "agent": cast.owner("linfen", "permissions", "enterprise", "agent"),  # who files nothing in the other
            "site_manager": cast.owner("chongqing", "permissions", "person", "site_manager"),
            "district_auditor": cast.officer("chongqing"),
            "city_auditor": cast.city_officer("chongqing", "city_auditor"),
            "inspector": cast.city_officer("chongqing", "inspector"),
            "township_officer": self.city.officer("township_officer", [here], "乡镇的", township="石桥铺街道"),
            "department_officer": self.city.officer("department_officer", name="部门的", department="housing"),
            "desk_clerk": chongqing_desk(self.city, here),
            "operator": cast.city_officer("chongqing", "operator"),
            "recorder": cast.owner("tianjin", "permissions"),  # the one city that has them
        }
        neighbour = cast.owner("chongqing", "neighbour")
        managers = {"own": self.roles["site_manager"], "neighbour": cast.owner("chongqing", "neighbour", "person", "site_manager"),
                    "other_district": cast.owner("chongqing", "third", "person", "site_manager"),
                    "elsewhere": cast.owner("linfen", "gates", "person", "site_manager")}
        self.places = {
            "own": self.objects(self.roles["owner"], here, cast.officer("chongqing")),
            "neighbour": self.objects(neighbour, here, cast.officer("chongqing")),
            "other_district": self.objects(cast.owner("chongqing", "third"), there, cast.officer("chongqing", there)),
            "elsewhere": self.objects(cast.owner("linfen"), DISTRICTS["linfen"][0], cast.officer("linfen")),
        }
        where = {"own": here, "neighbour": here, "other_district": there, "elsewhere": DISTRICTS["linfen"][0]}
        for place, manager in managers.items():
            named = {"department": "housing"} if place != "elsewhere" else {}
            self.places[place]["site"] = open_site(manager, where[place], **named)["id"]
            closed = open_site(manager, where[place], **named)["id"]
            assert manager.post(f"sites/{closed}/closure").status == 200
            self.places[place]["closed_site"] = closed
        self.recorded = self.gate()

    def gate(self):
        """The site that has the recorder; his manager has another, which has not."""
        city, person = self.deployment.city("tianjin"), self.roles["recorder"]
        manager, officer = manager_of(city), city.officer(districts=[city.districts()[0]], name="发账号的")
        own, other = (open_site(manager, city.districts()[0], officer=officer) for _ in range(2))
        bind_recorder(manager, own, person)
        self.places["not_bound"] = {**self.places["neighbour"], "site": other["id"], "photo": manager.photos(1)[0]}
        return {"site": own["id"], "photo": person.photos(1)[0]}

    def objects(self, owner, district, officer):
        """A machine in review with its case and a photo, a message, and an officer of the district."""
        inspector = owner.city.officer("inspector", [district], "巡查的")
        desk = owner.city.officer("desk_clerk", districts=[district], name="受理窗口")
        returned, _ = file_machine(owner, district)
        send_back(officer, case_id(returned))
        machine, _ = file_machine(owner, district)
        answers = machine["answers"]
        photo = next(value for name, value in answers.items() if name.startswith("photo_"))
        return {"machine": machine["id"], "case": case_id(machine), "photo": photo,
                "officer": inspector.get("account").body["id"],
                "shared_use": self.shared_use(inspector),
                "recovery": waiting_recovery(desk),
                "message": owner.get("messages").body["items"][0]["id"]}

    def shared_use(self, officer):
        """A sign that the officer's account is in several hands: more sessions than one person has."""
        for _ in range(4):
            officer.again()
        watch = self.cast.city_officer(officer.city.name, "city_auditor")
        return next(sign["id"] for sign in watch.items("shared-uses") if sign["account"]["login"] == officer.login)

    @functools.cached_property
    def agents(self):
        agent = self.roles["agent"]
        return self.objects(agent, DISTRICTS["linfen"][0], self.cast.officer("linfen"))

    def own(self, role, kind):
        """An object that the role may touch, or None where it has none of this kind."""
        if kind == "message":
            return {"owner": self.places["own"], "agent": self.agents}.get(role, {}).get(kind)
        if role == "recorder":
            return self.recorded.get(kind)
        if kind in ("site", "closed_site"):
            return None if role in ("owner", "agent") else self.places["own"][kind]
        if role == "site_manager":
            return self.roles[role].photos(1)[0] if kind == "photo" else None
        return (self.agents if role == "agent" else self.places["own"])[kind]

    def make(self, call, role, identifier=None, who=None):
        how = CALLS[call]
        person = who or self.roles[role]
        if call == "DELETE sessions/current" and role != "stranger":
            person = person.again()
        method, path = call.split(" ")
        for name in ("{id}", "{form}", "{code}", "{serial}", "{name}", "{step}", "{provider}", "{recorder}"):
            path = path.replace(name, str(identifier or how.name))
        body = how.body() if callable(how.body) else how.body
        if call in ("POST photos", "POST batches"):
            return person.upload(values.picture(), path=path)
        seen = path.endswith(("/transitions", "/assignment", "/determinations")) or call == "POST cases/{id}/submission"
        version = 1 if method == "PUT" or seen else None
        if path.startswith("/"):
            return self.deployment.request(method, path)
        if method == "POST" and body is None:
            body = {}
        return person.city.call(method, path, body, token=person.token, version=version)


def test_the_matrix_of_the_program_is_the_file(deployment):
    """X068: every route of the program has its line, every line its route; plugins' lines stand in their manifests."""
    routes = json.loads(deployment.nrmm("routes").stdout)
    of_plugins = {}
    for manifest in sorted((ROOT / "plugins").glob("[a-z]*/plugin.yaml")):
        for call, route in yaml.safe_load(manifest.read_text())["provides"].get("routes", {}).items():
            method, path = call.split(" ")
            of_plugins[f"{method} x/{manifest.parent.name}/{path}"] = route["who"]
    assert {f"{route['method']} {route['path']}": route["reach"] for route in routes} == MATRIX | of_plugins
    assert deployment.nrmm("routes", "--check").stdout == ""


def test_every_call_is_tried_here():
    """X068: an endpoint that nobody has told how to try fails the tests."""
    assert set(MATRIX) - set(CALLS) == set(), "say in CALLS how these are tried"
    assert set(CALLS) - set(MATRIX) == set()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("call", calls())
def test_a_role_has_its_calls_and_no_other(scene, call, role):
    """X068: 401 for strangers, 403 for a role that never has the call, else the call works on one's own."""
    how = CALLS[call]
    allowed = reach(call, role) != "none"
    identifier = (scene.own(role, how.about) if allowed else scene.places["own"][how.about]) if how.about else None
    if how.about and identifier is None:
        identifier = uuid.uuid4()  # has none: hears that there is none
        answer = scene.make(call, role, identifier)
        assert_problem(answer, OTHERWISE.get((call, role), 404))
        return
    answer = scene.make(call, role, identifier)
    if not allowed:
        assert_problem(answer, 401 if role == "stranger" else 403,
                       "request.unauthenticated" if role == "stranger" else "request.forbidden")
        return
    expected = OTHERWISE.get((call, role), how.status)
    assert answer.status == expected, answer
    if how.code:
        assert_problem(answer, expected, how.code)


def foreign_cases():
    for call, how in CALLS.items():
        for role, places in FOREIGN.items():
            if how.about and call in MATRIX and reach(call, role) not in ("none", "allowed"):
                # These two see sites of the whole city, the other those of his department, if no cases here.
                if how.about == "site" and role in ("inspector", "department_officer"):
                    places = ["elsewhere"]
                for place in places:
                    yield pytest.param(call, role, place, id=f"{call}-{role}-{place}")


@pytest.mark.parametrize("call, role, place", foreign_cases())
def test_another_s_object_is_as_none(scene, call, role, place):
    """X069–X071, X076: a neighbour's, another district's, another city's object: 404, not to be told from an id that
    does not exist."""
    about = CALLS[call].about
    if about == "message" and role.endswith("auditor"):
        place = "own"  # the owner's, not the officer's
    foreign = scene.make(call, role, scene.places[place][about])
    none = scene.make(call, role, uuid.uuid4())
    assert_problem(foreign, 404, "request.not_found")
    assert foreign.without_request_id() == none.without_request_id()
    nonsense = scene.make(call, role, "..%3B")
    assert nonsense.without_request_id() == none.without_request_id()


LISTS = {"GET machines": "machine", "GET cases": "case", "GET messages": "message", "GET officers": "officer"}


@pytest.mark.parametrize("role", FOREIGN)
@pytest.mark.parametrize("call", LISTS)
def test_lists_hold_nothing_foreign(scene, call, role):
    """X071: nothing of others, not even by counting pages."""
    if reach(call, role) == "none":
        return
    kind = LISTS[call]
    seen = {item["id"] for item in scene.roles[role].items(call.split(" ")[1])}
    for place in FOREIGN[role]:
        assert scene.places[place][kind] not in seen
    if role.endswith("auditor") and kind != "message":
        assert scene.places["own"][kind] in seen
        assert (scene.places["other_district"][kind] in seen) == (role == "city_auditor")


@pytest.mark.parametrize("district", [DISTRICTS["chongqing"][1], DISTRICTS["linfen"][0], "' or true --", "*"])
def test_a_filter_does_not_widen_what_an_officer_sees(scene, district):
    """X071"""
    officer = scene.roles["district_auditor"]
    for path in ("cases", "machines"):
        answer = officer.get(f"{path}?district={urllib.parse.quote(district)}")
        assert answer.status == 200 and answer.body["items"] == [] and answer.body["next"] is None, answer


def test_a_token_is_worth_nothing_in_another_city(scene):
    """X076: in the path, beside a foreign city's header, for every role."""
    for role, person in scene.roles.items():
        if role == "stranger":
            continue
        home = person.city.name
        away = scene.deployment.city("chongqing" if home == "linfen" else "linfen")
        for headers in ({}, {"Host": home}, {"X-City": home}, {"X-Original-URL": f"/{home}/v1/account"}):
            answer = away.get("account", token=person.token, headers=headers)
            assert_problem(answer, 401, "request.unauthenticated")


def test_a_draft_is_nobody_else_s(scene):
    """X068: officers see what was handed in, not what somebody is still writing."""
    owner = scene.roles["owner"]
    machine = draft(owner, DISTRICTS["chongqing"][0])
    for role in ("district_auditor", "city_auditor"):
        assert_problem(scene.roles[role].get(f"machines/{machine['id']}"), 404)
        assert machine["id"] not in {one["id"] for one in scene.roles[role].items("machines")}


def test_the_roles_that_cannot_be_yet(deployment):
    """X072: a recorder comes from a site; the command line makes officers only, in districts that exist."""
    for words in (["--role", "recorder"], ["--role", "owner"], ["--role", "admin"],
                  ["--role", "district_auditor", "--district", "999999"], ["--role", "district_auditor"]):
        result = deployment.nrmm("account", "create", "--city", "chongqing", *words, "--name", "某某",
                                 "--phone", values.new_phone(), "--json", check=False)
        assert result.returncode != 0 and result.stdout == "", (words, result.stdout)
        assert result.stderr.strip(), words


# X081: what a client may not decide, pushed into everything it may write.
ADDED = {"status": "approved", "state": "approved", "role": "city_auditor", "roles": ["city_auditor"],
         "city_id": "linfen", "serial": "N07ZZZZZ", "code": "4-N07ZZZZZ", "owner_id": str(uuid.uuid4()),
         "approved_at": "2024-01-01T00:00:00+08:00", "version": 99, "must_change_password": False,
         "profile_state": "approved", "filed_by": str(uuid.uuid4())}


def writes():
    return [call for call in MATRIX if call.split(" ")[0] in ("POST", "PUT") and call not in ("POST photos", "POST batches")]


def writer_of(call):
    return next(role for role in ("owner", "site_manager", "inspector", "district_auditor", "city_auditor", "stranger") if reach(call, role) != "none")


@pytest.mark.parametrize("call", writes())
def test_added_members_are_refused(scene, call):
    """X081: mass assignment in the body of every write."""
    role = writer_of(call)
    how = CALLS[call]
    identifier = scene.own(role, how.about) if how.about else how.name
    body = how.body() if callable(how.body) else (how.body or {})
    method, path = call.split(" ")
    path = path.replace("{id}", str(identifier)).replace("{form}", str(identifier)).replace("{serial}", str(identifier)).replace("{provider}", str(identifier))
    for name, value in ADDED.items():
        if name in body or (call, name) in {("POST sessions", "code"), ("POST account/bindings", "code")}:
            continue
        answer = scene.city.call(method, path, {**body, name: value}, token=scene.roles[role].token, version=1)
        assert_problem(answer, 400, "request.unknown_key")
        assert (name, "request.unknown_key") in answer.codes, answer


def test_added_answers_are_refused_and_never_stored(scene):
    """X081: the same inside the answers of a filing, of an account and in remarks."""
    owner = scene.roles["owner"]
    before = owner.get("account").body
    machine = draft(owner, DISTRICTS["chongqing"][0])
    for name, value in ADDED.items():
        assert_problem(owner.post("machines", {"answers": {name: value}}), 400)
        assert_problem(owner.put(f"machines/{machine['id']}", {"answers": {**machine["answers"], name: value}},
                                 version=machine["version"]), 400)
        refused = owner.put("account", {"answers": {name: value}}, version=before["version"])
        assert refused.status in (400, 422), refused
    after = owner.get("account").body
    assert after == before
    assert owner.get(f"machines/{machine['id']}").body == machine
    body = scene.city.registration(values.new_phone())
    assert scene.city.post("accounts", {**body, "answers": {**body["answers"], "roles": ["operator"]}}).status in (400, 422)
    case = scene.places["own"]["case"]
    officer = scene.roles["district_auditor"]
    version = officer.get(f"cases/{case}").body["version"]
    remark = {"field": "place", "text": "请写明", "state": "approved"}
    assert_problem(officer.post(f"cases/{case}/transitions", {"transition": "return", "reason": "untrue",
                                                              "remarks": [remark]}, version=version), 400)


def test_nobody_makes_himself_an_officer(scene):
    """X072, X081, R04: only the roles that register themselves; the others are 403, unknown ones refused."""
    for role in ("district_auditor", "city_auditor", "operator", "inspector", "recorder", "system", "admin", ""):
        body = {**scene.city.registration(values.new_phone()), "role": role}
        assert scene.city.post("accounts", body).status in (400, 403, 422), role


def test_the_code_of_a_machine_is_everybody_s(scene):
    """The one object that anyone may name: its answer is tested in test_public_view.py."""
    machine = approved_machine(scene.roles["owner"], scene.roles["district_auditor"], DISTRICTS["chongqing"][0])
    for person in scene.roles.values():
        assert person.city.code(machine["code"], token=person.token).status == 200
