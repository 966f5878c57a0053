"""What lies in a folder of photos, and whether that is what the register says (I5)."""

import hashlib
import os
import pathlib
import subprocess

# Where photos of a test lie: a small filesystem of its own where the machine lets us mount one, else memory.
ROOM = 48 << 20


class SmallDisk:
    """A folder on another filesystem than the home's."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        options = ["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=0755", "tmpfs", self.folder]
        self.mounted = os.getuid() == 0 and subprocess.run(options, capture_output=True).returncode == 0
        if not self.mounted:
            self.folder = pathlib.Path("/dev/shm") / f"nrmm-{os.getpid()}"
            self.folder.mkdir()
        self.ballast = self.folder / "ballast"

    def fill(self):
        """To the last byte; only where the filesystem is ours alone."""
        assert self.mounted
        with open(self.ballast, "wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(1 << 16))
            except OSError:
                pass

    def empty(self):
        self.ballast.unlink(missing_ok=True)

    def close(self):
        if self.mounted:
            subprocess.run(["umount", "-l", self.folder], check=True)
        else:
            subprocess.run(["rm", "-rf", self.folder], check=True)


def files(folder):
    """All that the store put there: photos and drafts."""
    return {path.name: path for path in pathlib.Path(folder).glob("??/??/*") if path.is_file()}


def whole(path):
    """Whether the file is what its name says."""
    return hashlib.sha256(path.read_bytes()).hexdigest() == path.stem


def check(folder, deployment, acknowledged):
    """I5: every row has its whole file, no file is half or empty, what was acknowledged has its row; files without a row."""
    found = files(folder)
    assert not [name for name in found if not name.endswith(".jpg")], found
    assert all(path.stat().st_size and whole(path) for path in found.values())
    rows = set(deployment.sql("select distinct sha256 from photo"))
    assert rows <= {path.stem for path in found.values()}, "a row without its file"
    assert {photo["sha256"] for photo in acknowledged} <= rows, "an acknowledged photo without its row"
    return len(found) - len(rows)
