"""Pictures that are none, and pictures that are too much."""

import struct
import zlib


def png(width, height, depth=8, colour=0):
    """All black, grey by default: few bytes however large it says it is."""
    row = b"\0" + bytes((width * depth * (3 if colour == 2 else 1) + 7) // 8)
    packed = zlib.compressobj(9)
    data = b"".join(packed.compress(row) for _ in range(height)) + packed.flush()
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in ((b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)), (b"IDAT", data), (b"IEND", b"")))


def gif(width, height, frames):
    """Each frame says again that it covers everything."""
    frame = b"\x2c" + struct.pack("<HHHH", 0, 0, width, height) + b"\0\x02\x02\x4c\x01\0"
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0\0\0\0\xff\xff\xff" + frame * frames + b"\x3b"


def turned(jpeg, orientation):
    """With a note that it is to be looked at another way up."""
    tiff = b"MM" + struct.pack(">HI", 42, 8) + struct.pack(">HHHIHH", 1, 0x112, 3, 1, orientation, 0) + bytes(4)
    segment = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + jpeg[2:]
