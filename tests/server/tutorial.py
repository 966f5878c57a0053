"""A page of the documentation as something to do: the files it writes and the commands it runs, in their order."""

import re

FENCE = re.compile(r"^```(\w*)[ ]?(.*?)\n(.*?)^```$", re.M | re.S)


def steps(page):
    """("file", path, text) · ("run", commands, must it succeed) · ("said", [what the commands before must have printed])"""
    for kind, more, text in FENCE.findall(page):
        if kind == "sh":
            yield "run", text.splitlines(), more != "fails"
        elif kind == "text":
            yield "said", text.splitlines(), None
        elif more.startswith("cities/"):
            yield "file", more, text
