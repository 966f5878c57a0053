"""Generated from the matrix of calls: what is refused is in the audit record too (X104). That no write succeeds without
a row is the router's own law (tests/unit/http/record_duty_test.cpp); a call that breaks it answers 500 everywhere."""

import uuid

import pytest

from test_permissions import CALLS, MATRIX, ROLES, Scene, reach

# Nothing of the register changes there: an own mark, a ticket whose use is recorded, a question; of many cases at once each
# that is decided has its row.
UNRECORDED = {"POST messages/{id}/read", "POST photos/tickets", "POST forms/{form}/check", "POST passports/verification",
              "POST cases/bulk-transitions"}


@pytest.fixture(scope="module")
def scene(deployment, cast):
    return Scene(deployment, cast)


def writes():
    return [call for call in MATRIX if call.split(" ")[0] in ("POST", "PUT", "DELETE") and call not in UNRECORDED]


def newest(scene, person):
    """The newest row about what this person did."""
    me = person.get("account").body["id"]
    rows = scene.roles["city_auditor"].get("audit?action=request.refused&limit=100").body["items"]
    return next((row for row in rows if row["actor"]["id"] == me), None)


def without(call):
    """A signed-in role of this city that never has the call; its agents are another's, for it has none."""
    return next((role for role in ROLES[1:] if role not in ("city_auditor", "agent") and reach(call, role) == "none"), None)


@pytest.mark.parametrize("call", [call for call in writes() if without(call)])
def test_a_role_that_tries_what_is_not_its_is_recorded(scene, call):
    """X104: who, when, where, what, which result, under which revision."""
    role = without(call)
    answer = scene.make(call, role, uuid.uuid4() if CALLS[call].about else None)
    assert answer.status == 403, answer
    row = newest(scene, scene.roles[role])
    assert row and row["object"] == {"type": "call", "id": call} and row["result"] == "refused", row
    assert row["after"]["code"] == "request.forbidden" and row["at"].endswith("+08:00") and row["request_id"], row
    assert row["pack_revision"] == scene.city.get("city").body["revision"]


def reaching(call):
    """A role that has the call about its own objects only."""
    return next((role for role in ("owner", "district_auditor") if reach(call, role) in ("own", "district")), None)


@pytest.mark.parametrize("call", [call for call in writes() if CALLS[call].about in ("machine", "case") and reaching(call)])
def test_reaching_for_another_s_object_is_recorded(scene, call):
    """X104, X069: the caller hears 404 as for one that does not exist; the record knows."""
    role = reaching(call)
    foreign = scene.places["neighbour" if role == "owner" else "other_district"][CALLS[call].about]
    assert scene.make(call, role, foreign).status == 404
    row = newest(scene, scene.roles[role])
    assert row["object"]["id"] == call and row["after"]["code"] == "request.not_found", row


def test_reading_leaves_no_row(scene):
    """Only what would have changed something: the record is not a list of all visits."""
    owner = scene.roles["owner"]
    before = newest(scene, owner)
    assert owner.get("collections").status == 403 and owner.get(f"machines/{uuid.uuid4()}").status == 404
    assert newest(scene, owner) == before


def test_every_sign_in_has_its_row(scene):
    """X104: the right and the wrong one, by password and by code, and the end; who and by which way."""
    city, watch = scene.city, scene.roles["city_auditor"]
    owner = city.owner()
    me = owner.get("account").body["id"]
    city.try_sign_in(owner.phone, "wrong-wrong-1")
    city.post("sessions", {"phone": owner.phone, "sms_code": "000000"}, key=False)
    assert owner.delete("sessions/current").status == 204
    rows = [row for row in watch.get(f"audit?object={me}&limit=100").body["items"] if row["action"].startswith("session.")]
    seen = [(row["action"], (row["after"] or {}).get("way"), row["result"]) for row in reversed(rows)]
    assert seen == [("session.begin", "password", "done"), ("session.begin", "password", "refused"),
                    ("session.begin", "sms_code", "refused"), ("session.end", None, "done")], seen
    assert all(row["at"].endswith("+08:00") and row["request_id"] for row in rows), rows
    city.try_sign_in("nobody-at-all", "wrong-wrong-1")
    nobody = watch.get("audit?action=session.begin&limit=1").body["items"][0]
    assert nobody["result"] == "refused" and nobody["object"]["id"] in ("", None), nobody


def test_what_the_command_line_does_is_recorded_too(deployment, scene):
    """X104: accounts given, taken and given anew, an old list, a pack: who at the machine, what, under which revision; no secret."""
    city = scene.city
    account = city.create_officer(districts=[city.districts()[0]], name="命令行的")
    for verb in (["disable"], ["enable"], ["reset", "--second-factor"]):
        deployment.nrmm("account", *verb, "--city", city.name, "--login", account["login"])
    old = deployment.home / "old.csv"
    old.write_text(f"login,phone\nold-{uuid.uuid4()},19900000001\n")
    deployment.nrmm("account", "import-legacy", "--city", city.name, old)
    rows = scene.roles["city_auditor"].get("audit?limit=100").body["items"]
    newest = {row["action"]: row for row in reversed(rows)}
    for action in ("account.create", "account.disable", "account.enable", "account.reset", "account.import_legacy"):
        row = newest[action]
        assert row["actor"]["name"] and row["result"] == "done" and row["at"].endswith("+08:00"), row
        assert row["pack_revision"] == city.get("city").body["revision"] and row["after"] is not None, row
        assert account["initial_password"] not in str(row) and "19900000001" not in str(row), row
    assert newest["account.create"]["object"]["id"] == newest["account.reset"]["object"]["id"]
    activated = scene.roles["city_auditor"].get("audit?action=pack.activate&limit=1").body["items"]
    assert activated and activated[0]["after"]["revision"], activated


def test_the_chain_and_its_head(deployment, scene):
    """X106: the printed head, kept elsewhere, proves later that nothing before it is gone."""
    from deployment import wait_until
    scene.city.try_sign_in("nobody")
    wait_until(lambda: ", 0 rows" not in deployment.nrmm("audit", "verify", "--city", "chongqing").stdout, 20, "chained")
    head = deployment.nrmm("audit", "head", "--city", "chongqing").stdout.strip()
    position, hash_ = head.split(":")
    assert int(position) > 0 and len(hash_) == 64
    assert deployment.nrmm("audit", "verify", "--city", "chongqing", "--head", head).returncode == 0
    for wrong in (f"{position}:{'0' * 64}", f"{int(position) + 100000}:{hash_}"):
        found = deployment.nrmm("audit", "verify", "--city", "chongqing", "--head", wrong, check=False)
        assert found.returncode == 1 and "first broken row" in found.stdout, found
    assert deployment.nrmm("audit", "verify", "--city", "chongqing", "--head", "nonsense", check=False).returncode == 2
