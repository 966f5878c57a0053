"""Every call that writes, ready to be sent with success: `CALLS[name](scene)` prepares what it is about and answers a function
key → Answer that makes the call, as often as it is asked to."""

import functools
import itertools

import totp
import values
from client import PASSWORD
from filing import acceptable_answers, act
from form_client import Form, fill
from recovery import PURPOSE, ask, set_up
from sites import draft_site, enter, manager_of, open_site, report, site_answers
from test_batch import cells_of, names_table, send
from test_officers import approved, somebody
from traffic import Line, new_filing

CITY = "chongqing"


class Scene:
    """The people who make the calls, signed up once."""

    def __init__(self, deployment):
        self.deployment = deployment
        self.city = Line(deployment).city(CITY)
        self.here = self.city.districts()[0]
        self.city.deployment.nrmm = deployment.nrmm  # the command line makes officers
        self.city.deployment.sms = deployment.sms
        self.owner = self.city.owner()
        self.firm = self.city.owner("enterprise")
        self.answers = acceptable_answers(self.owner, self.here)
        self.row = acceptable_answers(self.firm, self.here, 7)

    @functools.cached_property
    def auditor(self):
        return self.city.officer(districts=[self.here], name="审核")

    @functools.cached_property
    def colleague(self):
        return self.city.officer(districts=[self.here], name="同事")

    @functools.cached_property
    def chief(self):
        return self.city.officer("city_auditor", name="市级")

    @functools.cached_property
    def clerk(self):
        return self.city.officer("desk_clerk", districts=[self.here], name="窗口")

    @functools.cached_property
    def operator(self):
        return self.city.officer("operator", name="运维")

    def draft(self):
        made = self.owner.post("machines", {"answers": new_filing(self.answers)})
        assert made.status == 201, made
        return made.body

    def filed(self):
        machine = self.draft()
        handed = self.owner.post(f"machines/{machine['id']}/submission")
        assert handed.status == 200, handed
        return handed.body["case"]

    def claimed(self):
        answer = act(self.auditor, self.filed()["id"], "claim")
        assert answer.status == 200, answer
        return answer.body

    @functools.cached_property
    def manager(self):
        return manager_of(self.city)

    @functools.cached_property
    def site(self):
        return open_site(self.manager, self.here)

    @functools.cached_property
    def with_recorders(self):
        return WithRecorders(self)

    def inspector(self):
        return approved(self.auditor, self.chief, somebody(self.here))


class WithRecorders:
    """A site in the city that has recorders and issues the accounts of sites."""

    def __init__(self, scene):
        self.city = Line(scene.deployment).city("tianjin")
        self.city.deployment.nrmm, self.city.deployment.sms = scene.deployment.nrmm, scene.deployment.sms
        self.here = self.city.districts()[0]
        self.officer = self.city.officer(districts=[self.here])
        self.manager = manager_of(self.city, self.here)
        self.site = open_site(self.manager, self.here, officer=self.officer)

    def add(self, phone):
        added = self.manager.post(f"sites/{self.site['id']}/recorders", {"name": "王登记", "phone": phone})
        assert added.status == 201, added
        return added.body


# Of what has no entry: why.
EXCUSED = {
    "POST forms/{form}/check": "writes nothing",
    "POST passports/verification": "writes nothing",
    "POST account/bindings/{provider}/removal": "no delivered plugin is a provider of identities",
    "PUT account/profile": "this city asks for none; hands in a form as a filing is handed in",
    "POST owner-accounts": "this city lets no inspector file for owners; opens an account as POST accounts does",
    "POST codes/{serial}/changes": "this city offers nothing that a buyer begins; hands in as POST machines/{id}/changes does",
    "POST cases": "hands in a form as a filing is handed in",
    "POST cases/{id}/submission": "the same",
    "POST cases/{id}/determinations": "this city's rules leave nothing undetermined",
    "POST shared-uses/{id}/decision": "wants an account that is in use in two places for hours",
}

CALLS = {}


def call(name):
    def keep(prepare):
        CALLS[name] = prepare
        return prepare
    return keep


@call("POST sms-codes")
def _(s):
    phone = values.new_phone()
    return lambda key: s.city.post("sms-codes", {"phone": phone, "purpose": "register"}, key=False)


@call("POST accounts")
def _(s):
    body = s.city.registration(values.new_phone())
    return lambda key: s.city.post("accounts", body, key=key)


@call("POST sessions")
def _(s):
    return lambda key: s.city.try_sign_in(s.owner.login)


@call("POST password-resets")
def _(s):
    owner = s.city.owner()
    body = {"phone": owner.phone, "sms_code": s.city.sms_code(owner.phone, "reset_password"), "new_password": "Yuanshan-3071"}
    return lambda key: s.city.post("password-resets", body, key=key)


@call("PUT account/password")
def _(s):
    owner = s.city.owner()
    return lambda key: owner.put("account/password", {"old_password": PASSWORD, "new_password": "Yuanshan-3071"})


@call("PUT account")
def _(s):
    owner = s.city.owner()
    before = owner.get("account").body
    return lambda key: owner.put("account", {"answers": before["answers"]}, version=before["version"])


@call("DELETE sessions/current")
def _(s):
    again = s.owner.again()
    return lambda key: again.delete("sessions/current")


@call("POST sessions/{id}/removal")
def _(s):
    owner = s.city.owner()
    other = next(one["id"] for one in owner.again().get("sessions").body["items"] if not one["current"])
    again = owner.again()
    return lambda key: again.post(f"sessions/{other}/removal", {"password": PASSWORD}, key=key)


@call("POST sessions/removal")
def _(s):
    owner = s.city.owner()
    owner.again()
    return lambda key: owner.post("sessions/removal", {"password": PASSWORD}, key=key)


@call("POST account/export")
def _(s):
    return lambda key: s.owner.post("account/export", {"password": PASSWORD}, key=key)


@call("POST account/erasure")
def _(s):
    owner = s.city.owner()
    return lambda key: owner.post("account/erasure", {"password": PASSWORD}, key=key)


@call("DELETE account/erasure")
def _(s):
    owner = s.city.owner()
    assert owner.post("account/erasure", {"password": PASSWORD}).status == 202
    return lambda key: owner.delete("account/erasure")


@call("POST account/second-factor")
def _(s):
    owner = s.city.owner()
    return lambda key: owner.post("account/second-factor", {"password": PASSWORD}, key=key)


@call("POST account/second-factor/confirmation")
def _(s):
    owner = s.city.owner()
    secret = owner.post("account/second-factor", {"password": PASSWORD}).body["secret"]
    code = totp.code(secret)
    return lambda key: owner.post("account/second-factor/confirmation", {"code": code}, key=key)


@call("POST photos")
def _(s):
    picture = values.picture()
    return lambda key: s.owner.upload(picture, key=key)


@call("POST photos/tickets")
def _(s):
    return lambda key: s.owner.post("photos/tickets", {"form": "machine", "field": "photo_label"}, key=key)


@call("POST machines")
def _(s):
    filing = new_filing(s.answers)
    return lambda key: s.owner.post("machines", {"answers": filing}, key=key)


@call("PUT machines/{id}")
def _(s):
    machine, filing = s.draft(), new_filing(s.answers)
    return lambda key: s.owner.put(f"machines/{machine['id']}", {"answers": filing}, version=machine["version"])


@call("PUT machines/{id}/steps/{step}")
def _(s):
    machine = s.draft()
    step = s.owner.get("forms/machine").body["steps"][0]
    own = {field["field"]: s.answers[field["field"]] for field in step["fields"] if field["field"] in s.answers}
    path = f"machines/{machine['id']}/steps/{step['step']}"
    return lambda key: s.owner.put(path, {"answers": own}, version=machine["version"])


@call("DELETE machines/{id}")
def _(s):
    machine = s.draft()
    return lambda key: s.owner.delete(f"machines/{machine['id']}")


@call("POST machines/{id}/submission")
def _(s):
    machine = s.draft()
    return lambda key: s.owner.post(f"machines/{machine['id']}/submission", key=key)


@call("POST batches")
def _(s):
    table = names_table([cells_of(new_filing(s.row))])
    return lambda key: send(s.firm, table, key=key)


def transition(s, case, name, **more):
    path = f"cases/{case['id']}/transitions"
    return lambda key: s.auditor.post(path, {"transition": name, **more}, version=case["version"], key=key)


@call("POST cases/{id}/transitions (claim)")
def _(s):
    return transition(s, s.filed(), "claim")


@call("POST cases/{id}/transitions (return)")
def _(s):
    return transition(s, s.claimed(), "return", reason="unclear_photo")


@call("POST cases/{id}/transitions (approve)")
def _(s):
    return transition(s, s.claimed(), "approve")


@call("POST cases/bulk-transitions")
def _(s):
    cases = [{"id": case["id"], "version": case["version"]} for case in (s.filed(), s.filed())]
    return lambda key: s.auditor.post("cases/bulk-transitions", {"transition": "claim", "cases": cases}, key=key)


@call("POST cases/{id}/assignment")
def _(s):
    case = s.filed()
    officer = s.chief.get(f"cases/{case['id']}/assignees").body["items"][0]["id"]
    return lambda key: s.chief.post(f"cases/{case['id']}/assignment", {"officer": officer}, version=case["version"], key=key)


@call("POST cases/{id}/disclosure")
def _(s):
    case = s.filed()
    body = {"fields": ["contact_phone"], "purpose": "电话核实"}
    return lambda key: s.auditor.post(f"cases/{case['id']}/disclosure", body, key=key)


@call("POST messages/{id}/read")
def _(s):
    act(s.auditor, s.claimed()["id"], "return", reason="unclear_photo")
    message = s.owner.get("messages").body["items"][0]["id"]
    return lambda key: s.owner.post(f"messages/{message}/read", key=key)


@call("POST officer-requests")
def _(s):
    person = somebody(s.here)
    return lambda key: s.auditor.post("officer-requests", {"answers": person}, key=key)


@call("POST officers/{id}/initial-password")
def _(s):
    made, operator = s.inspector(), s.operator
    return lambda key: operator.post(f"officers/{made}/initial-password", key=key)


@call("PUT officers/{id}")
def _(s):
    made = s.inspector()
    seen = s.chief.get(f"officers/{made}")
    duty = {"roles": ["district_auditor"], "districts": [s.here]}
    return lambda key: s.chief.put(f"officers/{made}", duty, version=seen.version)


@call("POST officers/{id}/suspension")
def _(s):
    made = s.inspector()
    return lambda key: s.chief.post(f"officers/{made}/suspension", key=key)


@call("DELETE officers/{id}/suspension")
def _(s):
    made = s.inspector()
    assert s.chief.post(f"officers/{made}/suspension").status == 200
    return lambda key: s.chief.delete(f"officers/{made}/suspension")


@call("DELETE officers/{id}/second-factor")
def _(s):
    officer, operator = s.city.officer("inspector", districts=[s.here], name="检查"), s.operator
    set_up(officer)
    made = operator.items(f"officers?login={officer.login}")[0]["id"]
    return lambda key: operator.delete(f"officers/{made}/second-factor")


@call("POST codes/{serial}/collection")
def _(s):
    case, clerk = s.claimed(), s.clerk
    assert act(s.auditor, case["id"], "approve").status == 200
    serial = s.owner.get(f"machines/{case['subject']['id']}").body["serial"]
    return lambda key: clerk.post(f"codes/{serial}/collection", {"receiver": "张三"}, key=key)


@call("POST machines/{id}/changes")
def _(s):
    case = s.claimed()
    machine = case["subject"]["id"]
    assert act(s.auditor, case["id"], "approve").status == 200
    form = Form(s.owner.get(f"forms/deregistration?subject={machine}").body)
    answers = fill(form, s.owner.photos())
    return lambda key: s.owner.post(f"machines/{machine}/changes", {"kind": "deregistration", "answers": answers}, key=key)


@call("POST account-recoveries")
def _(s):
    owner, clerk = s.city.owner(), s.clerk
    set_up(owner)
    body = {"phone": owner.phone, "name": owner.get("account").body["name"], "purpose": PURPOSE}
    return lambda key: clerk.post("account-recoveries", body, key=key)


@call("POST account-sign-outs")
def _(s):
    owner, clerk = s.city.owner(), s.clerk
    body = {"phone": owner.phone, "name": owner.get("account").body["name"], "purpose": PURPOSE}
    return lambda key: clerk.post("account-sign-outs", body, key=key)


@call("POST account-recoveries/{id}/decision")
def _(s):
    owner = s.city.owner()
    set_up(owner)
    waiting, auditor = ask(s.clerk, owner).body["id"], s.auditor
    return lambda key: auditor.post(f"account-recoveries/{waiting}/decision", {"decision": "agree"}, key=key)


_foreign = itertools.count(1)


def foreign_code():
    """Of a machine that another city coded, and that nobody has seen here."""
    return f"3-GA{next(_foreign):06d}"


@call("POST sites")
def _(s):
    answers = site_answers(s.manager, s.here)
    return lambda key: s.manager.post("sites", {"answers": answers}, key=key)


@call("POST sites (with its account)")
def _(s):
    phone = values.new_phone()
    answers = site_answers(s.manager, s.here, sms_code="000000")
    answers |= {"manager_phone": phone, "password": PASSWORD, "sms_code": s.city.sms_code(phone, "register")}
    return lambda key: s.city.post("sites", {"answers": answers}, key=key)


@call("PUT sites/{id}")
def _(s):
    site, answers = draft_site(s.manager, s.here), site_answers(s.manager, s.here)
    return lambda key: s.manager.put(f"sites/{site['id']}", {"answers": answers}, version=site["version"])


@call("DELETE sites/{id}")
def _(s):
    site = draft_site(s.manager, s.here)
    return lambda key: s.manager.delete(f"sites/{site['id']}")


@call("POST sites/{id}/submission")
def _(s):
    site = draft_site(s.manager, s.here)
    return lambda key: s.manager.post(f"sites/{site['id']}/submission", key=key)


@call("POST sites/{id}/closure")
def _(s):
    site = open_site(s.manager, s.here)
    return lambda key: s.manager.post(f"sites/{site['id']}/closure", key=key)


@call("POST sites/{id}/entries")
def _(s):
    path, body = f"sites/{s.site['id']}/entries", report(s.manager, "entries", foreign_code())
    return lambda key: s.manager.post(path, body, key=key)


@call("POST sites/{id}/exits")
def _(s):
    code = foreign_code()
    enter(s.manager, s.site, code)
    path, body = f"sites/{s.site['id']}/exits", report(s.manager, "exits", code)
    return lambda key: s.manager.post(path, body, key=key)


@call("POST sites/{id}/stock-takes")
def _(s):
    path, codes = f"sites/{s.site['id']}/stock-takes", [foreign_code()]
    return lambda key: s.manager.post(path, {"codes": codes}, key=key)


@call("POST sites/{id}/recorders")
def _(s):
    place, body = s.with_recorders, {"name": "王登记", "phone": values.new_phone()}
    return lambda key: place.manager.post(f"sites/{place.site['id']}/recorders", body, key=key)


@call("DELETE sites/{id}/recorders/{recorder}")
def _(s):
    place = s.with_recorders
    path = f"sites/{place.site['id']}/recorders/{place.add(values.new_phone())['id']}"
    return lambda key: place.manager.delete(path)


@call("POST account/bindings")
def _(s):
    place = s.with_recorders
    person = place.city.owner(may_file=False)
    place.add(person.phone)
    body = {"kind": "recorder", "phone": person.phone, "sms_code": place.city.sms_code(person.phone, "bind")}
    return lambda key: person.post("account/bindings", body, key=key)


@call("POST site-accounts")
def _(s):
    place = s.with_recorders
    body = {"name": "甲建筑公司", "phone": values.new_phone(), "district": place.here}
    return lambda key: place.officer.post("site-accounts", body, key=key)
