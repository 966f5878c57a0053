"""Two PostgreSQL nodes under Patroni with one etcd, all on loopback and in one temporary folder: what an operator has on
three machines (docs/operator.md, "Two database nodes"), small enough to break on purpose."""

import json
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request

import yaml

from deployment import free_port, wait_until

POSTGRES = pathlib.Path("/usr/lib/postgresql/15/bin")
# As the operator's guide has them: a dead primary is replaced about `ttl` seconds after its last sign of life.
TIMES = {"ttl": 20, "loop_wait": 5, "retry_timeout": 5}
TRUSTED = ["local all all trust", "host all all 127.0.0.0/8 trust", "host replication all 127.0.0.0/8 trust"]


class Node:
    """One Patroni with its PostgreSQL."""

    def __init__(self, nodes, name, address):
        self.nodes, self.name = nodes, name
        self.address, self.rest = address, free_port()
        self.folder = nodes.folder / name
        self.process = None

    def configuration(self):
        return {
            "scope": "nrmm", "name": self.name,
            "restapi": {"listen": f"127.0.0.1:{self.rest}", "connect_address": f"127.0.0.1:{self.rest}"},
            "etcd3": {"host": f"127.0.0.1:{self.nodes.etcd_port}"},
            "bootstrap": {
                "dcs": {**TIMES, "maximum_lag_on_failover": 1048576, "synchronous_mode": True,
                        "postgresql": {"use_pg_rewind": True, "use_slots": True,
                                       "parameters": {"max_connections": 100, "wal_keep_size": "256MB"}}},
                "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "data-checksums"]},
            "postgresql": {
                "listen": f"{self.address}:{self.nodes.port}", "connect_address": f"{self.address}:{self.nodes.port}",
                "data_dir": str(self.folder / "data"), "bin_dir": str(POSTGRES), "pgpass": str(self.folder / "pgpass"),
                "authentication": {"superuser": {"username": "root_of_cluster"}, "replication": {"username": "replicator"}},
                "pg_hba": TRUSTED, "parameters": {"unix_socket_directories": str(self.folder)}}}

    def start(self):
        self.nodes.make_folder(self.folder)
        file = self.folder / "patroni.yml"
        file.write_text(yaml.safe_dump(self.configuration()))
        self.process = self.nodes.launch(["patroni", file], self.folder / "patroni.log")

    def status(self):
        """What Patroni says of itself, or {}."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.rest}/patroni", timeout=2) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.loads(error.read() or b"{}")
        except (OSError, ValueError):
            return {}

    def is_primary(self):
        seen = self.status()
        return seen.get("role") == "master" and seen.get("state") == "running"

    def is_following(self):
        """Streams, and is the one that the primary waits for."""
        seen = self.status()
        return seen.get("role") == "replica" and seen.get("state") == "running" and bool(seen.get("sync_standby"))

    def _signal(self, number):
        for pid in self.nodes.processes_in(self.folder):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass

    def kill(self):
        """-9 of Patroni and of every process of its PostgreSQL at once, as a machine that loses its power."""
        self._signal(signal.SIGKILL)
        self.process.wait(10)

    def freeze(self):
        """Says nothing more and closes nothing, as a machine whose network is gone: whoever waits for it waits."""
        self._signal(signal.SIGSTOP)

    def thaw(self):
        """Goes on where it was, and believes to lead still."""
        self._signal(signal.SIGCONT)

    def sql(self, statement, database="nrmm"):
        words = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-p", str(self.nodes.port),
                 "-U", "root_of_cluster", "-d", database, "-c", statement]
        return subprocess.run(words, check=True, capture_output=True, text=True, timeout=30).stdout.split()


class Nodes:
    """Context manager."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="nrmm-nodes-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.user, self.prefix = None, []
        if os.getuid() == 0:  # PostgreSQL does not run as root
            self.user = pwd.getpwnam("postgres")
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
            self.prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        self.etcd_port, self.port = free_port(), free_port()
        self.both = [Node(self, "node1", "127.0.0.1"), Node(self, "node2", "127.0.0.2")]
        self.etcd = None

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self):
        here, peers = f"http://127.0.0.1:{self.etcd_port}", f"http://127.0.0.1:{free_port()}"
        self.make_folder(self.folder / "etcd")
        self.etcd = self.launch(["etcd", "--data-dir", self.folder / "etcd" / "data", "--listen-client-urls", here,
                                 "--advertise-client-urls", here, "--listen-peer-urls", peers,
                                 "--initial-advertise-peer-urls", peers, "--initial-cluster", f"default={peers}"],
                                self.folder / "etcd" / "log")
        self.both[0].start()
        wait_until(self.both[0].is_primary, 60, f"a primary; see {self.folder}")
        self.both[1].start()
        wait_until(self.both[1].is_following, 60, f"a standby; see {self.folder}")
        for statement in ("create role nrmm_owner login", "create role nrmm_server login", "create database nrmm owner nrmm_owner"):
            self.both[0].sql(statement, "postgres")

    def __exit__(self, *_):
        for pid in self.processes_in(self.folder):
            os.kill(pid, signal.SIGKILL)
        for process in [self.etcd, *(node.process for node in self.both)]:
            if process:
                process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def make_folder(self, folder):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        if self.user:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)

    def launch(self, words, log):
        with open(log, "ab") as output:
            return subprocess.Popen([*self.prefix, *words], cwd=self.folder, stdout=output, stderr=subprocess.STDOUT,
                                    stdin=subprocess.DEVNULL, env={**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"})

    def processes_in(self, folder):
        """Ids of all processes that work below a folder of ours."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                seen = [os.readlink(entry / "cwd"), *(entry / "cmdline").read_bytes().decode(errors="replace").split("\0")]
            except OSError:
                continue
            if any(f"{folder}/" in f"{text}/" for text in seen):
                found.append(int(entry.name))
        return found

    def primary(self):
        return next((node for node in self.both if node.is_primary()), None)

    def other(self, node):
        return next(each for each in self.both if each is not node)

    def wait_for_both(self, seconds=120):
        """Until one leads and the other follows without loss; the primary."""
        def whole():
            primary = self.primary()
            return primary if primary and self.other(primary).is_following() else None
        return wait_until(whole, seconds, f"both nodes; see {self.folder}")

    def switch_over(self):
        """A planned one, by patronictl; the seconds that it took."""
        began = time.monotonic()
        primary = self.primary()
        subprocess.run(["patronictl", "-c", primary.folder / "patroni.yml", "switchover", "nrmm", "--master", primary.name,
                        "--candidate", self.other(primary).name, "--force"], check=True, capture_output=True, timeout=90,
                       env={**os.environ, "LC_ALL": "C.UTF-8"})
        wait_until(self.other(primary).is_primary, 60, "the standby leads")
        return time.monotonic() - began

    def superuser(self):
        """(socket folder, role) on whoever leads; programs find the port in PGPORT."""
        return wait_until(self.primary, 60, "a primary").folder, "root_of_cluster"

    def settings(self):
        """Both nodes in one connection string: whoever leads is written to."""
        hosts = ",".join(node.address for node in self.both)
        dsn = f"host={hosts} port={self.port} dbname=nrmm target_session_attrs=read-write"
        return {"database": {"dsn": f"{dsn} user=nrmm_server", "owner_dsn": f"{dsn} user=nrmm_owner"}}
