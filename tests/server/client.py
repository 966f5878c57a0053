"""The platform's HTTP API as its users call it: a city, and a person with a token."""

import json
import random
import urllib.parse
import uuid

import values
from form_client import Form, fill

PASSWORD = "Qiaoliang-2049"


class Answer:
    """What the server said: status, headers (lower case), body as JSON or bytes."""

    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.bytes = response.read()

    @property
    def body(self):
        return json.loads(self.bytes) if self.bytes else None

    @property
    def version(self):
        """Of the object, from its strong ETag."""
        return int(self.headers["etag"].strip('"'))

    @property
    def codes(self):
        """(field, code) of every error of a problem."""
        return {(error["field"], error["code"]) for error in self.body.get("errors", [])}

    def without_request_id(self):
        """The body of a problem as far as two refusals may be compared."""
        return {key: value for key, value in self.body.items() if key != "request_id"}

    def __repr__(self):
        return f"{self.status} {self.bytes[:2000].decode(errors='replace')}"


def assert_problem(answer, status, code=None):
    """The house form of a refusal (contract, Answers and errors)."""
    assert answer.status == status, answer
    assert answer.headers["content-type"].split(";")[0] == "application/problem+json", answer.headers
    body = answer.body
    assert {"type", "title", "status", "code", "request_id", "errors"} <= body.keys(), body
    assert body["status"] == status and body["title"] and body["request_id"], body
    area, _, reason = body["code"].partition(".")
    assert area and reason, body["code"]
    for error in body["errors"]:
        assert error.keys() == {"field", "code", "message", "basis"} and error["message"], error
    assert code is None or body["code"] == code, body
    return answer


class City:
    """One city's API: /{city}/v1/…"""

    def __init__(self, deployment, name):
        self.deployment = deployment
        self.name = name
        self._desk = None  # who approves profiles

    def call(self, method, path, body=None, token=None, version=None, key=None, headers=None, raw=None):
        sent = dict(headers or {})
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if version is not None:
            sent["If-Match"] = f'"{version}"'
        if method == "POST" and key is not False:
            sent.setdefault("Idempotency-Key", key or str(uuid.uuid4()))
        data = raw
        if body is not None:
            data = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        return self.deployment.request(method, f"/{self.name}/v1/{path}", data, sent)

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def post(self, path, body=None, **options):
        return self.call("POST", path, {} if body is None and "raw" not in options else body, **options)

    def put(self, path, body, **options):
        return self.call("PUT", path, body, **options)

    def delete(self, path, **options):
        return self.call("DELETE", path, **options)

    def districts(self):
        """Codes of the districts that it serves now, in its order."""
        return [district["code"] for district in self.get("city").body["districts"]]

    def code(self, text, **options):
        return self.get("codes/" + urllib.parse.quote(text), **options)

    def items(self, path, **options):
        """All pages of a list."""
        items, cursor = [], None
        while True:
            more = f"cursor={urllib.parse.quote(str(cursor))}&" if cursor else ""
            answer = self.get(f"{path}{'&' if '?' in path else '?'}{more}limit=100", **options)
            assert answer.status == 200, answer
            items += answer.body["items"]
            cursor = answer.body["next"]
            if cursor is None:
                return items

    def _reviewer_of(self, case):
        """An officer who may decide the case: of a district, or of the city."""
        officers = (self.officer(role, districts) for role, districts in
                    (("district_auditor", [self.districts()[0]]), ("city_auditor", ())))
        return next(one for one in officers if one.get(f"cases/{case['id']}").body.get("transitions"))

    def upload(self, bytes_, token, ticket=None, path="photos", **options):
        boundary = uuid.uuid4().hex
        raw = (f"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.jpg\"\r\n"
               "Content-Type: image/jpeg\r\n\r\n").encode() + bytes_ + f"\r\n--{boundary}--\r\n".encode()
        path = path if ticket is None else f"{path}?ticket={urllib.parse.quote(ticket)}"
        return self.call("POST", path, token=token, raw=raw,
                         headers={"Content-Type": f"multipart/form-data; boundary={boundary}"}, **options)

    def sms_code(self, phone, purpose):
        """Asks for a code and reads it when it has arrived."""
        known = len(self.deployment.messages(phone))
        sent = self.post("sms-codes", {"phone": phone, "purpose": purpose}, key=False)
        assert sent.status == 202, sent
        return self.deployment.sms(phone, purpose, known)["code"]

    def try_sign_in(self, login, password=PASSWORD, **options):
        return self.post("sessions", {"login": login, "password": password}, key=False, **options)

    def sign_in(self, login, password=PASSWORD):
        answer = self.try_sign_in(login, password)
        assert answer.status == 201, answer
        return answer.body["token"]

    def registration(self, phone, kind="person", role="owner"):
        """The body of POST accounts, with a code that has just been sent."""
        return {"role": role, "kind": kind, "phone": phone, "sms_code": self.sms_code(phone, "register"),
                "password": PASSWORD, "answers": self.account_answers(kind)}

    def account_answers(self, kind, form=None):
        """The city's own sign-up form, filled; `form` where it was read before."""
        form = form or self.get(f"forms/account?kind={kind}").body
        return {field["field"]: values.plausible(field) for step in form["steps"] for field in step["fields"]
                if field["required"] is True and field["shown"] is True and not field.get("credential")}

    def owner(self, kind="person", role="owner", phone=None, may_file=True):
        """Somebody who has just signed up and in and, unless told otherwise, may file machines."""
        phone = phone or values.new_phone()
        answer = self.post("accounts", self.registration(phone, kind, role))
        assert answer.status == 201, answer
        person = Person(self, self.sign_in(phone), login=phone, phone=phone, kind=kind)
        if may_file and person.get("account/profile").body["state"] == "draft":
            self.accept_profile(person)
        return person

    def accept_profile(self, person):
        """Where the city looks at profiles before anything is filed: hands one in and has it approved."""
        case = person.hand_in_profile().body["case"]
        desk = self._desk = self._desk or self._reviewer_of(case)
        for transition in ("claim", "approve"):
            seen = desk.get(f"cases/{case['id']}").body
            answer = desk.post(f"cases/{case['id']}/transitions", {"transition": transition}, version=seen["version"])
            assert answer.status == 200, answer

    def create_officer(self, role="district_auditor", districts=(), name="审核员", phone=None, **more):
        """{login, initial_password} of an account made by the command line; `more` are its further options."""
        words = ["account", "create", "--city", self.name, "--role", role, "--name", name,
                 "--phone", phone or values.new_phone(), "--json"]
        if districts:
            words += ["--district", ",".join(districts)]
        for option, value in more.items():
            words += ["--" + option.replace("_", "-"), value]
        return json.loads(self.deployment.nrmm(*words).stdout)

    def officer(self, role="district_auditor", districts=(), name="审核员", phone=None, **more):
        """An officer whose first password is changed already."""
        created = self.create_officer(role, districts, name, phone, **more)
        token = self.sign_in(created["login"], created["initial_password"])
        change = {"old_password": created["initial_password"], "new_password": PASSWORD}
        changed = self.put("account/password", change, token=token)
        if changed.status == 422 and ("email", "required") in changed.codes:
            changed = self.put("account/password", {**change, "email": "desk@example.cn"}, token=token)
        assert changed.status == 204, changed
        return Person(self, self.sign_in(created["login"]), login=created["login"], name=name)


class Person:
    """Somebody with a token: calls go out in his name."""

    def __init__(self, city, token, **known):
        self.city = city
        self.token = token
        self._photos = []
        self.__dict__.update(known)

    def get(self, path, **options):
        return self.city.get(path, token=self.token, **options)

    def post(self, path, body=None, **options):
        return self.city.post(path, body, token=self.token, **options)

    def put(self, path, body, **options):
        return self.city.put(path, body, token=self.token, **options)

    def delete(self, path, **options):
        return self.city.delete(path, token=self.token, **options)

    def items(self, path, **options):
        return self.city.items(path, token=self.token, **options)

    def hand_in_profile(self, **known):
        """PUT account/profile with the city's own form filled."""
        before = self.get("account/profile")
        form = Form(self.get("forms/profile").body)
        if "registration_district" in form.fields:
            known = {"registration_district": self.city.districts()[0], **known}
        for attempt in range(20):  # a city may compare its own words for people with the account
            answers = fill(form, self.photos(), random.Random(attempt), known)
            answer = self.put("account/profile", {"answers": answers}, version=before.version)
            if answer.status == 200:
                return answer
        raise AssertionError(answer)

    def upload(self, bytes_, **options):
        return self.city.upload(bytes_, self.token, **options)

    def photos(self, count=10):
        """Ids of photos of his own; made once, used for all his machines."""
        self._photos += self.new_photos(count - len(self._photos))
        return self._photos[:count]

    def new_photos(self, count):
        answers = [self.upload(values.picture()) for _ in range(count)]
        assert all(answer.status == 201 for answer in answers), answers
        return [answer.body["id"] for answer in answers]

    def forget_photos(self):
        """From now on others: a photo that two filings show is noticed."""
        self._photos = []

    def again(self):
        """The same person with another session."""
        return Person(self.city, self.city.sign_in(self.login), login=self.login)
