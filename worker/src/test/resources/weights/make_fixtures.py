#!/usr/bin/python3
"""Makes the small weight files beside it; TestTensorFile and others read them. Needs torch 1.13, h5py, numpy.

Element i of tensor number k is k + 1 + i / 8, negative for odd i. Every type has these values exactly.
"""
import argparse, collections, io, json, os, pickle, struct, zipfile
import h5py, numpy as np, torch

os.chdir(os.path.dirname(os.path.abspath(__file__)))
SHAPES = {"conv.weight": (3, 2, 2, 2), "bn.weight": (3,), "bn.bias": (3,), "bn.running_mean": (3,), "bn.running_var": (3,),
          "bn.num_batches_tracked": (), "fc.weight": (2, 3)}


def values(k, shape):
    i = np.arange(int(np.prod(shape)))
    return ((k + 1 + i / 8) * np.where(i % 2, -1, 1)).reshape(shape).astype(np.float32)


def state(prefix="", types=(torch.float32,)):
    out = collections.OrderedDict()
    for k, (name, shape) in enumerate(SHAPES.items()):
        t = torch.tensor(values(k, shape))
        out[prefix + name] = t.long() if "tracked" in name else t.to(types[k % len(types)])
    return out


HALF = (torch.float16, torch.bfloat16, torch.float64)


# safetensors, as the peer writes them
def safetensors(path, tensors):
    names = {torch.float32: "F32", torch.int64: "I64", torch.float16: "F16", torch.bfloat16: "BF16", torch.float64: "F64"}
    head, at, body = {"__metadata__": {"format": "pt"}}, 0, b""
    for k, v in tensors.items():
        raw = v.view(torch.int16).numpy().tobytes() if v.dtype == torch.bfloat16 else v.numpy().tobytes()
        head[k] = {"dtype": names[v.dtype], "shape": list(v.shape), "data_offsets": [at, at + len(raw)]}
        at, body = at + len(raw), body + raw
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + body)


safetensors("plain.safetensors", state())
safetensors("half.safetensors", state("module.", HALF))

# PyTorch
def legacy(x, path):
    torch.save(x, path, _use_new_zipfile_serialization=False)


torch.save(state(), "zip.pth")
legacy(state(), "legacy.pth")
torch.save(state("", HALF), "half.pth")
legacy(state("", HALF), "half-legacy.pth")
torch.save(state(), "protocol-4.pth", pickle_protocol=4)
optimizer = {"state": {0: {"step": 1, "exp_avg": torch.zeros(3)}}, "param_groups": [{"lr": 1e-3, "betas": (.9, .999), "params": [0]}]}
torch.save({"epoch": 3, "arch": "resnet", "best": .5, "state_dict": state("module."), "optimizer": optimizer}, "wrapped.pth")
legacy({"epoch": 3, "model": state("_orig_mod.module."), "optimizer": optimizer, "done": None}, "wrapped-legacy.pth")
torch.save(collections.OrderedDict((k, torch.nn.Parameter(v) if v.is_floating_point() else v) for k, v in state().items()), "parameters.pth")


def views():
    """The same values, as views that are not contiguous, in one storage or with gaps."""
    whole, out = torch.zeros(64), collections.OrderedDict()
    for k, (name, v) in enumerate(state().items()):
        if name == "conv.weight":
            v = v.to(memory_format=torch.channels_last)
        elif name == "fc.weight":
            v = v.t().contiguous().t()
        elif v.dim() == 1:
            whole[k * 8:k * 8 + 6:2] = v
            v = whole[k * 8:k * 8 + 6:2]
        out[name] = v
    return out


torch.save(views(), "views.pth")
legacy(views(), "views-legacy.pth")


class Raw:
    """Pickles as a call of a name that need not exist here."""

    def __init__(self, name, *words):
        self.name, self.words = name, words


class RawPickler(pickle._Pickler):
    dispatch = dict(pickle._Pickler.dispatch)

    def save_raw(self, x):
        module, name = x.name.rsplit(".", 1)
        self.write(b"c" + module.encode() + b"\n" + name.encode() + b"\n")
        if x.words:
            self.save(tuple(x.words[0]))
            self.write(b"R")

    dispatch[Raw] = save_raw

    def persistent_id(self, x):
        return x.id if isinstance(x, Stored) else None


class Stored:
    def __init__(self, *parts):
        self.id = ("storage",) + parts


def raw(x):
    f = io.BytesIO()
    RawPickler(f, 2).dump(x)
    return f.getvalue()


def archive(path, x, storages):
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("archive/data.pkl", raw(x))
        z.writestr("archive/byteorder", "big" if "big" in path else "little")
        for key, body in storages.items():
            z.writestr("archive/data/" + key, body)


fc = values(6, (2, 3))
old = Raw("torch._utils._rebuild_tensor", (Stored(Raw("torch.FloatStorage"), "0", "cpu", 6), 0, (2, 3), (3, 1)))
archive("old-tensor.pth", {"fc.weight": old}, {"0": fc.tobytes()})
archive("big-endian.pth", {"fc.weight": old}, {"0": fc.astype(">f4").tobytes()})
untyped = Raw("torch._utils._rebuild_tensor_v3",
              (Stored(Raw("torch.storage.UntypedStorage"), "0", "cpu", 24), 0, (2, 3), (3, 1), False, Raw("collections.OrderedDict", ()), Raw("torch.float32")))
archive("untyped.pth", {"fc.weight": untyped}, {"0": fc.tobytes()})


# What must be refused
class Evil:
    def __reduce__(self):
        return os.system, ("touch /tmp/anchorage-was-here",)


torch.save({"state_dict": state(), "x": Evil()}, "evil.pth")
legacy({"state_dict": state(), "x": ("deep", ["in", (1, Evil())])}, "evil-legacy.pth")
torch.save({"state_dict": state(), "args": argparse.Namespace(lr=.1)}, "namespace.pth")
torch.save({"epoch": 1, "optimizer": {}}, "no-state.pth")
torch.save(torch.zeros(2), "tensor.pth")
legacy(collections.OrderedDict(a=torch.zeros(2)), "one.pth")


# Keras. Layers that HDF5 would sort otherwise; kernels are [height, width, in, out].
LAYERS = collections.OrderedDict([
    ("input_1", []),
    ("Conv1", [("kernel", (2, 2, 2, 3))]),
    ("bn_Conv1", [("gamma", (3,)), ("beta", (3,)), ("moving_mean", (3,)), ("moving_variance", (3,))]),
    ("expanded_conv_depthwise", [("depthwise_kernel", (2, 2, 3, 1))]),
    ("block_1", [("kernel", (1, 1, 3, 2))]),
])


def listed(group, split=False, **options):
    names = np.array([n.encode() for n in LAYERS])
    if split:
        group.attrs["layer_names0"], group.attrs["layer_names1"] = names[:2], names[2:]
    else:
        group.attrs["layer_names"] = names
    group.attrs["backend"], group.attrs["keras_version"] = b"tensorflow", b"2.4.0"
    k = 0
    for layer, weights in LAYERS.items():
        g = group.create_group(layer)
        g.attrs["weight_names"] = np.array([f"{layer}/{w}:0".encode() for w, _ in weights])
        for name, shape in weights:
            g.create_dataset(f"{layer}/{name}:0", data=values(k, shape), **options)
            k += 1


for version in "earliest", "latest":
    with h5py.File(f"keras-{version}.h5", "w", libver=version) as f:
        listed(f, split=version == "latest")
with h5py.File("keras-model.h5", "w") as f:
    f.attrs["model_config"] = "{}"
    listed(f.create_group("model_weights"), compression="gzip", shuffle=True, chunks=True)
    f.create_group("optimizer_weights").create_dataset("Adam/m:0", data=np.zeros(3, np.float32))
for version in "earliest", "latest":
    with h5py.File(f"keras-3-{version}.weights.h5", "w", libver=version) as f:
        for k in range(11):
            g = f.create_group("layers/conv2d" + (f"_{k}" if k else "") + "/vars")
            if version == "latest":
                g.attrs["name"] = f"block{k}_conv"
            g.create_dataset("0", data=values(k, (1, 1, 1, 2)))
            g.create_dataset("1", data=values(k, (2,)).astype(np.float16 if k else np.float64))
        f.create_group("layers/re_lu/vars")
        f.create_dataset("optimizer/vars/0", data=np.int64(3))
with h5py.File("keras-2-tree.weights.h5", "w") as f:
    f.create_dataset("_layer_checkpoint_dependencies/conv2d/vars/0", data=values(0, (1, 1, 1, 2)), chunks=(1, 1, 1, 1), compression="gzip")
    f.create_dataset("_layer_checkpoint_dependencies/functional/layers/dense/vars/0", data=values(1, (2, 2)))
with h5py.File("keras-unlisted.h5", "w") as f:
    f.create_dataset("Conv1/Conv1/kernel:0", data=values(0, (1, 1, 1, 2)))
    f.create_dataset("dense/bias:0", data=values(1, (2,)))
