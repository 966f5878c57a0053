"""People at a site's gate beside its manager (F140–F143; R06; X033)."""

import concurrent.futures

import pytest

import values
from client import assert_problem
from filing import approved_machine
from sites import bind_recorder, enter, manager_of, open_site, passage


@pytest.fixture(scope="module")
def place(deployment):
    """Tianjin, the one city with recorders: manager, site, and how machines come by."""
    city = deployment.city("tianjin")
    here = city.districts()[0]

    class Place:
        manager = manager_of(city, here)
        site = open_site(manager, here)
        officer = city.officer(districts=[here], name="登记员那区")
        owner = city.owner()

        @classmethod
        def code(cls):
            return approved_machine(cls.owner, cls.officer, here)["code"]

    Place.city = city
    return Place


def bound(place, name="王登记"):
    """(recorder's id, his account) after he proved his telephone."""
    person = place.city.owner(may_file=False)
    return bind_recorder(place.manager, place.site, person, name), person


def test_a_recorder_is_added_and_binds(place):
    """F140, F141, F143: by name and telephone, the same one once; bound by its holder, he registers movements and no more."""
    recorder, person = bound(place)
    assert "recorder" in person.get("account").body["roles"]
    listed = place.manager.get(f"sites/{place.site['id']}/recorders").body["items"]
    mine = next(one for one in listed if one["id"] == recorder)
    assert mine["bound"] is True and "****" in mine["phone"]
    again = place.manager.post(f"sites/{place.site['id']}/recorders", {"name": "同一人", "phone": person.phone})
    assert_problem(again, 409, "recorder.known")
    assert enter(person, place.site, place.code())["movement"] == "entry"
    seen = person.get(f"sites/{place.site['id']}").body
    assert seen["answers"] == {} and seen["case"] is None
    assert_problem(person.get(f"sites/{place.site['id']}/recorders"), 403)
    assert_problem(person.post(f"sites/{place.site['id']}/closure"), 403)


def test_another_s_telephone_is_not_bound(place):
    """F141: neither without its code, nor where no site added it."""
    stranger = place.city.owner(may_file=False)
    code = place.city.sms_code(stranger.phone, "bind")
    nowhere = stranger.post("account/bindings", {"kind": "recorder", "phone": stranger.phone, "sms_code": code})
    assert_problem(nowhere, 422, "sms.refused")
    other = values.new_phone()
    place.manager.post(f"sites/{place.site['id']}/recorders", {"name": "李登记", "phone": other})
    assert_problem(stranger.post("account/bindings", {"kind": "recorder", "phone": other, "sms_code": "000000"}), 422, "sms.refused")


def test_an_unbound_recorder_is_refused(place):
    """F142, X033, X059: with the very next request, whatever token he has."""
    recorder, person = bound(place, "赵登记")
    assert place.manager.delete(f"sites/{place.site['id']}/recorders/{recorder}").status == 204
    assert_problem(passage(person, place.site, "entries", place.code(), answers={}), 403)
    assert "recorder" not in person.get("account").body["roles"]
    assert_problem(place.manager.delete(f"sites/{place.site['id']}/recorders/{recorder}"), 404)


def test_unbinding_while_he_reports(place):
    """X033: the removal comes before or after each report; after it nothing of his is taken."""
    recorder, person = bound(place, "钱登记")
    codes = [place.code() for _ in range(6)]

    def report(number):
        if number == 3:
            return place.manager.delete(f"sites/{place.site['id']}/recorders/{recorder}").status
        return passage(person, place.site, "entries", codes[number % 6], answers={}).status

    with concurrent.futures.ThreadPoolExecutor(7) as pool:
        answers = list(pool.map(report, range(7)))
    assert answers[3] == 204 and set(answers) <= {201, 204, 403, 404}, answers
    assert passage(person, place.site, "entries", place.code(), answers={}).status in (403, 404)


def test_other_cities_have_none(deployment):
    """R06: the manager stands there himself."""
    city = deployment.city("linfen")
    manager = manager_of(city)
    site = open_site(manager, city.districts()[0])
    refused = manager.post(f"sites/{site['id']}/recorders", {"name": "甲", "phone": values.new_phone()})
    assert_problem(refused, 409, "site.no_recorders")
