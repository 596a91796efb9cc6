"""Makes the TorchScript models and expected values of this module's tests.

Needs torch (CPU is enough) and numpy. Run from this folder: python make_zoo.py
Expected values come from PyTorch's Python package, never from Dormouse.
"""

import io
import json
import pathlib
import pickle
import warnings
import zipfile
from typing import Dict, List, NamedTuple, Optional, Tuple

import torch
from torch import Tensor, nn

warnings.simplefilter("ignore")
RESOURCES = pathlib.Path(__file__).parent.parent / "resources"
FIXTURES = RESOURCES / "fixtures"
MODELS = RESOURCES / "models"
NAMES = {
    torch.bool: "BOOL", torch.uint8: "UINT8", torch.int8: "INT8", torch.int32: "INT32", torch.int64: "INT64",
    torch.float16: "FP16", torch.float32: "FP32", torch.float64: "FP64",
}


def tensor(value):
    data = [v if not isinstance(v, float) or v == v and abs(v) != float("inf") else str(v) for v in value.flatten().tolist()]
    return {"datatype": NAMES[value.dtype], "shape": list(value.shape), "data": data}


def flat(value):
    if isinstance(value, Tensor):
        return [value]
    return [tensor for part in value for tensor in flat(part)]


def type_of(value, free):
    dims = ["n" if i == 0 and free else str(d) for i, d in enumerate(value.shape)]
    return NAMES[value.dtype] + "[" + ", ".join(dims) + "]"


def rewritten(source, target, change):
    """A copy of an archive, its files (name to bytes) changed."""
    with zipfile.ZipFile(source) as old:
        files = {info.filename: old.read(info) for info in old.infolist()}
    change(files)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED if name.endswith(".py") else zipfile.ZIP_STORED
            new.writestr(info, data)


def save(module, target):
    """Without the places in the source, which are paths of the machine that exported it."""
    buffer = io.BytesIO()
    torch.jit.save(module, buffer)
    rewritten(buffer, target, lambda files: [files.pop(name) for name in list(files) if name.endswith(".debug_pkl")])


def fixture(name, module, feeds, outputs, tolerance=1e-5, free=True, types=None, file=None):
    """A model, traced unless it is scripted already, and a case of it: feeds and outputs by the manifest's names."""
    (FIXTURES / "files").mkdir(parents=True, exist_ok=True)
    module = module.eval()
    if not isinstance(module, torch.jit.ScriptModule):
        module = torch.jit.trace(module, tuple(v.clone() for v in feeds.values()), check_trace=False)
    if file is None:
        save(module, FIXTURES / "files" / f"{name}.pt")
    with torch.no_grad():
        returned = module(*(v.clone() for v in feeds.values()))
    values = [returned[key] for key in outputs] if isinstance(returned, dict) else flat(returned)
    assert len(values) == len(outputs), name
    types = types or {}
    case = {
        "kind": "torchscript",
        "with": {
            "source": f"{file or name}.pt",
            "inputs": {key: types.get(key) or type_of(value, free) for key, value in feeds.items()},
            "outputs": {key: types.get(key) or type_of(value, free) for key, value in zip(outputs, values)},
        },
        "files": {"source": f"files/{file or name}.pt"},
        "inputs": {key: tensor(value) for key, value in feeds.items()},
        "outputs": {key: tensor(value) for key, value in zip(outputs, values)},
        "tolerance": tolerance,
        "source": "torch " + torch.__version__.split("+")[0],
    }
    (FIXTURES / f"{name}.json").write_text(json.dumps(case, indent=1) + "\n")


class Conv(nn.Module):
    def __init__(self):
        super().__init__()
        self.convolution = nn.Conv2d(3, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.classes = nn.Linear(4, 5)

    def forward(self, image):
        x = torch.relu(self.norm(self.convolution(image)))
        return self.classes(nn.functional.adaptive_avg_pool2d(x, 1).flatten(1))


class Embedding(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(20, 6)
        self.classes = nn.Linear(6, 2)

    def forward(self, ids, mask):
        weights = mask.to(torch.float32).unsqueeze(-1)
        mean = (self.words(ids) * weights).sum(1) / weights.sum(1).clamp(min=1.0)
        return torch.softmax(self.classes(mean), -1)


class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = nn.Linear(3, 2)
        self.other = nn.Linear(2, 2)

    def forward(self, x, y):
        return self.one(x) - 2 * self.other(y)


class Tupled(nn.Module):
    def forward(self, x):
        return x.sum(-1), x.argmax(-1)


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 4, batch_first=True)

    def forward(self, x):
        return self.lstm(x)


class Keyed(nn.Module):
    def forward(self, x: Tensor) -> Dict[str, Tensor]:
        return {"scores": torch.softmax(x, -1), "best": x.argmax(-1), "unused": x.to(torch.int16)}


class Listed(nn.Module):
    def forward(self, x: Tensor) -> List[Tensor]:
        return [x + 1, x * 2]


class Pair(NamedTuple):
    low: Tensor
    high: Tensor


class Named(nn.Module):
    def forward(self, x: Tensor) -> Pair:
        return Pair(x.amin(-1), x.amax(-1))


class Flow(nn.Module):
    """Control flow, a default, an optional argument, and a name that is not self."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(3, 3)

    def forward(this, x: Tensor, scale: Optional[Tensor] = None, times: int = 3) -> Tensor:
        for i in range(times):
            if bool(x.sum() > 0):
                x = torch.tanh(this.linear(x))
            else:
                x = x + float(i) + 0.5
        if scale is not None:
            x = x * scale
        return x


class Dropping(nn.Module):
    """Saved in training mode: a server must not drop."""

    def __init__(self):
        super().__init__()
        self.dropout = nn.Dropout(0.9)

    def forward(self, x: Tensor) -> Tensor:
        return self.dropout(x) + 1


class InPlace(nn.Module):
    def forward(self, x):
        x.add_(1)
        return x


class Strided(nn.Module):
    """Outputs that do not lie in order in memory."""

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
        return x.t(), x[:, :1].expand(-1, 3), x[:, ::2]


class Identity(nn.Module):
    def forward(self, x):
        return x.clone()


class Scalar(nn.Module):
    def forward(self, x):
        return x.sum()


class Positive(nn.Module):
    def forward(self, x):
        return (x > 0).any(-1)


class Image(nn.Module):
    def forward(self, image):
        return image.to(torch.float32).permute(0, 3, 1, 2) / 255, 255 - image


def good():
    x = torch.tensor([[0.5, -1.0, 2.0], [1.5, 0.0, -0.25]])
    mlp = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2), nn.Softmax(-1))
    fixture("mlp", mlp, {"x": x}, ["y"])
    fixture("mlp-scripted", torch.jit.script(mlp), {"x": x}, ["y"])
    fixture("mlp-frozen", torch.jit.freeze(torch.jit.script(mlp.eval())), {"x": x}, ["y"])
    fixture("empty-batch", mlp, {"x": torch.zeros(0, 3)}, ["y"], file="mlp", types={"x": "FP32[n, 3]", "y": "FP32[n, 2]"})
    fixture("conv", Conv(), {"image": torch.rand(2, 3, 6, 6)}, ["scores"])
    ids = torch.tensor([[3, 1, 19, 0], [2, 2, 0, 0]])
    fixture("embedding", Embedding(), {"ids": ids, "mask": torch.tensor([[1, 1, 1, 0], [1, 1, 0, 0]])}, ["scores"])
    fixture("two", Two(), {"a": x, "b": torch.tensor([[1.0, 2.0], [3.0, 4.0]])}, ["y"])
    fixture("tuple", Tupled(), {"x": x}, ["sum", "best"])
    fixture("recurrent", Recurrent(), {"x": torch.rand(2, 5, 3)}, ["out", "h", "c"], free=False)
    fixture("dict", torch.jit.script(Keyed()), {"x": x}, ["best", "scores"])
    fixture("list", torch.jit.script(Listed()), {"x": x}, ["more", "double"])
    fixture("named-tuple", torch.jit.script(Named()), {"x": x}, ["low", "high"])
    flow = torch.jit.script(Flow())
    fixture("flow", flow, {"x": x}, ["y"])
    fixture("flow-scaled", flow, {"x": x, "scale": torch.tensor([2.0, 3.0, 4.0])}, ["y"], free=False, file="flow")
    script = torch.jit.script(Dropping())
    save(script, FIXTURES / "files/training.pt")
    fixture("training", script, {"x": x}, ["y"], file="training")
    fixture("in-place", InPlace(), {"x": x}, ["y"])
    fixture("strided", torch.jit.script(Strided()), {"x": x}, ["turned", "spread", "every-other"], free=False)
    fixture("scalar", Scalar(), {"x": x}, ["y"], types={"y": "FP32"})
    fixture("bool", Positive(), {"x": x}, ["any"])
    fixture("image", Image(), {"image": torch.randint(0, 256, (1, 4, 5, 3), dtype=torch.uint8)}, ["planes", "negative"])
    fixture("negated", torch.jit.script(Negated()), {"x": x[:1]}, ["all", "imaginary"], free=False)
    for datatype in NAMES:
        value = torch.tensor([[0, 1, 2]]).to(datatype)
        if datatype == torch.int64:
            value[0, 2] = 2**62 + 1
        fixture("identity-" + NAMES[datatype].lower(), Identity(), {"x": value}, ["y"], tolerance=0)


class Negated(nn.Module):
    """Lie in order in memory, with the signs to be turned when they are read."""

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        return torch._neg_view(x), torch.imag(torch.conj(torch.complex(x[:, :1], x[:, 1:2])))


class Answers(nn.Module):
    """Returns a datatype that DJL knows nothing of, from the given number of elements on."""

    def __init__(self, datatype: torch.dtype):
        super().__init__()
        self.datatype = datatype

    def forward(self, x: Tensor) -> Tensor:
        if x.numel() >= 100:
            return x.to(self.datatype)
        return x


class Casts(nn.Module):
    def __init__(self, datatype: torch.dtype):
        super().__init__()
        self.datatype = datatype

    def forward(self, x: Tensor) -> Tensor:
        return x.to(self.datatype)


class Raises(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        if bool((x < 0).any()):
            raise ValueError("x must not be negative")
        return x


class Broken(nn.Module):
    """There is no such kernel for integers on the CPU, whatever the input."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.histc(x.to(torch.int64)).to(torch.float32)


class Aborts(nn.Module):
    """The processor refuses to divide the smallest integer by -1, and PyTorch does not look before."""

    def forward(self, x: Tensor) -> Tensor:
        smallest = torch.full([4], -9223372036854775807, dtype=torch.int64) - 1
        return x + torch.div(smallest, torch.full([4], -1, dtype=torch.int64), rounding_mode="trunc").sum()


class Sparse(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.to_sparse()


class Nothing(nn.Module):
    def forward(self, x: Tensor) -> Optional[Tensor]:
        if bool(x.sum() > 1e9):
            return x
        return None


class Mixed(nn.Module):
    def forward(self, x: Tensor) -> Tuple[Tensor, int]:
        return x, 1


class Nested(nn.Module):
    def forward(self, x: Tensor) -> Tuple[Tensor, Dict[str, Tensor]]:
        return x, {"y": x}


class ByNumber(nn.Module):
    def forward(self, x: Tensor) -> Dict[int, Tensor]:
        return {1: x}


class TakesList(nn.Module):
    def forward(self, x: Tensor, more: List[Tensor]) -> Tensor:
        return x


class Reads(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.from_file("/etc/hostname", size=1, dtype=torch.uint8)


class Writes(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        torch.save(x, "/tmp/x")
        return x


class Headless(nn.Module):
    @torch.jit.export
    def predict(self, x: Tensor) -> Tensor:
        return x


def script(name, module):
    save(torch.jit.script(module), MODELS / f"{name}.pt")


def odd():
    MODELS.mkdir(parents=True, exist_ok=True)
    for datatype in (torch.int16, torch.bfloat16, torch.complex64, torch.uint16):
        script("returns-" + str(datatype).split(".")[1], Casts(datatype))
    script("returns-int16-later", Answers(torch.int16))
    script("raises", Raises())
    script("aborts", Aborts())
    script("broken", Broken())
    script("sparse", Sparse())
    script("nothing", Nothing())
    script("mixed", Mixed())
    script("nested", Nested())
    script("by-number", ByNumber())
    script("takes-list", TakesList())
    script("reads-file", Reads())
    script("writes-file", Writes())
    script("headless", Headless())


def not_torchscript():
    linear = nn.Linear(2, 2)
    torch.save(linear.state_dict(), MODELS / "state-dict.pt")
    torch.save(linear, MODELS / "whole-model.pt")
    torch.save(linear.state_dict(), MODELS / "legacy.pth", _use_new_zipfile_serialization=False)
    (MODELS / "pickle.pth").write_bytes(pickle.dumps({"weights": [1.0, 2.0]}, protocol=4))
    exported = io.BytesIO()
    torch.export.save(torch.export.export(linear, (torch.zeros(1, 2),)), exported)
    # the names of its files are what tells it; what is in them has paths of this machine
    rewritten(exported, MODELS / "exported.pt2", lambda files: files.update({name: b"" for name in files}))


def hostile():
    mlp = FIXTURES / "files/mlp-frozen.pt"
    root = zipfile.ZipFile(mlp).namelist()[0].split("/")[0]

    def unknown(files):
        name = next(n for n in files if n.endswith(".py"))
        files[name] = files[name].replace(b"torch.linear(", b"ops.torchvision.nms(", 1)

    def slip(files):
        files[root + "/../../evil"] = b"x"

    def no_code(files):
        name = next(n for n in files if n.endswith(".py"))
        files[name] = b"class"

    def long_length(files):
        data = files[root + "/data.pkl"]
        # a text of 2 GiB, in 4 bytes
        files[root + "/data.pkl"] = data[:-2] + b"X\xff\xff\xff\x7f" + data[-2:]

    rewritten(mlp, MODELS / "unknown-operator.pt", unknown)
    rewritten(mlp, MODELS / "outside.pt", slip)
    rewritten(mlp, MODELS / "no-code.pt", no_code)
    rewritten(mlp, MODELS / "absurd-length.pt", long_length)


if __name__ == "__main__":
    torch.manual_seed(20260101)
    good()
    odd()
    not_torchscript()
    hostile()
