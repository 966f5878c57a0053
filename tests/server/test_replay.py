"""Every stored decision can be made again and comes out the same (X094, I8). The shared deployment is replayed at its end:
conftest.py."""

import re

import pytest

from cast import DISTRICTS, EVERY_CITY
from filing import case_id, file_machine, send_back, submit

CITY = "linfen"


@pytest.mark.parametrize("city", EVERY_CITY)
def test_the_demonstration_replays(demonstration, city):
    """Thirty machines, in every state of the review: all that was decided is decided again."""
    said = demonstration.nrmm("audit", "replay", "--city", city).stdout
    decisions, judgements, cases = map(int, re.search(r"(\d+) decisions of (\d+) judgements in (\d+) cases replayed, all alike", said).groups())
    assert cases >= 20 and judgements >= cases and decisions > judgements


def test_what_was_doctored_is_found(changing):
    """Exit 1 and the first differences: an outcome in `why`, an answer in the case; then all is alike again."""
    city = changing.city(CITY)
    owner, officer = city.owner(), city.officer(districts=[DISTRICTS[CITY][0]])
    machine, _ = file_machine(owner, DISTRICTS[CITY][0])
    case = case_id(machine)
    send_back(officer, case)
    submit(owner, machine["id"])
    assert changing.nrmm("audit", "replay", "--city", CITY).stdout.endswith("all alike\n")
    for doctor, undo, said in (
            ("update decision set outcome = 'refused' where case_id = :'case' and outcome = 'returned'",
             "update decision set outcome = 'returned' where case_id = :'case' and outcome = 'refused'",
             "(outcome): stored refused, replayed returned"),
            ("update review_case set phase = 'approved' where id = :'case'",
             "update review_case set phase = 'open' where id = :'case'", "phase: stored approved, replayed open"),
            ("update review_case set answers = jsonb_set(answers, '{place}', '\"别处\"') where id = :'case'",
             "update review_case c set answers = (select answers from machine where id = c.subject_id) where id = :'case'",
             "answer place: stored another value")):
        changing.sql(doctor, case=case)
        try:
            found = changing.nrmm("audit", "replay", "--city", CITY, check=False)
        finally:
            changing.sql(undo, case=case)
        assert found.returncode == 1 and f"case {case}" in found.stdout and said in found.stdout, found
        assert "1 cases deviate" in found.stdout and "别处" not in found.stdout
    assert changing.nrmm("audit", "replay", "--city", CITY).stdout.endswith("all alike\n")


def test_a_city_without_cases(changing):
    """Nothing to replay is nothing wrong; words not understood are exit 2."""
    assert "0 cases replayed, all alike" in changing.nrmm("audit", "replay", "--city", "national").stdout
    assert changing.nrmm("audit", "replay", check=False).returncode == 2
    assert changing.nrmm("audit", "repaly", "--city", CITY, check=False).returncode == 2
