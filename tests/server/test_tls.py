"""config/nginx-tls.conf, which an operator starts from: what it speaks and what it refuses (X065)."""

import http.client
import os
import socket
import ssl
import subprocess

import pytest

from deployment import ROOT, free_port, wait_until


@pytest.fixture(scope="module")
def front(deployment, tmp_path_factory):
    """nginx by the sample, with a certificate made for the test: (clear port, TLS port)."""
    folder = tmp_path_factory.mktemp("tls")
    folder.chmod(0o755)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", "/CN=register.example.cn", "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
                   check=True, capture_output=True)
    clear, tls = free_port(), free_port()
    sample = (ROOT / "config" / "nginx-tls.conf").read_text()
    for old, new in {"127.0.0.1:8081": f"127.0.0.1:{deployment.port}", "listen 80 ": f"listen 127.0.0.1:{clear} ",
                     "listen 443 ": f"listen 127.0.0.1:{tls} ", "/etc/nrmm/tls": str(folder),
                     "/etc/nginx/nrmm": str(deployment.home / "nginx")}.items():
        assert old in sample, old
        sample = sample.replace(old, new)
    places = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    whole = f"daemon off; pid {folder}/pid; error_log {folder}/error; events {{}} http {{ access_log off; {places}\n{sample}\n}}"
    (folder / "nginx.conf").write_text(("user www-data; " if os.getuid() == 0 else "") + whole)
    running = subprocess.Popen(["nginx", "-p", folder, "-c", folder / "nginx.conf"], stderr=subprocess.PIPE)

    def listens():
        assert running.poll() is None, running.stderr.read().decode()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", tls)) == 0

    try:
        wait_until(listens, 10, "nginx listens")
        yield clear, tls
    finally:
        running.terminate()
        running.wait(10)


def context(lowest=ssl.TLSVersion.TLSv1_2, highest=ssl.TLSVersion.MAXIMUM_SUPPORTED, ciphers=None):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    if ciphers:
        made.set_ciphers(ciphers)
    made.minimum_version, made.maximum_version = lowest, highest
    return made


def shaken(port, how):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as plain, how.wrap_socket(plain) as secured:
        return secured.version(), secured.cipher()[0]


def test_answers_come_by_tls_and_say_so_for_two_years(front):
    connection = http.client.HTTPSConnection("127.0.0.1", front[1], timeout=10, context=context())
    for path, status in (("/linfen/v1/city", 200), ("/nowhere/v1/city", 404), ("/linfen/v1/account", 401)):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == status
        assert answer.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Server"] == "nginx"
    connection.close()


def test_only_new_versions_and_strong_ciphers(front):
    assert shaken(front[1], context())[0] == "TLSv1.3"
    version, cipher = shaken(front[1], context(highest=ssl.TLSVersion.TLSv1_2))
    assert version == "TLSv1.2" and ("GCM" in cipher or "CHACHA20" in cipher)
    for refused in (context(ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, "ALL:@SECLEVEL=0"),
                    context(highest=ssl.TLSVersion.TLSv1_2, ciphers="AES128-SHA:AES256-SHA:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0")):
        with pytest.raises((ssl.SSLError, ConnectionResetError)):
            shaken(front[1], refused)


def test_nothing_is_answered_in_the_clear(front):
    """Neither an answer nor a way on: the token of a wrong address would be readable."""
    connection = http.client.HTTPConnection("127.0.0.1", front[0], timeout=10)
    connection.request("GET", "/linfen/v1/account", headers={"Authorization": "Bearer x"})
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        connection.getresponse()
    connection.close()
