"""Inputs that a fuzzer makes up, under AddressSanitizer and UBSan."""

import subprocess

from deployment import ROOT


def test_fuzz(rounds, measured):
    """X050: JSON, tables, heads, bodies, multipart, YAML, packs, codes, notes of cameras, pictures: nothing breaks them, and what is
    read, written and read again is the same. scripts/fuzz keeps an input that does as a test."""
    seconds = rounds(5, 600)
    # With what the others leave it: it takes all that it is given, and beside it they measure how long things take.
    done = subprocess.run(["nice", "-n", "19", ROOT / "scripts" / "fuzz", str(seconds)], cwd=ROOT, capture_output=True, text=True)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stdout + done.stderr
    executions = sum(int(line[2].split()[0]) for line in lines)
    measured(f"{len(lines)} targets, {seconds} s each", f"{executions} inputs",
             *(f"{line[0]} {line[2]} {line[3]} {line[4]}" for line in lines), "0 findings")
