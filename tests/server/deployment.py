"""A platform under test: `nrmm up` in a home of its own, and what a tester may do to it."""

import contextlib
import functools
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import yaml

from client import Answer, City
from contract import Watch
from logs import why_unavailable

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = pathlib.Path(os.environ.get("NRMM_PROGRAM", ROOT / "build" / "kernel" / "app" / "nrmm"))

# So many sign-ups from one address and so many codes for one phone are an attack everywhere but here.
FOR_TESTS = {"security": {"sms_per_phone_minute": 1000, "sms_per_phone_day": 10000, "sms_per_address_minute": 100000,
                          "sms_per_address_hour": 100000, "sms_per_city_hour": 100000,
                          "sms_free_per_phone_day": 10000, "sms_free_per_address_hour": 100000,
                          "sms_free_per_city_hour": 100000}}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(holds, seconds, what):
    """Polls; the last value of `holds` when it is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := holds():
            return value
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {what}")


def new_home():
    home = pathlib.Path(tempfile.mkdtemp(prefix="nrmm-test-", dir="/tmp"))
    home.chmod(0o755)
    return home


UNAVAILABLE = []  # log lines of all 503 of the platforms that have ended, for who must explain a failed run


class Server:
    """Something that answers on a port of this machine."""

    port = 0

    def request(self, method, path, body=None, headers=None, timeout=60):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        self.watch.see(method, path, answer)
        return answer

    def unwatched(self, method, path, headers=None):
        """An answer that is not compared with the cities' openapi.json, which has no 500 and no made-up cities."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, headers=headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    @functools.cached_property
    def watch(self):
        """Compares every answer with the cities' openapi.json; a test that sees another answer fails."""
        return Watch(self.port)

    def raw(self, bytes_, method="GET", timeout=20):
        """Sends bytes as they are; the first answer, or None when the connection was closed without one."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            connection.sendall(bytes_)
            response = http.client.HTTPResponse(connection, method=method)
            try:
                response.begin()
                answer = Answer(response)
            except (http.client.BadStatusLine, ConnectionResetError):
                return None
        self.watch.see_raw(bytes_, answer)
        return answer

    def ready(self):
        try:
            return self.request("GET", "/healthz").status == 200
        except (OSError, http.client.HTTPException):
            return False

    def city(self, name):
        return City(self, name)


class Deployment(Server):
    """`nrmm up` in an empty home, with the packs of a copy of cities/. Also a context manager."""

    def __init__(self, settings=FOR_TESTS, environment=None, command="up"):
        self.home = new_home()
        self.cities = self.home / "cities"
        shutil.copytree(ROOT / "cities", self.cities)
        self.port = free_port()
        self.command = command
        self.config = self.home / "nrmm.yaml"
        self.configure(settings)
        self.environment = {**os.environ, "NRMM_HOME": str(self.home), "NRMM_PORT": str(self.port), **(environment or {})}
        self.process = None

    def configure(self, settings):
        whole = {**settings, "cities": {"folder": str(self.cities), **settings.get("cities", {})},
                 "plugins": {"folder": str(ROOT / "plugins"), **settings.get("plugins", {})}}
        if self.command == "serve":
            whole["http"] = {"listen": f"127.0.0.1:{self.port}"}
        self.config.write_text(yaml.safe_dump(whole, allow_unicode=True))

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def sockets(self):
        """The short folder for what has no room below the home."""
        return pathlib.Path("/tmp/nrmm-" + hashlib.sha256(str(self.home.resolve()).encode()).hexdigest()[:12])

    def __exit__(self, *_):
        self.stop()
        UNAVAILABLE.extend(why_unavailable(self.home))
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):  # ended meanwhile
                os.kill(pid, signal.SIGKILL)
        subprocess.Popen(["rm", "-rf", self.home, self.sockets()])  # a cluster is a thousand files; nobody waits for them

    def words(self, *words, config=None):
        return [PROGRAM, "--config", config or self.config, *words]

    def launch(self):
        """Starts the program without waiting for it."""
        with open(self.home / "up.log", "ab") as output:
            self.process = subprocess.Popen(self.words(self.command), cwd=ROOT, env=self.environment, stdout=output,
                                            stderr=subprocess.STDOUT)

    def start(self, seconds=90):
        """Returns how many seconds it took until everything was ready."""
        began = time.monotonic()
        self.launch()
        wait_until(self._ready_or_dead, seconds, "ready; see " + str(self.home / "up.log"))
        return time.monotonic() - began

    def _ready_or_dead(self):
        assert self.process.poll() is None, f"ended with {self.process.returncode}: {self.log()}"
        return self.ready()

    def log(self):
        return (self.home / "up.log").read_text()

    def stop(self):
        """SIGTERM; returns how many seconds it took."""
        began = time.monotonic()
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)
        return time.monotonic() - began

    def kill(self):
        self.process.kill()
        self.process.wait(10)

    def processes(self):
        """Ids of all processes that work in this home or below."""
        return {int(entry.name) for entry in pathlib.Path("/proc").iterdir()
                if entry.name.isdigit() and int(entry.name) != os.getpid() and self._works_here(entry)}

    def _works_here(self, entry):
        try:
            seen = [os.readlink(entry / "cwd"), *(entry / "cmdline").read_bytes().decode(errors="replace").split("\0")]
            seen += [os.readlink(link) for link in (entry / "fd").iterdir()]
        except OSError:
            return False
        return any(str(self.home) + "/" in text + "/" for text in seen)

    def nrmm(self, *words, check=True, config=None, timeout=120):
        """Runs one of the program's subcommands on the same data."""
        result = subprocess.run(self.words(*words, config=config), cwd=ROOT, env=self.environment, capture_output=True,
                                text=True, timeout=timeout)
        assert not check or result.returncode == 0, result.stdout + result.stderr
        return result

    def superuser(self):
        """(socket folder, role) that may do everything in the database."""
        return self.sockets() / "pg", "nrmm_cluster"

    def sql(self, statement, **variables):
        """One statement as a superuser of the cluster, for what no program may do; its rows as text."""
        words = [f"-v{name}={value}" for name, value in variables.items()]
        where, role = self.superuser()
        result = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", *words, "-h", where, "-U", role,
                                 "-d", "nrmm"], input=statement, capture_output=True, text=True, timeout=60)
        assert result.returncode == 0, result.stderr
        return result.stdout.split()

    def serve_pack(self, name, *parents):
        """Activates a pack of tests/server/packs, laid over its parents from there, while everything runs; the city."""
        for each in (*parents, name):
            shutil.copytree(ROOT / "tests" / "server" / "packs" / each, self.cities / each, dirs_exist_ok=True)
        self.nrmm("pack", "activate", self.cities / name)
        # Not yet served it is 404, which its openapi.json does not know, and that may be there a moment later.
        wait_until(lambda: self.unwatched("GET", f"/{name}/v1/city").status == 200, 20, f"{name} is served")
        return self.city(name)

    def sms(self, phone, purpose, known=0):
        """The newest message with a code for the purpose, among those after the first `known` ones."""
        def arrived():
            new = self.messages(phone)[known:]
            return next((message for message in reversed(new) if message["purpose"] == purpose and message["code"]), None)
        return wait_until(arrived, 20, f"SMS for {phone}")

    def notice(self, phone, known=0):
        """The newest message without a code, among those after the first `known` ones."""
        def arrived():
            return next((message for message in reversed(self.messages(phone)[known:]) if not message["code"]), None)
        return wait_until(arrived, 20, f"a notice for {phone}")

    def messages(self, phone):
        """All that was sent to a phone."""
        path = pathlib.Path(self.environment["NRMM_HOME"]) / "sms.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        return [message for message in map(json.loads, lines) if message["phone"] == phone]
