"""What is not the contract is refused in the house form, and never with 500 (X017, X041, X043, X047–X049, X055)."""

import json
import urllib.parse

import pytest

import values
from cast import DISTRICTS
from client import PASSWORD, assert_problem
from filing import acceptable_answers

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def owner(cast):
    return cast.owner("linfen")


@pytest.fixture(scope="module")
def officer(cast):
    return cast.officer("linfen")


def text_of(body):
    return json.dumps(body, ensure_ascii=False).encode()


BROKEN = {
    "nothing but a bracket": b"{",
    "cut off": b'{"answers": {"place": "ab',
    "trailing comma": b'{"answers": {},}',
    "trailing data": b'{"answers": {}} {}',
    "comment": b'{"answers": {}} // x',
    "single quotes": b"{'answers': {}}",
    "NaN": b'{"answers": {"power_kw": NaN}}',
    "infinity": b'{"answers": {"power_kw": Infinity}}',
    "beyond a double": b'{"answers": {"power_kw": 1e400}}',
    "2^63": b'{"answers": {"power_kw": 9223372036854775808}}',
    "more digits": b'{"answers": {"power_kw": ' + b"9" * 400 + b"}}",
    "deep": b'{"answers": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    "deep objects": b'{"answers": ' + b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"}",
    "NUL": b'{"answers": {"place": "a\\u0000b"}}',
    "NUL in a key": b'{"answers": {"pl\\u0000ace": "ab"}}',
    "raw NUL": b'{"answers": {"place": "a\x00b"}}',
    "control character": b'{"answers": {"place": "a\nb"}}',
    "invalid UTF-8": b'{"answers": {"place": "\xff\xfe"}}',
    "over-long UTF-8": b'{"answers": {"place": "\xc0\xaf"}}',
    "surrogate in UTF-8": b'{"answers": {"place": "\xed\xa0\x80"}}',
    "lone surrogate": b'{"answers": {"place": "\\ud800"}}',
    "reversed surrogates": b'{"answers": {"place": "\\udc00\\ud800"}}',
    "byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": '{"answers": {}}'.encode("utf-16"),
    "GBK": '{"answers": {"place": "北京"}}'.encode("gbk"),
    "an array": b"[]",
    "a text": b'"answers"',
    "a number": b"1",
    "null": b"null",
    "blank": b"   ",
    "duplicate key": b'{"answers": {}, "answers": {"place": "x"}}',
    "duplicate key inside": b'{"answers": {"place": "x", "place": "y"}}',
    "duplicate key escaped": b'{"answers": {}, "\\u0061nswers": {}}',
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_json(owner, name):
    """X048, X017: 400 in the house form; nothing is created."""
    before = len(owner.items("machines"))
    refused = assert_problem(owner.post("machines", raw=BROKEN[name], headers=JSON), 400)
    if name.startswith("duplicate"):
        assert refused.body["code"] == "request.duplicate_key", refused
    if name in ("NUL", "duplicate key inside", "2^63"):
        assert any("place" in field or "power_kw" in field for field, _ in refused.codes), refused
    assert len(owner.items("machines")) == before


@pytest.mark.parametrize("value", [None, True, 1, 1.5, "x", [], [1]], ids=repr)
def test_arrays_and_scalars_where_an_object_is_due(owner, value):
    """X048: the member is named."""
    refused = assert_problem(owner.post("machines", {"answers": value}), 400)
    assert any(field.startswith("answers") for field, _ in refused.codes), refused


@pytest.mark.parametrize("type_", ["text/plain", "application/xml", "application/x-www-form-urlencoded",
                                   "application/json; charset=gbk", "multipart/form-data; boundary=x", ""])
def test_only_json_is_taken_as_json(owner, type_):
    """X048: 415 for every other type."""
    assert_problem(owner.post("machines", raw=b'{"answers": {}}', headers={"Content-Type": type_}), 415)


def test_compressed_bodies_are_not_opened(owner):
    """X039: there is no decompression to bomb."""
    for coding in ("gzip", "deflate", "br", "identity"):
        answer = owner.post("machines", raw=b"\x1f\x8b" + b"0" * 50, headers={**JSON, "Content-Encoding": coding})
        assert_problem(answer, 415)


ODD = {"2^63": 2 ** 63, "1e308": 1e308, "-1e308": -1e308, "a long text": "长" * 10_000, "NUL": "a\0b", "a number": 7,
       "a flag": True, "an object": {"$ne": ""}, "a list": ["x", {"y": 1}], "blanks": "   "}


@pytest.mark.parametrize("name", ODD)
def test_odd_values_in_every_field(owner, name):
    """X017: into each field of the form; refused with the field's name at once or at submission, kept whole till then."""
    value = ODD[name]
    form = owner.get("forms/machine").body
    fields = [field["field"] for step in form["steps"] for field in step["fields"]]
    good = acceptable_answers(owner, DISTRICTS["linfen"][0])
    for field in fields:
        filed = owner.post("machines", {"answers": {**good, field: value}})
        if filed.status == 400:
            assert_problem(filed, 400)
            assert any(named.startswith(("answers." + field, field)) for named, _ in filed.codes), (field, filed)
            continue
        assert filed.status == 201, (field, filed)
        if field not in good and not isinstance(value, str):
            continue
        stored = filed.body["answers"].get(field)
        assert stored == value or "*" in str(stored), (field, "was changed silently")
        checked = owner.post("forms/machine/check", {"answers": {**good, field: value}}, key=False)
        assert checked.status == 200, (field, checked)
        shown = field in checked.body["shown"]
        if shown and name == "a long text":
            assert field in {error["field"] for error in checked.body["errors"]}, (field, checked)


@pytest.mark.parametrize("name", ["2^63", "NUL", "a long text"])
@pytest.mark.parametrize("path", ["sessions", "sms-codes", "accounts", "password-resets"])
def test_odd_values_in_every_member(linfen, path, name):
    """X017: outside of forms too."""
    good = {"sessions": {"login": "x", "password": "y"}, "sms-codes": {"phone": "1", "purpose": "register"},
            "accounts": {"role": "owner", "kind": "person", "phone": "1", "sms_code": "123456", "password": PASSWORD,
                         "answers": {}},
            "password-resets": {"phone": "1", "sms_code": "123456", "new_password": PASSWORD}}[path]
    for member in good:
        refused = linfen.post(path, {**good, member: ODD[name]})
        assert_problem(refused, 400)
        assert any(field.split(".")[0] == member for field, _ in refused.codes), (member, refused)


SQL = ["'", "\"", "';drop table machine;--", "' or '1'='1", "\\", "%", "_", "$1", "nrmm_city()", "${7*7}", "{{7*7}}",
       "0x27", "'||pg_sleep(5)||'", "1);select 1", "\u2019", "ʼ or 1=1", "*", "../..", "id desc", "\U0001f600"]


@pytest.mark.parametrize("text", SQL, ids=range(len(SQL)))
def test_sql_in_filters_and_ids(owner, officer, text):
    """X047: no list, id or cursor ever ends in 500, none shows what it should not."""
    quoted = urllib.parse.quote(text)
    for path in ("cases", "machines"):
        for filter_ in ("kind", "state", "phase", "district"):
            answer = officer.get(f"{path}?{filter_}={quoted}")
            assert answer.status in (200, 400), answer
            assert answer.status == 400 or answer.body["items"] == [], answer
    for path in ("cases", "machines", "messages"):
        assert_problem(officer.get(f"{path}?cursor={quoted}"), 400 if path != "messages" else officer.get(
            f"messages?cursor={quoted}").status)
    for path in ("machines", "cases", "photos", "codes"):
        answer = owner.get(f"{path}/{urllib.parse.quote(text, safe='')}")
        assert answer.status in (400, 404), answer
        assert_problem(answer, answer.status)


def test_unknown_filters_sorts_and_operators_are_refused(owner, officer, cast):
    """X047, X078: the keys of a list are those of the contract and nothing else."""
    auditor = cast.city_officer("linfen", "city_auditor")
    for person, path in ((owner, "machines"), (officer, "cases"), (owner, "messages"), (auditor, "audit")):
        for query in ("sort=phone", "order=id_number", "filter[phone]=1", "phone=138", "id_number=1", "owner_id=1",
                      "answers.place=x", "fields=phone_sealed", "group=district", "city=chongqing", "state[$ne]=x",
                      "limit=0", "limit=101", "limit=-1", "limit=1.5", "limit=x", "limit=9223372036854775808",
                      "limit=5&limit=6", "limit", "cursor=x'"):
            refused = assert_problem(person.get(f"{path}?{query}"), 400)
            assert refused.codes, (path, query, refused)
    assert owner.get("machines?limit=1").status == 200
    assert owner.get("machines?limit=100").status == 200


def request_line(deployment, line, *headers, body=b""):
    method = line.split(" ")[0]
    head = "\r\n".join([line, f"Host: 127.0.0.1:{deployment.port}", *headers, "Connection: close", "", ""])
    return deployment.raw(head.encode("utf-8", "surrogateescape") + body, method)


@pytest.mark.parametrize("target", [
    "/linfen/v1/../../../etc/passwd", "/linfen/v1/%2e%2e/%2e%2e/etc/passwd", "/linfen/v1/photos/..%2f..%2fkeys",
    "/linfen/v1/photos/%252e%252e%252f", "/linfen/v1/machines/%00", "/linfen/v1/machines/a%0d%0aX-Y:%20z",
    "/linfen/v1/machines/%c0%ae%c0%ae", "/linfen/v1/machines/%ff", "/linfen/v1/machines/%zz", "/linfen/v1/machines/%",
    "/linfen/v1/machines/\\..\\..", "//linfen/v1/city", "/linfen//v1/city", "/linfen/v1/city/", "/linfen/v1//city",
    "/linfen/v2/city", "/LINFEN/v1/city", "/linfen%2fv1/city", "/linfen/v1/CITY", "/national/../linfen/v1/city",
    "/nginx.conf", "/var/sms.jsonl", "/.git/config", pytest.param("/linfen/v1/photos/" + "a" * 3000, id="long"), pytest.param("/" + "a" * 9000, id="too long"),
    "/nowhere", "/.problem/unavailable",
    "http://example.com/linfen/v1/city/x", "*", "linfen/v1/city", "/linfen/v1/machines/%E4%B8%AD%00"])
def test_paths_that_mean_something_else(deployment, target):
    """X043, X087: 400 or 404, never a file and never another path's answer."""
    answer = request_line(deployment, f"GET {target} HTTP/1.1")
    assert answer is not None, "closed without an answer"
    assert answer.status in ((400, 401, 404) if "/photos/" in target else (400, 404)), answer
    assert_problem(answer, answer.status)


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "HEAD", "PATCH", "CONNECT", "PROPFIND", "get", "FOO", "DELETE"])
def test_methods_that_are_not_the_contracts(deployment, method):
    """X043: nothing but GET, POST, PUT, DELETE where they are declared."""
    target = "127.0.0.1:1" if method == "CONNECT" else "/linfen/v1/city"
    answer = request_line(deployment, f"{method} {target} HTTP/1.1")
    if method in ("FOO", "get", "CONNECT", "PROPFIND") and answer is None:
        return  # closed is refused
    assert answer.status in (400, 404, 405, 501), answer
    if method != "HEAD":
        assert_problem(answer, answer.status)


FRAMING = {
    "both lengths": ["Content-Length: 2", "Transfer-Encoding: chunked"],
    "two lengths": ["Content-Length: 2", "Content-Length: 3"],
    "negative": ["Content-Length: -1"],
    "signed": ["Content-Length: +2"],
    "list": ["Content-Length: 2, 2"],
    "other coding": ["Transfer-Encoding: gzip, chunked"],
    "folded": ["X-A: b\r\n c: d", "Content-Length: 2"],
    "NUL": ["X-A: b\0c", "Content-Length: 2"],
    "bad name": ["X A: b", "Content-Length: 2"],
    "two hosts": ["Host: x", "Content-Length: 2"],
    "two tokens": ["Authorization: Bearer a", "Authorization: Bearer b", "Content-Length: 2"],
    "two keys": ["Idempotency-Key: a", "Idempotency-Key: b", "Content-Length: 2"],
}


@pytest.mark.parametrize("name", FRAMING)
def test_framing_that_two_may_read_differently(deployment, name):
    """X041: refused, in the house form, by whoever sees it first."""
    answer = request_line(deployment, "POST /linfen/v1/sessions HTTP/1.1", "Content-Type: application/json",
                          *FRAMING[name], body=b"{}" if name != "other coding" else b"2\r\n{}\r\n0\r\n\r\n")
    assert answer is not None, "closed without an answer"
    assert answer.status in (400, 401, 501), answer
    assert_problem(answer, answer.status)


def test_bad_chunks(deployment):
    """X041, X048: a body that does not hold what it says is not an empty body."""
    for body in (b"ZZ\r\n{}\r\n0\r\n\r\n", b"2\r\n{}X\r\n0\r\n\r\n", b"-2\r\n{}\r\n0\r\n\r\n", b"ffffffffffffffffff\r\n{}"):
        answer = request_line(deployment, "POST /linfen/v1/sessions HTTP/1.1", "Content-Type: application/json",
                              "Transfer-Encoding: chunked", body=body)
        assert answer is not None and answer.status == 400, answer
        assert_problem(answer, 400)


def test_many_and_large_headers(deployment):
    """X041"""
    many = request_line(deployment, "GET /linfen/v1/city HTTP/1.1", *[f"X-{i}: y" for i in range(9000)])
    large = request_line(deployment, "GET /linfen/v1/city HTTP/1.1", "X-Large: " + "y" * 40_000)
    for answer in (many, large):
        assert answer is not None and answer.status in (400, 431), answer
        assert_problem(answer, answer.status)


def test_too_much(deployment, owner):
    """X039: 413 in the house form, whoever says it: a declared length, an undeclared one, a photo."""
    assert_problem(owner.post("machines", raw=b'{"answers": {"place": "' + b"x" * (2 << 20) + b'"}}', headers=JSON), 413)
    declared = request_line(deployment, "POST /linfen/v1/machines HTTP/1.1", "Content-Type: application/json",
                            "Content-Length: 1073741824", f"Authorization: Bearer {owner.token}")
    assert_problem(declared, 413, "request.too_large")
    answer = owner.upload(b"\xff\xd8" + b"0" * (13 << 20))
    assert_problem(answer, 413)


def test_a_body_where_none_belongs(owner):
    """X041: GET and DELETE have none."""
    assert_problem(owner.city.call("GET", "account", token=owner.token, raw=b"{}", headers=JSON), 400)
    assert_problem(owner.city.call("DELETE", "sessions/current", token=owner.token, raw=b"{}", headers=JSON), 400)
    assert owner.get("account").status == 200


PNG = values.picture(seed=7)


def part(head, content=PNG):
    return f"--B\r\n{head}\r\n\r\n".encode("utf-8", "surrogateescape") + content


FILE = 'Content-Disposition: form-data; name="file"; filename="a.png"'
END = b"\r\n--B--\r\n"

MULTIPART = {
    "no end": part(FILE),
    "no last dashes": part(FILE) + b"\r\n--B\r\n",
    "no name": part("Content-Disposition: form-data") + END,
    "other name": part('Content-Disposition: form-data; name="photo"; filename="a.png"') + END,
    "no file name": part('Content-Disposition: form-data; name="file"') + END,
    "not form-data": part('Content-Disposition: attachment; name="file"; filename="a.png"') + END,
    "no disposition": part("Content-Type: image/png") + END,
    "two names": part('Content-Disposition: form-data; name="file"; name="x"; filename="a.png"') + END,
    "two dispositions": part(FILE + "\r\n" + FILE) + END,
    "same part twice": part(FILE) + b"\r\n" + part(FILE) + END,
    "a second part": part(FILE) + b"\r\n" + part('Content-Disposition: form-data; name="x"', b"1") + END,
    "5,000 parts": b"".join(part(FILE, b"x") + b"\r\n" for _ in range(5000)) + END,
    "headers only": part(FILE, b"")[:-2],
    "empty": b"",
    "only the end": b"--B--\r\n",
    "preamble": b"hello\r\n" + part(FILE) + END,
    "after the end": part(FILE) + END + b"more",
    "line feeds only": part(FILE).replace(b"\r\n", b"\n") + b"\n--B--\n",
    "transfer coding": part(FILE + "\r\nContent-Transfer-Encoding: base64") + END,
    "a long head": part(FILE + "\r\nContent-Type: " + "x" * 10_000) + END,
    "path": part('Content-Disposition: form-data; name="file"; filename="../../etc/passwd"') + END,
    "backslash": part('Content-Disposition: form-data; name="file"; filename="..\\\\x.png"') + END,
    "absolute": part('Content-Disposition: form-data; name="file"; filename="/etc/passwd"') + END,
    "quotes": part('Content-Disposition: form-data; name="file"; filename="a\\".png"') + END,
    "line end": part('Content-Disposition: form-data; name="file"; filename="a%0D%0AX: y.png"') + END,
    "NUL": part('Content-Disposition: form-data; name="file"; filename="a\0.png"') + END,
    "emoji": part('Content-Disposition: form-data; name="file"; filename="\U0001f600.png"') + END,
    "right-to-left": part('Content-Disposition: form-data; name="file"; filename="a\u202egnp.exe"') + END,
    "bad UTF-8": part('Content-Disposition: form-data; name="file"; filename="a\udcff.png"') + END,
}


def count_photos(deployment):
    return sum(1 for path in (deployment.home / "photos").rglob("*") if path.is_file())


@pytest.mark.parametrize("name", MULTIPART)
def test_broken_multipart(deployment, owner, name):
    """X049: 400, and no part of it is kept."""
    before = count_photos(deployment)
    answer = owner.post("photos", raw=MULTIPART[name], headers={"Content-Type": "multipart/form-data; boundary=B"})
    assert_problem(answer, 400)
    assert count_photos(deployment) == before


@pytest.mark.parametrize("type_, status", [
    ("multipart/form-data", 400), ("multipart/form-data; boundary=", 400), ("multipart/form-data; boundary=" + "B" * 71, 400),
    ("multipart/form-data; boundary=B; boundary=C", 400), ("multipart/form-data; boundary=\"B", 400),
    ("multipart/mixed; boundary=B", 415), ("image/png", 415), ("application/json", 415)])
def test_the_type_of_an_upload(owner, type_, status):
    """X049: boundaries as RFC 2046 allows them."""
    assert_problem(owner.post("photos", raw=part(FILE) + END, headers={"Content-Type": type_}), status)


def test_the_longest_boundary_is_taken(owner):
    """X049: seventy characters are allowed."""
    boundary = b"B" * 70
    answer = owner.post("photos", raw=(part(FILE, values.picture()) + END).replace(b"--B", b"--" + boundary),
                        headers={"Content-Type": f"multipart/form-data; boundary={boundary.decode()}"})
    assert answer.status == 201, answer


@pytest.mark.parametrize("content", [b"", b"GIF89a" + b"0" * 100, b"<html><script>1</script>", b"MZ" + b"\0" * 200,
                                     b"%PDF-1.4", b"<svg xmlns='http://www.w3.org/2000/svg'/>", PNG[:200],
                                     b"\xff\xd8\xff\xe0" + b"0" * 100, b"BM" + b"\0" * 100],
                         ids=["empty", "GIF", "HTML", "EXE", "PDF", "SVG", "cut PNG", "false JPEG", "BMP"])
def test_what_is_no_photo(deployment, owner, content):
    """X083: by content, whatever the name and type say."""
    before = count_photos(deployment)
    answer = owner.upload(content)
    assert answer.status in (400, 415, 422), answer
    assert_problem(answer, answer.status)
    assert count_photos(deployment) == before


@pytest.mark.parametrize("code", [{}, [], None, True, 0, 123456, "0", " 123456", "123456 ", "１２３４５６", "12345a", "",
                                  ["123456"], {"$ne": "x"}, "123456\u200b", "+12345"], ids=repr)
@pytest.mark.parametrize("path", ["accounts", "sessions", "password-resets", "account/password"])
def test_codes_that_are_none(linfen, owner, path, code):
    """X055: 400 in every place that takes a code, never a match and never a counted try."""
    phone = values.new_phone()
    body = {"accounts": {"role": "owner", "kind": "person", "phone": phone, "sms_code": code, "password": PASSWORD,
                         "answers": {}},
            "sessions": {"phone": phone, "sms_code": code},
            "password-resets": {"phone": phone, "sms_code": code, "new_password": PASSWORD},
            "account/password": {"new_password": PASSWORD, "sms_code": code}}[path]
    answer = owner.put(path, body) if path == "account/password" else linfen.post(path, body)
    assert_problem(answer, 400)


@pytest.mark.parametrize("value", [None, "", "1", "W/\"1\"", "\"x\"", "\"-1\"", "\"0\"", "*", "\"1\", \"2\"", "\"1"])
def test_versions_that_are_none(owner, value):
    """X031: 428 without, 400 for what is no strong tag of ours; nothing is changed."""
    machine = owner.post("machines", {"answers": {}}).body
    headers = {} if value is None else {"If-Match": value}
    answer = owner.put(f"machines/{machine['id']}", {"answers": {"place": "别处"}}, headers=headers)
    assert_problem(answer, 428 if value is None else 400)
    assert owner.get(f"machines/{machine['id']}").body["version"] == machine["version"]


@pytest.mark.parametrize("key", ["", "a b", "中".encode().decode("latin-1"), "x" * 129], ids=["empty", "blank", "Chinese", "long"])
def test_keys_that_are_none(owner, key):
    """X035: an idempotency key is 1 to 128 visible characters."""
    assert_problem(owner.post("machines", {"answers": {}}, headers={"Idempotency-Key": key}), 400)


@pytest.mark.parametrize("value", ["Basic YTpi", "Bearer", "Bearer ", "bearer x y", "Token abc", "Bearer " + "x" * 600,
                                   "Bearer '--", "9af23d55-7654-4d50-a463-976947ac3340"])
def test_tokens_that_are_none(linfen, value):
    """X060: 401, also where nobody needs a token; its owner believes to be signed in."""
    for path in ("account", "city"):
        assert_problem(linfen.get(path, headers={"Authorization": value}), 401, "request.unauthenticated")


def test_a_token_in_the_address_is_none(linfen, owner):
    """X060"""
    for name in ("token", "access_token", "Authorization"):
        answer = linfen.get(f"account?{name}={owner.token}")
        assert answer.status in (400, 401), answer
