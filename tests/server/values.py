"""Values that a person might give, made from what a form says of its fields: nothing here knows a city."""

import io
import itertools
import random
import struct
import zlib

_serial = itertools.count(1)


def new_phone():
    """A mobile number that nobody else of this run has."""
    return f"139{next(_serial):08d}"


ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def id_number(serial=None):
    """A synthetic 公民身份号码 with a right check digit (GB 11643)."""
    serial = next(_serial) if serial is None else serial
    body = f"141002{1960 + serial // 400 % 40}{serial // 36 % 12 + 1:02d}{serial % 28 + 1:02d}{serial % 1000:03d}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, ID_WEIGHTS)) % 11]


def uscc(serial=None):
    """A synthetic 统一社会信用代码 with a right check character (GB 32100)."""
    serial = next(_serial) if serial is None else serial
    body = f"91500101{serial:09d}"
    total = sum(USCC_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + USCC_ALPHABET[(31 - total % 31) % 31]


def identifier(prefix, length, serial=None):
    """Upper-case letters and digits without I, O, Q, different each time."""
    serial = next(_serial) if serial is None else serial
    alphabet = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
    digits = ""
    while len(digits) < length - len(prefix):
        digits = alphabet[serial % 33] + digits
        serial //= 33
    return prefix + digits


def plausible(field, rng=random):
    """An answer that fits the field as the form describes it; photos are given by the caller."""
    kind = field["type"]
    serial = next(_serial)
    if kind in ("choice", "district"):
        return rng.choice(field["options"])["value"]
    if kind == "choices":
        return [rng.choice(field["options"])["value"]]
    if kind == "integer":
        return rng.randint(int(field.get("min") or 1), int(field.get("max") or 1000))
    if kind == "number":
        return round(rng.uniform(field.get("min") or 1, min(field.get("max") or 400, 400)), 1)
    made = {
        "text": lambda: f"甲{serial}"[: field.get("max_length") or 20],
        "phone": lambda: f"138{serial:08d}",
        "id_number": id_number,
        "uscc": uscc,
        "pin": lambda: identifier("XUG", 17),
        "machine_env_code": lambda: identifier("1AB", 17),
        "disclosure_number": lambda: identifier(f"CNFJG{rng.choice('34')}00", 24),
        "engine_approval_number": lambda: f"FD{serial}",
        "date": lambda: f"20{rng.randint(10, 23)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
        "area": lambda: {"lon": 111.5, "lat": 36.08, "datum": "gcj02"},
        "position": lambda: {"lon": 111.5, "lat": 36.08, "datum": "gcj02", "accuracy_m": 20},
    }
    return made[kind]()


def picture(seed=None, size=(64, 48)):
    """A small PNG, different for each seed."""
    rng = random.Random(next(_serial) if seed is None else seed)
    rows = b"".join(b"\x00" + bytes(rng.randrange(256) for _ in range(size[0] * 3)) for _ in range(size[1]))
    out = io.BytesIO()
    out.write(b"\x89PNG\r\n\x1a\n")
    for name, data in ((b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")):
        out.write(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)))
    return out.getvalue()


def with_camera_notes(jpeg):
    """The JPEG with what a phone would have written on 2025-06-03 10:20:30 in a yard at 36.5 N, 111.25 E."""
    def directory(*entries):
        return struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries) + bytes(4)

    exif, gps, maker, taken, place = 50, 68, 122, 129, 149
    tiff = b"II" + struct.pack("<HI", 42, 8)
    tiff += directory((0x10F, 2, 7, maker), (0x8769, 4, 1, exif), (0x8825, 4, 1, gps))
    tiff += directory((0x9003, 2, 20, taken))
    tiff += directory((1, 2, 2, ord("N")), (2, 5, 3, place), (3, 2, 2, ord("E")), (4, 5, 3, place + 24))
    tiff += b"HUAWEI\0" + b"2025:06:03 10:20:30\0"
    tiff += b"".join(struct.pack("<II", number, 1) for number in (36, 30, 0, 111, 15, 0))
    segment = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + jpeg[2:]
