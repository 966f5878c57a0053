"""What a plugin lays under the packs that name it: forms, kinds of case and officers' roles (tests/plugins/petitions), in
a city that changes them a little (tests/server/packs/petitioned), with an effect of a plugin of kind cpp on the way."""

import shutil
import uuid

import pytest
import yaml

from client import assert_problem
from deployment import FOR_TESTS, ROOT, Deployment, wait_until
from filing import act, done
from test_plugin_host import assemble, notes

HERE, THERE = "990201", "990202"
LETTER = {"topic": "question", "registration_district": HERE, "body": "请问如何登记？", "reply_phone": "13800138000"}
KIND = "petitions.letter"


@pytest.fixture(scope="module")
def lettered():
    running = Deployment(settings={})
    plugins = assemble(running.home, "petitions", "probe")
    running.configure({**FOR_TESTS, "plugins": {**plugins, "probe": {"secret": "s3"}}})
    shutil.copytree(ROOT / "tests" / "server" / "packs" / "petitioned", running.cities / "petitioned")
    with running:
        yield running


@pytest.fixture(scope="module")
def city(lettered):
    return lettered.city("petitioned")


@pytest.fixture(scope="module")
def owner(city):
    return city.owner(may_file=False)


@pytest.fixture(scope="module")
def clerk(city):
    return city.officer("petitions.clerk", name="来信李")


def send(owner, **changes):
    answers = {name: value for name, value in (LETTER | changes).items() if value is not None}
    return owner.post("cases", {"kind": KIND, "answers": answers})


@pytest.fixture
def letter(owner):
    answer = send(owner)
    assert answer.status == 201, answer
    return answer.body["case"]


def test_a_letter_is_answered_by_an_officer_with_the_plugins_role(city, owner, clerk, letter):
    """F074, F081: a plugin's form and workflow, claimed and decided by its role, its notice, its reasons and deadline."""
    assert letter["kind"] == KIND and letter["state"] == "waiting" and letter["phase"] == "open" and letter["due_at"]
    assert letter["turn"] == ["petitions.clerk", "petitions.local_clerk"]
    assert letter["subject"]["type"] == "matter" and letter["subject"]["answers"]["reply_phone"] == "138****8000"
    assert letter["id"] in {one["id"] for one in clerk.items("cases?turn=true")}
    assert any(queue["title"] == "来信办理" for queue in clerk.get("cases/summary").body["queues"])
    done(act(clerk, letter["id"], "claim"))
    answered = done(act(clerk, letter["id"], "write_back"))
    assert answered["state"] == "answered" and answered["phase"] == "approved"
    assert owner.get("messages").body["items"][0]["text"] == "您的来信已答复。"
    why = owner.get(f"cases/{letter['id']}/why").body["decisions"]
    assert any(one["rule"] == "petitions.plain" or one["basis"].startswith("来信办法") for one in why), why


def test_a_returned_letter_is_handed_in_again(owner, clerk, letter):
    """F077: under the rules it began with, by who wrote it; masked values keep what was stored."""
    path = f"cases/{letter['id']}/submission"
    assert_problem(owner.post(path, {"answers": LETTER}, version=letter["version"]), 409, "case.transition")
    returned = done(act(clerk, letter["id"], "give_back", reason="unclear", remarks=[{"field": "body", "text": "说清楚些"}]))
    assert returned["phase"] == "returned"
    assert_problem(owner.post(path, {"answers": LETTER}, version=1 + returned["version"]), 412, "request.stale")
    assert_problem(owner.post(path, {"answers": LETTER | {"body": "短"}}, version=returned["version"]), 422, "form.refused")
    seen = owner.get(f"cases/{letter['id']}").body["subject"]["answers"]
    again = owner.post(path, {"answers": seen | {"body": "说清楚了。"}}, version=returned["version"])
    assert again.status == 200 and again.body["case"]["state"] == "waiting", again
    changes = {one["field"] for one in clerk.get(f"cases/{letter['id']}").body["changes"]}
    assert changes == {"body"}


def test_the_form_is_the_plugins_as_the_pack_changed_it(city, owner):
    """The plugin's check with the pack's setting, the pack's own mandatory field; nothing is kept of what is refused."""
    form = city.get("forms/petitions.letter").body
    fields = {field["field"]: field for step in form["steps"] for field in step["fields"]}
    assert fields["reply_phone"]["required"] is True and fields["topic"]["options"][0]["label"] == "咨询"
    before = len(owner.items("cases"))
    assert send(owner, body="一二").codes == {("body", "plain")}
    assert "正文至少3个字" in str(send(owner, body="一二").body["errors"])
    assert send(owner, reply_phone=None).codes == {("reply_phone", "required")}
    assert_problem(send(owner, stranger="x"), 400)
    assert len(owner.items("cases")) == before
    offered = city.get("city").body["cases"]
    assert offered == [{"kind": KIND, "form": KIND, "title": "来信办理", "by": ["owner", "agent"]}]
    schemas = city.get("openapi.json").body["components"]["schemas"]
    assert "form_petitions.letter_person" in schemas


def test_who_wrote_it_and_who_decides_see_it_and_nobody_else(city, owner, clerk, letter):
    """X068, X069, X071: deny by default."""
    neighbour, auditor = city.owner(may_file=False), city.officer(districts=[HERE])
    manager = city.owner(role="site_manager", may_file=False)
    case = f"cases/{letter['id']}"
    for person in (neighbour, auditor, manager):
        assert_problem(person.get(case), 404)
        assert_problem(person.post(case + "/transitions", {"transition": "write_back"}, version=letter["version"]), 404)
        assert letter["id"] not in {one["id"] for one in person.items("cases")}
    assert_problem(neighbour.post(case + "/submission", {"answers": LETTER}, version=letter["version"]), 404)
    assert letter["id"] in {one["id"] for one in owner.items("cases")}
    assert_problem(manager.post("cases", {"kind": KIND, "answers": LETTER}), 403)
    for officer in (clerk, auditor):
        assert_problem(officer.post("cases", {"kind": KIND, "answers": LETTER}), 403)
    assert_problem(city.post("cases", {"kind": KIND, "answers": LETTER}), 401)
    assert_problem(city.get("cases"), 401)
    assert owner.post("cases", {"kind": "machine_registration", "answers": {}}).codes == {("kind", "choice")}
    assert_problem(act(owner, letter["id"], "write_back"), 403)


def test_a_role_of_districts_sees_his_district(city, owner, letter):
    """X070; the role wants a district, and a role that no plugin of the city has is none."""
    mine = city.officer("petitions.local_clerk", [HERE], "东区的")
    other = city.officer("petitions.local_clerk", [THERE], "西区的")
    assert letter["id"] in {one["id"] for one in mine.items("cases")}
    assert_problem(other.get(f"cases/{letter['id']}"), 404)
    assert done(act(mine, letter["id"], "write_back"))["phase"] == "approved"


def create(deployment, city, role, *more):
    return deployment.nrmm("account", "create", "--city", city, "--role", role, "--name", "某某", "--phone", "13900139000", *more,
                           check=False)


def test_a_role_is_known_where_the_pack_names_the_plugin_and_nowhere_else(lettered, city):
    for where, role in (("chongqing", "petitions.clerk"), ("petitioned", "petitions.clrk"), ("petitioned", "petitions.local_clerk")):
        refused = create(lettered, where, role)
        assert refused.returncode != 0 and ("roles" in refused.stderr or "districts" in refused.stderr), refused.stderr


def test_the_citys_auditor_gives_the_role_and_a_districts_does_not(city, clerk):
    """X072: what plugins add is for the city's level to give."""
    auditor = city.officer("city_auditor", name="市级的")
    someone = city.officer("inspector", [HERE], "某检查人员")
    account = someone.get("account").body["id"]
    path = f"officers/{account}"
    changed = auditor.put(path, {"roles": ["petitions.clerk"]}, version=auditor.get(path).version)
    assert changed.status == 200 and changed.body["roles"] == ["petitions.clerk"], changed
    unknown = auditor.put(path, {"roles": ["news.clerk"]}, version=changed.version)
    assert unknown.codes == {("roles", "choice")}
    assert someone.again().items("cases") is not None
    assert_problem(city.officer(districts=[HERE]).get(path), 404)


def test_the_role_has_the_plugins_own_calls(city, owner, clerk):
    """X068: a manifest's line of permissions names the role."""
    assert_problem(owner.post("x/petitions/answers", {"text": "您好"}), 403)
    assert_problem(city.officer("city_auditor").post("x/petitions/answers", {"text": "您好"}), 403)
    assert clerk.post("x/petitions/answers", {"text": "您好"}).status == 201
    assert_problem(clerk.get("machines"), 403)
    assert_problem(clerk.get("audit"), 403)


def test_a_record_that_its_plugin_cannot_show_hides_itself_only(lettered, city, clerk):
    """One that `seen` fails at is left out of a list and is 503 by itself; the log says so."""
    good = clerk.post("x/petitions/answers", {"text": "好的"}).body["id"]
    bad = clerk.post("x/petitions/answers", {"text": "坏的", "broken": True}).body["id"]
    page = city.get("x/petitions/answers?limit=100")
    assert page.status == 200, page
    ids = {one["id"] for one in page.body["items"]}
    assert good in ids and bad not in ids
    assert_problem(city.get(f"x/petitions/answers/{bad}"), 503, "plugin.unavailable")
    assert bad in (lettered.home / "log" / "nrmm.log").read_text()


def test_an_effect_of_a_plugin_is_part_of_the_transition(lettered, city, owner, clerk, letter):
    """F074: the pack has the plugin's answer do what another plugin provides, in the same transaction."""
    before = notes(city, "effect")
    done(act(clerk, letter["id"], "write_back"))
    assert notes(city, "effect") == [*before, "write_back"]


@pytest.mark.parametrize("transition, status, code", [("write_back_in_vain", 503, "plugin.unavailable"),
                                                      ("write_back_unwanted", 409, "probe.unwanted")])
def test_an_effect_that_throws_undoes_the_transition(lettered, city, owner, clerk, letter, transition, status, code):
    """X120: state, event, message, audit row and what the effect itself had written."""
    known, messages = notes(city, "effect"), len(owner.items("messages"))
    auditor = city.officer("city_auditor")
    done(act(clerk, letter["id"], "claim"))
    version = clerk.get(f"cases/{letter['id']}").body["version"]
    assert_problem(act(clerk, letter["id"], transition), status, code)
    after = clerk.get(f"cases/{letter['id']}").body
    assert after["state"] == "waiting" and after["version"] == version
    assert [event["transition"] for event in after["events"]] == ["send", "claim"]
    assert notes(city, "effect") == known and len(owner.items("messages")) == messages
    rows = auditor.get(f"audit?action=case.{transition}&limit=100").body["items"]
    assert not any(row["object"]["id"] == letter["id"] and row["result"] == "done" for row in rows)
    done(act(clerk, letter["id"], "write_back"))


def test_cases_replay_by_the_revision_that_has_the_plugins_definitions(lettered, city, owner, letter):
    """X094: the archive holds the plugin's forms and workflows, so that what was decided can be decided again."""
    said = lettered.nrmm("audit", "replay", "--city", "petitioned")
    assert said.returncode == 0, said.stdout + said.stderr


def test_a_pack_that_no_longer_names_the_plugin_keeps_running_cases(lettered, city, owner, clerk):
    """The kind is no longer on offer, the role opens nothing any more; who wrote it still sees his letter."""
    letter = send(owner).body["case"]
    pack = lettered.cities / "petitioned"
    for name in ("forms.yaml", "workflows.yaml"):
        (pack / name).unlink()
    manifest = yaml.safe_load((pack / "pack.yaml").read_text())
    manifest["plugins"] = {"probe": {}}
    (pack / "pack.yaml").write_text(yaml.safe_dump(manifest, allow_unicode=True))
    lettered.nrmm("pack", "activate", pack)
    revision = lettered.nrmm("pack", "list", "petitioned").stdout
    assert revision
    wait_until(lambda: city.get("city").body["cases"] == [], 20, "the new revision is served")
    assert send(owner).codes == {("kind", "choice")}
    assert_problem(clerk.get(f"cases/{letter['id']}"), 403, "request.forbidden")
    seen = owner.get(f"cases/{letter['id']}")
    assert seen.status == 200 and seen.body["label"] == "待答复"
    assert str(uuid.UUID(seen.body["id"])) == letter["id"]
