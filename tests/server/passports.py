"""Passports of another deployment, signed here as kernel/passport/token.hpp describes them, by openssl."""

import base64
import datetime
import hashlib
import pathlib
import subprocess
import tempfile

PKCS8 = bytes.fromhex("302e020100300506032b657004220420")  # what stands before the 32 bytes of a private key
FIRST_DAY = datetime.date(2020, 1, 1)


def url64(bytes_):
    return base64.urlsafe_b64encode(bytes_).decode().rstrip("=")


def openssl(*words):
    return subprocess.run(["openssl", *words], capture_output=True, check=True, timeout=60).stdout


class Signer:
    """Who holds a private key; FAR and PAST are those whose public halves every platform under test trusts."""

    def __init__(self, seed):
        self.seed = seed

    def _with_key(self, *words, message=b""):
        with tempfile.TemporaryDirectory() as folder:
            key, text = pathlib.Path(folder, "key"), pathlib.Path(folder, "text")
            key.write_bytes(PKCS8 + self.seed)
            text.write_bytes(message)
            return openssl(*(str({"KEY": key, "TEXT": text}.get(word, word)) for word in words))

    def public(self):
        return self._with_key("pkey", "-inform", "DER", "-in", "KEY", "-pubout", "-outform", "DER")[-32:]

    def sign(self, message):
        return self._with_key("pkeyutl", "-sign", "-keyform", "DER", "-inkey", "KEY", "-rawin", "-in", "TEXT", message=message)

    def passport(self, city="faraway", stage="3", serial="GA000001", issued_on=None):
        days = ((issued_on or datetime.date.today()) - FIRST_DAY).days
        named = hashlib.blake2b(self.public(), digest_size=16).digest()[:8]
        said = named + days.to_bytes(2, "big") + stage.encode() + serial.encode() + city.encode()
        return "nrmm1." + url64(said + self.sign(b"nrmm1." + said))


FAR = Signer(bytes([1]) * 32)
PAST = Signer(bytes([2]) * 32)


def altered(token):
    """The token with another character, at every seventh place and at the ends."""
    places = sorted({0, len("nrmm1."), len(token) - 1, *range(3, len(token), 7)})
    for at in places:
        yield token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1:]
