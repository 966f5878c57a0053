"""A platform under test and the people who use it, over its public HTTP API only."""

import http.client
import itertools
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "build" / "kernel" / "app" / "nrmm"
PASSWORD = "Qiaoliang-2049"

_numbers = itertools.count(1)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def new_phone():
    return f"139{next(_numbers):08d}"


class Answer:
    """What the server said: status, headers (lower case), body as JSON or bytes."""

    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.bytes = response.read()

    @property
    def body(self):
        return json.loads(self.bytes) if self.bytes else None

    @property
    def codes(self):
        """(field, code) of every error of a problem."""
        return {(error["field"], error["code"]) for error in self.body.get("errors", [])}

    def __repr__(self):
        return f"{self.status} {self.bytes[:2000].decode(errors='replace')}"


class Deployment:
    """`nrmm up` in an empty home. Also a context manager; `kill` and `start` let a test play faults."""

    def __init__(self, environment=None):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="nrmm-test-", dir="/tmp"))
        self.home.chmod(0o755)
        self.port = free_port()
        self.environment = {**os.environ, "NRMM_HOME": str(self.home), "NRMM_PORT": str(self.port), **(environment or {})}
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def start(self):
        self.output = open(self.home / "up.log", "ab")
        self.process = subprocess.Popen([PROGRAM, "up"], cwd=ROOT, env=self.environment, stdout=self.output,
                                        stderr=subprocess.STDOUT)
        self.wait_until_ready()

    def wait_until_ready(self, seconds=90):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            assert self.process.poll() is None, (self.home / "up.log").read_text()
            try:
                if self.request("GET", "/healthz").status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise AssertionError("not ready: " + (self.home / "up.log").read_text())

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

    def nrmm(self, *words, check=True):
        """Runs one of the program's subcommands on the same data."""
        result = subprocess.run([PROGRAM, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert not check or result.returncode == 0, result.stdout + result.stderr
        return result

    def request(self, method, path, body=None, headers=None, timeout=60):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def city(self, name):
        return City(self, name)

    def sms(self, phone, purpose=None):
        """The code last sent to a phone, as its holder would read it."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            path = self.home / "sms.jsonl"
            lines = path.read_text().splitlines() if path.exists() else []
            for line in reversed(lines):
                message = json.loads(line)
                if message["phone"] == phone and message["code"] and purpose in (None, message["purpose"]):
                    return message
            time.sleep(0.05)
        raise AssertionError(f"no SMS for {phone}")


class City:
    """One city's API: /{city}/v1/…"""

    def __init__(self, deployment, name):
        self.deployment = deployment
        self.name = name

    def call(self, method, path, body=None, token=None, version=None, key=None, headers=None, raw=None):
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if version is not None:
            sent["If-Match"] = f'"{version}"'
        if method == "POST" and key is not False:
            sent.setdefault("Idempotency-Key", key or str(uuid.uuid4()))
        data = raw
        if body is not None:
            data = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        return self.deployment.request(method, f"/{self.name}/v1/{path}", data, sent)

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def post(self, path, body=None, **options):
        return self.call("POST", path, {} if body is None and "raw" not in options else body, **options)

    def put(self, path, body, **options):
        return self.call("PUT", path, body, **options)

    def delete(self, path, **options):
        return self.call("DELETE", path, **options)

    def upload(self, bytes_, token, **options):
        boundary = uuid.uuid4().hex
        raw = (f"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.jpg\"\r\n"
               "Content-Type: image/jpeg\r\n\r\n").encode() + bytes_ + f"\r\n--{boundary}--\r\n".encode()
        return self.call("POST", "photos", token=token, raw=raw,
                         headers={"Content-Type": f"multipart/form-data; boundary={boundary}"}, **options)

    def sms_code(self, phone, purpose):
        assert self.post("sms-codes", {"phone": phone, "purpose": purpose}, key=False).status == 202
        return self.deployment.sms(phone, purpose)["code"]

    def sign_in(self, login, password):
        answer = self.post("sessions", {"login": login, "password": password}, key=False)
        assert answer.status == 201, answer
        return answer.body["token"]

    def owner(self, kind="person", role="owner", phone=None):
        """Somebody who has just signed up and in."""
        phone = phone or new_phone()
        body = {"role": role, "kind": kind, "phone": phone, "sms_code": self.sms_code(phone, "register"),
                "password": PASSWORD, "answers": account_answers(self, kind)}
        answer = self.post("accounts", body)
        assert answer.status == 201, answer
        return Person(self, self.sign_in(phone, PASSWORD), phone=phone, kind=kind)

    def officer(self, role="district_auditor", districts=(), name="审核员"):
        """An officer's account by the command line, its first password changed."""
        words = ["account", "create", "--city", self.name, "--role", role, "--name", name, "--phone", new_phone(), "--json"]
        if districts:
            words += ["--district", ",".join(districts)]
        created = json.loads(self.deployment.nrmm(*words).stdout)
        token = self.sign_in(created["login"], created["initial_password"])
        changed = self.put("account/password", {"old_password": created["initial_password"], "new_password": PASSWORD},
                           token=token)
        assert changed.status == 204, changed
        return Person(self, self.sign_in(created["login"], PASSWORD), login=created["login"], name=name)


class Person:
    """Somebody with a token: calls go out in his name."""

    def __init__(self, city, token, **known):
        self.city = city
        self.token = token
        self.__dict__.update(known)

    def get(self, path, **options):
        return self.city.get(path, token=self.token, **options)

    def post(self, path, body=None, **options):
        return self.city.post(path, body, token=self.token, **options)

    def put(self, path, body, **options):
        return self.city.put(path, body, token=self.token, **options)

    def delete(self, path, **options):
        return self.city.delete(path, token=self.token, **options)

    def upload(self, bytes_, **options):
        return self.city.upload(bytes_, self.token, **options)


def account_answers(city, kind):
    """The city's own sign-up form, filled."""
    import values
    form = city.get(f"forms/account?kind={kind}").body
    return {field["field"]: values.plausible(field) for step in form["steps"] for field in step["fields"]
            if field["required"] is True and field["shown"] is True and not field.get("credential")}
