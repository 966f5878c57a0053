"""The main job, step by step: file a machine, review it."""

import random

from form_client import Form, fill_and_check


def acceptable_answers(owner, district=None, seed=0, of="machine", **known):
    """Answers to the city's machine form, or another that files a machine, that its checks accept."""
    form = Form(owner.get(f"forms/{of}").body)
    if district:
        known["registration_district"] = district

    def check(answers):
        checked = owner.post(f"forms/{of}/check", {"answers": answers}, key=False)
        assert checked.status == 200, checked
        return checked.body

    for attempt in range(40):
        answers, checked = fill_and_check(form, owner.photos(), check, random.Random(seed * 1000 + attempt), known)
        if not checked["errors"]:
            return answers
    raise AssertionError(f"no acceptable filling: {checked}")


def draft(owner, district=None, **known):
    filed = owner.post("machines", {"answers": acceptable_answers(owner, district, **known)})
    assert filed.status == 201, filed
    return filed.body


def submit(owner, machine_id):
    submitted = owner.post(f"machines/{machine_id}/submission")
    assert submitted.status == 200, submitted
    return submitted.body


def file_machine(owner, district=None, **known):
    """(machine, submission) of a filing that waits for review."""
    machine = draft(owner, district, **known)
    submitted = submit(owner, machine["id"])
    return owner.get(f"machines/{machine['id']}").body, submitted


def case_id(machine):
    return machine["case"]["id"] if isinstance(machine["case"], dict) else machine["case"]


def act(officer, case, transition, version=None, key=None, **more):
    """A transition on the case as the officer sees it now; linfen and chongqing both want a reason for `return`."""
    if version is None:
        seen = officer.get(f"cases/{case}")
        assert seen.status == 200, seen
        version = seen.body["version"]
    return officer.post(f"cases/{case}/transitions", {"transition": transition, **more}, version=version, key=key)


def done(answer):
    assert answer.status == 200, answer
    return answer.body


def approve(officer, case):
    done(act(officer, case, "claim"))
    return done(act(officer, case, "approve"))


def send_back(officer, case, **more):
    done(act(officer, case, "claim"))
    return done(act(officer, case, "return", reason="unclear_photo", **more))


def approved_machine(owner, officer, district, **known):
    machine, _ = file_machine(owner, district, **known)
    approve(officer, case_id(machine))
    return owner.get(f"machines/{machine['id']}").body
