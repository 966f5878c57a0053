"""What strangers put into requests stays inside one line of the log (X108)."""

import json
import urllib.parse

HOSTILE = ['\r\n{"level":"error","message":"forged"}', "\x1b[2J\x1b[31mred", '"},"alarm":"rule_error","x":{"', "\u2028\u202eline",
           "\x7f\x00", "${jndi:ldap://x}", "%s%n%x"]


def test_no_line_is_forged(deployment, measured):
    """X108: CR LF, ANSI, JSON and separators in path, query, headers, login and body: each line is one object of ours, and none has
    a control character."""
    city = deployment.city("linfen")
    for text in HOSTILE:
        quoted = urllib.parse.quote(text)
        for path in (f"codes/{quoted}", f"machines/{quoted}", f"forms/{quoted}", f"city?x={quoted}"):
            assert city.get(path).status < 500, path
        assert city.try_sign_in(text, text).status < 500
        assert city.post("sms-codes", {"phone": text, "purpose": text}, key=False).status < 500
        header = text.encode("ascii", "ignore").translate(None, b"\r\n\0").decode()
        city.get("city", headers={"User-Agent": header, "X-Request-Id": header, "Referer": header})
        deployment.request("GET", f"/{quoted}/v1/city")
    files = [deployment.home / "log" / "nrmm.log"]
    lines = [line for file in files for line in file.read_bytes().split(b"\n") if line]
    for line in lines:
        seen = json.loads(line)
        assert {"time", "level", "message"} <= seen.keys() and "alarm" not in seen and seen["message"] != "forged", line
        assert not any(byte < 0x20 or byte == 0x7F for byte in line), line
        assert all(mark.encode() not in line for mark in ("\u2028", "\u202e")), line
    measured(f"{len(HOSTILE)} texts in 9 places", f"{len(lines)} lines, all sound")
