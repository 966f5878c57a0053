"""A gateway that speaks SendSms on this machine: checks every signature itself and does what it is told to."""

import contextlib
import hashlib
import hmac
import http.server
import json
import threading
import urllib.parse

KEY_ID, SECRET = "LTAI-test", "s3cret-of-the-gateway"


def encoded(text):
    return urllib.parse.quote(text, safe="-_.~")


def canonical_query(query):
    return "&".join(f"{encoded(name)}={encoded(query[name])}" for name in sorted(query))


def expected_signature(method, path, query, headers, signed, body=b""):
    """The hexadecimal signature over what arrived, by the published recipe."""
    block = "".join(f"{name}:{headers[name].strip()}\n" for name in signed)
    request = "\n".join([method, path, canonical_query(query), block, ";".join(signed), hashlib.sha256(body).hexdigest()])
    to_sign = "ACS3-HMAC-SHA256\n" + hashlib.sha256(request.encode()).hexdigest()
    return hmac.new(SECRET.encode(), to_sign.encode(), hashlib.sha256).hexdigest()


def ok(handler):
    handler.answer(200, {"Code": "OK", "Message": "OK", "BizId": "9^0", "RequestId": "R-ok"})


def error(code, status=200):
    return lambda handler: handler.answer(status, {"Code": code, "Message": f"for {handler.query['PhoneNumbers']}", "RequestId": "R-no"})


def cut(handler):
    """Has taken the message and says nothing more."""
    handler.close_connection = True


def unreadable(handler):
    handler.send(200, b"<html>all is well</html>")


def half(handler):
    """Less than it has announced."""
    handler.send(200, b'{"Code":"OK","Message"', length=200)
    handler.close_connection = True


def twice(handler):
    ok(handler)
    ok(handler)


def plain(status):
    return lambda handler: handler.send(status, b"busy")


def slow(handler):
    """Keeps the line and says nothing until the test lets go."""
    handler.server.gateway.released.wait(60)
    handler.close_connection = True


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        path, _, query = self.path.partition("?")
        self.query = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        gateway = self.server.gateway
        if fault := self.fault(path, body):
            gateway.faults.append(fault)
            return error(fault, 400)(self)
        gateway.take(self)

    def fault(self, path, body):
        """What is wrong with the call, as the gateway would say it."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        scheme, _, rest = headers.get("authorization", "").partition(" ")
        parts = dict(part.partition("=")[::2] for part in rest.split(","))
        signed = parts.get("SignedHeaders", "").split(";")
        needed = {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"}
        if scheme != "ACS3-HMAC-SHA256" or not needed <= set(signed) or signed != sorted(signed):
            return "MissingHeaders"
        if (headers["x-acs-action"], headers["x-acs-version"]) != ("SendSms", "2017-05-25"):
            return "InvalidAction.NotFound"
        if headers["host"] != f"127.0.0.1:{self.server.server_port}" or parts.get("Credential") != KEY_ID:
            return "InvalidAccessKeyId.NotFound"
        if not hmac.compare_digest(parts.get("Signature", ""),
                                   expected_signature("POST", path, self.query, headers, signed, body)):
            return "SignatureDoesNotMatch"
        if headers["x-acs-signature-nonce"] in self.server.gateway.nonces:
            return "SignatureNonceUsed"
        self.server.gateway.nonces.add(headers["x-acs-signature-nonce"])
        return None

    def answer(self, status, body):
        self.send(status, json.dumps(body).encode())

    def send(self, status, body, length=None):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Gateway:
    """`plan` says what becomes of the next calls for a phone, one after the other; without a plan all is well."""

    def __init__(self, port=0):
        self.port = port
        self.calls = []    # queries, in the order of their arrival
        self.nonces = set()
        self.faults = []   # calls that were signed wrongly
        self.released = threading.Event()
        self._plans = {}
        self._lock = threading.Lock()
        self._server = None

    def __enter__(self):
        self.open()
        return self

    def __exit__(self, *_):
        self.released.set()
        self.close()

    def open(self):
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.gateway = self
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        """Nobody listens any more."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @contextlib.contextmanager
    def down(self):
        self.close()
        try:
            yield
        finally:
            self.open()

    def plan(self, phone, *behaviours):
        with self._lock:
            self._plans.setdefault(phone, []).extend(behaviours)

    def take(self, handler):
        with self._lock:
            self.calls.append(handler.query)
            planned = self._plans.get(handler.query["PhoneNumbers"])
            behaviour = planned.pop(0) if planned else ok
        behaviour(handler)

    def calls_for(self, phone):
        with self._lock:
            return [call for call in self.calls if call["PhoneNumbers"] == phone]
