"""openapi.json of each city: complete, sound, and true of every answer that this suite has seen."""

import copy
import json
import os
import subprocess

import pytest

from cast import EVERY_CITY
from contract import Document, Undocumented, Watch
from deployment import ROOT

LINTER = ROOT / "build" / "openapi" / "node_modules" / "@redocly" / "cli" / "bin" / "cli.js"

class Said:
    """An answer as a server might give it."""

    def __init__(self, status, body, **headers):
        self.status = status
        self.bytes = json.dumps(body).encode() if body is not None else b""
        self.headers = {"content-type": "application/json; charset=utf-8", "x-request-id": "1", "cache-control": "no-store",
                        **{name.replace("_", "-"): value for name, value in headers.items()}}


@pytest.fixture(scope="module")
def whole(deployment):
    return deployment.city("linfen").get("openapi.json").body


@pytest.fixture(scope="module")
def document(whole):
    return Document(whole)


@pytest.fixture
def city_answer(deployment):
    return deployment.city("linfen").get("city").body


@pytest.mark.parametrize("name", EVERY_CITY)
def test_a_public_linter_finds_nothing(deployment, name, tmp_path):
    """Rules that are off say why in tests/openapi/redocly.yaml."""
    path = tmp_path / f"{name}.json"
    path.write_text(json.dumps(deployment.city(name).get("openapi.json").body, ensure_ascii=False))
    words = ["node", LINTER, "lint", path, "--config", ROOT / "tests" / "openapi" / "redocly.yaml"]
    quiet = {**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
    result = subprocess.run(words, cwd=tmp_path, env=quiet, capture_output=True, text=True, timeout=120)
    told = result.stdout + result.stderr
    assert result.returncode == 0, told[-5000:]


@pytest.mark.parametrize("name", EVERY_CITY)
def test_every_call_is_listed(deployment, name):
    """The route table is the measure: its calls and those of the plugins that the city's pack names."""
    paths = deployment.city(name).get("openapi.json").body["paths"]
    listed = {(method.upper(), path) for path, item in paths.items() for method in item if method != "servers"}
    for call in json.loads(deployment.nrmm("routes").stdout):
        path = call["path"] if call["path"].startswith("/") else "/" + call["path"]
        if not path.startswith("/x/"):
            assert (call["method"], path) in listed
            assert paths[path][call["method"].lower()]["x-reach"] == call["reach"]
    assert all("operationId" in paths[path][method.lower()] for method, path in listed)
    assert ("GET", "/x/news/items") in listed


def test_the_form_is_the_citys(deployment):
    """The body of a call says the city's own fields."""
    for name in EVERY_CITY:
        schemas = deployment.city(name).get("openapi.json").body["components"]["schemas"]
        form = deployment.city(name).get("forms/account").body
        fields = {field["field"] for step in form["steps"] for field in step["fields"]}
        assert fields <= schemas["form_account_person"]["properties"].keys()
        assert {"$ref": "#/components/schemas/form_account_person"} in schemas["form_account"]["anyOf"]


def test_a_true_answer_passes(document, city_answer):
    document.check("GET", "/city", Said(200, city_answer))


@pytest.mark.parametrize("change", [
    lambda body: body | {"mayor": "王"},                            # a member too many
    lambda body: {k: v for k, v in body.items() if k != "submit"},  # one too few
    lambda body: body | {"revision": 7},                            # another type
    lambda body: body | {"submit": "at_noon"},                      # another word
    lambda body: body | {"districts": [{"code": "141002"}]},        # deep inside
])
def test_another_body_does_not(document, city_answer, change):
    with pytest.raises(Undocumented):
        document.check("GET", "/city", Said(200, change(copy.deepcopy(city_answer))))


def test_another_status_media_type_or_header_does_not(document, city_answer):
    for answer in (Said(202, city_answer), Said(500, {}), Said(200, city_answer, content_type="text/html"),
                   Said(200, None), Said(200, city_answer, x_debug="1")):
        with pytest.raises(Undocumented):
            document.check("GET", "/city", answer)
    with pytest.raises(Undocumented):  # a 201 that has a version says it
        document.check("POST", "/machines", Said(201, {}))
    with pytest.raises(Undocumented):  # 429 says when to come back
        refusal = {"type": "t", "title": "t", "status": 429, "code": "a.b", "request_id": "1", "errors": []}
        document.check("POST", "/sms-codes", Said(429, refusal, content_type="application/problem+json"))


def test_another_path_does_not(document):
    with pytest.raises(Undocumented):
        document.operation("GET", "/machines/{id}/rumours")
    assert document.path_of("/cases/summary") == "/cases/summary"
    assert document.path_of("/cases/0190") == "/cases/{id}"
    assert document.path_of("/rumours") is None


def test_a_test_that_sees_another_answer_fails(deployment, whole, monkeypatch):
    """The client of all server tests compares; here with a document that lacks what the server answers."""
    lacking = copy.deepcopy(whole)
    del lacking["components"]["schemas"]["city"]["properties"]["revision"]
    watch = Watch(deployment.port)
    watch._documents["linfen"] = Document(lacking)
    monkeypatch.setattr(watch, "_fetch", lambda city: watch._documents.get(city))
    answer = deployment.city("linfen").get("city")
    with pytest.raises(Undocumented, match="GET /city 200.*revision"):
        watch.see("GET", "/linfen/v1/city", answer)
