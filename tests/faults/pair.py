"""Two `nrmm serve` of one database behind one nginx, as docs/operator.md tells an operator to set them up."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile

from deployment import FOR_TESTS, ROOT, Deployment, Server, free_port, wait_until
from postgres import Cluster

TEMPLATE = ROOT / "config" / "nginx-two-servers.conf"
VALUES = {"@BODY_LIMIT@": "1m", "@PHOTO_LIMIT@": "12m"}  # as in nrmm.yaml
EVERYTHING = """daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log warn; {user}
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/unused; uwsgi_temp_path {folder}/unused; scgi_temp_path {folder}/unused;
  include {folder}/nrmm.conf;
}}
"""


class Balancer:
    """nginx with the operator's own files: only addresses are others, and there is no TLS. Context manager."""

    def __init__(self, ports):
        self.port = free_port()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="nrmm-nginx-", dir="/tmp"))
        self.folder.chmod(0o755)
        for part in ("http", "site", "pass", "problem"):
            text = (ROOT / "kernel" / "app" / f"nginx-{part}.conf.in").read_text()
            (self.folder / f"{part}.conf").write_text(self._filled(text, VALUES | {"@ROOT@": str(self.folder)}))
        addresses = {"listen 443 ssl http2 ": f"listen 127.0.0.1:{self.port} ", "listen 80 ": f"listen 127.0.0.1:{free_port()} ",
                     "/var/log/nginx": str(self.folder), "/etc/nginx/nrmm": str(self.folder),
                     "127.0.0.1:8081": f"127.0.0.1:{ports[0]}", "127.0.0.1:8082": f"127.0.0.1:{ports[1]}"}
        text = re.sub(r"(?m)^ *(ssl_|server_name).*\n", "", TEMPLATE.read_text())
        assert all(placeholder in text for placeholder in addresses)
        (self.folder / "nrmm.conf").write_text(self._filled(text, addresses))
        user = "user www-data;" if os.getuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(EVERYTHING.format(folder=self.folder, user=user))

    @staticmethod
    def _filled(text, values):
        for placeholder, value in values.items():
            text = text.replace(placeholder, value)
        return text

    def __enter__(self):
        words = ["nginx", "-e", self.folder / "error.log", "-p", self.folder, "-c", self.folder / "nginx.conf"]
        self.process = subprocess.Popen(words)
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


class Served(Deployment):
    """`nrmm serve`, with a way to the database that no program has."""

    def __init__(self, database, settings, home=None):
        self.database = database
        super().__init__(settings, command="serve", environment={"NRMM_HOME": str(home)} if home else None)

    def superuser(self):
        return self.database.superuser()

    def answers(self):
        assert self.process.poll() is None, f"ended with {self.process.returncode}: {self.log()}"
        try:
            return self.request("GET", "/healthz").status
        except OSError:
            return None

    def launch_until_it_answers(self):
        """Before there is a pack it is not ready, and answers."""
        self.launch()
        wait_until(self.answers, 60, "an answer; see " + str(self.home / "up.log"))


class Pair(Server):
    """What a client sees is the balancer's port; everything else is the first server's. `database` is a context manager like
    Cluster, by default one of its own. Context manager."""

    def __init__(self, settings=FOR_TESTS, cities=("national", "linfen", "chongqing"), database=None, prepare=None):
        self.database = database or Cluster()
        self.settings = settings
        self.packs = cities
        self.prepare = prepare or (lambda cities: None)  # changes the folder of packs before they are activated
        self.servers = []

    def __enter__(self):
        try:
            self.database.__enter__()
            self._open()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _open(self):
        first = self._served()
        self.prepare(first.cities)
        first.nrmm("migrate")
        first.launch_until_it_answers()
        for name in self.packs:
            first.nrmm("pack", "activate", first.cities / name)
        self._served(first.home).start()
        self.balancer = Balancer([server.port for server in self.servers]).__enter__()
        self.port = self.balancer.port
        wait_until(self.ready, 30, "ready through nginx")

    def _served(self, home=None):
        database = dict(self.database.settings()["database"])
        database["dsn"] += f" application_name=server{len(self.servers) + 1}"  # who is who in pg_stat_activity
        where = {**self.settings, "database": database}
        self.servers.append(Served(self.database, where, home))
        return self.servers[-1]

    def __exit__(self, *_):
        if hasattr(self, "balancer"):
            self.balancer.__exit__()
        for server in reversed(self.servers):
            server.__exit__()
        self.database.__exit__()

    sms, notice = Deployment.sms, Deployment.notice  # by messages() of whoever derives from this

    def __getattr__(self, name):
        if name in ("servers", "balancer"):
            raise AttributeError(name)
        return getattr(self.servers[0], name)
