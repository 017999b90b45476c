#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the images here: what Pillow and torchvision do to three small pictures. Made with Pillow 9.4, torchvision 0.14.

  resize-WxH-S.png        Image.resize((W, H), BILINEAR) of S
  crop-WIDTH-BORDER-S.png Resize(WIDTH + BORDER), CenterCrop(WIDTH) of S
"""
import pathlib

import numpy
from PIL import Image
from torchvision import transforms

HERE = pathlib.Path(__file__).parent


def picture(width, height, channels, seed):
    """Soft blobs, hard edges and some noise."""
    random = numpy.random.RandomState(seed)
    y, x = numpy.mgrid[0:height, 0:width]
    values = numpy.zeros((height, width, channels))
    for c in range(channels):
        values[..., c] = 128 + 90 * numpy.sin(x / (3 + c) + seed) * numpy.cos(y / (4 + c)) + random.randint(-20, 20, (height, width))
    values[height // 3:height // 2, width // 4:width // 2] = 255
    values[height // 2:2 * height // 3, width // 3:] = 0
    values = values.clip(0, 255).astype(numpy.uint8)
    return Image.fromarray(values if channels == 3 else values[..., 0])


wide, tall, jpeg = picture(61, 43, 3, 1), picture(29, 41, 1, 2), picture(70, 53, 3, 3)
wide.save(HERE / "wide.png")
tall.save(HERE / "tall.png")
jpeg.save(HERE / "photo.jpg", quality=85)
sources = {"wide.png": wide, "tall.png": tall, "photo.jpg": Image.open(HERE / "photo.jpg").convert("RGB")}
for name, sizes in {"wide.png": [(20, 17), (7, 43), (61, 9), (80, 50), (3, 60)], "tall.png": [(14, 14), (40, 55)]}.items():
    for size in sizes:
        sources[name].resize(size, Image.BILINEAR).save(HERE / f"resize-{size[0]}x{size[1]}-{name}")
for name, crops in {"wide.png": [(24, 4), (25, 0), (20, 7), (18, 6)], "tall.png": [(16, 3), (22, 2)], "photo.jpg": [(32, 5)]}.items():
    for side, border in crops:
        both = transforms.Compose([transforms.Resize(side + border), transforms.CenterCrop(side)])
        both(sources[name]).save(HERE / f"crop-{side}-{border}-{name.replace('.jpg', '.png')}")
