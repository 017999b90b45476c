#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The residual encoder in PyTorch, to measure beside `./anchorage bench step --encoder residual`.

  residual.py [--batch 32] [--replicas 2] [--channels-last]    images/s of a batch-hard step and of a forward pass

A step is the forward pass, batch-hard triplets of pairs on squared distances, the backward pass and Adam. Labels
are pairs side by side and pixels are noise, as in the benchmark. Replicas are processes of one thread each that run
at once; their rates are added. Prints one line of JSON.
"""
import argparse
import json
import os
import subprocess
import sys
import time


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--batch", type=int, default=32, help="images, in pairs")
    p.add_argument("--side", type=int, default=64)
    p.add_argument("--channels", type=int, default=3)
    p.add_argument("--width", type=int, default=32, help="channels of the first stage")
    p.add_argument("--dim", type=int, default=128)
    p.add_argument("--margin", type=float, default=0.2)
    p.add_argument("--channels-last", action="store_true")
    p.add_argument("--replicas", type=int, default=1)
    p.add_argument("--steps", type=int, default=15, help="calls of a repeat")
    p.add_argument("--repeats", type=int, default=5)
    p.add_argument("--warm-up", type=int, default=2)
    return p.parse_args()


def encoder(nn, functional, a):
    def normalised(side, stride, before, after):
        return nn.Sequential(nn.Conv2d(before, after, side, stride, side // 2, bias=False), nn.BatchNorm2d(after))

    class Block(nn.Module):
        def __init__(self, stride, before, after):
            super().__init__()
            self.first = normalised(3, stride, before, after)
            self.second = normalised(3, 1, after, after)
            self.shortcut = nn.Identity() if stride == 1 else normalised(1, stride, before, after)

        def forward(self, x):
            return functional.relu(self.second(functional.relu(self.first(x))) + self.shortcut(x))

    class Residual(nn.Module):
        def __init__(self):
            super().__init__()
            self.stem = normalised(3, 2, a.channels, a.width)
            blocks, before = [], a.width
            for stage in range(3):
                for block in range(2):
                    after = a.width << stage
                    blocks.append(Block(2 if stage > 0 and block == 0 else 1, before, after))
                    before = after
            self.blocks = nn.Sequential(*blocks)
            self.embedding = nn.Linear(before, a.dim)

        def forward(self, x):
            x = self.blocks(functional.relu(self.stem(x)))
            return functional.normalize(self.embedding(x.mean((2, 3))))

    return Residual()


def batch_hard(e, same, margin):
    s = (e * e).sum(1, keepdim=True)
    d = (s + s.t() - 2 * e @ e.t()).clamp_min(0)
    return (d.masked_fill(~same, -1e9).amax(1) - d.masked_fill(same, 1e9).amin(1) + margin).relu().mean()


def rate(a, call):
    rates = []
    for _ in range(a.warm_up + a.repeats):
        began = time.perf_counter()
        for _ in range(a.steps):
            call()
        rates.append(a.steps * a.batch / (time.perf_counter() - began))
    measured = sorted(rates[a.warm_up:])
    return measured[len(measured) // 2]


def measure(a):
    import torch
    from torch import nn
    from torch.nn import functional

    torch.set_num_threads(1)
    net, x = encoder(nn, functional, a), torch.rand(a.batch, a.channels, a.side, a.side)
    if a.channels_last:
        net, x = net.to(memory_format=torch.channels_last), x.to(memory_format=torch.channels_last)
    labels = torch.arange(a.batch) // 2
    same = labels[:, None] == labels[None]
    optimiser = torch.optim.Adam(net.parameters(), 1e-3)

    def step():
        optimiser.zero_grad()
        batch_hard(net(x), same, a.margin).backward()
        optimiser.step()

    train = rate(a, step)
    net.eval()
    with torch.no_grad():
        forward = rate(a, lambda: net(x))
    parameters = sum(p.numel() for p in net.parameters()) + sum(
        b.numel() for n, b in net.named_buffers() if n.endswith(("running_mean", "running_var")))
    return {"peer": "torch " + torch.__version__, "batch": a.batch, "channels_last": a.channels_last,
            "parameters": parameters, "replicas": 1, "train_images_per_s": train, "forward_images_per_s": forward}


def replicas(a):
    given = sys.argv[1:]
    for i, word in enumerate(given):
        if word == "--replicas":
            given[i + 1] = "1"
        elif word.startswith("--replicas="):
            given[i] = "--replicas=1"
    threads = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    running = [subprocess.Popen([sys.executable, __file__] + given, stdout=subprocess.PIPE, env=threads)
               for _ in range(a.replicas)]
    outputs = [r.communicate()[0] for r in running]
    if any(r.returncode for r in running):
        sys.exit("A replica failed")
    results = [json.loads(o.decode().strip().splitlines()[-1]) for o in outputs]
    all_of = dict(results[0], replicas=a.replicas)
    for key in ("train_images_per_s", "forward_images_per_s"):
        all_of[key] = sum(r[key] for r in results)
    return all_of


a = arguments()
print(json.dumps(replicas(a) if a.replicas > 1 else measure(a)))
