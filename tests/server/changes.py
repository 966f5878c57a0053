"""Changes of a registered machine, step by step, as its owner and who buys it make them."""

import random
import urllib.parse

from filing import done
from form_client import Form, fill


def ask(person, machine, kind, **answers):
    """POST machines/{id}/changes with these answers and no other."""
    return person.post(f"machines/{machine['id']}/changes", {"kind": kind, "answers": answers})


def claim(person, code, kind, **answers):
    return person.post(f"codes/{urllib.parse.quote(code)}/changes", {"kind": kind, "answers": answers})


def asked(person, machine, kind, **answers):
    """The case of a change that was taken in."""
    return done(ask(person, machine, kind, **answers))["case"]


def filled(person, kind, **known):
    """The change's form, what is required filled in."""
    form = next(one["form"] for one in person.get("city").body["changes"] if one["kind"] == kind)
    return fill(Form(person.get(f"forms/{form}").body), person.photos(), random.Random(5), known)


def seen(person, machine):
    return person.get(f"machines/{machine['id']}")


def machine_of(person, machine):
    answer = seen(person, machine)
    assert answer.status == 200, answer
    return answer.body


def history(person, machine, as_of=None):
    answer = person.get(f"machines/{machine['id']}/history" + (f"?as_of={as_of}" if as_of else ""))
    assert answer.status == 200, answer
    return answer.body


def events(person, machine):
    return [one["event"] for one in history(person, machine)["items"]]


def both_codes(city, old, new):
    """What both consent with, each by his own telephone."""
    return {"old_owner_sms_code": city.sms_code(old.phone, "transfer_from"),
            "new_owner_sms_code": city.sms_code(new.phone, "transfer_to")}


def handed_over(city, old, new, machine, **more):
    """A transfer that both confirm at once."""
    return ask(old, machine, "transfer", new_owner_name="乙某", new_owner_phone=new.phone, **both_codes(city, old, new), **more)
