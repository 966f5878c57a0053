"""`nrmm serve` without a proxy before it, on a PostgreSQL of its own: what an operator runs."""

import contextlib

from deployment import FOR_TESTS, Deployment, wait_until
from postgres import Cluster


class Served(Deployment):
    """Context manager. The cluster comes and goes with it; a test may stop, kill and start it meanwhile."""

    def __init__(self, settings=FOR_TESTS, cities=("linfen", "chongqing"), cluster=None):
        self.cluster = cluster or Cluster()
        self.served = ("national", *cities)
        super().__init__({**settings, **self.cluster.settings()}, command="serve")

    def __enter__(self):
        self.cluster.__enter__()
        try:
            self.nrmm("migrate")
            for name in self.served:
                self.nrmm("pack", "activate", self.cities / name)
            return super().__enter__()
        except BaseException:
            self.cluster.__exit__()
            raise

    def __exit__(self, *_):
        super().__exit__()
        with contextlib.suppress(AssertionError):  # its sessions end with it
            wait_until(lambda: not self.processes(), 10, "it has ended")
        self.cluster.__exit__()

    def superuser(self):
        return self.cluster.folder, "root_of_cluster"
