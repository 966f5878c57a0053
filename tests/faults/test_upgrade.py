"""A new program on the data of an older one."""

import re
import shutil
import subprocess
import time

import pytest

from cast import DISTRICTS
from deployment import FOR_TESTS, ROOT, Deployment, wait_until
from filing import approve, case_id, done, file_machine, send_back, submit
from postgres import Cluster

CITY = "linfen"
MIGRATIONS = sorted((ROOT / "kernel" / "storage" / "migrations").glob("*.sql"))
NEWEST = 13  # the last step that touches the table of cases
OLDEST = 5  # before the fourth there were no judgements, without which nothing could be decided again
PASSING = {"audit_queue", "challenge", "counter", "idempotency", "photo_ticket", "plugin_job", "sms_code"}  # rows that are meant to go


class Database:
    """A cluster in which the register's database can be made an older one's."""

    def __init__(self, cluster):
        self.cluster = cluster

    def psql(self, script, database="nrmm", role="root_of_cluster"):
        words = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.cluster.folder, "-U", role, "-d", database]
        ran = subprocess.run(words, input=script, capture_output=True, text=True, timeout=60)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.split("\n")[:-1]

    def columns(self, database):
        """table → columns that somebody writes, of all tables of the kernel."""
        found = {}
        for row in self.psql("select table_name, column_name from information_schema.columns where table_schema = 'public' and "
                             "is_generated = 'NEVER' order by 1, 2", database):
            table, column = row.split("|")
            found.setdefault(table, set()).add(column)
        return found

    def counts(self, tables):
        return {table: int(self.psql(f"select count(*) from {table}")[0]) for table in tables}

    def make_older(self, steps):
        """The database as a program with so many steps of the schema would have left it: the same rows, without the columns and
        tables that it did not know."""
        self.psql("create database older owner nrmm_owner", "postgres")
        self.psql("create table migration (number int primary key, name text not null, sha256 text not null, "
                  "applied_at timestamptz not null default now())", "older", "nrmm_owner")
        for file in MIGRATIONS[:steps]:
            self.psql(file.read_text(), "older", "nrmm_owner")
        newest, older = self.columns("nrmm"), self.columns("older")
        for table in sorted(older.keys() & newest.keys() - {"migration"}):
            names = ", ".join(sorted(older[table] & newest[table]))
            rows = self.psql(f"copy {table} ({names}) to stdout")
            self.psql(f"set session_replication_role = replica;\ncopy {table} ({names}) from stdin;\n" + "\n".join([*rows, "\\."]) + "\n",
                      "older")
        self.psql(f"delete from migration where number > {steps}")
        rows = self.psql("copy migration to stdout")
        self.psql("copy migration from stdin;\n" + "\n".join([*rows, "\\."]) + "\n", "older")
        self.psql("select setval(pg_get_serial_sequence('audit', 'id'), (select max(id) from audit))", "older")
        self.psql("drop database nrmm", "postgres")
        self.psql("alter database older rename to nrmm", "postgres")
        return older.keys() - {"migration"}


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as running:
        yield running


@pytest.fixture
def deployment(cluster):
    """On a database of its own, which is migrated at each start."""
    running = Deployment({**FOR_TESTS, **cluster.settings()})
    for folder in running.cities.iterdir():
        if folder.name not in ("national", CITY):
            shutil.rmtree(folder)
    running.superuser = lambda: (cluster.folder, "root_of_cluster")
    try:
        yield running
    finally:
        running.__exit__()
        cluster.sql("drop database if exists nrmm with (force);create database nrmm owner nrmm_owner")


def kill_in_the_middle(deployment, database, table):
    """`nrmm migrate`, killed while a step waits for a table that somebody holds; which steps are done then."""
    words = ["psql", "-X", "-q", "-h", database.cluster.folder, "-U", "root_of_cluster", "-d", "nrmm"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        holder.stdin.write(f"begin; lock table {table} in access share mode; select 'held';\n")
        holder.stdin.flush()
        while "held" not in holder.stdout.readline():
            pass
        migrating = subprocess.Popen(deployment.words("migrate"), env=deployment.environment, stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE)
        wait_until(lambda: database.psql("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and "
                                         "application_name = 'nrmm migrate'") == ["1"], 30, "a step waits")
        migrating.kill()
        migrating.communicate(timeout=10)
        done_now = database.psql("select name from migration order by number")
        holder.stdin.close()
    wait_until(lambda: database.psql("select count(*) from pg_stat_activity where application_name = 'nrmm migrate'") == ["0"],
               30, "the dead one's connection is gone")
    return done_now


def test_an_upgrade_with_open_filings(deployment, cluster, chance, rounds, measured):
    """X117: filings in every state, an older schema; the migration is killed while a step waits for a table, and at any moment,
    and begun again. Nothing is lost, open filings go on where they were, old decisions come out the same."""
    database = Database(cluster)
    killed = 0
    steps = rounds([OLDEST], list(range(OLDEST, NEWEST)))
    deployment.start()
    city = deployment.city(CITY)
    owner, officer = city.owner(), city.officer(districts=[DISTRICTS[CITY][0]])
    for number in steps:
        waiting, claimed, returned, approved = (file_machine(owner, DISTRICTS[CITY][0])[0] for _ in range(4))
        done_by(officer, claimed, returned, approved)
        deployment.stop()
        tables = database.make_older(number) - PASSING
        before = database.counts(tables)
        done_then = kill_in_the_middle(deployment, database, "review_case")
        assert number <= len(done_then) < len(MIGRATIONS) and done_then == [file.stem for file in MIGRATIONS[:len(done_then)]]
        killed += 1 + kill_at_random(deployment, chance, rounds(3, 10))
        began = time.monotonic()
        deployment.start()
        seconds = time.monotonic() - began
        assert database.psql("select name from migration order by number") == [file.stem for file in MIGRATIONS]
        after = database.counts(tables)
        assert {table: count for table, count in before.items() if after[table] < count} == {}, (before, after)
        verified = deployment.nrmm("verify", check=False, timeout=300)
        assert verified.returncode == 0, verified.stdout
        go_on(owner, officer, waiting, claimed, returned, approved)
        assert deployment.nrmm("verify", timeout=300).returncode == 0
    measured(f"{len(steps)} older schemas with open filings", f"{killed} times killed", "0 rows lost", f"started in {seconds:.1f} s")


def done_by(officer, claimed, returned, approved):
    done(officer_act(officer, claimed, "claim"))
    send_back(officer, case_id(returned))
    approve(officer, case_id(approved))


def officer_act(officer, machine, transition):
    case = case_id(machine)
    return officer.post(f"cases/{case}/transitions", {"transition": transition}, version=officer.get(f"cases/{case}").body["version"])


def go_on(owner, officer, waiting, claimed, returned, approved):
    """Everybody with the token of before: the officer decides, the owner hands in again what came back."""
    approve(officer, case_id(waiting))
    done(officer_act(officer, claimed, "approve"))
    submit(owner, returned["id"])
    approve(officer, case_id(returned))
    codes = [owner.get(f"machines/{machine['id']}").body["code"] for machine in (approved, waiting, claimed, returned)]
    assert all(codes) and len(set(codes)) == 4, codes


def kill_at_random(deployment, chance, times):
    for _ in range(times):
        migrating = subprocess.Popen(deployment.words("migrate"), env=deployment.environment, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
        time.sleep(chance.random() / 4)
        migrating.kill()
        migrating.wait(10)
    return times


def test_a_newer_database_is_refused(deployment, cluster, measured):
    """X117: an older program does not touch what a newer one has made, and says so in one line."""
    deployment.nrmm("migrate")
    Database(cluster).psql("insert into migration (number, name, sha256) values (9999, '9999_of_tomorrow', 'x')")
    for command in ("up", "serve", "migrate", "verify"):
        refused = deployment.nrmm(command, check=False)
        assert refused.returncode == 1 and "the database is newer than this program" in refused.stderr, refused
        assert re.fullmatch(r"nrmm: [^\n]+\n", refused.stderr), refused.stderr
    measured("4 commands of an older program", "4 refused")
