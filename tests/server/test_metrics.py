"""GET /metrics: Prometheus reads it, nobody else does, and its numbers are those of what was done."""

import collections
import concurrent.futures
import http.client
import re
import shutil
import subprocess
import threading
import uuid

import pytest
import yaml

from client import assert_problem
from deployment import FOR_TESTS, ROOT, Deployment, free_port, wait_until
from filing import file_machine
from metrics import ask, scrape

POOL = 4
LABELS = {"method", "route", "city", "status", "le", "code", "channel", "outcome", "phase", "what", "revision", "part"}


@pytest.fixture(scope="module")
def watched():
    """A platform whose numbers are read."""
    port = free_port()
    with Deployment({**FOR_TESTS, "metrics": {"listen": f"127.0.0.1:{port}"}, "database": {"pool": POOL, "acquire_timeout": "20s", "lock_timeout": "20s"}}) as running:
        running.metrics = port
        yield running


@pytest.fixture(scope="module")
def owner(watched):
    return watched.city("linfen").owner()


def requests(numbers, **labels):
    return numbers.sum("nrmm_http_request_seconds_count", **labels)


def test_prometheus_reads_it(watched, owner):
    """The text format 0.0.4: what it is, every family once with help and type, the last line ended."""
    answer, text = ask(watched.metrics)
    assert answer.status == 200 and answer.getheader("Content-Type").startswith("text/plain; version=0.0.4")
    assert text.endswith("\n") and "\r" not in text
    numbers = scrape(watched.metrics)
    heads = collections.Counter(line.split()[2] for line in text.splitlines() if line.startswith("# TYPE"))
    assert set(heads.values()) == {1}, heads
    assert all(family.documentation and family.type != "unknown" for family in numbers.families)
    assert {"nrmm_http_request_seconds", "nrmm_database_connections", "nrmm_outbox_tries", "nrmm_cases", "nrmm_pack_info",
            "nrmm_rule_calls", "nrmm_audit_unsealed_rows", "process_resident_memory_bytes", "nrmm_photo_store_free_bytes"} \
        <= {family.name for family in numbers.families}
    assert numbers.sum("nrmm_metrics_failures_total") == 0
    assert numbers.sum("process_resident_memory_bytes") > 1 << 20 and numbers.sum("process_open_fds") > 10


def test_nobody_is_let_in_from_outside(watched):
    """Not by the public port, whatever the path; the listener itself is on 127.0.0.1 alone."""
    for path in ("/metrics", "/linfen/v1/metrics", "/metrics/", "//metrics", "/%6detrics", "/healthz/../metrics"):
        assert watched.request("GET", path).status in (400, 404), path
    assert_problem(watched.request("GET", "/metrics"), 404)
    elsewhere = http.client.HTTPConnection("127.0.0.2", watched.metrics, timeout=5)
    with pytest.raises(ConnectionRefusedError):
        elsewhere.request("GET", "/metrics")


def test_only_metrics_is_there(watched):
    """No other call of the platform is answered without nginx in front of it."""
    connection = http.client.HTTPConnection("127.0.0.1", watched.metrics, timeout=10)
    for path in ("/cities", "/linfen/v1/city", "/healthz"):
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 404 and answer.read(), path
    connection.close()


def test_requests_are_counted_one_by_one(watched, owner):
    """By route, city and class of status; the histogram's last bucket holds them all."""
    city = watched.city("linfen")
    before = scrape(watched.metrics)
    for _ in range(3):
        assert city.get("city").status == 200
    for _ in range(2):
        assert_problem(owner.get(f"machines/{uuid.uuid4()}"), 404)
    assert_problem(city.get("account"), 401)
    key = "metrics-" + owner.login
    first = owner.post("machines", {"answers": {}}, key=key)
    assert owner.post("machines", {"answers": {}}, key=key).body == first.body
    after = scrape(watched.metrics)

    def grew(count, **labels):
        for name in ("count", "bucket"):
            last = {"le": "+Inf"} if name == "bucket" else {}
            name = "nrmm_http_request_seconds_" + name
            assert after.sum(name, **last, **labels) - before.sum(name, **last, **labels) == count, (name, labels)

    grew(3, method="GET", route="city", city="linfen", status="2xx")
    grew(2, method="GET", route="machines/{id}", city="linfen", status="4xx")
    grew(1, method="GET", route="account", city="linfen", status="4xx")
    grew(2, method="POST", route="machines", city="linfen", status="2xx")
    grew(0, city="chongqing")
    for name, labels, count in (("nrmm_http_refusals_total", {"code": "request.unauthenticated"}, 1),
                                ("nrmm_http_refusals_total", {"code": "request.not_found"}, 2),
                                ("nrmm_http_repetitions_total", {}, 1)):
        assert after.sum(name, **labels) - before.sum(name, **labels) == count, (name, labels)
    buckets = [sample.value for sample in after.samples if sample.name == "nrmm_http_request_seconds_bucket"
               and sample.labels["route"] == "machines" and sample.labels["method"] == "POST"]
    assert buckets == sorted(buckets)


def test_a_stranger_makes_no_new_labels(watched, owner):
    """Cities, paths, methods and phones that are made up are one series each, and not by their names."""
    def visit(number):
        for path in (f"/{number}/v1/city", f"/linfen/v1/{number}", f"/linfen/v1/codes/{number}", f"/linfen/v1/x/{number}/y"):
            watched.unwatched("GET", path)

    visit(13900000000)
    before = scrape(watched.metrics)
    for number in range(13900000001, 13900000051):
        visit(number)
    after = scrape(watched.metrics)
    assert len(after.samples) == len(before.samples)
    assert requests(after) - requests(before) == 200
    assert "139000000" not in after.text and owner.login not in after.text
    assert set().union(*(sample.labels for sample in after.samples)) <= LABELS
    served = {one["id"] for one in watched.request("GET", "/cities").body["items"]}
    assert after.labels("city") <= served | {"other"}
    assert {sample.labels["city"] for sample in after.samples if sample.name == "nrmm_pack_info"} == served


def test_what_waits(watched, owner):
    """Cases that are open, messages that went out, and rows of the record that are in the chain."""
    before = scrape(watched.metrics)
    sent = sum(1 for _ in (watched.home / "sms.jsonl").read_text().splitlines())
    district = watched.city("linfen").districts()[0]
    file_machine(owner, district)

    def open_cases():
        now = scrape(watched.metrics)
        return now.sum("nrmm_cases", city="linfen") == before.sum("nrmm_cases", city="linfen") + 1 and now

    now = wait_until(open_cases, 30, "one case more")
    assert 0 <= now.sum("nrmm_case_oldest_seconds", city="linfen", phase="open") < 600
    assert now.sum("nrmm_cases_overdue") == 0 and now.sum("nrmm_backlog_known") == 1

    def all_out():
        now = scrape(watched.metrics)
        gone = now.sum("nrmm_outbox_tries_total", outcome="sent") - before.sum("nrmm_outbox_tries_total", outcome="sent")
        lines = len((watched.home / "sms.jsonl").read_text().splitlines())
        return gone == lines - sent and now.sum("nrmm_outbox_waiting") == 0 and now.sum("nrmm_audit_unsealed_rows") == 0

    wait_until(all_out, 30, "every message counted, every row chained")


def test_the_pool_empties_again(watched, owner):
    """While a table is locked calls that need it hold connections and others of them wait; afterwards none is in use, and
    nobody was refused."""
    before = scrape(watched.metrics)
    lock = threading.Thread(target=watched.sql, args=(
        "begin; lock table machine in access exclusive mode; select pg_sleep(2); commit;",))
    with concurrent.futures.ThreadPoolExecutor(2 * POOL) as pool:
        lock.start()
        wait_until(lambda: watched.sql("select count(*) from pg_locks where mode = 'AccessExclusiveLock' and relation = "
                                       "'machine'::regclass") != ["0"], 10, "the lock")
        answers = [pool.submit(owner.get, "machines") for _ in range(2 * POOL)]
        wait_until(lambda: scrape(watched.metrics).sum("nrmm_database_connections_in_use") >= POOL // 2, 10, "in use")
        lock.join()
        assert [answer.result().status for answer in answers] == [200] * len(answers)
    after = wait_until(lambda: (now := scrape(watched.metrics)).sum("nrmm_database_connections_in_use") == 0 and now, 10,
                       "none is in use")
    assert after.sum("nrmm_database_connections") == POOL
    assert after.sum("nrmm_database_waits_total") - before.sum("nrmm_database_waits_total") >= 1
    assert after.sum("nrmm_database_waited_seconds_total") > before.sum("nrmm_database_waited_seconds_total")
    assert after.sum("nrmm_database_refusals_total") == before.sum("nrmm_database_refusals_total")


def test_a_runaway_rule_is_counted_in_its_city(watched):
    """Each call that is stopped, in that city and in no other."""
    watched.serve_pack("spoilt")
    spoilt = watched.city("spoilt")
    rules = watched.cities / "spoilt" / "rules" / "machine.lua"
    rules.write_text(rules.read_text().replace("-- BODY", "while true do end"))
    before = spoilt.get("city").body["revision"]
    person = spoilt.owner()
    watched.nrmm("pack", "activate", watched.cities / "spoilt")
    wait_until(lambda: spoilt.get("city").body["revision"] != before, 20, "the revision is served")
    start = scrape(watched.metrics)
    for _ in range(2):
        checked = person.post("forms/machine/check", {"answers": {"machine_model": "甲型"}}, key=False)
        assert checked.status == 200, checked
    end = scrape(watched.metrics)

    def grew(**labels):
        return end.sum("nrmm_rule_failures_total", **labels) - start.sum("nrmm_rule_failures_total", **labels)

    assert grew(city="spoilt", what="budget") == 2
    assert grew() == 2, "no other city, nothing else"
    told = [sample.labels["revision"] for sample in end.samples if sample.name == "nrmm_pack_info"
            and sample.labels["city"] == "spoilt"]
    assert len(told) == 1 and told[0].startswith(spoilt.get("city").body["revision"])


def test_the_examples_name_what_is_there(watched):
    """config/alerts.example.yaml: every number that a rule asks for is told."""
    rules = yaml.safe_load((ROOT / "config" / "alerts.example.yaml").read_text())
    told = {sample.name for sample in scrape(watched.metrics).samples} | {
        family.name for family in scrape(watched.metrics).families}
    asked = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    names = {name for expr in asked for name in re.findall(r"\b(?:nrmm|process)_[a-z_]+\b", expr)}
    assert len(asked) >= 8 and names and names <= told, names - told
    if promtool := shutil.which("promtool"):  # where there is one, it has the last word
        subprocess.run([promtool, "check", "rules", ROOT / "config" / "alerts.example.yaml"], check=True)
