"""An enterprise files many machines with one table (F021, F024, F045): what becomes of each row."""

import csv
import io

import pytest

import values
from client import assert_problem
from filing import acceptable_answers
from form_client import Form

HERE = "500106"


@pytest.fixture(scope="module")
def firm(deployment):
    return deployment.city("chongqing").owner("enterprise")


def labels(person):
    return {name: field["label"] for name, field in Form(person.get("forms/machine").body).fields.items()}


def table(heads, rows):
    out = io.StringIO()
    csv.writer(out).writerows([heads, *rows])
    return out.getvalue()


def send(person, text, encoding="utf-8", query="", **options):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return person.upload(data, path="batches" + query, **options)


def cells_of(answers):
    return {name: ";".join(value) if isinstance(value, list) else str(value) for name, value in answers.items()}


def whole(person, seed, **known):
    """A row that the city accepts, written as names of fields and codes."""
    return cells_of({**acceptable_answers(person, HERE, seed, **known)})


def names_table(rows):
    heads = sorted({name for row in rows for name in row})
    return table(heads, [[row.get(name, "") for name in heads] for row in rows])


def test_the_template_has_the_city_s_columns(firm):
    """F021: labels, readable for Excel; what no cell can hold is not there."""
    answer = firm.get("batches/template")
    assert answer.status == 200 and answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.bytes.startswith(b"\xef\xbb\xbf") and "attachment" in answer.headers["content-disposition"]
    heads = next(csv.reader(io.StringIO(answer.bytes.decode("utf-8-sig"))))
    known = labels(firm)
    assert known["machine_maker"] in heads and known["photos_body"] not in heads
    with_photos = firm.get("batches/template?photos=true").bytes.decode("utf-8-sig")
    assert known["photos_body"] in next(csv.reader(io.StringIO(with_photos)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_rows_become_drafts_whatever_the_program_wrote(firm, encoding):
    """F024: labels, options as people read them, dates as Excel writes them; three encodings."""
    form, known = Form(firm.get("forms/machine").body).fields, labels(firm)
    kind = form["machine_kind"]["options"][0]
    maker = f"徐工{values.identifier('', 6)}"
    heads = [known[name] for name in ("machine_kind", "machine_maker", "machine_date", "power_kw")]
    answer = send(firm, table(heads, [[kind["label"], maker, "2019/5/1", "110.5"]]), encoding)
    assert answer.status == 201, answer
    assert answer.body["counts"] == {"drafted": 1, "handed_in": 0, "repeated": 0, "faulty": 0}
    made = firm.get(f"machines/{answer.body['rows'][0]['machine']}").body
    assert made["state"] == "draft" and made["answers"] == {
        "machine_kind": kind["value"], "machine_maker": maker, "machine_date": "2019-05-01", "power_kw": 110.5}


def test_one_bad_row_does_not_stop_the_others(firm):
    """F045: each row its own result, with line, column, code and words; the errors are a table again."""
    heads = ["machine_maker", "machine_env_code", "power_kw", "fuel"]
    rows = [[f"甲{values.identifier('', 6)}", "", "", ""], ["乙", "12", "很大", "煤"], ["丙", "1.23E+16", "", ""],
            ["两\n行", "", "", ""], ["丁", "", "", "", "多的"]]
    answer = send(firm, table(heads, rows)).body
    assert [row["outcome"] for row in answer["rows"]] == ["drafted", "faulty", "faulty", "faulty", "faulty"]
    assert [row["line"] for row in answer["rows"]] == [2, 3, 4, 5, 7], "a cell with a line end counts its lines"
    codes = [{(error["field"], error["code"]) for error in row["errors"]} for row in answer["rows"]]
    assert codes[1] == {("power_kw", "type"), ("machine_env_code", "pattern"), ("fuel", "choice")}
    assert codes[2] == {("machine_env_code", "excel_number")} and codes[3] == {("machine_maker", "type")}
    assert codes[4] == {("", "cells")}
    assert firm.get(f"batches/{answer['id']}").body == answer
    listed = list(csv.reader(io.StringIO(firm.get(f"batches/{answer['id']}/errors").bytes.decode("utf-8-sig"))))
    assert len(listed) == 1 + 6 and ["3", labels(firm)["power_kw"], "type"] in [row[:3] for row in listed]
    assert all(row[3] for row in listed[1:])
    assert not any(machine["answers"].get("machine_maker") == "乙" for machine in firm.items("machines"))


def test_good_rows_are_handed_in_and_bad_ones_leave_nothing(firm):
    """F046, X028: a row is judged as any filing; what is refused makes no draft."""
    good, bad = whole(firm, 1), whole(firm, 2)
    bad.pop("machine_kind")
    before = len(firm.items("machines"))
    answer = send(firm, names_table([bad, good]), query="?for_review=true")
    assert answer.status == 201, answer
    outcomes = {row["outcome"]: row for row in answer.body["rows"]}
    assert set(outcomes) == {"handed_in", "faulty"}, answer
    assert ("machine_kind", "required") in {(e["field"], e["code"]) for e in outcomes["faulty"]["errors"]}
    machine = firm.get(f"machines/{outcomes['handed_in']['machine']}").body
    assert machine["state"] == "in_review" and len(firm.items("machines")) == before + 1


def test_a_table_that_comes_again_makes_nothing_twice(firm, chongqing):
    """X025: with the key the stored answer; without it each row is known. Handing in takes the draft that is there."""
    row = whole(firm, 3)
    text = names_table([row, row])
    first = send(firm, text, key="batch-again-1")
    assert [each["outcome"] for each in first.body["rows"]] == ["drafted", "repeated"]
    assert send(firm, text, key="batch-again-1").body == first.body
    assert_problem(send(firm, text, query="?for_review=true", key="batch-again-1"), 422, "request.idempotency_reused")
    again = send(firm, text).body
    machine = first.body["rows"][0]["machine"]
    assert {each["machine"] for each in again["rows"]} == {machine} and again["counts"]["repeated"] == 2
    handed_in = send(firm, text, query="?for_review=true").body
    assert [each["outcome"] for each in handed_in["rows"]] == ["handed_in", "repeated"], handed_in
    other = chongqing.owner("enterprise")
    assert send(other, table(["machine_maker"], [["同一家"]])).body["counts"]["drafted"] == 1
    assert send(firm, table(["machine_maker"], [["同一家"]])).body["counts"]["drafted"] == 1, "another's rows are another's"


@pytest.mark.parametrize("text, code", [
    (b"", "batch.empty"), ("machine_maker\r\n", "batch.empty"), ('machine_maker\r\n甲"乙\r\n', "batch.malformed"),
    ('machine_maker\r\n"甲\r\n', "batch.malformed"), (b"\xff\xfem\x00\xa3\x00", "batch.encoding"),
    (b"machine_maker\r\n\xff\xff\r\n", "batch.encoding"), ("machine_maker\r\n" + "甲\r\n" * 201, "batch.too_many"),
    ("machine_maker,photo_of_me\r\n甲,x\r\n", "batch.columns"), ("fuel,fuel\r\ndiesel,diesel\r\n", "batch.columns"),
    ("owner_sms_code\r\n123456\r\n", "batch.columns")])
def test_what_is_no_table_of_the_city_is_refused_as_a_whole(firm, text, code):
    """X048: said in words; nothing is made."""
    refused = assert_problem(send(firm, text), 422, code)
    if code == "batch.columns":
        assert all(found in ("column_unknown", "column_twice") for _, found in refused.codes) and refused.codes


def test_a_table_that_is_too_large_is_refused(firm):
    """X048"""
    assert_problem(send(firm, "machine_maker\r\n" + "甲" * 400000), 413)


def test_tables_are_for_whom_the_city_says(chongqing, firm):
    """X069: enterprises here; another's table is none."""
    person = chongqing.owner()
    assert_problem(person.get("batches/template"), 409, "batch.not_offered")
    assert_problem(send(person, "machine_maker\r\n甲\r\n"), 409, "batch.not_offered")
    batch = send(firm, table(["machine_maker"], [["己"]])).body["id"]
    for path in (f"batches/{batch}", f"batches/{batch}/errors", "batches/x", "batches/x/errors"):
        assert_problem(chongqing.owner("enterprise").get(path), 404, "request.not_found")
