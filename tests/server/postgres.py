"""A PostgreSQL of one's own, as an operator would give nrmm one: two roles, a database, a socket."""

import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")


class Cluster:
    """A private cluster in a folder of its own. Context manager; `stop`, `kill` and `start` let a test play faults.
    `environment` is what its processes have beside ours."""

    def __init__(self, environment=None):
        self.environment = dict(environment or {})
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="nrmm-pg-", dir="/tmp"))
        self.data = self.folder / "data"
        self.prefix = []
        if os.getuid() == 0:  # PostgreSQL does not run as root
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        self.folder.chmod(0o755)

    def run(self, program, *words, **options):
        return subprocess.run([*self.prefix, PROGRAMS / program, *words], cwd=self.folder, check=True, text=True,
                              capture_output=True, **options).stdout

    def __enter__(self):
        self.run("initdb", "-D", self.data, "-U", "root_of_cluster", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        self.sql("create role nrmm_owner login; create role nrmm_server login")
        self.sql("create database nrmm owner nrmm_owner")
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off"
        words = [f"{name}={value}" for name, value in self.environment.items()]  # from its own user on
        with open(os.devnull) as nothing:
            subprocess.run([*self.prefix, "env", *words, PROGRAMS / "pg_ctl", "start", "-s", "-w", "-D", self.data, "-o", options, "-l",
                            self.folder / "log"], cwd=self.folder, check=True, stdin=nothing, stdout=subprocess.DEVNULL)

    def stop(self, mode="immediate"):
        subprocess.run([*self.prefix, PROGRAMS / "pg_ctl", "stop", "-s", "-w", "-m", mode, "-D", self.data],
                       cwd=self.folder, check=False, capture_output=True)

    def kill(self):
        """SIGKILL for the first process and all its children at once."""
        kill_postgres(self.data)

    def sql(self, statements, database="postgres"):
        for statement in statements.split(";"):
            self.run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", "root_of_cluster", "-d",
                     database, "-c", statement)

    def superuser(self):
        """(socket folder, role) that may do everything."""
        return self.folder, "root_of_cluster"

    def dsn(self, role):
        return f"host={self.folder} dbname=nrmm user={role}"

    def settings(self, role="nrmm_server"):
        return {"database": {"dsn": self.dsn(role), "owner_dsn": self.dsn("nrmm_owner")}}


def kill_postgres(data):
    """The cluster in this folder, as a machine that loses its power does."""
    first = int((data / "postmaster.pid").read_text().split()[0])
    children = pathlib.Path(f"/proc/{first}/task/{first}/children").read_text().split()
    for pid in [first, *map(int, children)]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
