"""News of the home page (F205): written by the city's auditor, read by everybody, kept by the host for a plugin of kind lua."""

import datetime
import uuid

import pytest

from client import assert_problem

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()


def day(offset):
    return (TODAY + datetime.timedelta(days=offset)).isoformat()


def item(**changes):
    made = {"kind": "policy", "title": "高排放禁用区通告", "text": "第一段。\n第二段。", "from": day(0)}
    return {name: value for name, value in (made | changes).items() if value is not None}


@pytest.fixture
def editor(any_city, cast):
    return cast.city_officer(any_city.name, "city_auditor").token


def write(city, editor, **changes):
    answer = city.call("POST", "x/news/items", item(**changes), editor)
    assert answer.status == 201, answer
    return answer


def listed(city, token=None, query=""):
    answer = city.call("GET", f"x/news/items?limit=100{query}", token=token)
    assert answer.status == 200, answer
    return {each["id"] for each in answer.body["items"]}


def test_everybody_reads_what_an_officer_wrote(any_city, editor):
    """F205: title and text as written, newest first; who wrote it is not for strangers."""
    first, second = write(any_city, editor).body, write(any_city, editor, kind="notice").body
    page = any_city.call("GET", "x/news/items?limit=2").body
    assert [each["id"] for each in page["items"]] == [second["id"], first["id"]]
    shown = any_city.call("GET", f"x/news/items/{first['id']}")
    assert shown.body["answers"] == item() and shown.version == 1
    assert "author" not in shown.body
    assert "author" in any_city.call("GET", f"x/news/items/{first['id']}", token=editor).body


def test_a_list_goes_on_and_can_be_narrowed(any_city, editor):
    ids = [write(any_city, editor, kind="notice").body["id"] for _ in range(3)]
    first = any_city.call("GET", "x/news/items?limit=2&kind=notice").body
    assert [each["id"] for each in first["items"]] == ids[:0:-1]
    rest = any_city.call("GET", f"x/news/items?limit=1&kind=notice&cursor={first['next']}").body
    assert rest["items"][0]["id"] == ids[0]
    assert ids[0] not in listed(any_city, query="&kind=policy")
    assert_problem(any_city.call("GET", "x/news/items?title=1"), 400)
    assert_problem(any_city.call("GET", "x/news/items?cursor=1"), 400)


def test_what_is_not_out_yet_or_no_more_is_the_officers_only(any_city, editor):
    later = write(any_city, editor, **{"from": day(2)}).body["id"]
    over = write(any_city, editor, **{"from": day(-9), "until": day(-2)}).body["id"]
    assert not {later, over} & listed(any_city)
    assert {later, over} <= listed(any_city, editor)
    assert_problem(any_city.call("GET", f"x/news/items/{later}"), 404)


def test_a_change_needs_the_version_that_was_seen(any_city, editor):
    made = write(any_city, editor)
    path = f"x/news/items/{made.body['id']}"
    changed = any_city.call("PUT", path, item(title="更正"), editor, version=1)
    assert changed.status == 200 and changed.version == 2
    assert_problem(any_city.call("PUT", path, item(title="再更正"), editor, version=1), 412, "request.stale")
    assert_problem(any_city.call("PUT", path, item(), editor), 428)
    assert any_city.call("GET", path).body["answers"]["title"] == "更正"


def test_what_is_withdrawn_is_gone_for_all(any_city, editor):
    path = f"x/news/items/{write(any_city, editor).body['id']}"
    assert any_city.call("DELETE", path, token=editor).status == 204
    for token in (None, editor):
        assert_problem(any_city.call("GET", path, token=token), 404)
    assert_problem(any_city.call("DELETE", path, token=editor), 404)


def test_the_plugin_says_what_is_wrong_and_where(any_city, editor):
    for changes, field in [({"kind": "advert"}, "kind"), ({"title": " "}, "title"), ({"from": "2025-13-01"}, "from"),
                           ({"until": day(-1)}, "until")]:
        answer = assert_problem(any_city.call("POST", "x/news/items", item(**changes), editor), 422, "news.refused")
        assert answer.codes == {(field, "sound")}
    assert_problem(any_city.call("POST", "x/news/items", item() | {"state": "published"}, editor), 400)
    assert_problem(any_city.call("POST", "x/news/items", item(title=None), editor), 400)
    assert_problem(any_city.call("POST", "x/news/items", item(title="长" * 101), editor), 400)


def test_only_the_citys_auditors_write(city, owner, officer):
    """X068: strangers, owners and district officers read only."""
    assert_problem(city.call("POST", "x/news/items", item()), 401)
    for person in (owner, officer):
        assert_problem(city.call("POST", "x/news/items", item(), person.token), 403)
        assert_problem(city.call("DELETE", f"x/news/items/{uuid.uuid4()}", token=person.token), 403)


def test_another_citys_news_are_not_there(linfen, chongqing, cast):
    """X069."""
    made = write(linfen, cast.city_officer("linfen", "city_auditor").token).body["id"]
    assert_problem(chongqing.call("GET", f"x/news/items/{made}"), 404)
    assert made not in listed(chongqing)


def test_a_repetition_writes_once(any_city, editor):
    """X035, X104: one record, and an audit row for it."""
    key = str(uuid.uuid4())
    first = any_city.call("POST", "x/news/items", item(title="只发一次"), editor, key=key)
    again = any_city.call("POST", "x/news/items", item(title="只发一次"), editor, key=key)
    assert first.status == again.status == 201 and first.body == again.body
    rows = any_city.call("GET", "audit?action=x.news.create&limit=100", token=editor).body["items"]
    assert sum(row["object"]["id"] == first.body["id"] for row in rows) == 1


def test_the_calls_are_described(any_city, deployment):
    paths = any_city.call("GET", "openapi.json").body["paths"]
    assert {"get", "post"} <= paths["/x/news/items"].keys()
    assert "x/news/items" in deployment.nrmm("routes").stdout
