"""Everything that a query takes, in every call that has one, filled with what it should not hold (X047, X048, X078)."""

import collections
import urllib.parse

import pytest

from cast import Cast
from client import assert_problem

HARMLESS = True

HOSTILE = ["'", "\"", "';drop table machine;--", "' or '1'='1", "\\", "%", "_", "$1", "$ne", "nrmm_city()", "${7*7}", "{{7*7}}",
           "'||pg_sleep(5)||'", "1);select 1", "\u2019", "\u02bc or 1=1", "*", "id desc", "\U0001f600", "\u202e", "-1", "0", "1e9",
           "99999999999999999999", "null", "true", "[]", "{}", "{\"$gt\":\"\"}", "2026-02-30", "x" * 1500, "\ufeff", "\ufffd"]
OPERATORS = ["{}[$ne]=1", "{}[]=1", "{}[0]=1", "{}.x=1", "{}__gt=1", "filter[{}]=1", "{}%00=1", "{}=1&{}=2", "{}", "order_by={}",
             "sort={}", "fields={}", "group={}", "$where={}", "select={}", "{}%5B%24ne%5D=1"]
# Objects that a path's parameter may name: none of them is there.
NOTHING = {"id": "00000000-0000-4000-8000-000000000000", "form": "machine", "name": "none.svg", "code": "1-4L1AAAAA", "serial": "4L1AAAAA",
           "step": "1", "provider": "none"}


@pytest.fixture(scope="module")
def people(deployment):
    """Who may ask lists, of one city, with something in them."""
    cast = Cast(deployment)
    owner = cast.owner("linfen")
    owner.post("machines", {"answers": {}})
    return [owner, cast.officer("linfen"), cast.city_officer("linfen", "city_auditor"), cast.city_officer("linfen", "operator"),
            cast.officer("linfen").city.officer("desk_clerk", ["141002"], name="窗口")]


@pytest.fixture(scope="module")
def calls(deployment):
    """(path, names of its query) of every call that reads, from the city's own document."""
    document = deployment.city("linfen").get("openapi.json").body
    found = {}
    for path, item in document["paths"].items():
        if "get" not in item or path in ("/cities", "/healthz", "/openapi.json"):
            continue
        for name, value in NOTHING.items():
            path = path.replace("{" + name + "}", value)
        parameters = [document["components"]["parameters"][one["$ref"].rsplit("/", 1)[1]] if "$ref" in one else one
                      for one in item["get"].get("parameters", [])]
        found[path.lstrip("/")] = [one["name"] for one in parameters if one["in"] == "query"]
    return found


def one_who_may(people, path):
    return next((person for person in people if person.get(path).status not in (401, 403)), None)


def test_hostile_values_in_every_query(people, calls, measured, chance, rounds):
    """X047: each value in each key: refused, or an answer as for any other text; never 500, never slow, never more rows."""
    statuses = collections.Counter()
    for path, names in calls.items():
        person = one_who_may(people, path)
        if person is None or not names:
            continue
        for name in names:
            for value in chance.sample(HOSTILE, rounds(6, len(HOSTILE))):
                answer = person.get(f"{path}?{name}={urllib.parse.quote(value)}")
                statuses[answer.status] += 1
                assert answer.status in (200, 400, 404, 409, 422), (path, name, value, answer)
                if answer.status >= 400:
                    assert_problem(answer, answer.status)
    measured(f"{sum(statuses.values())} hostile values in {sum(map(len, calls.values()))} keys of {len(calls)} calls: {dict(statuses)}")
    assert statuses[400] > 100


def test_keys_and_operators_that_no_query_has(people, calls, measured):
    """X047, X078: an allow-list for every call: operators, doubled keys and unknown ones are 400."""
    count = 0
    for path, names in calls.items():
        person = one_who_may(people, path)
        if person is None:
            continue
        name = names[0] if names else "kind"
        for shape in OPERATORS:
            query = shape.replace("{}", name)
            answer = person.get(f"{path}?{query}")
            count += 1
            assert answer.status == 400 or (query == name and answer.status < 500), (path, query, answer)
    measured(f"{count} unknown keys and operators: all 400")


JSON = {"Content-Type": "application/json"}
SHAPES = [b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xef\xbb\xbf{}", "{}".encode("utf-16"), '{"a":"北京"}'.encode("gbk"), b'{"a":"\xc0\xaf"}',
          b'{"a":"\xed\xa0\x80"}', b'{"a":"\\ud800"}', b'{"a":"\\u0000"}', b'{"a":1,"a":2}', b"[" * 200 + b"]" * 200, b'{"a":' * 200 + b"1" + b"}" * 200,
          b'{"__proto__":{"x":1}}', b'{"a":NaN}', b'{"a":1e999}', b"{} {}", b"{'a':1}", b'{"a":"x"}\x00', "{}".encode("utf-32"), b"\xff\xfe"]


def test_broken_json_at_every_call(deployment, people, measured, chance, rounds):
    """X048: every call that takes a body, in every shape that it does not take: a refusal in the house form, 400 where it
    comes so far."""
    document = deployment.city("linfen").get("openapi.json").body
    statuses = collections.Counter()
    for path, item in document["paths"].items():
        for method in ("post", "put"):
            if method not in item or "application/json" not in str(item[method].get("requestBody", "")):
                continue
            for name, value in NOTHING.items():
                path = path.replace("{" + name + "}", value)
            for shape in chance.sample(SHAPES, rounds(5, len(SHAPES))):
                for person in chance.sample(people, rounds(2, len(people))):
                    answer = person.city.call(method.upper(), path.lstrip("/"), token=person.token, raw=shape, version=1, headers=JSON)
                    statuses[answer.status] += 1
                    assert answer.status in (400, 401, 403, 404, 422), (method, path, shape, answer)
                    assert_problem(answer, answer.status)
    assert statuses[400] > 100
    measured(f"{sum(statuses.values())} broken bodies: {dict(statuses)}")


def test_a_body_nested_to_the_limit_and_beyond(people, measured):
    """X048: depth is counted, not felt: a hundred thousand levels cost nothing."""
    owner = people[0]
    for depth in (200, 10_000, 100_000):
        for opened, closed in ((b"[", b"]"), (b'{"a":', b"}")):
            body = b'{"answers":' + opened * depth + b"1" + closed * depth + b"}"
            assert_problem(owner.post("machines", raw=body, headers=JSON), 400)
    measured("depth 200 to 100,000: 400")


def test_what_is_stored_is_what_was_sent(people):
    """X048: text beyond the basic plane comes back as it went; what only looks like it is refused."""
    owner = people[0]
    for text in ("𠮷野家", "é", "e\u0301", "\U0001f600", "Ａ１", "\u3000前后\u3000".strip()):
        filed = owner.post("machines", {"answers": {"place": text}})
        assert filed.status == 201 and filed.body["answers"]["place"] == text
