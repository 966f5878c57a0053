"""Requests from many loopback addresses: nginx sees each as another client."""

import http.client
import ipaddress
import itertools
import json

ADDRESSES = map(str, map(ipaddress.ip_address, itertools.count(int(ipaddress.ip_address("127.1.0.1")))))


def request(deployment, sender, method, path, body=None):
    """(status, code) of an answer to `sender`; the code is "" where it is no refusal."""
    connection = http.client.HTTPConnection("127.0.0.1", deployment.port, timeout=60, source_address=(sender, 0))
    try:
        connection.request(method, path, json.dumps(body) if body else None, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
    finally:
        connection.close()
    return answer.status, json.loads(text).get("code", "") if text else ""
