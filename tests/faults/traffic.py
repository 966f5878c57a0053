"""People at work while a fault is played: owners who sign up, send photos, file machines and hand them in again, officers who
claim, approve and send back, who stands at the gate of a site. Each is a thread, each call is in the history, and no broken connection stops anybody."""

import http.client
import itertools
import random
import threading
import time
import types
import uuid

import values
from cast import DISTRICTS
from client import PASSWORD, Person
from deployment import Server
from filing import acceptable_answers
from form_client import fill
from history import OK, UNKNOWN
from sites import FROM_ELSEWHERE, gate_form, manager_of, open_site, photos_wanted, report

PAUSE = 0.2            # of somebody whose call broke, in seconds
NOT_COMPARED = types.SimpleNamespace(see=lambda *_: None)


class Line(Server):
    """The platform without the comparison of each answer with the contract: that would be most of the work."""

    watch = NOT_COMPARED

    def __init__(self, deployment):
        self.port = deployment.port
        self.messages = deployment.messages


def new_filing(answers, mark=None):
    """A filing like another, of a machine of its own; `mark` stands in it where people write a place."""
    own = {name: values.identifier("XUG" if name == "pin" else "1AB", 17) for name in ("pin", "machine_env_code") if name in answers}
    return {**answers, **own, "place": mark or f"place-{uuid.uuid4().hex[:12]}"}


class Traffic:
    """Context manager: works from its beginning to its end. `pause` is between two calls of one person, in seconds; `gates`
    are so many sites in each city, between which the same machines go to and fro."""

    def __init__(self, deployment, history, chance, cities=("linfen", "chongqing"), owners=3, officers=1, gates=0, pause=0.0):
        self.history = history
        self.pause = pause
        self.known_numbers = []       # telephones and numbers of identity that must stand nowhere (I12)
        self._stop = threading.Event()
        self._people = []
        self._threads = []
        for name in cities:
            city = Line(deployment).city(name)
            district = DISTRICTS[name][0]
            made = deployment.city(name)
            self._people += [Owner(self, city, made.owner(), district, random.Random(chance.random()), f"{name}-owner-{number}")
                             for number in range(owners)]
            reviewers = [made.officer(districts=[district], name=f"审核{number}") for number in range(officers)]
            self._people += [Officer(self, city, one, random.Random(chance.random()), f"{name}-officer-{number}")
                             for number, one in enumerate(reviewers)]
            if gates:
                manager = manager_of(made, district)
                self.known_numbers.append(manager.phone)
                codes = Codes()
                self._people += [Keeper(self, city, manager, open_site(manager, district, officer=reviewers[0]), codes,
                                        random.Random(chance.random()), f"{name}-gate-{number}") for number in range(gates)]

    def __enter__(self):
        self._stop.clear()
        self._threads = [threading.Thread(target=one.work, daemon=True) for one in self._people]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join(90)
            assert not thread.is_alive(), "somebody waits for ever"

    @property
    def clients(self):
        return len(self._people)

    def stopped(self):
        return self._stop.is_set()

    def run_for(self, seconds):
        """Lets them work; the seconds end early when somebody found what must not be."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.history.faults:
            time.sleep(min(0.2, max(0.0, end - time.monotonic())))


class Somebody:
    def __init__(self, traffic, city, person, rng, name):
        self.traffic, self.history = traffic, traffic.history
        self.rng, self.name = rng, name
        self.person = Person(city, person.token, login=person.login)

    def work(self):
        while not self.traffic.stopped():
            try:
                self.step()
            except (OSError, http.client.HTTPException):
                time.sleep(PAUSE)
            except Exception as error:  # a thread's end would be silent
                self.history.fault(f"{self.name}: {type(error).__name__} {error}")
                return
            if self.traffic.pause:
                time.sleep(self.traffic.pause)

    def call(self, kind, about, send, **more):
        """One operation; a broken one is repeated at once by half of the people, as an app would do."""
        operation = self.history.call(self.name, kind, about, send, **more)
        if operation.outcome == UNKNOWN:
            time.sleep(PAUSE)
            if self.rng.random() < 0.5:
                self.history.repeat(operation)
        return operation

    def read(self, path):
        """A body, or None where the server has none now."""
        answer = self.person.get(path)
        if answer.status == 500:
            self.history.fault(f"{self.name} GET {path}: {answer}")
        return answer.body if answer.status == 200 else None


class Owner(Somebody):
    def __init__(self, traffic, city, person, district, rng, name):
        super().__init__(traffic, city, person, rng, name)
        self.answers = acceptable_answers(person, district)
        self.sign_up_form = city.get("forms/account?kind=person").body
        self.photo_names = sorted(name for name in self.answers if name.startswith("photo_") and isinstance(self.answers[name], str))
        self.phone = person.phone
        self.waiting = []        # ids of machines that were handed in
        self._numbers = itertools.count(1)
        traffic.known_numbers.append(person.phone)

    def step(self):
        deed = self.rng.choices([self.file, self.look, self.send_photo, self.throw_away, self.sign_up],
                                [50, 30, 8, 8, 4])[0]
        deed()

    def draft(self):
        """The operation that begins a filing of its own; the mark in its answers finds it again."""
        mark = f"{self.name}-{next(self._numbers)}-{uuid.uuid4().hex[:8]}"
        answers = new_filing(self.answers, mark)
        return self.call("draft", mark, lambda key: self.person.post("machines", {"answers": answers}, key=key))

    def file(self):
        begun = self.draft()
        if begun.outcome == OK:
            self.hand_in(begun.answer.body["id"])

    def hand_in(self, machine):
        handed = self.call("submit", machine, lambda key: self.person.post(f"machines/{machine}/submission", key=key))
        if handed.outcome == OK and machine not in self.waiting:
            self.waiting.append(machine)

    def throw_away(self):
        begun = self.draft()
        if begun.outcome == OK:
            machine = begun.answer.body["id"]
            self.call("discard", begun.about, lambda _: self.person.delete(f"machines/{machine}"), done_when={404})

    def look(self):
        """What he has read once is never older, what he has filed is there; what came back is handed in again."""
        listed = self.read("machines?limit=20")
        for machine in listed["items"] if listed else []:
            self.history.read(self.name, machine["id"], machine["version"])
        if not self.waiting:
            return
        machine = self.rng.choice(self.waiting[-20:])
        answer = self.person.get(f"machines/{machine}")
        if answer.status == 404:
            self.history.fault(f"{self.name}: the machine {machine}, acknowledged, is not there")
        if answer.status != 200:
            return
        case = answer.body["case"]
        self.history.read(self.name, case["id"], case["version"])
        if case["phase"] == "returned":
            self.hand_in(machine)

    def send_photo(self):
        picture = values.picture()
        sent = self.call("photo", self.name, lambda key: self.person.upload(picture, key=key))
        if sent.outcome == OK and self.photo_names:
            self.answers[self.rng.choice(self.photo_names)] = sent.answer.body["id"]

    def sign_up(self):
        """Somebody new; where the text message does not come, nobody."""
        phone, city = values.new_phone(), self.person.city
        if city.post("sms-codes", {"phone": phone, "purpose": "register"}, key=False).status != 202:
            return
        if not (code := self._code(city, phone)):
            return
        body = {"role": "owner", "kind": "person", "phone": phone, "sms_code": code, "password": PASSWORD,
                "answers": city.account_answers("person", self.sign_up_form)}
        self.traffic.known_numbers.append(phone)
        self.call("sign_up", phone, lambda key: city.post("accounts", body, key=key), city=city.name)

    def _code(self, city, phone):
        for _ in range(40):
            if sent := city.deployment.messages(phone):
                return sent[-1]["code"]
            if self.traffic.stopped():
                return None
            time.sleep(PAUSE)
        return None


class Officer(Somebody):
    def step(self):
        queue = self.read("cases?phase=open&limit=20")
        for case in queue["items"] if queue else []:
            self.history.read(self.name, case["id"], case["version"])
        if not queue or not queue["items"]:
            time.sleep(PAUSE)
            return
        self.decide(self.rng.choice(queue["items"])["id"])

    def decide(self, case):
        seen = self.read(f"cases/{case}")
        if not seen:
            return
        self.history.read(self.name, case, seen["version"])
        offered = {one["transition"] for one in seen["transitions"]}
        wanted = self.rng.choices(["approve", "return"], [80, 20])[0]
        version = seen["version"]
        if "claim" in offered:
            claimed = self.take("claim", case, version)
            if claimed.outcome != OK:
                return
            version = claimed.answer.body["version"]
        elif wanted not in offered:
            return
        reason = {"reason": "unclear_photo"} if wanted == "return" else {}
        self.take(wanted, case, version, **reason)

    def take(self, transition, case, version, **more):
        body = {"transition": transition, **more}
        return self.call(transition, case, lambda key: self.person.post(f"cases/{case}/transitions", body, version=version, key=key))


class Codes:
    """Of the machines that come by: few, so that they meet."""

    _numbers = itertools.count(1)

    def __init__(self):
        self.all = [f"3-GA{next(self._numbers):06d}" for _ in range(4)]


class Keeper(Somebody):
    """Alone at his gate: what he has been told about who is there holds until his next report."""

    def __init__(self, traffic, city, person, site, codes, rng, name):
        super().__init__(traffic, city, person, rng, name)
        self.site, self.codes = site, codes
        self.forms = {gate: gate_form(person, gate) for gate in ("entries", "exits")}
        self.last = {}        # code → whether it is there, by the last answer

    def step(self):
        listed = self.read(f"sites/{self.site['id']}/presence?limit=100")
        if listed is None:
            time.sleep(PAUSE)
            return
        here = {one["code"] for one in listed["items"]}
        for code, there in self.last.items():
            if (code in here) != there:
                self.history.fault(f"{self.name}: {code}, acknowledged, is {'not ' * there}there")
        code = self.rng.choice(self.codes.all)
        if code in here:
            self.pass_by("exits", code)
        else:
            self.pass_by("entries", code, foreign_machine=FROM_ELSEWHERE)

    def pass_by(self, gate, code, **more):
        answers = self.answers(gate)
        if answers is None:
            return
        mark = f"{self.name}-{uuid.uuid4().hex[:12]}"   # of his telephone's own queue
        body = report(self.person, gate, code, client_id=mark, answers=answers, **more)
        path = f"sites/{self.site['id']}/{gate}"
        said = self.call(gate, mark, lambda key: self.person.post(path, body, key=key), code=code, site=self.site["id"])
        self.last.pop(code, None)
        if said.outcome == OK:
            self.last[code] = gate == "entries"

    def answers(self, gate):
        """With a picture of this passage where the city wants one; None where it could not be sent."""
        form = self.forms[gate]
        sent = [self.call("photo", self.name, lambda key, picture=values.picture(): self.person.upload(picture, key=key))
                for _ in range(photos_wanted(form))]
        if any(one.outcome != OK for one in sent):
            return None
        return fill(form, [one.answer.body["id"] for one in sent], self.rng)
