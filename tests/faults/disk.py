"""A disk that fails when a test says so: a shim before the C library, in every process of a deployment."""

import errno
import pathlib
import subprocess

# The calls that a rule of the shim may name.
CREATE, OPEN, WRITE, SYNC, RENAME, MKDIR, ALLOCATE = "cowsrma"


class Disk:
    """`folder`: where the shim and the faults of now are kept; every user may look in, PostgreSQL too."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        for each in (self.folder, *self.folder.parents[:2]):
            each.chmod(each.stat().st_mode | 0o055)
        self.faults = self.folder / "faults"
        self.log = self.folder / "faults.log"
        self.log.touch()
        self.log.chmod(0o666)
        shim = self.folder / "shim.so"
        source = pathlib.Path(__file__).with_name("shim.c")
        subprocess.run(["gcc", "-O1", "-shared", "-fPIC", "-w", "-o", shim, source, "-ldl"], check=True)
        self.environment = {"LD_PRELOAD": str(shim), "NRMM_FAULTS": str(self.faults)}

    def fail(self, *rules):
        """Each rule: (calls, errno, folder) or (calls, errno, folder, skip, count); they take the place of those before."""
        lines = []
        for calls, error, folder, *rest in rules:
            skip, count = rest or (0, 0)
            lines.append(f"{calls} {error} {pathlib.Path(folder).resolve()} {skip} {count}\n")
        fresh = self.folder / "faults.new"
        fresh.write_text("".join(lines))
        fresh.chmod(0o644)
        fresh.rename(self.faults)

    def full(self, folder):
        """No room below the folder: nothing new, nothing longer."""
        self.fail((CREATE + WRITE + MKDIR + ALLOCATE, errno.ENOSPC, folder))

    def heal(self):
        self.faults.unlink(missing_ok=True)

    def failed(self):
        """What failed so far: (call, path)."""
        return [tuple(line.split(" ", 1)) for line in self.log.read_text().splitlines()]
