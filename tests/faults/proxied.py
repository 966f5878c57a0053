"""A platform on a PostgreSQL that a test can make misbehave, statement by statement."""

from deployment import FOR_TESTS, Deployment
from pg_proxy import PgProxy
from postgres import Cluster


class Proxied(Deployment):
    """`nrmm up` behind its nginx, on a cluster of its own with a PgProxy between. Context manager."""

    def __init__(self, settings=FOR_TESTS, **more):
        self.cluster = Cluster()
        self.proxy = PgProxy(self.cluster.folder)
        self.database = {"dsn": self.proxy.dsn("nrmm_server"), "owner_dsn": self.cluster.dsn("nrmm_owner"),
                         **settings.get("database", {})}
        super().__init__({**settings, "database": self.database}, **more)

    def __enter__(self):
        self.cluster.__enter__()
        self.proxy.__enter__()
        return super().__enter__()

    def __exit__(self, *_):
        self.proxy.rule = None
        super().__exit__()
        self.proxy.__exit__()
        self.cluster.__exit__()

    def superuser(self):
        return self.cluster.folder, "root_of_cluster"
