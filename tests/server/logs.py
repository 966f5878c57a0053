"""The lines of a deployment's logs."""

import json


def lines(deployment):
    """All lines that are objects of our own: the server's, and nginx's about what it refused itself."""
    found = []
    for name in ("nrmm.log", "nginx-requests.log"):
        for line in (deployment.home / "log" / name).read_text().splitlines():
            found.append(json.loads(line))
    return found


def why_unavailable(home):
    """What a platform's log says of each answer 503 and of errors, before its home is removed."""
    log = home / "log" / "nrmm.log"
    text = log.read_text(errors="replace") if log.exists() else ""
    return [line for line in text.splitlines()
            if '"level":"error"' in line or '"message":"refused"' in line and '"why":""' not in line]


def of(deployment, request_id):
    """What is said under an id."""
    return [line for line in lines(deployment) if line.get("request_id") == request_id]
