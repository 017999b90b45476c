#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What PixelBenchmark measures, with Pillow and torchvision on one thread: images/s, one line of JSON.

  pixels.py [--seconds 2] [--image FILE]    default: the benchmark's photograph
"""
import argparse
import io
import json
import pathlib
import random
import time

import torch
from PIL import Image
from torchvision import transforms

HERE = pathlib.Path(__file__).resolve().parent
PHOTO = HERE.parent / "src/main/resources/org/anchorage/benchmarks/photo-500x400.jpg"


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--seconds", type=float, default=2)
    p.add_argument("--image", type=pathlib.Path, default=PHOTO)
    return p.parse_args()


def rate(work, seconds):
    """The best of three."""
    best = 0
    for _ in range(3):
        count, start = 0, time.perf_counter()
        while time.perf_counter() - start < seconds:
            work()
            count += 1
        best = max(best, count / (time.perf_counter() - start))
    return round(best, 1)


def main():
    a = arguments()
    torch.set_num_threads(1)
    torch.manual_seed(1), random.seed(1)
    encoded = a.image.read_bytes()
    normalise = [transforms.ToTensor(), transforms.Normalize([.485, .456, .406], [.229, .224, .225])]
    to256 = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(256)])
    to224 = transforms.Compose([transforms.Resize(224), transforms.CenterCrop(224)])
    augment = transforms.Compose([transforms.RandomResizedCrop(224, (.2, 1)), transforms.RandomHorizontalFlip()] + normalise)
    evaluate = transforms.Compose([transforms.CenterCrop(224)] + normalise)

    def decode():
        return Image.open(io.BytesIO(encoded)).convert("RGB")

    kept = to256(decode())
    print(json.dumps({"decode": rate(decode, a.seconds), "decodeTo256": rate(lambda: to256(decode()), a.seconds),
                      "decodeTo224": rate(lambda: to224(decode()), a.seconds), "augment": rate(lambda: augment(kept), a.seconds),
                      "evaluate": rate(lambda: evaluate(kept), a.seconds), "all": rate(lambda: augment(to256(decode())), a.seconds),
                      "straight": rate(lambda: augment(decode()), a.seconds)}))


main()
