"""Somebody who lost his second factor, and the desk that looks at his papers."""

import totp
from client import PASSWORD

PURPOSE = "本人持身份证到窗口，手机已遗失"


def set_up(person):
    """(secret, recovery codes) of a second factor that is on from now on."""
    enrolled = person.post("account/second-factor", {"password": PASSWORD})
    assert enrolled.status == 201, enrolled
    secret = enrolled.body["secret"]
    assert enrolled.body["uri"].startswith("otpauth://totp/") and secret in enrolled.body["uri"]
    confirmed = person.post("account/second-factor/confirmation", {"code": totp.code(secret)})
    assert confirmed.status == 201, confirmed
    return secret, confirmed.body["recovery_codes"]


def ask(desk, owner, **more):
    name = owner.get("account").body["name"]
    return desk.post("account-recoveries", {"phone": owner.phone, "name": name, "purpose": PURPOSE, **more})


def waiting_recovery(desk):
    """Its id: another officer must agree."""
    owner = desk.city.owner()
    set_up(owner)
    asked = ask(desk, owner)
    assert asked.status == 201 and asked.body["state"] == "waiting", asked
    return asked.body["id"]
