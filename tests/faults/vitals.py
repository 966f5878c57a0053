"""What a running program takes of its machine."""

import os
import pathlib


def _status(pid, name):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    raise KeyError(name)


def memory(pid):
    """Resident, in MB."""
    return _status(pid, "VmRSS") / 1024


def threads(pid):
    return _status(pid, "Threads")


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def children(pid, name):
    """Processes of that name which it began, and those which they began."""
    below = [int(word) for task in pathlib.Path(f"/proc/{pid}/task").iterdir()
             for word in (task / "children").read_text().split()]
    found = [one for one in below if pathlib.Path(f"/proc/{one}/comm").read_text().strip() == name]
    return found + [one for each in below for one in children(each, name)]
