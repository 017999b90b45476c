#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Cuts pieces out of photographs, saves them as lossy kinds, and keeps Pillow's pixels beside each.

  pictures.py PHOTOGRAPHS TO [--each 200]

PictureDifferences then says how far Anchorage's pixels are from Pillow's:
  TO/KIND-NNNN.EXT, and TO/KIND-NNNN.rgb: width and height, 2 bytes each, big-endian, then RGB, row by row; deflated
"""
import argparse
import io
import pathlib
import random
import struct
import zlib

from PIL import Image

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("photographs", type=pathlib.Path)
parser.add_argument("to", type=pathlib.Path)
parser.add_argument("--each", type=int, default=200)
options = parser.parse_args()
options.to.mkdir(parents=True, exist_ok=True)
rng = random.Random(1)
photographs = sorted(options.photographs.rglob("*.jpg"))


def encoded(piece, kind, **how):
    out = io.BytesIO()
    piece.save(out, kind, **how)
    return bytearray(out.getvalue())


def as_411(data):
    """The blocks of 4:2:0 read as 4:1:1: other pictures, and valid ones. Sides must be multiples of 32."""
    at = 2
    while data[at + 1] not in (0xC0, 0xC2):
        at += 2 + struct.unpack(">H", data[at + 2:at + 4])[0]
    data[at + 11] = 0x41
    return data


KINDS = {
    "webp-lossy": lambda p, q: encoded(p, "WEBP", quality=q),
    "webp-lossless": lambda p, q: encoded(p, "WEBP", lossless=True),
    "jpeg-baseline": lambda p, q: encoded(p, "JPEG", quality=q, subsampling=2),
    "jpeg-progressive": lambda p, q: encoded(p, "JPEG", quality=q, progressive=True),
    "jpeg-411": lambda p, q: as_411(encoded(p, "JPEG", quality=q, subsampling=2)),
    "jpeg-cmyk": lambda p, q: encoded(p.convert("CMYK"), "JPEG", quality=q),
    "tiff-jpeg": lambda p, q: encoded(p, "TIFF", compression="jpeg", quality=q),
}

for kind, save in KINDS.items():
    for n in range(options.each):
        with Image.open(rng.choice(photographs)) as photograph:
            side = rng.choice([32, 64, 96]) if kind == "jpeg-411" else rng.randint(24, 100)
            left, top = (rng.randint(0, max(0, size - side)) for size in photograph.size)
            piece = photograph.convert("RGB").crop((left, top, left + side, top + side))
        data = bytes(save(piece, rng.randint(30, 85)))
        name = f"{kind}-{n:04}"
        (options.to / f"{name}.{kind[:4]}").write_bytes(data)
        with Image.open(io.BytesIO(data)) as shown:
            rgb = shown.convert("RGB")
        (options.to / f"{name}.rgb").write_bytes(zlib.compress(struct.pack(">HH", *rgb.size) + rgb.tobytes(), 1))
