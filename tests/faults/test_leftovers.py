"""What a crash leaves behind (X112)."""

import os
import signal

import pytest

import values
from client import PASSWORD
from deployment import Deployment, FOR_TESTS


@pytest.fixture
def deployment():
    with Deployment(FOR_TESTS) as running:
        yield running


@pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGABRT], ids=["SIGSEGV", "SIGABRT"])
def test_a_crash_leaves_no_secret(deployment, measured, how):
    """X112: no core, and neither password nor token nor number in what the home and the log hold afterwards; then it starts again."""
    city = deployment.city("linfen")
    owner = city.owner()
    secrets = [PASSWORD, owner.token, owner.phone]
    city.try_sign_in(owner.phone, PASSWORD + "x")
    with open(f"/proc/{deployment.process.pid}/comm", encoding="utf-8") as name:
        program = name.read().strip()
    os.kill(deployment.process.pid, how)
    assert deployment.process.wait(20) == -how
    looked_at = 0
    for file in deployment.home.rglob("*"):
        relative = file.relative_to(deployment.home)
        if not file.is_file() or relative.parts[0] == "postgres" or file.name in ("sms.jsonl", "seal-0001.key", "mac.key"):
            continue
        looked_at += 1
        assert not file.name.startswith("core") and file.read_bytes()[:4] != b"\x7fELF", file
        bytes_ = file.read_bytes()
        for secret in secrets:
            assert secret.encode() not in bytes_, file
    assert not [entry for entry in os.listdir("/tmp") if entry.startswith(f"core") and program in entry]
    measured(f"{how.name}: {looked_at} files, no core, no secret", f"again in {deployment.start():.1f} s")
    assert owner.get("account").status == 200
    assert city.post("sms-codes", {"phone": values.new_phone(), "purpose": "register"}, key=False).status == 202
