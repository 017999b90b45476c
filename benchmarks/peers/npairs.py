#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Trains robrank's N-pairs loss (arXiv 2106.03614) on Fashion-MNIST, in a plain PyTorch loop without Anchorage.

  npairs.py --peer torch_peer.py --data DIR [--epochs 8] [--seed 1]     Recall@1 of the test images after every epoch

The loss: an anchor's direction times the difference of every image of another class and the anchor's positive; the
softmax of these against 0; plus 0.005 times the mean length. An epoch is 60,000 pairs, as robrank's is: 120,000 images.
"""
import argparse
import pathlib
import random
import sys
import types

import torch
import torch.nn.functional as F

PAIRS = 128


def module(path):
    """The peer's network, data and recall; its command line, at the end, is left out."""
    found = types.ModuleType("peer")
    exec(path.read_text().split("\np = argparse")[0], found.__dict__)
    return found


def loss(embeddings, labels):
    anchors = F.normalize(embeddings[0::2])
    products = anchors @ embeddings.t() - (anchors * embeddings[1::2]).sum(1, keepdim=True)
    told = labels[0::2, None] != labels[None]
    terms = torch.cat([torch.zeros(len(anchors), 1), products.masked_fill(~told, -1e9)], 1)
    return torch.logsumexp(terms, 1).mean() + 5e-3 * embeddings.norm(dim=1).mean()


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--peer", type=pathlib.Path, required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--epochs", type=int, default=8)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    peer = module(a.peer)
    torch.manual_seed(a.seed)
    random.seed(a.seed)
    images, labels, test, test_labels = peer.fashion(a.data)
    by = [[i for i, c in enumerate(labels.tolist()) if c == k] for k in range(10)]
    net = peer.Net(normalise=False).to(memory_format=torch.channels_last)
    rule = torch.optim.Adam(net.parameters(), 1e-3, weight_decay=1e-7)
    for epoch in range(a.epochs):
        for _ in range(len(images) // PAIRS):
            rows = [i for c in random.choices(range(10), k=PAIRS) for i in random.sample(by[c], 2)]
            batch = (images[rows][:, None].float() / 255).to(memory_format=torch.channels_last)
            value = loss(net(batch), labels[rows])
            rule.zero_grad()
            value.backward()
            rule.step()
        recall = peer.recall_at_1(peer.embed(net, test), test_labels)
        print(f"epoch {epoch + 1} loss {value.item():.4f} recall@1 {recall:.4f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
