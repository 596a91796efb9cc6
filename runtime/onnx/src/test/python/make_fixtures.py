"""Makes the ONNX models and expected values of this module's tests.

Needs onnx, onnxruntime, skl2onnx, scikit-learn, numpy. Run from this folder: python make_fixtures.py
Expected values come from numpy, scikit-learn or ONNX Runtime's Python package, never from Dormouse.
"""

import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

RESOURCES = pathlib.Path(__file__).parent.parent / "resources"
FIXTURES = RESOURCES / "fixtures"
MODELS = RESOURCES / "models"
OPSETS = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]

NAMES = {
    TensorProto.BOOL: "BOOL",
    TensorProto.UINT8: "UINT8",
    TensorProto.INT8: "INT8",
    TensorProto.INT16: "INT16",
    TensorProto.INT32: "INT32",
    TensorProto.INT64: "INT64",
    TensorProto.FLOAT16: "FP16",
    TensorProto.FLOAT: "FP32",
    TensorProto.DOUBLE: "FP64",
    TensorProto.STRING: "STRING",
    TensorProto.UINT16: "UINT16",
    TensorProto.UINT32: "UINT32",
    TensorProto.UINT64: "UINT64",
}
BY_NUMPY = {helper.tensor_dtype_to_np_dtype(k).name: v for k, v in NAMES.items() if k != TensorProto.STRING}


def value(name, kind, dims):
    return helper.make_tensor_value_info(name, kind, dims)


def model(nodes, inputs, outputs, initializers=(), ir=8, opsets=None, producer="dormouse-fixtures"):
    graph = helper.make_graph(nodes, "graph", inputs, outputs, list(initializers))
    return helper.make_model(graph, opset_imports=opsets or OPSETS, ir_version=ir, producer_name=producer)


def save(folder, name, proto):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.onnx").write_bytes(proto.SerializeToString())


def tensor(array):
    array = np.asarray(array)
    if array.dtype.kind in "UO":
        return {"datatype": "STRING", "shape": list(array.shape), "data": [str(v) for v in array.ravel()]}
    data = []
    for v in array.ravel().tolist():  # of uint64 too these are Python's integers
        data.append(v if not isinstance(v, float) or np.isfinite(v) else {np.inf: "Infinity", -np.inf: "-Infinity"}.get(v, "NaN"))
    return {"datatype": BY_NUMPY[array.dtype.name], "shape": list(array.shape), "data": data}


def fixture(name, proto, inputs, outputs, tolerance=0.0, source="numpy", options=None):
    save(FIXTURES / "files", name, proto)
    text = {
        "kind": "onnx",
        "with": {"source": f"{name}.onnx", **(options or {})},
        "files": {"source": f"files/{name}.onnx"},
        "inputs": {k: tensor(v) for k, v in inputs.items()},
        "outputs": {k: tensor(v) for k, v in outputs.items()},
        "tolerance": tolerance,
        "source": source,
    }
    (FIXTURES / f"{name}.json").write_text(json.dumps(text, indent=1, ensure_ascii=True) + "\n")


def identities():
    samples = {
        TensorProto.BOOL: np.array([[True, False, True]]),
        TensorProto.UINT8: np.array([[0, 127, 255]], np.uint8),
        TensorProto.INT8: np.array([[-128, 0, 127]], np.int8),
        TensorProto.INT16: np.array([[-32768, 0, 32767]], np.int16),
        TensorProto.INT32: np.array([[-(2**31), 0, 2**31 - 1]], np.int32),
        TensorProto.INT64: np.array([[-(2**63), 0, 2**63 - 1]], np.int64),
        TensorProto.FLOAT16: np.array([[-65504, 0.333251953125, np.nan]], np.float16),
        TensorProto.FLOAT: np.array([[-1.5, np.inf, np.nan]], np.float32),
        TensorProto.DOUBLE: np.array([[-1.5e300, 1e-300, -np.inf]], np.float64),
        TensorProto.STRING: np.array([["", "caf\u00e9", "na\u00efve \u6f22\u5b57"]]),
    }
    for kind, sample in samples.items():
        name = NAMES[kind].lower()
        node = helper.make_node("Identity", ["x"], ["y"])
        proto = model([node], [value("x", kind, ["n", 3])], [value("y", kind, ["n", 3])])
        fixture(f"identity-{name}", proto, {"x": sample}, {"y": sample})
    for kind, unsigned in [(TensorProto.UINT16, np.uint16), (TensorProto.UINT32, np.uint32), (TensorProto.UINT64, np.uint64)]:
        name = NAMES[kind].lower()
        cast = helper.make_node("Cast", ["x"], ["y"], to=kind)
        proto = model([cast], [value("x", TensorProto.INT64, ["n"])], [value("y", kind, ["n"])])
        sample = np.array([0, 1, np.iinfo(unsigned).max % 2**63], np.int64)
        fixture(f"cast-to-{name}", proto, {"x": sample}, {"y": sample.astype(unsigned)})
        node = helper.make_node("Identity", ["x"], ["y"])
        proto = model([helper.make_node("Identity", ["x"], ["y"])], [value("x", kind, ["n"])], [value("y", kind, ["n"])])
        save(MODELS, f"takes-{name}", proto)
        most = np.iinfo(unsigned).max
        every = np.array([0, 1, most // 2, most // 2 + 1, most - 1, most], unsigned)
        fixture(f"identity-{name}", proto, {"x": every}, {"y": every})


def unsigned():
    """Inputs of UINT16, UINT32 and UINT64 where their names are used in other ways than as a node's input."""
    u = TensorProto.UINT32
    x = np.array([0, 2**31, 2**32 - 1], np.uint32)
    two = numpy_helper.from_array(np.uint32(2), "two")
    half = helper.make_node("Div", ["x", "two"], ["half"])
    passed = model([half], [value("x", u, ["n"])], [value("half", u, ["n"]), value("x", u, ["n"])], [two])
    fixture("unsigned-passed-on", passed, {"x": x}, {"half": x // 2, "x": x})
    inner = lambda name, node: helper.make_graph([node], name, [], [value("chosen", u, ["n"])])
    then = inner("then", helper.make_node("Div", ["x", "two"], ["chosen"]))
    other = inner("other", helper.make_node("Identity", ["x"], ["chosen"]))
    branch = helper.make_node("If", ["halve"], ["y"], then_branch=then, else_branch=other)
    nested = model([branch], [value("x", u, ["n"]), value("halve", TensorProto.BOOL, [])], [value("y", u, ["n"])], [two])
    fixture("unsigned-in-a-branch", nested, {"x": x, "halve": np.bool_(True)}, {"y": x // 2})
    default = numpy_helper.from_array(np.uint64([5, 2**64 - 2]), "by")
    add = helper.make_node("Add", ["x", "by"], ["y"])
    u = TensorProto.UINT64
    proto = model([add], [value("x", u, ["n", 2]), value("by", u, [2])], [value("y", u, ["n", 2])], [default])
    x = np.array([[1, 1], [2**63, 0]], np.uint64)
    fixture("unsigned-default-kept", proto, {"x": x}, {"y": x + np.uint64([5, 2**64 - 2])})
    by = np.uint64([2**63, 7])
    proto = model([add], [value("x", u, [2, 2]), value("by", u, [2])], [value("y", u, [2, 2])], [default])
    fixture("unsigned-default-overridden", proto, {"x": x // 4, "by": by}, {"y": x // 4 + by})


def texts():
    emoji = ["\U0001f600", "plain", "a\U0001f600b"]
    node = helper.make_node("Identity", ["x"], ["y"])
    proto = model([node], [value("x", TensorProto.STRING, ["n"])], [value("y", TensorProto.STRING, ["n"])])
    fixture("identity-emoji", proto, {"x": np.array(emoji)}, {"y": np.array(emoji)})
    node = helper.make_node(
        "LabelEncoder", ["x"], ["y"], domain="ai.onnx.ml",
        keys_strings=["\U0001f600", "caf\u00e9", "plain"], values_int64s=[7, 8, 9], default_int64=-1,
    )
    proto = model([node], [value("x", TensorProto.STRING, ["n"])], [value("y", TensorProto.INT64, ["n"])])
    fixture("text-lookup", proto, {"x": np.array(["caf\u00e9", "plain", "\U0001f601", "\U0001f600", "\uf8ff"])}, {"y": np.array([8, 9, -1, 7, -1])})
    node = helper.make_node(
        "LabelEncoder", ["x"], ["y"], domain="ai.onnx.ml",
        keys_int64s=[1, 2], values_strings=["z\U0001f600rich", "caf\u00e9"], default_string="?",
    )
    proto = model([node], [value("x", TensorProto.INT64, ["n", 1])], [value("y", TensorProto.STRING, ["n", 1])])
    fixture("text-made", proto, {"x": np.array([[2], [1], [3]])}, {"y": np.array([["caf\u00e9"], ["z\U0001f600rich"], ["?"]])})
    node = helper.make_node("StringNormalizer", ["x"], ["y"], case_change_action="LOWER", is_case_sensitive=0, locale="en_US")
    proto = model([node], [value("x", TensorProto.STRING, ["n"])], [value("y", TensorProto.STRING, ["n"])])
    upper = np.array(["abc", "\u00e9cole"])
    inner = lambda name, case: helper.make_graph([helper.make_node("StringNormalizer", ["x"], ["z"], case_change_action=case, locale="en_US")], name, [], [value("z", TensorProto.STRING, [None])])
    branch = helper.make_node("If", ["up"], ["y"], then_branch=inner("then", "UPPER"), else_branch=inner("else", "LOWER"))
    nested = model([branch], [value("x", TensorProto.STRING, ["n"]), value("up", TensorProto.BOOL, [])], [value("y", TensorProto.STRING, ["n"])])
    fixture("locale-in-a-branch", nested, {"x": upper, "up": np.bool_(True)}, {"y": np.array(["ABC", "\u00c9COLE"])}, source="Python's str.upper")
    body = helper.make_node("StringNormalizer", ["a"], ["b"], case_change_action="UPPER", locale="fr_FR")
    function = helper.make_function("acme.ops", "Loud", ["a"], ["b"], [body], [helper.make_opsetid("", 17)])
    graph = helper.make_graph([helper.make_node("Loud", ["x"], ["y"], domain="acme.ops")], "graph", [value("x", TensorProto.STRING, ["n"])], [value("y", TensorProto.STRING, ["n"])])
    local = helper.make_model(graph, functions=[function], opset_imports=OPSETS + [helper.make_opsetid("acme.ops", 1)], ir_version=8)
    fixture("locale-in-a-function", local, {"x": upper}, {"y": np.array(["ABC", "\u00c9COLE"])}, source="Python's str.upper")
    cube = np.array([[["a", ""], ["\u00e9", "\U0001f600"]], [["c", "d"], ["e", "f g"]]])
    swap = model([helper.make_node("Transpose", ["x"], ["y"], perm=[2, 0, 1])], [value("x", TensorProto.STRING, ["n", 2, 2])], [value("y", TensorProto.STRING, [2, "n", 2])])
    fixture("text-of-three-dims", swap, {"x": cube}, {"y": cube.transpose(2, 0, 1)})
    nothing = np.zeros((0, 3), "U1")
    proto_empty = model([helper.make_node("Identity", ["x"], ["y"])], [value("x", TensorProto.STRING, ["n", 3])], [value("y", TensorProto.STRING, ["n", 3])])
    fixture("text-without-rows", proto_empty, {"x": nothing}, {"y": nothing})
    fixture("locale", proto, {"x": np.array(["ABC", "\u00c9COLE", "\ue000A\U0001f600A", "A\0B"])}, {"y": np.array(["abc", "\u00e9cole", "\ue000a\U0001f600a", "a\0b"])}, source="Python's str.lower")


def structures():
    f = TensorProto.FLOAT
    add = helper.make_node("Add", ["x", "bias"], ["sum"])
    mul = helper.make_node("Mul", ["x", "x"], ["square"])
    bias = numpy_helper.from_array(np.array([1, 2], np.float32), "bias")
    x = np.array([[1, 2], [3, 4], [5, 6]], np.float32)
    two = model([add, mul], [value("x", f, ["batch size", 2])], [value("sum", f, ["batch size", 2]), value("square", f, ["batch size", 2])], [bias])
    fixture("two-outputs", two, {"x": x}, {"sum": x + np.float32([1, 2]), "square": x * x})
    fixture("own-threads", two, {"x": x}, {"square": x * x}, options={"threads": 2})
    default = model([add], [value("x", f, ["n", 2]), value("bias", f, [2])], [value("sum", f, ["n", 2])], [bias])
    fixture("default-kept", default, {"x": x}, {"sum": x + np.float32([1, 2])})
    fixture("default-overridden", default, {"x": x, "bias": np.float32([10, 20])}, {"sum": x + np.float32([10, 20])})
    save(MODELS, "default", default)
    save(MODELS, "weights-as-inputs", model([add], [value("x", f, ["n", 2]), value("bias", f, [2])], [value("sum", f, ["n", 2])], [bias], ir=3, opsets=[helper.make_opsetid("", 8)]))
    empty = np.zeros((0, 2), np.float32)
    fixture("no-rows", two, {"x": empty}, {"sum": empty, "square": empty})
    scalar = model([helper.make_node("ReduceSum", ["x"], ["total"], keepdims=0)], [value("x", f, ["n", "unk__12"])], [value("total", f, [])])
    fixture("scalar-output", scalar, {"x": x}, {"total": np.float32(21)})
    save(MODELS, "unnamed-batch", model([add], [value("x", f, [None, 2])], [value("sum", f, [None, 2])], [bias]))
    nonzero = helper.make_node("NonZero", ["x"], ["y"])
    save(MODELS, "data-dependent", model([nonzero], [value("x", f, [None, 2])], [value("y", TensorProto.INT64, [None, None])]))
    save(MODELS, "no-rank", model([add], [helper.make_tensor_value_info("x", f, None)], [value("sum", f, ["n", 2])], [bias]))
    save(MODELS, "no-output-rank", model([add], [value("x", f, ["n", 2])], [helper.make_tensor_value_info("sum", f, None)], [bias]))
    save(MODELS, "new-rows", model([helper.make_node("NonZero", ["x"], ["y"])], [value("x", f, ["n"])], [value("y", TensorProto.INT64, [1, "found"])]))
    odd = model([helper.make_node("Identity", ["serving/x:0"], ["y"])], [value("serving/x:0", f, ["2*n + 1", "a b", "a_b", 4])], [value("y", f, ["2*n + 1", "a b", "a_b", 4])])
    save(MODELS, "odd-names", odd)


def refused():
    f = TensorProto.FLOAT
    node = helper.make_node("Identity", ["x"], ["y"])
    plain = lambda **more: model([node], [value("x", f, ["n"])], [value("y", f, ["n"])], **more)
    save(MODELS, "ir-14", plain(ir=14))
    save(MODELS, "ir-13", plain(ir=13))
    save(MODELS, "opset-27", plain(opsets=[helper.make_opsetid("", 27)]))
    save(MODELS, "opset-26", plain(opsets=[helper.make_opsetid("", 26)]))
    custom = helper.make_node("Frobnicate", ["x"], ["y"], domain="acme.ops")
    save(MODELS, "custom-domain", model([custom], [value("x", f, ["n"])], [value("y", f, ["n"])], opsets=OPSETS + [helper.make_opsetid("acme.ops", 1)]))
    unknown = helper.make_node("Frobnicate", ["x"], ["y"])
    save(MODELS, "unknown-operator", model([unknown], [value("x", f, ["n"])], [value("y", f, ["n"])]))
    function = helper.make_function("acme.ops", "Twice", ["a"], ["b"], [helper.make_node("Add", ["a", "a"], ["b"])], [helper.make_opsetid("", 17)])
    graph = helper.make_graph([helper.make_node("Twice", ["x"], ["y"], domain="acme.ops")], "graph", [value("x", f, ["n"])], [value("y", f, ["n"])])
    local = helper.make_model(graph, functions=[function], opset_imports=OPSETS + [helper.make_opsetid("acme.ops", 1)], ir_version=8)
    x = np.array([1, 2], np.float32)
    fixture("local-function", local, {"x": x}, {"y": 2 * x})
    bf16 = model([helper.make_node("Cast", ["x"], ["y"], to=TensorProto.BFLOAT16)], [value("x", f, ["n"])], [value("y", TensorProto.BFLOAT16, ["n"])])
    save(MODELS, "bfloat16", bf16)
    sequence = helper.make_tensor_sequence_value_info("y", f, ["n"])
    save(MODELS, "sequence", model([helper.make_node("SequenceConstruct", ["x"], ["y"])], [value("x", f, ["n"])], [sequence]))
    types()
    external()


def types():
    """Inputs and outputs that are no tensors, or of element types that there is no datatype for; operators out of sight."""
    f = TensorProto.FLOAT
    sequence = helper.make_tensor_sequence_value_info
    pair = helper.make_node("SequenceConstruct", ["a", "b"], ["y"])
    nodes = [helper.make_node("Add", ["x", "x"], ["a"]), helper.make_node("Identity", ["x"], ["b"]), pair]
    two = model(nodes, [value("x", f, ["n", 2])], [sequence("y", f, ["n", 2]), value("b", f, ["n", 2])])
    x = np.array([[1, 2], [3, 4], [5, 6]], np.float32)
    fixture("sequence-of-two", two, {"x": x}, {"y_0": x + x, "y_1": x, "b": x})
    nodes = [helper.make_node("Reshape", ["x", "flat"], ["a"]), helper.make_node("Identity", ["x"], ["b"]), pair]
    flat = numpy_helper.from_array(np.array([-1], np.int64), "flat")
    ranks = model(nodes, [value("x", f, ["n", 2])], [sequence("y", f, None)], [flat])
    ranks.graph.value_info.append(value("b", f, ["n", 2]))
    fixture("sequence-of-two-ranks", ranks, {"x": x}, {"y_0": x.ravel(), "y_1": x})
    nodes = [helper.make_node("MatMul", ["x", "x"], ["a"]), helper.make_node("Identity", ["x"], ["b"]), pair]
    save(MODELS, "sequence-no-rank", model(nodes, [value("x", f, [2, 2])], [sequence("y", f, None)]))
    split = helper.make_node("SplitToSequence", ["x"], ["y"])
    save(MODELS, "sequence-of-unknown-length", model([split], [value("x", f, ["n", 2])], [sequence("y", f, [1, 2])]))
    at = helper.make_node("SequenceAt", ["x", "zero"], ["y"])
    zero = numpy_helper.from_array(np.array(0, np.int64), "zero")
    save(MODELS, "takes-sequence", model([at], [sequence("x", f, ["n"])], [value("y", f, ["n"])], [zero]))
    entry = helper.make_map_type_proto(TensorProto.STRING, helper.make_tensor_type_proto(f, None))
    vectors = helper.make_node("DictVectorizer", ["x"], ["y"], domain="ai.onnx.ml", string_vocabulary=["a", "b"])
    save(MODELS, "takes-map", model([vectors], [helper.make_value_info("x", entry)], [value("y", f, [1, 2])]))
    maybe = helper.make_value_info("x", helper.make_optional_type_proto(helper.make_tensor_type_proto(f, ["n"])))
    get = helper.make_node("OptionalGetElement", ["x"], ["y"])
    save(MODELS, "takes-optional", model([get], [maybe], [value("y", f, ["n"])]))
    wrap = helper.make_node("Optional", ["x"], ["y"])
    given = helper.make_value_info("y", helper.make_optional_type_proto(helper.make_tensor_type_proto(f, ["n"])))
    save(MODELS, "gives-optional", model([wrap], [value("x", f, ["n"])], [given]))
    same = helper.make_node("Identity", ["x"], ["y"])
    newer = [helper.make_opsetid("", 23)]
    for name in ("BFLOAT16", "COMPLEX64", "FLOAT8E4M3FN", "INT4", "UINT4", "FLOAT4E2M1"):
        kind = TensorProto.DataType.Value(name)
        save(MODELS, f"takes-{name.lower()}", model([same], [value("x", kind, ["n"])], [value("y", kind, ["n"])], ir=11, opsets=newer))
    custom = helper.make_node("Frobnicate", ["x"], ["z"], domain="acme.ops")
    inner = helper.make_graph([custom], "inner", [], [value("z", f, ["n"])])
    plain = helper.make_graph([helper.make_node("Identity", ["x"], ["z"])], "plain", [], [value("z", f, ["n"])])
    branch = helper.make_node("If", ["c"], ["y"], then_branch=inner, else_branch=plain)
    inputs = [value("x", f, ["n"]), value("c", TensorProto.BOOL, [])]
    acme = OPSETS + [helper.make_opsetid("acme.ops", 1)]
    save(MODELS, "custom-domain-in-a-branch", model([branch], inputs, [value("y", f, ["n"])], opsets=acme))
    save(MODELS, "opset-ml-6", model([same], [value("x", f, ["n"])], [value("y", f, ["n"])], opsets=[helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 6)]))
    twice = helper.make_node("Concat", ["a", "b"], ["y"], axis=0)
    save(MODELS, "one-dim-twice", model([twice], [value("a", f, ["n", "n"]), value("b", f, ["n", "n"])], [value("y", f, ["m", "n"])]))
    lies = lambda dims: model([same], [value("x", f, ["n", 2])], [value("y", f, dims)])
    save(MODELS, "lying-rank", lies(["n"]))
    save(MODELS, "lying-dim", lies(["n", 3]))
    save(MODELS, "lying-name", lies(["m", "m"]))


def external():
    """Weights in other files, as they should be and as they must not be."""
    f = TensorProto.FLOAT

    def weights(name, dims, kind=f, **entries):
        tensor = TensorProto(name=name, data_type=kind, dims=dims, data_location=TensorProto.EXTERNAL)
        for key, text in entries.items():
            tensor.external_data.add(key=key, value=str(text))
        return tensor

    def adds(tensor, dims=("n", 2)):
        return model([helper.make_node("Add", ["x", tensor.name], ["y"])], [value("x", f, dims)], [value("y", f, dims)], [tensor])

    cases = {
        "parent": dict(location="../weights.bin"),
        "parent-inside": dict(location="a/../../weights.bin"),
        "absolute": dict(location="/etc/passwd"),
        "drive": dict(location="C:\\weights.bin"),
        "nameless": dict(),
        "negative": dict(location="weights.bin", offset=-8, length=8),
        "no-number": dict(location="weights.bin", offset="first"),
        "absurd-length": dict(location="weights.bin", offset=0, length=2**62),
        "short-length": dict(location="weights.bin", offset=0, length=4),
    }
    for name, entries in cases.items():
        save(MODELS, f"external-{name}", adds(weights("w", [2], **entries)))
    save(MODELS, "external-text", adds(weights("w", [2], TensorProto.STRING, location="weights.bin")))
    save(MODELS, "external-absurd-dims", adds(weights("w", [2**40, 2**40], location="weights.bin")))
    constant = helper.make_node("Constant", [], ["z"], value=weights("w", [2], location="/etc/passwd"))
    inner = helper.make_graph([constant], "inner", [], [value("z", f, [2])])
    branch = helper.make_node("If", ["c"], ["y"], then_branch=inner, else_branch=inner)
    save(MODELS, "external-in-a-branch", model([branch], [value("c", TensorProto.BOOL, [])], [value("y", f, [2])]))
    constant = helper.make_node("Constant", [], ["b"], value=weights("w", [2], location="../weights.bin"))
    function = helper.make_function("acme.ops", "Get", ["a"], ["b"], [constant], [helper.make_opsetid("", 17)])
    graph = helper.make_graph([helper.make_node("Get", ["x"], ["y"], domain="acme.ops")], "graph", [value("x", f, ["n"])], [value("y", f, [2])])
    local = helper.make_model(graph, functions=[function], opset_imports=OPSETS + [helper.make_opsetid("acme.ops", 1)], ir_version=8)
    save(MODELS, "external-in-a-function", local)
    two_files()


def two_files():
    """A model whose weights are in two files, one of them in a folder: for a compilation with its answer."""
    f = TensorProto.FLOAT
    folder = RESOURCES / "external"
    (folder / "parts").mkdir(parents=True, exist_ok=True)
    w = np.array([[1, 2, 3], [4, 5, 6]], np.float32)
    b = np.array([10, 20, 30], np.float32)
    half = np.array([0.5, 0.25, 2], np.float32)
    (folder / "first.bin").write_bytes(b"\0" * 16 + w.tobytes() + b.tobytes())
    (folder / "parts" / "second.bin").write_bytes(half.tobytes())

    def part(name, array, location, offset):
        tensor = TensorProto(name=name, data_type=f, dims=array.shape, data_location=TensorProto.EXTERNAL)
        for key, text in (("location", location), ("offset", str(offset)), ("length", str(array.nbytes))):
            tensor.external_data.add(key=key, value=text)
        return tensor

    constant = helper.make_node("Constant", [], ["half"], value=part("", half, "parts/second.bin", 0))
    nodes = [constant, helper.make_node("MatMul", ["x", "w"], ["m"]), helper.make_node("Add", ["m", "b"], ["s"]), helper.make_node("Mul", ["s", "half"], ["y"])]
    proto = model(nodes, [value("x", f, ["n", 2])], [value("y", f, ["n", 3])], [part("w", w, "first.bin", 16), part("b", b, "first.bin", 40)])
    save(folder, "two-files", proto)
    x = np.array([[1, 1], [-2, 0.5]], np.float32)
    (folder / "two-files.json").write_text(json.dumps({"x": x.tolist(), "y": ((x @ w + b) * half).tolist()}) + "\n")


def classifiers():
    from skl2onnx import convert_sklearn
    from skl2onnx.common.data_types import FloatTensorType
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression

    x, y = load_iris(return_X_y=True)
    rows = x[[0, 60, 120]].astype(np.float32)
    emoji = np.array(["\U0001f600", "\U0001f62d", "meh"])[y]
    for name, labels in [("emoji", emoji), ("int", y * 10 + 3), ("text", np.array(["setosa", "versicolor", "virginica"])[y])]:
        classifier = LogisticRegression(max_iter=500).fit(x, labels)
        proto = convert_sklearn(classifier, initial_types=[("features", FloatTensorType([None, 4]))], target_opset=17)
        expected = {
            "output_label": classifier.predict(rows),
            "output_probability": classifier.predict_proba(rows).astype(np.float32),
        }
        fixture(f"zipmap-{name}", proto, {"features": rows}, expected, 1e-5, "scikit-learn")
    # Older versions of skl2onnx declare one label, [1], whatever the number of rows.
    proto.graph.output[0].type.tensor_type.shape.dim[0].dim_value = 1
    fixture("zipmap-one-declared-label", proto, {"features": rows}, expected, 1e-5, "scikit-learn")


def tfidf():
    """Lower-cased words, as sklearn and skl2onnx do them: emoji must neither fail nor count as words."""
    from skl2onnx import convert_sklearn
    from skl2onnx.common.data_types import StringTensorType
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    texts = ["Good \U0001f600 film", "bad film", "a GOOD \u00c9cole", "bad bad \U0001f62d"]
    pipeline = make_pipeline(TfidfVectorizer(token_pattern="[a-zA-Z0-9_\u00c0-\u017f]+"), LogisticRegression(C=10)).fit(texts, [1, 0, 1, 0])
    proto = convert_sklearn(pipeline, initial_types=[("text", StringTensorType([None]))], target_opset=17, options={"zipmap": False})
    asked = np.array(["good \U0001f62d film", "\U0001f600", "\u00c9COLE bad", "plain bad"])
    expected = {"label": pipeline.predict(asked), "probabilities": pipeline.predict_proba(asked).astype(np.float32)}
    fixture("tfidf", proto, {"text": asked}, expected, 1e-5, "scikit-learn")


def text_models():
    """The look-ups of a BERT, as exporters write them; the widths are small, the numbers of rows are not."""
    i = TensorProto.INT64
    f = TensorProto.FLOAT
    words = numpy_helper.from_array(np.zeros((1000, 4), np.float32), "words")
    places = numpy_helper.from_array(np.zeros((128, 4), np.float32), "places")
    types = numpy_helper.from_array(np.zeros((2, 4), np.float32), "types")
    position_ids = numpy_helper.from_array(np.arange(128, dtype=np.int64)[None], "position_ids")
    ints = lambda name, *v: numpy_helper.from_array(np.array(v, np.int64), name)
    inputs = [value(n, i, ["batch", "sequence"]) for n in ("input_ids", "attention_mask", "token_type_ids")]
    output = [value("hidden", f, ["batch", "sequence", 4])]
    nodes = [
        helper.make_node("Gather", ["words", "input_ids"], ["w"]),
        helper.make_node("Gather", ["types", "token_type_ids"], ["t"]),
        helper.make_node("Add", ["w", "t"], ["wt"]),
        helper.make_node("Shape", ["input_ids"], ["shape"]),
        helper.make_node("Slice", ["shape", "one", "two", "zero"], ["length"]),
        helper.make_node("Slice", ["position_ids", "zero", "length", "one"], ["ids"]),
        helper.make_node("Gather", ["places", "ids"], ["p"]),
        helper.make_node("Add", ["wt", "p"], ["hidden0"]),
        helper.make_node("Cast", ["attention_mask"], ["mask"], to=f),
        helper.make_node("Unsqueeze", ["mask", "two"], ["mask3"]),
        helper.make_node("Mul", ["hidden0", "mask3"], ["hidden"]),
    ]
    weights = [words, places, types, position_ids, ints("zero", 0), ints("one", 1), ints("two", 2)]
    save(MODELS, "bert", model(nodes, inputs, output, weights))
    roberta = [
        helper.make_node("Gather", ["words", "input_ids"], ["w"]),
        helper.make_node("Equal", ["input_ids", "one"], ["pads"]),
        helper.make_node("Not", ["pads"], ["real"]),
        helper.make_node("Cast", ["real"], ["counted"], to=i),
        helper.make_node("CumSum", ["counted", "axis"], ["count"]),
        helper.make_node("Mul", ["count", "counted"], ["masked"]),
        helper.make_node("Add", ["masked", "one"], ["ids"]),
        helper.make_node("Gather", ["places", "ids"], ["p"]),
        helper.make_node("Add", ["w", "p"], ["hidden"]),
    ]
    axis = numpy_helper.from_array(np.array(1, np.int64), "axis")
    save(MODELS, "roberta", model(roberta, inputs[:1], output, [words, places, ints("one", 1), axis]))
    quantized = numpy_helper.from_array(np.zeros((1000, 4), np.uint8), "words")
    scale = numpy_helper.from_array(np.float32(0.1), "scale")
    point = numpy_helper.from_array(np.uint8(128), "point")
    nodes = [
        helper.make_node("DequantizeLinear", ["words", "scale", "point"], ["table"]),
        helper.make_node("Cast", ["tokens"], ["ids"], to=i),
        helper.make_node("Gather", ["table", "ids"], ["hidden"]),
    ]
    save(MODELS, "quantized-table", model(nodes, [value("tokens", TensorProto.INT32, ["batch", "sequence"])], output, [quantized, scale, point]))


def main():
    identities()
    unsigned()
    texts()
    structures()
    refused()
    classifiers()
    tfidf()
    text_models()


if __name__ == "__main__":
    main()
