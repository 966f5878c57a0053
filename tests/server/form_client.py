"""A client that knows the contract's form language and no city: it renders, fills and judges any form it is given."""

import random
import re

import values

IDENTIFIERS = {"phone", "id_number", "uscc", "pin", "disclosure_number", "machine_env_code", "engine_approval_number"}


def answered(value):
    return value is not None and value != "" and value != []


class Form:
    """GET forms/{form} as a client sees it."""

    def __init__(self, wire):
        self.wire = wire
        self.fields = {field["field"]: field for step in wire["steps"] for field in step["fields"]}

    def holds(self, condition, answers):
        if isinstance(condition, bool):
            return condition
        return all(self._test(name, test, answers) for name, test in condition.items())

    def _test(self, name, test, answers):
        if name == "all":
            return all(self.holds(part, answers) for part in test)
        if name == "any":
            return any(self.holds(part, answers) for part in test)
        value = answers.get(name)
        if test == "present":
            return answered(value)
        if test == "absent":
            return not answered(value)
        return answered(value) and value in (test if isinstance(test, list) else [test])

    def shown(self, answers):
        """Fields to show, hidden answers counting as absent, to a fixed point."""
        seen = dict(answers)
        while True:
            shown = [name for name, field in self.fields.items() if self.holds(field["shown"], seen)]
            kept = {name: value for name, value in seen.items() if name in shown}
            if kept == seen:
                return shown
            seen = kept

    def by_check(self):
        """Fields that may be required beyond what the form's own conditions say: `check` tells."""
        return {name for name, field in self.fields.items() if field.get("required_by_check")}

    def judge(self, answers):
        """(shown, required, errors) as far as the form tells; errors are (field, code)."""
        shown = self.shown(answers)
        seen = {name: value for name, value in answers.items() if name in shown}
        required = [name for name in shown if self.holds(self.fields[name]["required"], seen)]
        errors = {(name, "required") for name in required if not answered(seen.get(name)) and not self.fields[name].get("credential")}
        for group in self.wire["at_least_one"]:
            members = [name for name in group["fields"] if name in shown]
            if members and self.holds(group["when"], seen) and not any(answered(seen.get(name)) for name in members):
                errors.add((members[0], "at_least_one"))
        for name, value in seen.items():
            if answered(value) and (code := self._fault(self.fields[name], value)):
                errors.add((name, code))
        return shown, required, errors

    @staticmethod
    def _fault(field, value):
        kind = field["type"]
        if kind in ("choice", "district"):
            if value not in [option["value"] for option in field["options"]]:
                return "district" if kind == "district" else "choice"
        if kind == "choices" and not set(value) <= {option["value"] for option in field["options"]}:
            return "choice"
        if kind in ("integer", "number"):
            if "min" in field and value < field["min"]:
                return "min"
            if "max" in field and value > field["max"]:
                return "max"
        if kind in ("photos", "choices"):
            if "min_count" in field and len(value) < field["min_count"]:
                return "min_count"
            if "max_count" in field and len(value) > field["max_count"]:
                return "max_count"
        if kind == "text" and "max_length" in field and len(value) > field["max_length"]:
            return "max_length"
        if "pattern" in field and kind not in IDENTIFIERS and not re.search(field["pattern"], value):
            return "pattern"
        return None


# Faults that the form alone lets a client find.
OWN_CODES = {"required", "at_least_one", "choice", "district", "min", "max", "min_count", "max_count", "max_length"}


def fill(form, photos, rng=random, known=None):
    """Complete answers: every field that is shown and required, at least one of each group, nothing hidden. What the
    answers so far hide or ask for is looked at again after each, as a person would see the page change."""
    answers = dict(known or {})
    for _ in range(200):
        _, required, errors = form.judge(answers)
        missing = next((name for name in form.fields if (name, "required") in errors or (name, "at_least_one") in errors), None)
        if missing is None:
            return answers
        answers[missing] = answer(form.fields[missing], photos, rng)
    raise AssertionError(f"no end in filling {form.wire['form']}")


def fill_and_check(form, photos, check, rng=random, known=None):
    """Complete answers by the form, completed further with what only `check` can know to be required."""
    answers = fill(form, photos, rng, known)
    while True:
        checked = check(answers)
        missing = [e["field"] for e in checked["errors"] if e["code"] == "required" and form.fields[e["field"]].get("required_by_check")]
        if not missing:
            return answers, checked
        answers |= {name: answer(form.fields[name], photos, rng) for name in missing}


def fill_at_random(form, photos, rng):
    """Answers as careless people give them: fields left out, hidden ones answered, values off the limits."""
    answers = {}
    for name, field in form.fields.items():
        dice = rng.random()
        if dice < 0.2 or field.get("sms"):
            continue
        answers[name] = answer(field, photos, rng)
        if dice > 0.9:
            answers[name] = spoiled(field, answers[name])
    return answers


def spoiled(field, value):
    kind = field["type"]
    if kind in ("choice", "district"):
        return "no-such-option"
    if kind == "choices":
        return ["no-such-option"]
    if kind in ("integer", "number") and "max" in field:
        return field["max"] + 1
    if kind == "photos" and "max_count" in field:
        return value * (int(field["max_count"]) + 1)
    if kind == "text" and "max_length" in field:
        return "长" * (field["max_length"] + 1)
    return None


def answer(field, photos, rng):
    if field["type"] == "photo":
        return rng.choice(photos)
    if field["type"] == "photos":
        return rng.sample(photos, max(1, int(field.get("min_count") or 1)))
    return values.plausible(field, rng)
