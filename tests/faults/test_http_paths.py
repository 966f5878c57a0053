"""Methods that no call has and paths that mean something else, at both doors (X043, X087)."""

import pytest

from doors import BOTH, NGINX, door
from raw import Raw, ask, request

HARMLESS = True

SECRETS = (b"root:x:", b"[core]", b"sms_code", b"daemon off", b"PRIVATE", b"seal")

PATHS = [
    "/linfen/v1/../../../etc/passwd", "/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd",
    "/linfen/v1/photos/..%2f..%2f..%2fkeys%2fmac.key", "/linfen/v1/photos/%252e%252e%252fkeys", "/linfen/v1/photos/..%5c..%5ckeys",
    "/linfen/v1/photos/%c0%ae%c0%ae%c0%afkeys", "/linfen/v1/photos/%e0%80%ae%e0%80%ae", "/linfen/v1/photos/%f0%80%80%ae",
    "/linfen/v1/photos/%u002e%u002e", "/linfen/v1/photos/%00", "/linfen/v1/photos/a%00.jpg", "/linfen/v1/photos/%ed%a0%80",
    "/linfen/v1/figures/..%2f..%2fpack.yaml", "/linfen/v1/figures/%2e%2e", "/linfen/v1/figures/....//pack.yaml",
    "/linfen/v1/forms/..%2fmachine", "/linfen/v1/forms/%2e", "/linfen/v1/forms/machine%2f", "/linfen/v1/forms/machine%20",
    "/linfen%2fv1/city", "/linfen/v1%2fcity", "/linfen/v1/city%23", "/linfen/v1/city%3fx", "/linfen/v1/city;x=1", "/linfen;/v1/city",
    "/./linfen/v1/city", "/linfen/./v1/city", "/x/../linfen/v1/city", "//linfen/v1/city", "/linfen//v1/city", "/linfen/v1/city/",
    "/linfen/v1/city/.", "/linfen/v1/c%69ty%2e", "/linfen/v1/\u202ecity", "/linfen/v1/\uff43ity", "/nginx.conf", "/keys/mac.key",
    "/sms.jsonl", "/.git/config", "/log/nrmm.log", "/.problem/unavailable", "/.problem/bad_request", "/linfen/v1/" + "a/" * 1500,
    "/linfen/v1/" + "%41" * 1300, "/linfen/v1/codes/" + "A" * 5000, "*", "linfen/v1/city", "\\linfen\\v1\\city", "/linfen/v1/x/",
    "/linfen/v1/x/..%2fcity/y", "http:///linfen/v1/city", "file:///etc/passwd", "http://127.0.0.1:5432/", "https://x@y/linfen/v1/city"]


@pytest.mark.parametrize("path", PATHS, ids=range(len(PATHS)))
@pytest.mark.parametrize("name", BOTH)
def test_paths_that_nobody_has(deployment, name, path):
    """X043, X087: 400 or 404 (401 where a stranger may not even ask), never a file and never the answer of another path."""
    answer = ask(door(deployment, name), request(path, "Connection: close"))
    assert answer is not None and answer.status in (400, 401, 404, 414), answer
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert not any(secret in answer.body for secret in SECRETS), answer


METHODS = ["TRACE", "TRACK", "HEAD", "OPTIONS", "PATCH", "CONNECT", "PROPFIND", "MKCOL", "COPY", "MOVE", "LOCK", "DEBUG", "PURGE",
           "LINK", "QUERY", "FOO", "DELETE", "PUT", "POST", "GETT", "get", "Get", "G", "GET/", "M-SEARCH", "A" * 300]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", BOTH)
def test_methods_that_the_call_does_not_have(deployment, name, method):
    """X043: 405 with what is allowed, or 400; nothing of the request comes back, and nothing is done."""
    target = "127.0.0.1:1" if method == "CONNECT" else "/linfen/v1/city"
    secret = "X-Secret: do-not-say-again"
    with Raw(door(deployment, name)) as client:
        client.send(request(target, secret, "Content-Length: 0", "Connection: close", method=method))
        answer = client.answer(with_body=method != "HEAD")
    assert answer is not None and answer.status in (400, 404, 405, 501), answer
    assert b"do-not-say-again" not in answer.body and "x-secret" not in answer.headers
    if answer.status == 405 and name != NGINX:
        assert answer.headers["allow"] == "GET"


def test_a_target_in_the_form_of_a_proxy_s(deployment, measured):
    """X043: no absolute address, whether its host is ours or another."""
    for name in BOTH:
        for host in ("127.0.0.1", "elsewhere.example"):
            answer = ask(door(deployment, name), request(f"http://{host}/linfen/v1/city", host=host))
            assert answer.status == 400, answer
    measured(f"{len(PATHS)} paths and {len(METHODS)} methods at both doors: all refused")


def test_what_nginx_says_itself_has_the_same_guards(deployment):
    """X065: no frame, no guessing of types, no script, whoever answers; and no origin is let in."""
    answers = [ask(deployment.port, request("http://x/", "Origin: https://evil.example")),
               ask(deployment.port, request("/linfen/v1/sessions", "Content-Length: 999999999", "Origin: null", method="POST")),
               ask(deployment.port, request("/.problem/timeout", "Origin: https://evil.example")),
               ask(deployment.port, request("/", method="TRACE")), ask(deployment.port, b"GET / HTTP/1.1\r\n\r\n")]
    assert [answer.status for answer in answers] == [400, 413, 404, 405, 400]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["content-type"] == "application/problem+json"
        assert not any(name.startswith("access-control-") or name == "set-cookie" for name in answer.headers)
