#!/usr/bin/python3
"""Peer of the tests of pretrained backbones: torchvision's networks in PyTorch, on the CPU.

  backbones.py golden    --out DIR         what TestEmbeddingsOfFiles expects: features of DIR/photo.png (made if it is not
                                           there) for weights that a formula gives, one number a line
  backbones.py features  --arch A --weights F --size S IMAGE...   all features of images, one line of numbers an image
  backbones.py gradients --arch A --weights F --batch F --out F   gradients of the multi-similarity loss of features of length
                                           1 by the weights' names; F of --batch has images (N x 3 x H x W, as the network
                                           reads them), labels are row / 2

Architectures: resnet18, resnet34, resnet50, mobilenet_v2 (torchvision's names) and mobilenet_v2_folded (names of
TensorFlow's slim). Install: apt-get install python3-torch python3-torchvision python3-pil; run with /usr/bin/python3.
"""
import argparse, json, os, struct
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F
from PIL import Image

MEAN = torch.tensor([.485, .456, .406])[:, None, None]
DEVIATION = torch.tensor([.229, .224, .225])[:, None, None]
TYPES = {"F32": np.float32, "F16": np.float16, "I64": np.int64}


def read(path):
    if not path.endswith(".safetensors"):
        return torch.load(path, map_location="cpu")
    with open(path, "rb") as f:
        n = struct.unpack("<Q", f.read(8))[0]
        head, body = json.loads(f.read(n)), f.read()
    out = {}
    for k, v in head.items():
        if k != "__metadata__":
            a, b = v["data_offsets"]
            t = torch.tensor(np.frombuffer(body[a:b], TYPES[v["dtype"]]).reshape(v["shape"]).copy())
            out[k] = t.float() if v["dtype"].startswith("F") else t
    return out


def write(path, tensors):
    head, at = {}, 0
    for k, v in tensors.items():
        head[k] = {"dtype": "F32", "shape": list(v.shape), "data_offsets": [at, at + 4 * v.numel()]}
        at += 4 * v.numel()
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text)
        for v in tensors.values():
            f.write(v.detach().float().contiguous().numpy().tobytes())


def same(x, kernel, stride):
    """TensorFlow's SAME: what is odd goes to the right and to the bottom."""
    h, w = x.shape[2:]
    down, across = [max((-(-n // stride) - 1) * stride + kernel - n, 0) for n in (h, w)]
    return F.pad(x, (across // 2, across - across // 2, down // 2, down - down // 2))


class Folded(nn.Module):
    STRIDES = [1, 2, 1, 2, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1]

    def __init__(self, weights):
        super().__init__()
        self.p = nn.ParameterDict({k.replace(".", "/"): nn.Parameter(v) for k, v in weights.items()})

    def conv(self, name, x, stride=1, relu=True):
        w, b = self.p[name + "/weight"], self.p[name + "/bias"]
        y = F.conv2d(same(x, w.shape[2], stride), w, b, stride, groups=x.shape[1] if w.shape[1] == 1 else 1)
        return F.relu6(y) if relu else y  # not clamp: its slope is 1 at 0 itself, where pruned channels lie

    def forward(self, x):
        x = self.conv("Conv", x, 2)
        for i, stride in enumerate(self.STRIDES):
            block = "expanded_conv" + (f"_{i}" if i else "")
            y = self.conv(block + "/expand", x) if block + "/expand/weight" in self.p else x
            y = self.conv(block + "/project", self.conv(block + "/depthwise", y, stride), relu=False)
            x = x + y if y.shape == x.shape else y
        return self.conv("Conv_1", x).mean((2, 3))


def network(arch, weights, multiplier=1.0):
    import torchvision
    weights = {k: v for k, v in weights.items() if not k.startswith(("embedding.", "pool."))}
    if arch == "mobilenet_v2_folded":
        return Folded(weights).eval()
    if arch == "mobilenet_v2":
        multiplier = next(m for m in (1.0, 1.4, .75, .5, .35, .1)
                          if torchvision.models.mobilenet_v2(width_mult=m).features[2].conv[0][0].weight.shape
                          == weights["features.2.conv.0.0.weight"].shape
                          and torchvision.models.mobilenet_v2(width_mult=m).features[17].conv[2].weight.shape
                          == weights["features.17.conv.2.weight"].shape)
        net = torchvision.models.mobilenet_v2(weights=None, width_mult=multiplier)
        net.classifier = nn.Identity()
    else:
        net = getattr(torchvision.models, arch)(weights=None)
        net.fc = nn.Identity()
    missing = net.load_state_dict(weights, strict=False)
    assert not [k for k in missing.missing_keys if "num_batches" not in k], missing
    return net.eval()


def prepared(arch, path, size):
    image = Image.open(path).convert("RGB").resize((size, size), Image.BILINEAR)
    x = torch.tensor(np.asarray(image).copy()).permute(2, 0, 1).float() / 255
    return x * 2 - 1 if arch == "mobilenet_v2_folded" else (x - MEAN) / DEVIATION


def formula(shapes):
    """Element i of tensor t, counted by names in ascending order."""
    out = {}
    for t, name in enumerate(sorted(shapes)):
        shape = shapes[name]
        n = int(np.prod(shape))
        wave = np.sin(12.9898 * np.arange(n, dtype=np.float64) + 78.233 * t) * 43758.5453
        u = wave - np.floor(wave) - .5
        if len(shape) == 4:
            v = u * np.sqrt(24 / (n // shape[0]))
        elif name.endswith("running_var") or (name.endswith("weight") and len(shape) == 1):
            v = 1 + u
        else:
            v = .2 * u
        out[name] = torch.tensor(v.astype(np.float32).reshape(shape))
    return out


def folded_shapes(torchvision_shapes):
    """The shapes of slim's names for those of torchvision's."""
    out, units = {}, [k for k, s in torchvision_shapes.items() if len(s) == 4]
    for k in units:
        w = k.split(".")
        b = int(w[1])
        if b in (0, 18):
            name = "Conv" if b == 0 else "Conv_1"
        else:
            parts = ["depthwise", "project"] if b == 1 else ["expand", "depthwise", "project"]
            name = "expanded_conv" + (f"_{b - 1}" if b > 1 else "") + "." + parts[int(w[3])]
        out[name + ".weight"], out[name + ".bias"] = torchvision_shapes[k], torchvision_shapes[k][:1]
    return out


def golden(a):
    import torchvision
    photo = os.path.join(a.out, "photo.png")
    if not os.path.exists(photo):
        y, x = np.mgrid[:44, :60]
        rgb = np.stack([128 + 100 * np.sin(x / 7 + c) * np.cos(y / (5 + c)) + 20 * np.sin(3 * x * y + c) for c in range(3)], 2)
        Image.fromarray(rgb.clip(0, 255).astype(np.uint8)).save(photo)
    for arch in ("resnet18", "mobilenet_v2", "mobilenet_v2_folded"):
        net = torchvision.models.resnet18() if arch == "resnet18" else torchvision.models.mobilenet_v2(width_mult=.1)
        shapes = {k: tuple(v.shape) for k, v in net.state_dict().items()
                  if "num_batches" not in k and not k.startswith(("fc.", "classifier."))}
        shapes = folded_shapes(shapes) if arch == "mobilenet_v2_folded" else shapes
        net = network(arch, formula(shapes))
        with torch.no_grad():
            e = net(prepared(arch, photo, 32)[None])[0]
        print(arch, len(e), float(e.norm()), float(e.std()))
        with open(os.path.join(a.out, f"golden-{arch}.txt"), "w") as f:
            f.write("".join(f"{float(v):.7g}\n" for v in e))


def features(a):
    net = network(a.arch, read(a.weights))
    with torch.no_grad():
        for path in a.images:
            print(*[f"{float(v):.7g}" for v in net(prepared(a.arch, path, a.size)[None])[0]])


def multi_similarity(e, labels, alpha=2., beta=50., base=.5):
    s, like = e @ e.T, labels[:, None] == labels[None]
    p, n = like & ~torch.eye(len(labels), dtype=torch.bool), ~like
    return ((1 + (torch.exp(-alpha * (s - base)) * p).sum(1)).log() / alpha
            + (1 + (torch.exp(beta * (s - base)) * n).sum(1)).log() / beta).mean()


def gradients(a):
    net = network(a.arch, read(a.weights))
    x = read(a.batch)["images"]
    loss = multi_similarity(F.normalize(net(x), dim=1), torch.arange(len(x)) // 2)
    loss.backward()
    print(json.dumps({"loss": float(loss)}))
    write(a.out, {k.removeprefix("p.").replace("/", "."): p.grad for k, p in net.named_parameters()})


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("command", choices=["golden", "features", "gradients"])
    p.add_argument("images", nargs="*")
    p.add_argument("--arch"), p.add_argument("--weights"), p.add_argument("--batch"), p.add_argument("--out")
    p.add_argument("--size", type=int, default=128)
    a = p.parse_intermixed_args()
    globals()[a.command](a)
