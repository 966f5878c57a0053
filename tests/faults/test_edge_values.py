"""Texts and numbers at the edge of what a type holds, in every member of every call that writes and in every field of every
form, as each city's own openapi.json lists them."""

import uuid

import pytest

from cast import EVERY_CITY
from client import Person
from contract import Document
from sites import manager_of
from traffic import Line

HARMLESS = True

LONG = "长" * 10_000
EDGES = {"NUL": "a\0b", "2^63": 2 ** 63, "1e308": 1e308, "empty": "", "10,000 characters": LONG, "NUL inside": {"a": ["b\0"]}}
OFFICERS = ("city_auditor", "district_auditor", "desk_clerk", "inspector", "operator")
DUMMY = {"string": "x", "integer": 1, "number": 1, "boolean": False, "object": {}, "array": []}


# Refused as a whole where the city does not have it.
CITY_S_CHOICE = {"/owner-accounts"}


def pytest_generate_tests(metafunc):
    cities = EVERY_CITY if metafunc.config.getoption("long") else ("linfen", "chongqing")
    metafunc.parametrize("city", cities, indirect=True, scope="module")


@pytest.fixture(scope="module")
def city(request, deployment):
    """One city, with somebody in each role that may write."""
    return People(deployment, request.param)


class People:
    def __init__(self, deployment, name):
        made = deployment.city(name)
        self.city = Line(deployment).city(name)
        self.document = Document(made.get("openapi.json").body)
        self.roles = {role: made.officer(role, [made.districts()[0]] if role in ("district_auditor", "desk_clerk", "inspector") else ())
                      for role in OFFICERS}
        self.roles["owner"] = made.owner()
        self.roles["site_manager"] = manager_of(made)
        self.anyone = Person(self.city, None)

    def caller(self, operation):
        """Somebody whom the call is for."""
        reach = operation["x-reach"]
        role = next((role for role in ("owner", "site_manager", *OFFICERS) if role in reach), None)
        if role is None and "signed_in" in reach:
            role = "owner"
        return Person(self.city, self.roles[role].token) if role else self.anyone

    def writes(self):
        """(method, path, operation, schema of the body) of each call with a JSON body."""
        for (method, path), operation in self.document.calls.items():
            content = operation.get("requestBody", {}).get("content", {})
            if method in ("POST", "PUT") and "application/json" in content:
                yield method, path, operation, self.document.find(content["application/json"]["schema"])

    def resolved(self, schema):
        """The schema itself, the first one of alternatives."""
        schema = self.document.find(schema)
        for choice in ("anyOf", "oneOf", "allOf"):
            if choice in schema:
                return self.resolved(schema[choice][0])
        return schema

    def type_of(self, schema):
        schema = self.resolved(schema)
        kind = schema.get("type")
        return kind if isinstance(kind, str) else "string" if "enum" in schema else None

    def plain(self, schema):
        """A value of the right type and no meaning."""
        resolved = self.resolved(schema)
        return resolved["enum"][0] if "enum" in resolved else DUMMY.get(self.type_of(schema), "x")


def fits(value, kind, schema):
    """Whether the type alone would take it: then it is up to the call."""
    if isinstance(value, str):
        return kind in ("string", None) and "\0" not in value and len(value) <= schema.get("maxLength", len(value))
    if isinstance(value, dict):
        return False
    return kind in ("number", None)


def named(answer, member):
    return any(field == member or field.startswith((member + ".", member + "[")) for field, _ in answer.codes)


def test_in_every_member_of_every_write(city, measured):
    """X017: 400 with the member's name where its type does not hold the value; never 500, whatever it is."""
    sent = 0
    for method, path, operation, schema in city.writes():
        called = path
        for parameter in operation["parameters"]:
            if parameter["in"] == "path":
                called = called.replace("{" + parameter["name"] + "}", str(uuid.uuid4()))
        caller, members = city.caller(operation), schema.get("properties", {})
        good = {name: city.plain(part) for name, part in members.items() if name in schema.get("required", [])}
        for member, part in members.items():
            for name, value in EDGES.items():
                answer = city.city.call(method, called.lstrip("/"), {**good, member: value}, token=caller.token, version=1)
                sent += 1
                where = (method, path, member, name, answer)
                if path in CITY_S_CHOICE and answer.status == 403:
                    continue
                assert 400 <= answer.status < 500 or (answer.status < 300 and fits(value, city.type_of(part), city.resolved(part))), where
                assert answer.status not in (401, 403) or caller.token is None, where
                if not fits(value, city.type_of(part), city.resolved(part)):
                    assert answer.status == 400 and named(answer, member), where
    measured(f"{city.city.name}: {sent} values")


def test_in_every_field_of_every_form(city, measured):
    """X017: refused with the field's name, or among the findings of the form; what a draft takes it keeps whole."""
    sent = 0
    owner = Person(city.city, city.roles["owner"].token)
    forms = [name.removeprefix("form_") for name in city.document.whole["components"]["schemas"] if name.startswith("form_")]
    assert "machine" in forms, forms
    for form in forms:
        asked = owner.post(f"forms/{form}/check", {"answers": {}}, key=False)
        if asked.status != 200:
            continue  # of officers, or of a subject
        asked_for = {one["field"] for one in asked.body["errors"]}  # nothing is no answer, where one must be
        for field in asked.body["shown"]:
            for name, value in EDGES.items():
                checked = owner.post(f"forms/{form}/check", {"answers": {field: value}}, key=False)
                sent += 1
                where = (form, field, name, checked)
                assert checked.status in (200, 400, 422), where
                if checked.status == 200 and name == "empty":
                    assert field in {one["field"] for one in checked.body["errors"]} or field not in asked_for, where
                elif checked.status == 200:
                    assert name != "NUL" and (field in {one["field"] for one in checked.body["errors"]} or
                                              field not in checked.body["shown"]), where
                else:
                    assert named(checked, "answers." + field) or named(checked, field), where
                if form == "machine":
                    assert_kept(owner, field, value)
    assert sent > 100
    measured(f"{city.city.name}: {sent} values in the fields of its forms")


def assert_kept(owner, field, value):
    filed = owner.post("machines", {"answers": {field: value}})
    assert filed.status in (201, 400), (field, value, filed)
    if filed.status == 201:
        stored = filed.body["answers"].get(field)
        assert stored == value or "*" in str(stored) or (stored is None and value == ""), (field, value, stored)
