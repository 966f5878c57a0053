"""Personal values and secrets are nowhere but where they must be (I12, X105, X108, X112)."""

import pathlib
import re
import subprocess

import pytest

import values
from client import PASSWORD
from filing import approve, case_id, file_machine
from postgres import PROGRAMS

# Where they are on purpose: what was sent, and the keys.
KEYS = {"seal-0001.key", "mac.key", "passport-0001.key"}
ON_PURPOSE = {"sms.jsonl"} | KEYS


@pytest.fixture(scope="module")
def journey(deployment):
    """Somebody registers, is refused, files, is reviewed and looked at; every secret that was used."""
    city = deployment.city("chongqing")
    district = city.districts()[0]
    phone, number = "19912876543", values.id_number()  # a phone that no example of a pack has
    registration = city.registration(phone)
    registration["answers"]["id_number"] = number
    registration["answers"]["name"] = "欧阳无痕"
    assert city.post("accounts", registration).status == 201
    city.try_sign_in(phone, "Wrong-password-2049")
    city.try_sign_in(number)
    token = city.sign_in(phone)
    owner = type(city.owner())(city, token, login=phone, phone=phone)
    contact = "19912876544"
    machine, _ = file_machine(owner, district, contact_phone=contact, id_number=number)
    officer = city.officer(districts=[district])
    shown = officer.post(f"cases/{case_id(machine)}/disclosure",
                         {"fields": ["contact_phone", "id_number"], "purpose": "核实身份"})
    assert shown.body["values"] == {"contact_phone": contact, "id_number": number}, shown
    approve(officer, case_id(machine))
    exported = owner.post("account/export", {"password": PASSWORD})
    assert exported.body["account"]["id_number"] == number, exported
    city.post("sms-codes", {"phone": phone, "purpose": "sign_in"}, key=False)
    # What a client puts where it does not belong.
    owner.get(f"codes/{phone}")
    owner.get(f"machines/{phone}")
    owner.put(f"machines/{machine['id']}", {"answers": {"contact_phone": {"x": contact}}}, version=1)
    return {"name": "欧阳无痕", "phone": phone, "number": number, "contact": contact, "password": PASSWORD, "token": token,
            "wrong": "Wrong-password-2049", "code": registration["sms_code"]}


def dump_of(deployment):
    """All of the database, as a superuser sees it."""
    words = [PROGRAMS / "pg_dump", "-h", deployment.sockets() / "pg", "-U", "nrmm_cluster", "nrmm"]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def logs_of(deployment):
    files = [*(deployment.home / "log").iterdir(), deployment.home / "up.log"]
    return {file: file.read_text(errors="replace") for file in files if file.is_file()}


def test_the_whole_database_shows_no_number(deployment, journey):
    """I12: phones, ID numbers, passwords, tokens and codes, in all columns of all tables."""
    dump = dump_of(deployment)
    assert "COPY public.account " in dump and "COPY public.audit " in dump
    for name in ("phone", "number", "contact", "password", "token", "wrong"):
        assert journey[name] not in dump, name
    assert not re.search(rf'["\t]{journey["code"]}["\t]', dump)


def test_no_log_shows_a_number(deployment, journey):
    """I12, X108: neither the program's, nor PostgreSQL's, nor nginx's."""
    logs = logs_of(deployment)
    assert any(file.name == "nrmm.log" for file in logs)
    for file, text in logs.items():
        for name in ("phone", "number", "contact", "password", "token", "wrong"):
            assert journey[name] not in text, f"{name} in {file}"


def test_the_audit_record_shows_neither_numbers_nor_citizens_names(deployment, cast, journey):
    """X105: read by more people than what it is about."""
    rows = dump_of(deployment).split("COPY public.audit ")[1].split("\n\\.\n")[0]
    assert "account.register" in rows and "case.disclosure" in rows
    assert not re.search(r"(?<![0-9a-f-])1[3-9]\d{9}(?![0-9a-f-])", rows), "a phone"
    assert not re.search(r"(?<![0-9a-f-])\d{17}[\dX](?![0-9a-f-])", rows), "an ID number"
    assert journey["name"] not in rows


def test_no_file_of_the_home_shows_a_number(deployment, journey):
    """I12: photos, settings, what the program leaves about."""
    for file in deployment.home.rglob("*"):
        if not file.is_file() or file.name in ON_PURPOSE or "postgres" in file.relative_to(deployment.home).parts[:1]:
            continue
        bytes_ = file.read_bytes()
        for name in ("phone", "number", "contact", "password", "token"):
            assert journey[name].encode() not in bytes_, f"{name} in {file}"


def test_no_key_is_delivered(deployment, as_delivered):
    """X120: each deployment makes its own at the first start; there is no default that could stay."""
    keys = [{file.name: file.read_text().strip() for file in (one.home / "keys").iterdir()} for one in (deployment, as_delivered)]
    assert keys[0].keys() == keys[1].keys() == KEYS
    assert all(re.fullmatch("[0-9a-f]{64}", key) for each in keys for key in each.values())
    assert len({key for each in keys for key in each.values()}) == 2 * len(KEYS)


def test_a_crash_leaves_no_core(deployment):
    """X112: no core file, and no other program of the same user reads the memory."""
    limits = pathlib.Path(f"/proc/{deployment.process.pid}/limits")
    try:
        line = next(line for line in limits.read_text().splitlines() if line.startswith("Max core file size"))
    except PermissionError:
        return  # not even that: the process is not dumpable
    assert line.split()[4:6] == ["0", "0"], line
    owner = limits.stat().st_uid
    assert owner == 0, "the kernel gives the files of a process that is not dumpable to root"
