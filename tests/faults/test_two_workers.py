"""What two servers do without being asked: deadlines, messages, jobs of plugins. Each once, also when one of them is killed
in the middle of its turn."""

import collections
import contextlib
import datetime
import json
import subprocess
import time
import types

import pytest

import sms_gateway
import values
from deployment import FOR_TESTS, wait_until
from filing import case_id, file_machine
from pair import Pair
from test_plugin_host import assemble, use
from test_sms_aliyun import DEPLOYMENT_SETTINGS, PACK_SETTINGS

CITY = "liaocheng"     # its reviews have a deadline
EVERY = 2              # seconds, of the job


class SlowGateway(sms_gateway.Gateway):
    """Takes its time, so that a server can be killed while it sends."""

    def take(self, handler):
        time.sleep(0.1)
        super().take(handler)


@pytest.fixture(scope="module")
def gateway():
    with SlowGateway() as running:
        yield running


@pytest.fixture(scope="module")
def pair(gateway, tmp_path_factory):
    plugins = assemble(tmp_path_factory.mktemp("plugins"), "probe")
    manifest = f"{plugins['folder']}/probe/plugin.yaml"
    text = open(manifest).read().replace("every: 20s", f"every: {EVERY}s")
    open(manifest, "w").write(text)
    aliyun = {**DEPLOYMENT_SETTINGS, "endpoint": f"http://127.0.0.1:{gateway.port}"}
    settings = {**FOR_TESTS, "demo": True, "sms": {"channel": "sms_aliyun"},
                "plugins": {**plugins, "probe": {"secret": "s3"}, "sms_aliyun": aliyun}}

    class Deployed(Pair):
        def messages(self, phone):
            said = [json.loads(call["TemplateParam"]) for call in gateway.calls_for(phone)]
            return [{"purpose": "register", "code": each["code"]} for each in said if "code" in each]

    def prepare(cities):
        at = types.SimpleNamespace(cities=cities)
        use(at, CITY, "probe", {})
        use(at, CITY, "sms_aliyun", PACK_SETTINGS)

    with Deployed(settings, cities=("national", CITY), prepare=prepare) as running:
        yield running


@contextlib.contextmanager
def held(pair, schema, table):
    """Nobody writes to the table meanwhile; whoever wants to waits in the middle of what he does."""
    where, role = pair.superuser()
    holder = subprocess.Popen(["psql", "-X", "-q", "-h", where, "-U", role, "-d", "nrmm"], stdin=subprocess.PIPE, text=True)
    holder.stdin.write(f"begin; lock table {schema}.{table} in share row exclusive mode;\n")
    holder.stdin.flush()
    try:
        yield
    finally:
        holder.stdin.close()
        holder.wait(10)


def who_waits_for(pair, table):
    """Of the two servers the one whose statement waits to write to the table, or None."""
    names = pair.sql(f"""select application_name from pg_stat_activity where wait_event_type = 'Lock'
                         and application_name like 'server_' and query ilike '%insert into {table}%' limit 1""")
    return pair.servers[int(names[0][-1]) - 1] if names else None


def kill_in_the_middle(pair, schema, table):
    """The server that is just writing to the table is killed there; it is started again by the caller."""
    with held(pair, schema, table):
        server = wait_until(lambda: who_waits_for(pair, table), 30, f"somebody writes to {table}")
        server.kill()
    return server


def ticks(pair):
    """Seconds since 1970 at which the job was done."""
    return [float(text) for text in pair.sql("select extract(epoch from at) from x_probe.note where kind = 'job' order by at")]


def test_a_job_of_a_plugin(pair, rounds, measured):
    """X036: of two servers one does it, in its time; when that one is killed while it is at it, the other does it."""
    wait_until(lambda: len(ticks(pair)) >= 3, 30, "three ticks")
    for _ in range(rounds(1, 20)):
        server = kill_in_the_middle(pair, "x_probe", "note")
        before = len(ticks(pair))
        wait_until(lambda: len(ticks(pair)) > before, 15, "the other server's tick")
        server.start()
    done = ticks(pair)
    gaps = [later - earlier for earlier, later in zip(done, done[1:])]
    assert min(gaps) >= EVERY - 0.001, gaps
    measured(f"{len(done)} turns of a job every {EVERY} s by two servers", f"shortest pause {min(gaps):.1f} s",
             f"{rounds(1, 20)} killed in their turn")


def test_messages_on_their_way(pair, gateway, rounds, measured):
    """X036: two servers empty one outbox (I7); one is killed while it sends: no message goes out twice, and one that may
    have gone out is said to be unknown."""
    unknown = total = 0
    for number in range(rounds(1, 20)):
        phones, known = [values.new_phone() for _ in range(40)], len(gateway.calls)
        for phone in phones:
            sent = pair.city(CITY).post("sms-codes", {"phone": phone, "purpose": "register"}, key=False)
            assert sent.status == 202, sent
        wait_until(lambda: len(gateway.calls) > known + 3, 20, "messages go out")
        server = pair.servers[number % 2]
        server.kill()
        # What it had taken comes back when its lease of five minutes has passed; nobody waits for that here.
        pair.sql("update outbox set next_at = now() where done_at is null and unknown_at is null and failed_at is null")
        wait_until(lambda: waiting(pair) == 0, 30, "the other server sends the rest")
        server.start()
        calls = collections.Counter(call["OutId"] for call in gateway.calls if call["PhoneNumbers"] in phones)
        lost = len(phones) - len(calls)
        lines = pair.sql("select id, done_at is not null, unknown_at is not null from outbox where channel = 'sms'")
        states = {row.split("|")[0]: row.split("|")[1:] for row in lines}
        assert max(calls.values()) == 1, calls.most_common(3)
        perhaps = sum(state == ["f", "t"] for state in states.values()) - unknown
        assert lost <= perhaps <= 1, (lost, perhaps)
        unknown += perhaps
        total += len(phones)
    measured(f"{total} messages by two servers", "0 sent twice", f"{rounds(1, 20)} killed while sending, {unknown} messages unknown")


def waiting(pair):
    return int(pair.sql("select count(*) from outbox where done_at is null and unknown_at is null and failed_at is null")[0])


def test_a_deadline(pair, rounds, measured):
    """X036: a deadline that passes is acted on once, whoever looks; also when one server is killed while it acts."""
    city = pair.city(CITY)
    owner, officer = city.owner(), city.officer(districts=[city.districts()[0]])
    filed = {case_id(file_machine(owner, city.districts()[0])[0]) for _ in range(rounds(3, 20))}
    assert len(officer.items("cases?phase=open")) >= len(filed)
    with held(pair, "public", "message"):
        pair.nrmm("demo", "clock", (datetime.date.today() + datetime.timedelta(days=40)).isoformat())
        server = wait_until(lambda: who_waits_for(pair, "message"), 30, "a server acts on a deadline")
        server.kill()
    try:
        wait_until(lambda: {one.split("/")[1] for one in told(pair)} >= filed, 30, "the other server acts")
        server.start()
        turns = pair.sql("select count(*) from message")
        time.sleep(11)  # two more turns of both
        counts = collections.Counter(told(pair))
        assert set(counts.values()) == {1}, counts
        assert pair.sql("select count(*) from message") == turns
    finally:
        pair.nrmm("demo", "clock", "off")
    measured(f"{len(filed)} deadlines by two servers, one killed in its turn", f"{len(counts)} told, none twice")


def told(pair):
    """Which account was told of which overdue case, as often as it was."""
    return pair.sql("select account_id || '/' || subject_id from message where event = 'review_overdue'")
