"""Starting, stopping, faults and settings of a deployment (X001, X006, X010, X074, X120, P1)."""

import collections
import concurrent.futures
import contextlib
import re
import socket
import threading

import pytest
import yaml

import values
from cast import DISTRICTS, EVERY_CITY
from client import Person, assert_problem
from deployment import FOR_TESTS, Deployment, wait_until
from filing import acceptable_answers, approve, case_id, file_machine
from postgres import Cluster


def demo_owner(deployment, city="linfen", number=0):
    """The first of the demonstration's owners, signed in."""
    script = yaml.safe_load((deployment.cities / city / "demo.yaml").read_text())
    owner = script["owners"][number]
    return Person(deployment.city(city), deployment.city(city).sign_in(owner["phone"], owner["password"]))


def refused_start(deployment, *words, seconds=60):
    """Exit code and what was said by a start that must not succeed."""
    result = deployment.nrmm(*(words or (deployment.command,)), check=False, timeout=seconds)
    assert result.returncode != 0
    return result.stderr.strip()


# ── one home ─────────────────────────────────────────────────────────────────────────────────────────────

def test_stop_and_start_again(demonstration):
    """SIGTERM stops all within ten seconds and leaves no process; the second start is quick and has the data."""
    before = demo_owner(demonstration).items("machines")
    assert len(demonstration.processes()) > 3
    assert demonstration.stop() < 10
    assert demonstration.process.returncode == 0
    assert demonstration.processes() == set()
    assert not demonstration.sockets().exists()
    assert demonstration.start() < 20
    assert demo_owner(demonstration).items("machines") == before
    photo = next(value for machine in before for name, value in machine["answers"].items() if name.startswith("photo_"))
    assert demo_owner(demonstration).get(f"photos/{photo}").status == 200


def test_kill_and_start_again(demonstration):
    """X001, P1: after kill -9 of the program alone everything acknowledged is there, orphans are adopted or stopped."""
    owner = demonstration.city("linfen").owner()
    acknowledged = []
    stop = threading.Event()

    def write():
        with contextlib.suppress(OSError, Exception):
            while not stop.is_set():
                answer = owner.post("machines", {"answers": {"place": f"断电{len(acknowledged)}"}})
                if answer.status != 201:
                    return
                acknowledged.append(answer.body["id"])

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    wait_until(lambda: len(acknowledged) >= 20, 30, "twenty machines")
    demonstration.kill()
    stop.set()
    for writer in writers:
        writer.join()
    assert demonstration.start() < 30
    assert set(acknowledged) <= {machine["id"] for machine in owner.items("machines?state=draft")}
    for machine in acknowledged:
        assert owner.delete(f"machines/{machine}").status == 204
    assert demonstration.stop() < 10
    assert demonstration.processes() == set()
    demonstration.start()


def test_a_home_has_one_program(demonstration):
    """A second `up` on the same home says who has it, and disturbs nobody."""
    said = refused_start(demonstration)
    assert str(demonstration.process.pid) in said and len(said.splitlines()) == 1, said
    assert demonstration.ready()


def test_two_homes_at_once(deployment, demonstration):
    """Each with its own data: who is known here is unknown there."""
    owner = deployment.city("linfen").owner()
    assert demonstration.ready() and deployment.ready()
    assert demonstration.city("linfen").try_sign_in(owner.phone).status == 401
    assert_problem(demonstration.city("linfen").get("account", token=owner.token), 401)


def test_a_port_in_use(demonstration):
    """One clear line that names it, not a start that hangs; what runs already goes on. Then nothing is left behind."""
    with Blocked() as other:
        said = refused_start(other)
        assert str(other.port) in said and len(said.splitlines()) == 1, said
        assert other.processes() == set()
        assert not (other.home / "postgres" / "PG_VERSION").exists(), "asked before anything is begun"
    assert demonstration.ready()


class Blocked(Deployment):
    """A home whose port somebody else has."""

    def __enter__(self):
        self.blocker = socket.socket()
        self.blocker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.blocker.bind(("0.0.0.0", self.port))
        self.blocker.listen()
        return self

    def __exit__(self, *_):
        self.blocker.close()
        super().__exit__()


def test_healthz_says_what_it_looked_at(deployment):
    """The address a balancer asks; for everybody, cheap and cached (X040)."""
    answer = deployment.request("GET", "/healthz")
    assert answer.body == {"status": "ready", "checks": {"database": True, "packs": True, "photos": True}}


# ── settings ─────────────────────────────────────────────────────────────────────────────────────────────

BROKEN = {
    "unknown key": ("port: 8080\nprot: 8081\n", 2, "port"),
    "unknown section key": ("database:\n  pol: 3\n", 2, "pool"),
    "wrong type": ("port: eighty\n", 1, ""),
    "duration": ("security:\n  sms_valid: ten minutes\n", 2, ""),
    "choice": ("log:\n  level: loud\n", 2, ""),
    "an outer address": ("metrics:\n  listen: 0.0.0.0:9100\n", 2, "127.0.0.1"),
    "broken YAML": ("database: {dsn: \n", None, ""),
    "duplicate": ("port: 1\nport: 2\n", 2, ""),
    "norway": ("demo: no\n", 1, ""),
    "tab": ("database:\n\tpool: 3\n", 2, ""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_settings(tmp_path, demonstration, name):
    """X120: file, line and column, and no start; nothing is touched."""
    text, line, hint = BROKEN[name]
    file = tmp_path / "nrmm.yaml"
    file.write_text(text)
    for command in ("up", "serve", "migrate"):
        result = demonstration.nrmm(command, check=False, config=file, timeout=30)
        assert result.returncode == 1, result
        place = re.search(re.escape(str(file)) + r":(\d+):(\d+): error [A-Z]\d+: .+", result.stderr)
        assert place, result.stderr
        assert line is None or int(place[1]) == line, result.stderr
        assert hint in result.stderr


def test_settings_that_are_not_there(tmp_path, demonstration):
    """X120: a file that is named must exist."""
    result = demonstration.nrmm("up", check=False, config=tmp_path / "none.yaml", timeout=30)
    assert result.returncode != 0 and "none.yaml" in result.stderr


@pytest.mark.parametrize("words", [(), ("fly",), ("up", "--dmeo"), ("pack",), ("pack", "chekc", "x"), ("account", "create")])
def test_words_not_understood(demonstration, words):
    """The program says how it is used, and does nothing."""
    result = demonstration.nrmm(*words, check=False, timeout=30)
    assert result.returncode == 2 and "usage" in result.stderr


# ── somebody else's PostgreSQL ───────────────────────────────────────────────────────────────────────────

@pytest.fixture(scope="module")
def cluster():
    with Cluster() as running:
        yield running


@pytest.fixture(scope="module")
def first(cluster):
    """The database migrated, its packs active, one `nrmm serve`."""
    served = Deployment({**FOR_TESTS, **cluster.settings()}, command="serve")
    try:
        assert "0001_base" in served.nrmm("migrate").stdout
        assert served.nrmm("migrate").stdout == ""
        served.launch()
        wait_until(lambda: answers(served), 30, served.home / "up.log")
        assert_problem(served.request("GET", "/healthz"), 503)  # no pack yet
        for name in ("national", "linfen", "chongqing"):
            served.nrmm("pack", "activate", served.cities / name)
        wait_until(served.ready, 30, "packs from the database")
        yield served
    finally:
        served.__exit__()


@pytest.fixture(scope="module")
def second(cluster, first):
    """Another `nrmm serve` on the same database, keys and photos."""
    served = Deployment({**FOR_TESTS, **cluster.settings()}, command="serve", environment={"NRMM_HOME": str(first.home)})
    with served:
        yield served


def answers(served):
    with contextlib.suppress(OSError):
        return served.request("GET", "/healthz").status


def through(person, served):
    """The same person by the other server."""
    return Person(served.city(person.city.name), person.token, login=person.login)


def test_two_servers_share_one_database(first, second):
    """Sessions, filings, reviews, photos and idempotency keys of one are those of the other."""
    owner = first.city("linfen").owner()
    same = through(owner, second)
    assert same.get("account").body == owner.get("account").body
    machine, _ = file_machine(owner, DISTRICTS["linfen"][0])
    officer = through(first.city("linfen").officer(districts=[DISTRICTS["linfen"][0]]), second)
    assert approve(officer, case_id(machine))["phase"] == "approved"
    code = owner.get(f"machines/{machine['id']}").body["code"]
    assert second.city("chongqing").code(code).status == first.city("chongqing").code(code).status == 200
    photo = owner.photos(1)[0]
    assert same.get(f"photos/{photo}").bytes == owner.get(f"photos/{photo}").bytes
    link = owner.get(f"photos/{photo}?url").body["url"]
    assert second.request("GET", link).status == 200
    made = owner.post("machines", {"answers": {}}, key="one-key")
    assert same.post("machines", {"answers": {}}, key="one-key").bytes == made.bytes
    assert same.delete("sessions/current").status == 204
    assert owner.get("account").status == 401


def test_one_key_at_both_servers_at_once(first, second):
    """X035 across servers."""
    owner = first.city("linfen").owner()
    both = [owner, through(owner, second)]
    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        made = list(pool.map(lambda number: both[number % 2].post("machines", {"answers": {}}, key="both"), range(20)))
    assert {answer.status for answer in made} == {201}
    assert len({answer.bytes for answer in made}) == 1 and len(owner.items("machines")) == 1


def test_activating_a_pack_reaches_all_servers(first, second):
    """X097, X099: by the command line, without a restart; what is only changed on disk reaches none."""
    messages = first.cities / "linfen" / "messages" / "zh.yaml"
    before = [served.city("linfen").get("city").body["revision"] for served in (first, second)]
    assert before[0] == before[1] == first.city("linfen").get("openapi.json").body["info"]["version"]
    for text in (messages, *(first.cities / "linfen" / "tests").glob("*.yaml")):
        text.write_text(text.read_text().replace("正在审核，暂不能修改", "正在审核，请稍候"))
    assert first.city("linfen").get("city").body["revision"] == before[0]
    first.nrmm("pack", "activate", first.cities / "linfen")
    for served in (first, second):
        wait_until(lambda: served.city("linfen").get("city").body["revision"] != before[0], 15, "the new revision")
        described = served.city("linfen").get("openapi.json").body["info"]["version"]
        assert described == served.city("linfen").get("city").body["revision"], "a document of the old revision was kept"
    assert len({served.city("linfen").get("city").body["revision"] for served in (first, second)}) == 1
    owner = second.city("linfen").owner()
    machine, _ = file_machine(owner, DISTRICTS["linfen"][0])
    refused = assert_problem(owner.put(f"machines/{machine['id']}", {"answers": {}}, version=machine["version"]), 409)
    assert "请稍候" in refused.body["title"]


def test_a_case_ends_under_the_revision_it_began_with(first):
    """Rule 6: filed before an activation, the case keeps its pack; a new one gets the new."""
    owner = first.city("chongqing").owner()
    old, _ = file_machine(owner, DISTRICTS["chongqing"][0])
    began = first.city("chongqing").get("city").body["revision"]
    messages = first.cities / "chongqing" / "messages" / "zh.yaml"
    messages.write_text(messages.read_text() + "\n# 另一版\n")
    first.nrmm("pack", "activate", first.cities / "chongqing")
    wait_until(lambda: first.city("chongqing").get("city").body["revision"] != began, 15, "the new revision")
    new, _ = file_machine(owner, DISTRICTS["chongqing"][0])
    why = [{one["pack_revision"] for one in owner.get(f"cases/{case_id(machine)}/why").body["decisions"]}
           for machine in (old, new)]
    assert why[0] == {began} and why[1] == {first.city("chongqing").get("city").body["revision"]}
    assert owner.get(f"forms/machine?case={case_id(old)}").body["revision"] == began


def test_the_database_goes_and_comes_back(cluster, first, second):
    """X006, X010: 503 while it is away, in the house form; then everything again without a restart."""
    owner = second.city("linfen").owner()
    answers_ = acceptable_answers(owner, DISTRICTS["linfen"][0])
    cluster.stop()
    try:
        for served in (first, second):
            gone = wait_until(lambda: (answer := served.request("GET", "/healthz")).status == 503 and answer, 15, "not ready")
            assert_problem(gone, 503)
            assert gone.body["checks"]["database"] is False and "retry-after" in gone.headers
            for answer in (served.city("linfen").get("account", token=owner.token),
                           served.city("linfen").post("machines", {"answers": {}}, token=owner.token),
                           served.city("linfen").try_sign_in(owner.phone),
                           served.city("linfen").post("sms-codes", {"phone": values.new_phone(), "purpose": "register"}, key=False)):
                assert_problem(answer, 503)
                assert int(answer.headers["retry-after"]) >= 1
    finally:
        cluster.start()
    for served in (first, second):
        wait_until(served.ready, 15, "ready again")
    filed = owner.post("machines", {"answers": answers_})
    assert filed.status == 201 and owner.post(f"machines/{filed.body['id']}/submission").status == 200
    assert first.process.poll() is None and second.process.poll() is None


@pytest.mark.parametrize("role, attributes", [("root_of_cluster", None), ("nrmm_owner", None),
                                              ("passes_by", "login bypassrls"), ("becomes", "login in role nrmm_owner"),
                                              ("makes", "login createrole")])
def test_a_role_that_may_too_much(cluster, first, role, attributes):
    """X074: superuser, owner of tables, past row security, member of the owner: no start, one line that says why."""
    if attributes:
        cluster.sql(f"create role {role} {attributes}", "nrmm")
    with contextlib.closing(Closed({**FOR_TESTS, **cluster.settings(role)}, command="serve")) as other:
        said = refused_start(other)
        assert role in said and len(said.splitlines()) == 1, said


class Closed(Deployment):
    def close(self):
        self.__exit__()


def test_serve_wants_a_database_and_a_schema(cluster):
    """X120: each with its one line."""
    with contextlib.closing(Closed(FOR_TESTS, command="serve")) as other:
        assert "database.dsn" in refused_start(other)
    cluster.sql("create database empty owner nrmm_owner")
    settings = {"database": {"dsn": f"host={cluster.folder} dbname=empty user=nrmm_server"}}
    with contextlib.closing(Closed({**FOR_TESTS, **settings}, command="serve")) as other:
        assert "nrmm migrate" in refused_start(other)
        assert "owner_dsn" in refused_start(other, "migrate")
    settings["database"]["dsn"] = "host=/nowhere dbname=nrmm user=nrmm_server"
    with contextlib.closing(Closed({**FOR_TESTS, **settings}, command="serve")) as other:
        assert refused_start(other)


@pytest.mark.parametrize("spoil", ["short", "not hexadecimal", "readable by all", "empty"])
def test_a_broken_key(cluster, first, spoil):
    """X120: a secret of the wrong length or open to others: no start, and the key stays as it is."""
    with contextlib.closing(Closed({**FOR_TESTS, **cluster.settings()}, command="serve")) as other:
        keys = other.home / "keys"
        keys.mkdir(mode=0o700)
        for source in (first.home / "keys").iterdir():
            key = keys / source.name
            key.write_bytes(source.read_bytes())
            key.chmod(0o600)
        if spoil == "readable by all":
            key.chmod(0o644)
        else:
            key.write_text({"short": "abcd\n", "not hexadecimal": "g" * 64 + "\n", "empty": ""}[spoil])
        before = key.read_bytes()
        said = refused_start(other)
        assert str(key) in said and len(said.splitlines()) == 1, said
        assert key.read_bytes() == before


def test_the_photo_store_is_gone(cluster, first):
    """X021: a folder nobody can write to is said at start, or the server is not ready."""
    settings = {**FOR_TESTS, **cluster.settings(), "photos": {"folder": "/proc/no-such-folder"}}
    with contextlib.closing(Closed(settings, command="serve", environment={})) as other:
        said = refused_start(other)
        assert "/proc/no-such-folder" in said, said


# ── the demonstration ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", EVERY_CITY)
def test_what_the_demonstration_holds(demonstration, name):
    """F021, F074: twenty owners and a hundred machines in every city, in every state that a filing comes to, of many kinds
    and in several districts; collected where the city hands codes out."""
    script = yaml.safe_load((demonstration.cities / name / "demo.yaml").read_text())
    assert len(script["owners"]) == 20 and len(script["machines"]) == 100
    city = demonstration.city(name)
    machines = []
    for owner in script["owners"]:
        person = Person(city, city.sign_in(owner["phone"], owner["password"]))
        machines += [one for one in person.items("machines")]
    unique = {one["id"]: one for one in machines}.values()  # an agent and its owner both see one
    assert len(unique) == 100
    states = collections.Counter(one["state"] for one in unique)
    assert {"draft", "in_review", "returned", "approved", "refused"} == set(states) and min(states.values()) >= 4, states
    assert len({one["machine_kind"] for one in unique if one.get("machine_kind")} or
               {one["answers"]["machine_kind"] for one in unique}) >= 8
    assert len({one["answers"]["registration_district"] for one in unique}) >= 6
    steps = [step for machine in script["machines"] for step in machine["then"]]
    collected = [one for one in unique if (one.get("collection") or {}).get("state") == "collected"]
    assert len(collected) == steps.count("collect") and (len(collected) >= 8 or name == "liaocheng")


def demo_login(demonstration, name, who):
    """Somebody whose login the loading printed."""
    login, password = re.search(rf"^{name}: {who} password (\S+)$".replace("LOGIN", r"(\S+)"), demonstration.demo_output, re.M).groups()
    city = demonstration.city(name)
    return Person(city, city.sign_in(login, password))


def demo_city_officer(demonstration, name):
    return demo_login(demonstration, name, r"officer LOGIN \(city_auditor\)")


STATES = {"approve": "active", "return": "returned", "refuse": "refused", "close": "closed"}


def state_after(steps, reviewed):
    return STATES.get(steps[-1]) or ("in_review" if reviewed else "active")


@pytest.mark.parametrize("name", EVERY_CITY)
def test_sites_of_the_demonstration(demonstration, name):
    """F114, F117, F118: in every state that the city's sites come to, drafts apart, which only their managers see."""
    script = yaml.safe_load((demonstration.cities / name / "demo.yaml").read_text())
    reviewed = any("approve" in site["then"] for site in script["sites"])
    wanted = {site["answers"]["site_name"]: state_after(site["then"], reviewed) for site in script["sites"] if site["then"]}
    seen = demo_city_officer(demonstration, name).items("sites")
    assert {site["name"]: site["state"] for site in seen} == wanted
    assert set(wanted.values()) == ({"active", "closed", "in_review", "returned", "refused"} if reviewed else {"active", "closed"})


@pytest.mark.parametrize("name", EVERY_CITY)
def test_movements_of_the_demonstration(demonstration, name):
    """F120, F126, F127, F134: a thousand a city; what each site counts is what passed its gate and who is still there."""
    groups = yaml.safe_load((demonstration.cities / name / "demo.yaml").read_text())["movements"]
    officer = demo_city_officer(demonstration, name)
    passed = officer.items("movements")
    assert len(passed) == len({one["id"] for one in passed}) == sum(group["count"] for group in groups) == 1000
    counted = collections.Counter((one["site"], one["movement"]) for one in passed)
    present = 0
    for site in officer.items("sites"):
        there = officer.items(f"sites/{site['id']}/presence")
        assert (site["entries"], site["exits"]) == (counted[site["id"], "entry"], counted[site["id"], "exit"])
        assert site["present"] == len(there) == site["entries"] - site["exits"]
        assert not (there and site["state"] == "closed")
        present += len(there)
    assert present == sum(group.get("stay", 0) for group in groups)


@pytest.mark.parametrize("name", EVERY_CITY)
def test_what_the_demonstration_s_gates_noticed(demonstration, name):
    """F126, F132, F136, X103: late reports and findings are those of the script, and where the city reports smoke, it was."""
    groups = yaml.safe_load((demonstration.cities / name / "demo.yaml").read_text())["movements"]
    passed = demo_city_officer(demonstration, name).items("movements")
    assert sum(one["late"] for one in passed) == sum(group["count"] for group in groups if "hours_ago" in group) >= 100
    found = collections.Counter(finding["code"] for one in passed for finding in one["findings"])
    assert found["gate.position_doubtful"] == sum(group["count"] for group in groups if group.get("at_point"))
    assert bool(found["gate.present_elsewhere"]) == any(group.get("overlap") for group in groups)
    assert found.keys() <= {"gate.position_doubtful", "gate.present_elsewhere"}
    troubled = [group for group in groups if "problem" in group.get("entry", {}) or "problem" in group.get("exit", {})]
    assert sum(one["reported"] for one in passed) * 2 == sum(group["count"] for group in troubled)


def test_recorders_of_the_demonstration(demonstration):
    """F140, F141: Tianjin's sites have recorders, bound and not yet bound; who is bound has reported movements."""
    script = yaml.safe_load((demonstration.cities / "tianjin" / "demo.yaml").read_text())
    recorders = script["sites"][0]["recorders"]
    manager = demo_login(demonstration, "tianjin", "site manager LOGIN")
    site, = manager.items("sites")
    listed = manager.get(f"sites/{site['id']}/recorders").body["items"]
    assert [(one["name"], one["bound"]) for one in listed] == [(one["name"], "account" in one) for one in recorders]
    passed = manager.items(f"sites/{site['id']}/movements")
    assert len({one["recorded_by"] for one in passed}) == 1 + sum("account" in one for one in recorders)


def test_the_demonstration_is_loaded_once(demonstration):
    """X035: a second load changes nothing."""
    tables = ("account", "machine", "review_case", "case_event", "photo", "site", "site_recorder", "movement", "presence")
    count = " union all ".join(f"select count(*) from {table}" for table in tables)
    before = demonstration.sql(count)
    assert demonstration.nrmm("demo", "load").stdout.count("already loaded") == len(EVERY_CITY)
    assert demonstration.sql(count) == before
