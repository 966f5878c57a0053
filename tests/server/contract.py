"""Whether an answer is what the city's openapi.json says: path, status, media type, headers and body."""

import http.client
import json
import re
import urllib.parse

import jsonschema

METHODS = ("get", "post", "put", "delete")

# Of the transport, or on every answer whatever it is.
STANDING = {"connection", "content-length", "content-type", "content-disposition", "date", "keep-alive", "server",
            "transfer-encoding", "x-content-type-options", "content-security-policy", "referrer-policy", "cache-control",
            "x-request-id"}

# nginx answers these itself, before there is a call.
OF_THE_PROXY = {400, 403, 404, 405, 408, 413, 429, 503}


# What a method that a path does not have is answered with.
NO_CALL = {400, 404, 405}


# Calls that no test makes with success, and why.
EXCUSED = {
    ("POST", "/account/bindings/{provider}/removal"): "no delivered plugin is a provider of identities; tests/database/users has one",
}


class Undocumented(AssertionError):
    """The server answered what its own document does not say."""


def innermost(errors):
    """Of alternatives, what is wrong with the one that fits furthest."""
    worst = max(errors, key=lambda error: len(error.absolute_path))
    return innermost(worst.context) if worst.context else worst


class Document:
    """One city's openapi.json, its schemas compiled when they are first needed."""

    def __init__(self, whole):
        self.whole = whole
        self.calls = {(method.upper(), path): operation for path, item in whole["paths"].items()
                      for method, operation in item.items() if method in METHODS}
        self._literal = {path: path for _, path in self.calls if "{" not in path}
        self._patterns = [(re.compile(re.sub(r"\{[^}]*\}", "[^/]+", path)), path)
                          for path in dict.fromkeys(path for _, path in self.calls) if "{" in path]
        self._resolver = jsonschema.RefResolver("", whole)
        self._validators = {}

    def path_of(self, called):
        """The template of a path below the server's url. A literal segment is preferred to a parameter."""
        if called in self._literal:
            return called
        fitting = [path for pattern, path in self._patterns if pattern.fullmatch(called)]
        return min(fitting, key=lambda path: [part.startswith("{") for part in path.split("/")], default=None)

    def find(self, part):
        while "$ref" in part:
            found = self.whole
            for step in part["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            part = found
        return part

    def operation(self, method, path):
        found = self.calls.get((method, path))
        if found is None:
            raise Undocumented(f"{method} {path}: not in openapi.json; add its line to kernel/http/contract")
        return found

    def check(self, method, path, answer):
        """Raises Undocumented for what the operation does not say of this answer."""
        response = self.operation(method, path)["responses"].get(str(answer.status))
        if response is None:
            raise Undocumented(f"{method} {path}: status {answer.status} is not documented; add it to `refuses` or to the "
                               f"answers of the call in kernel/http/contract\n{answer}")
        response = self.find(response)
        self._check_headers(f"{method} {path} {answer.status}", response.get("headers", {}), answer)
        self._check_content(f"{method} {path} {answer.status}", response.get("content"), answer)

    def _check_headers(self, where, documented, answer):
        known = {name.lower(): self.find(header) for name, header in documented.items()}
        for name, header in known.items():
            if name in answer.headers:
                self._conform(f"{where}, header {name}", header["schema"], answer.headers[name])
            elif header.get("required") and not self._of_proxy(answer):
                raise Undocumented(f"{where}: the header {name} is missing\n{answer}")
        if extra := answer.headers.keys() - known.keys() - STANDING:
            raise Undocumented(f"{where}: headers {sorted(extra)} are not documented")

    @staticmethod
    def _of_proxy(answer):
        return answer.status in OF_THE_PROXY and b'"about:blank"' in answer.bytes

    def _check_content(self, where, content, answer):
        if not content:
            if answer.bytes:
                raise Undocumented(f"{where}: a body, where none is documented\n{answer}")
            return
        media = answer.headers.get("content-type", "").split(";")[0]
        if media not in content or not answer.bytes:
            raise Undocumented(f"{where}: {media or 'no body'} instead of {' or '.join(content)}\n{answer}")
        if media.endswith("json"):
            self._conform(where, content[media]["schema"], json.loads(answer.bytes))

    def _conform(self, where, schema, value):
        key = json.dumps(schema, sort_keys=True)
        validator = self._validators.get(key)
        if validator is None:
            validator = self._validators[key] = jsonschema.Draft202012Validator(schema, resolver=self._resolver)
        errors = list(validator.iter_errors(value))
        if errors:
            told = innermost(errors)
            at = "/".join(map(str, told.absolute_path)) or "the whole"
            raise Undocumented(f"{where}: {at}: {told.message[:600]} (kernel/http/contract)")


def check_problem(answer, where):
    """Where no operation is concerned, a refusal has the house form all the same."""
    media = answer.headers.get("content-type", "").split(";")[0]
    if answer.status < 400 or media != "application/problem+json":
        raise Undocumented(f"{where}: {answer.status} {media}, and no document has this path\n{answer}")


class Watch:
    """Sees every answer of one deployment. The cities' documents are fetched when they are needed, and again when an
    answer does not fit: the city may have another revision by now."""

    seen = set()    # (method, path) that succeeded anywhere in this run
    listed = set()  # all that any document lists
    _known = {}     # text of a document → Document

    def __init__(self, port):
        self.port = port
        self._documents = {}

    def see(self, method, target, answer):
        path = urllib.parse.urlsplit(target).path
        city, below = self._split(path)
        document = self._documents.get(city) or self._fetch(city)
        if document is None:
            if answer.status >= 400:
                check_problem(answer, f"{method} {path}")
            return
        try:
            self._check(document, method, below, answer)
        except Undocumented:
            now = self._fetch(city)
            if now is None or now is document:
                raise
            self._check(now, method, below, answer)

    def see_raw(self, request, answer):
        """The same, as far as a request line can be read."""
        words = request.split(b"\r\n", 1)[0].split(b" ")
        if len(words) == 3 and words[1].startswith(b"/") and words[0].decode("latin-1").lower() in METHODS:
            return self.see(words[0].decode(), words[1].decode("latin-1"), answer)
        check_problem(answer, "a request that cannot be read")

    @staticmethod
    def _split(path):
        parts = path.split("/", 3)
        if len(parts) == 4 and parts[2] == "v1":
            return parts[1], "/" + parts[3]
        return None, path

    def _check(self, document, method, below, answer):
        path = document.path_of(below)
        if path is None or (answer.status in NO_CALL and (method, path) not in document.calls):
            return check_problem(answer, f"{method} {below}")
        document.check(method, path, answer)
        if answer.status < 400:
            Watch.seen.add((method, path))

    def _fetch(self, city):
        if city is None:
            return self._documents.setdefault(None, next(iter(self._known.values()), None)) if self._known else self._any()
        text = self._get(f"/{city}/v1/openapi.json")
        if text is None:
            return self._documents.get(city)
        document = Watch._known.get(text)
        if document is None:
            document = Watch._known[text] = Document(json.loads(text))
            Watch.listed |= document.calls.keys()
        self._documents[city] = document
        return document

    def _any(self):
        """For the calls of no city: the document of any."""
        text = self._get("/cities")
        cities = json.loads(text)["items"] if text else []
        return self._fetch(cities[0]["id"]) if cities else None

    def _get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            body = response.read()
            return body.decode() if response.status == 200 else None
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def calls_not_made(plugins):
    """Of the calls that the cities list, those that succeeded in no test; and those that are excused for nothing. Other plugins
    than the delivered ones are tests' own."""
    listed = {(method, path) for method, path in Watch.listed if not path.startswith("/x/") or path.split("/")[2] in plugins}
    missing = [f"no test makes {' '.join(call)}" for call in sorted(listed - Watch.seen - EXCUSED.keys())]
    return missing + [f"excused, but made or not listed: {' '.join(call)}" for call in sorted(EXCUSED.keys() - listed | EXCUSED.keys() & Watch.seen)]
