"""The two ways into a platform: through its nginx, and straight to nrmm, as only nginx may come."""

from pace import Pace
from raw import ask, request

NGINX, NRMM = "nginx", "nrmm"
BOTH = (NGINX, NRMM)


def door(deployment, name):
    return deployment.port if name == NGINX else deployment.sockets() / "http" / "nrmm.sock"


def visitor(deployment, name, every=0.1, source="127.0.0.9", target="/linfen/v1/city"):
    """Somebody else, who calls meanwhile on connections of his own: a Pace."""
    bytes_ = request(target, "Connection: close", *([] if name == NGINX else [f"X-Real-IP: {source}"]))

    def call():
        answer = ask(door(deployment, name), bytes_, source=source)
        return answer is not None and answer.status == 200
    return Pace(call, every)
