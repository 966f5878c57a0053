"""What a crash leaves behind (X112)."""

import os
import pathlib
import signal

import pytest

import values
from client import PASSWORD
from deployment import FOR_TESTS, ROOT, Deployment


@pytest.fixture(scope="module")
def deployment():
    with Deployment(FOR_TESTS) as running:
        yield running


def core_of(pid):
    """Cores of the process where Linux puts them, if that is a file's name: beside the program's folder or where the pattern says."""
    pattern = pathlib.Path("/proc/sys/kernel/core_pattern").read_text().strip()
    folder = ROOT if "/" not in pattern else pathlib.Path(pattern).parent
    return [] if pattern.startswith("|") else [file for file in folder.glob("core*") if file.name.endswith(("core", f".{pid}"))]


@pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGABRT], ids=["SIGSEGV", "SIGABRT"])
def test_a_crash_leaves_no_secret(deployment, measured, how):
    """X112: no core, and neither password nor token nor number in what the home and the log hold afterwards; then it starts again."""
    city = deployment.city("linfen")
    owner = city.owner()
    secrets = [PASSWORD, owner.token, owner.phone]
    city.try_sign_in(owner.phone, PASSWORD + "x")
    os.kill(deployment.process.pid, how)
    assert deployment.process.wait(20) == -how
    assert not core_of(deployment.process.pid), "the kernel was told to write none"
    looked_at = 0
    for file in deployment.home.rglob("*"):
        relative = file.relative_to(deployment.home)
        if not file.is_file() or relative.parts[0] in ("postgres", "cities") or file.name == "sms.jsonl" or file.suffix == ".key":
            continue
        looked_at += 1
        assert not file.name.startswith("core") and file.read_bytes()[:4] != b"\x7fELF", file
        bytes_ = file.read_bytes()
        for secret in secrets:
            assert secret.encode() not in bytes_, file
    measured(f"{how.name}: {looked_at} files, no core, no secret", f"again in {deployment.start():.1f} s")
    assert owner.get("account").status == 200
    assert city.post("sms-codes", {"phone": values.new_phone(), "purpose": "register"}, key=False).status == 202
