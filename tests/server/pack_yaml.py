"""YAML as editors read it: 1.2, where a day is a text and only true and false are flags."""

import re

import yaml


class Loader(yaml.BaseLoader):
    pass


for tag, pattern, first in (("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
                            ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", "-+0123456789"),
                            ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
                            ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""])):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))

for tag, read in (("bool", lambda text: text.lower() == "true"), ("int", lambda text: int(text, 0 if text[:2] in ("0x", "0o") else 10)),
                  ("float", float), ("null", lambda text: None)):
    Loader.add_constructor(f"tag:yaml.org,2002:{tag}", lambda loader, node, read=read: read(loader.construct_scalar(node)))


def load(text):
    return yaml.load(text, Loader)
