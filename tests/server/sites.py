"""A site and its gate, step by step: register it, let machines in and out."""

import itertools
import random

import values
from client import Person
from filing import act, done
from form_client import Form, fill

# Where the site is, as a telephone there would say it; a degree of latitude is 111.03 km there.
CENTRE = {"lon": 117.25, "lat": 39.11, "datum": "wgs84"}


# What a machine that another city coded is, where one asks for it.
FROM_ELSEWHERE = {"machine_kind": "loader", "fuel": "diesel", "machine_maker": "柳工", "machine_model": "CLG856H", "power_kw": 162}

_jitter = itertools.count(1)


def about(metres=10):
    """There or nearly: no receiver says the same twice."""
    return {**north(metres), "lon": CENTRE["lon"] + next(_jitter) % 1000 * 1e-7}


def north(metres):
    """So many metres north of the site."""
    return {**CENTRE, "lat": CENTRE["lat"] + metres / 111028.0, "accuracy_m": 12}


def issue_account(officer, district, **more):
    body = {"name": "甲建筑公司", "phone": values.new_phone(), "district": district, **more}
    return officer.post("site-accounts", body)


def first_sign_in(city, issued, password="Tadiao-Shengjiang-77"):
    token = city.sign_in(issued["login"], issued["initial_password"])
    change = {"old_password": issued["initial_password"], "new_password": password, "email": "site@example.cn"}
    assert city.put("account/password", change, token=token).status == 204
    return Person(city, city.sign_in(issued["login"], password), login=issued["login"], password=password)


def manager_of(city, district=None):
    """Somebody who manages sites, the way the city gives such accounts."""
    if "site_manager" in city.get("city").body["roles_open"]:
        return city.owner("enterprise", "site_manager", may_file=False)
    district = district or city.districts()[0]
    issued = issue_account(city.officer(districts=[district], name="发账号的"), district)
    assert issued.status == 201, issued
    return first_sign_in(city, issued.body)


def site_answers(manager, district, **known):
    """The city's own form, filled; without what goes to the account."""
    form = Form(manager.get("forms/site").body)
    known = {"district": district, **({"position": CENTRE} if "position" in form.fields else {}), **known}
    for name, field in form.fields.items():
        if field.get("sms"):
            known.setdefault(name, manager.city.sms_code(manager.phone, field["sms"]["purpose"]))
    answers = fill(form, manager.photos(), random.Random(1), known)
    return {name: value for name, value in answers.items() if not form.fields[name].get("credential")}


def draft_site(manager, district, **known):
    made = manager.post("sites", {"answers": site_answers(manager, district, **known)})
    assert made.status == 201, made
    return made.body


def hand_in_site(manager, district, **known):
    """(site, its case) after submission."""
    site = draft_site(manager, district, **known)
    handed = manager.post(f"sites/{site['id']}/submission")
    assert handed.status == 200, handed
    return manager.get(f"sites/{site['id']}").body, handed.body["case"]


def open_site(manager, district, officer=None, **known):
    """A site whose gate is open, reviewed where the city does: by this officer, or by one made for it."""
    site, case = hand_in_site(manager, district, **known)
    if site["state"] == "in_review":
        officer = officer or manager.city.officer(districts=[district], name="审场所的")
        done(act(officer, case["id"], "claim"))
        done(act(officer, case["id"], "approve"))
        site = manager.get(f"sites/{site['id']}").body
    assert site["state"] == "active", site
    return site


def gate_form(person, gate):
    return Form(person.get(f"forms/{'entry' if gate == 'entries' else 'exit'}").body)


def photos_wanted(form):
    return sum(int(field.get("min_count") or 1) for field in form.fields.values() if field["type"].startswith("photo"))


def report(person, gate, code, known=None, **more):
    """The body of a passage, with the answers that the city's form wants."""
    if "answers" not in more:
        form = gate_form(person, gate)
        more["answers"] = fill(form, person.new_photos(photos_wanted(form)), random.Random(3), known)
    more.setdefault("position", about())
    return {"code": code, **more}


def passage(person, site, gate, code, known=None, **more):
    """POST entries or exits."""
    return person.post(f"sites/{site['id']}/{gate}", report(person, gate, code, known, **more))


def enter(person, site, code, **more):
    answer = passage(person, site, "entries", code, **more)
    assert answer.status == 201, answer
    return answer.body


def leave(person, site, code, **more):
    answer = passage(person, site, "exits", code, **more)
    assert answer.status == 201, answer
    return answer.body


def bind_recorder(manager, site, person, name="王登记"):
    """His id at the site, when he has proved his telephone."""
    added = manager.post(f"sites/{site['id']}/recorders", {"name": name, "phone": person.phone})
    assert added.status == 201 and added.body["bound"] is False, added
    code = person.city.sms_code(person.phone, "bind")
    binding = person.post("account/bindings", {"kind": "recorder", "phone": person.phone, "sms_code": code})
    assert binding.status == 201 and binding.body["sites"] == [site["name"]], binding
    return added.body["id"]
