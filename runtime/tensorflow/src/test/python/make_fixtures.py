"""Makes the SavedModels and expected values of this module's tests.

Needs tensorflow-cpu 2.18 (with its keras) and numpy. Run from this folder: python make_fixtures.py
Expected values come from TensorFlow's Python package, never from Dormouse. Every model is a zip: a folder in git would hide
empty folders and line ends.
"""

import json
import os
import pathlib
import shutil
import tempfile
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"
import numpy as np
import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2

RESOURCES = pathlib.Path(__file__).parent.parent / "resources"
FIXTURES = RESOURCES / "fixtures"
MODELS = RESOURCES / "models"
NAMES = {
    "bool": "BOOL", "uint8": "UINT8", "uint16": "UINT16", "int32": "INT32", "int64": "INT64",
    "float16": "FP16", "float32": "FP32", "float64": "FP64",
}


def tensor(array, datatype=None):
    array = np.asarray(array)
    if array.dtype.kind in "OSU":
        flat = [v.decode() if isinstance(v, bytes) else str(v) for v in array.ravel().tolist()]
        return {"datatype": datatype or "STRING", "shape": list(array.shape), "data": flat}
    data = []
    for v in array.ravel().tolist():
        data.append(v if not isinstance(v, float) or np.isfinite(v) else {np.inf: "Infinity", -np.inf: "-Infinity"}.get(v, "NaN"))
    return {"datatype": NAMES[array.dtype.name], "shape": list(array.shape), "data": data}


def pack(folder, target, prefix=""):
    """The folder as a zip whose bytes do not depend on when or where it was made."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for file in sorted(p for p in folder.rglob("*") if p.is_file()):
            info = zipfile.ZipInfo(prefix + file.relative_to(folder).as_posix(), (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, file.read_bytes())


def save(module, target, signatures=None, prefix="", change=None):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        tf.saved_model.save(module, folder, signatures=signatures)
        (path / "fingerprint.pb").unlink(missing_ok=True)
        if change:
            pb = path / "saved_model.pb"
            model = saved_model_pb2.SavedModel()
            model.ParseFromString(pb.read_bytes())
            change(model.meta_graphs[0], path)
            pb.write_bytes(model.SerializeToString(deterministic=True))
        pack(path, target, prefix)


def fixture(name, module, feeds, signature=None, signatures=None, tolerance=1e-6, prefix="", as_bytes=()):
    """A model and a case of it; the outputs are those of Python's signature function."""
    FIXTURES.mkdir(parents=True, exist_ok=True)
    save(module, FIXTURES / "files" / f"{name}.zip", signatures, prefix)
    write_case(name, name, signatures[signature or "serving_default"], feeds, signature, tolerance, as_bytes)


def write_case(case, model, function, feeds, signature=None, tolerance=1e-6, as_bytes=()):
    outputs = function(**{key: tf.constant(value) for key, value in feeds.items()})
    outputs = {key: value.numpy() for key, value in outputs.items()}
    with_ = {"source": f"{model}.zip"}
    if signature:
        with_["signature"] = signature
    inputs = {}
    for key, value in feeds.items():
        inputs[key] = tensor(value)
        if key in as_bytes:
            import base64
            raw = [v if isinstance(v, bytes) else v.encode() for v in np.asarray(value, dtype=object).ravel()]
            inputs[key] = {"datatype": "BYTES", "shape": list(np.shape(value)), "data": [base64.b64encode(v).decode() for v in raw]}
    (FIXTURES / f"{case}.json").write_text(json.dumps({
        "kind": "tensorflow", "with": with_, "files": {"source": f"files/{model}.zip"}, "inputs": inputs,
        "outputs": {key: tensor(value) for key, value in sorted(outputs.items())},
        "tolerance": tolerance, "source": f"tensorflow {tf.__version__}",
    }, indent=1, ensure_ascii=False) + "\n")


def function(body, **inputs):
    """A module with one function and its signature, with named inputs."""
    module = tf.Module()
    specs = {key: tf.TensorSpec(shape, dtype, name=key) for key, (shape, dtype) in inputs.items()}
    module.call = tf.function(body, input_signature=[specs[key] for key in specs])
    return module, {"serving_default": module.call.get_concrete_function()}


def linear():
    tf.random.set_seed(7)
    module = tf.Module()
    module.w = tf.Variable(tf.random.normal([3, 2]))
    module.b = tf.Variable(tf.random.normal([2]))
    call = tf.function(lambda x: {"y": tf.matmul(x, module.w) + module.b}, input_signature=[tf.TensorSpec([None, 3], tf.float32, name="x")])
    module.call = call
    x = np.random.default_rng(1).normal(size=(4, 3)).astype(np.float32)
    fixture("linear", module, {"x": x}, signatures={"serving_default": call.get_concrete_function()}, prefix="linear/")


def datatypes():
    cases = {
        "fp64": (tf.float64, np.array([1.5, np.nan, -np.inf, 1e300])), "fp16": (tf.float16, np.float16([1.5, -2, np.inf])),
        "int32": (tf.int32, np.int32([-2**31, 2**31 - 1])), "int64": (tf.int64, np.int64([-2**63, 2**63 - 1])),
        "uint8": (tf.uint8, np.uint8([0, 255])), "uint16": (tf.uint16, np.uint16([0, 65535])), "bool": (tf.bool, np.array([True, False])),
    }
    for name, (dtype, value) in cases.items():
        module, signatures = function(lambda x: {"y": tf.identity(x)}, x=([None], dtype))
        fixture(f"identity-{name}", module, {"x": value}, signatures=signatures, tolerance=0)


def texts():
    module, signatures = function(
        lambda text: {"upper": tf.strings.upper(text, encoding="utf-8"), "length": tf.strings.length(text, unit="UTF8_CHAR")},
        text=([None], tf.string))
    value = np.array(["", "café", "naïve 漢字 🐭", "a\0b"], dtype=object)
    fixture("texts", module, {"text": value}, signatures=signatures)
    write_case("texts-as-bytes", "texts", signatures["serving_default"], {"text": value}, as_bytes=("text",))


def lookup():
    """A table whose words are an asset of the model."""
    with tempfile.TemporaryDirectory() as folder:
        words = pathlib.Path(folder) / "words.txt"
        words.write_text("mouse\ndormouse\nécureuil\n")
        module = tf.Module()
        module.table = tf.lookup.StaticVocabularyTable(
            tf.lookup.TextFileInitializer(
                str(words), tf.string, tf.lookup.TextFileIndex.WHOLE_LINE, tf.int64, tf.lookup.TextFileIndex.LINE_NUMBER),
            num_oov_buckets=1)
        module.asset = tf.saved_model.Asset(str(words))
        call = tf.function(lambda word: {"id": module.table.lookup(word)}, input_signature=[tf.TensorSpec([None, None], tf.string, name="word")])
        module.call = call
        fixture("lookup", module, {"word": np.array([["dormouse", "cat"], ["écureuil", "mouse"]], dtype=object)},
                signatures={"serving_default": call.get_concrete_function()}, tolerance=0)


def several():
    module = tf.Module()
    spec = [tf.TensorSpec([None], tf.float32, name="x")]
    module.double = tf.function(lambda x: {"y": 2 * x}, input_signature=spec)
    module.square = tf.function(lambda x: {"y": x * x}, input_signature=spec)
    signatures = {"double": module.double.get_concrete_function(), "square": module.square.get_concrete_function()}
    fixture("several", module, {"x": np.float32([1, 3])}, "square", signatures)
    write_case("several-double", "several", signatures["double"], {"x": np.float32([1, 3])}, "double")


def dynamic():
    """Two inputs, an output of another rank, a scalar."""
    module, signatures = function(
        lambda a, b, k: {"sum": a + b, "mean": tf.reduce_mean(a, axis=[1, 2]), "scaled": k * tf.cast(tf.size(a), tf.float64)},
        a=([None, None, 3], tf.float32), b=([None, None, 3], tf.float32), k=([], tf.float64))
    rng = np.random.default_rng(2)
    a, b = (rng.normal(size=(2, 5, 3)).astype(np.float32) for _ in range(2))
    fixture("dynamic", module, {"a": a, "b": b, "k": np.float64(0.5)}, signatures=signatures)
    write_case("empty-batch", "dynamic", signatures["serving_default"],
               {"a": np.zeros((0, 4, 3), np.float32), "b": np.zeros((0, 4, 3), np.float32), "k": np.float64(2)})


def keras():
    """What model.export writes: a default signature, and others that Keras names."""
    tf.keras.utils.set_random_seed(3)
    model = tf.keras.Sequential([
        tf.keras.Input((8, 8, 1), name="image"), tf.keras.layers.Conv2D(3, 3, activation="relu"),
        tf.keras.layers.GlobalAveragePooling2D(), tf.keras.layers.Dense(4, activation="softmax")])
    with tempfile.TemporaryDirectory() as folder:
        model.export(folder, verbose=False)
        path = pathlib.Path(folder)
        (path / "fingerprint.pb").unlink(missing_ok=True)
        pack(path, FIXTURES / "files" / "keras.zip")
        loaded = tf.saved_model.load(folder)
        image = np.random.default_rng(4).random((2, 8, 8, 1)).astype(np.float32)
        function = loaded.signatures["serving_default"]
        name = next(iter(function.structured_input_signature[1]))
        write_case("keras", "keras", function, {name: image}, tolerance=1e-5)


def recurrent():
    tf.keras.utils.set_random_seed(5)
    model = tf.keras.Sequential([tf.keras.Input((None,), name="ids", dtype="int32"), tf.keras.layers.Embedding(10, 4, mask_zero=True),
                                 tf.keras.layers.LSTM(5), tf.keras.layers.Dense(1, activation="sigmoid")])
    with tempfile.TemporaryDirectory() as folder:
        model.export(folder, verbose=False, input_signature=[tf.TensorSpec([None, None], tf.int32, name="ids")])
        path = pathlib.Path(folder)
        (path / "fingerprint.pb").unlink(missing_ok=True)
        pack(path, FIXTURES / "files" / "recurrent.zip")
        loaded = tf.saved_model.load(folder)
        function = loaded.signatures["serving_default"]
        name = next(iter(function.structured_input_signature[1]))
        write_case("recurrent", "recurrent", function, {name: np.int32([[1, 2, 3, 0], [9, 0, 0, 0]])}, tolerance=1e-5)


def first_version():
    """A model of TensorFlow 1 with the signature predict, a variable and a table that the main op fills."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "model"
        with tf.Graph().as_default(), tf.compat.v1.Session() as session:
            x = tf.compat.v1.placeholder(tf.float32, [None, 2], name="x")
            w = tf.compat.v1.get_variable("w", initializer=np.float32([[1, 2], [3, 4]]), use_resource=True)
            keys = tf.compat.v1.constant(["a", "b"])
            table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(keys, tf.constant([10, 20], tf.int64)), -1)
            word = tf.compat.v1.placeholder(tf.string, [None], name="word")
            y = tf.matmul(x, w, name="y")
            session.run([tf.compat.v1.global_variables_initializer(), tf.compat.v1.tables_initializer()])
            feeds = {"x": np.float32([[1, 1], [0, 2]]), "word": np.array(["b", "z"], dtype=object)}
            values = session.run({"y": y, "id": table.lookup(word)}, {x: feeds["x"], word: feeds["word"]})
            builder = tf.compat.v1.saved_model.Builder(str(path))
            info = tf.compat.v1.saved_model.build_tensor_info
            definition = tf.compat.v1.saved_model.build_signature_def(
                {"x": info(x), "word": info(word)}, {"y": info(y), "id": info(table.lookup(word))}, "tensorflow/serving/predict")
            other = tf.compat.v1.saved_model.build_signature_def({"x": info(x)}, {"twice": info(2 * x)}, "tensorflow/serving/predict")
            builder.add_meta_graph_and_variables(
                session, ["serve"], {"predict": definition, "serving_default": other}, main_op=tf.compat.v1.tables_initializer())
            builder.save()
        pack(path, FIXTURES / "files" / "first-version.zip")
        (FIXTURES / "first-version.json").write_text(json.dumps({
            "kind": "tensorflow", "with": {"source": "first-version.zip"}, "files": {"source": "files/first-version.zip"},
            "inputs": {key: tensor(value) for key, value in feeds.items()},
            "outputs": {key: tensor(value) for key, value in sorted(values.items())},
            "tolerance": 1e-6, "source": f"tensorflow {tf.__version__}"}, indent=1) + "\n")


def table_of_a_foreign_file():
    """A lookup table whose file is a constant of the graph and no asset."""
    def foreign(graph, path):
        asset = graph.asset_file_def[0].tensor_info.name.partition(":")[0]
        del graph.asset_file_def[:]
        for node in graph.graph_def.node:
            if node.name == asset:
                node.op = "Const"
                node.attr.pop("shape", None)
                node.attr["value"].tensor.CopyFrom(tf.make_tensor_proto("/etc/passwd"))

    with tempfile.TemporaryDirectory() as folder:
        words = pathlib.Path(folder) / "words.txt"
        words.write_text("mouse\n")
        module = tf.Module()
        module.table = tf.lookup.StaticHashTable(tf.lookup.TextFileInitializer(
            str(words), tf.string, tf.lookup.TextFileIndex.WHOLE_LINE, tf.int64, tf.lookup.TextFileIndex.LINE_NUMBER), -1)
        call = tf.function(lambda word: {"id": module.table.lookup(word)}, input_signature=[tf.TensorSpec([None], tf.string, name="word")])
        module.call = call
        save(module, MODELS / "file-outside.zip", {"serving_default": call.get_concrete_function()}, change=foreign)


def refused():
    """Models that are described or refused by name; see SignatureTest."""
    module, signatures = function(lambda x: {"y": tf.identity(x)}, x=([None], tf.int8))
    save(module, MODELS / "int8.zip", signatures)
    module, signatures = function(lambda x: {"y": tf.cast(x, tf.complex64)}, x=([None], tf.float32))
    save(module, MODELS / "complex-output.zip", signatures)
    module, signatures = function(lambda path: {"bytes": tf.io.read_file(path[0])}, path=([1], tf.string))
    save(module, MODELS / "reads-files.zip", signatures)
    module, signatures = function(lambda x: {"y": tf.boolean_mask(x, x > 0)}, x=([None], tf.float32))
    save(module, MODELS / "data-dependent.zip", signatures)
    module, signatures = function(lambda x: {"y": tf.reshape(x, [2, -1])}, x=(None, tf.float32))
    save(module, MODELS / "any-rank.zip", signatures)
    module, signatures = function(lambda x: {"y": x + 1}, x=(None, tf.float32))
    save(module, MODELS / "any-rank-out.zip", signatures)
    module = tf.Module()
    module.v = tf.Variable(1.0)
    save(module, MODELS / "no-signature.zip")
    module, signatures = function(lambda x: {"y": x + 1}, x=([None], tf.float32))

    def training(graph, path):
        del graph.meta_info_def.tags[:]
        graph.meta_info_def.tags.extend(["train"])

    save(module, MODELS / "for-training.zip", signatures, change=training)

    def outside(graph, path):
        graph.asset_file_def.add(filename="../../../etc/passwd").tensor_info.name = "x:0"

    save(module, MODELS / "asset-outside.zip", signatures, change=outside)
    table_of_a_foreign_file()

    def custom(graph, path):
        for library in graph.graph_def.library.function:
            for node in library.node_def:
                if node.op == "AddV2":
                    node.op = "MyCompanysAdd"

    save(module, MODELS / "unknown-operator.zip", signatures, change=custom)
    module, signatures = linear_with_variable()

    def without_variables(graph, path):
        shutil.rmtree(path / "variables")

    save(module, MODELS / "without-variables.zip", signatures, change=without_variables)


def linear_with_variable():
    module = tf.Module()
    module.w = tf.Variable(tf.ones([3, 2]))
    call = tf.function(lambda x: {"y": tf.matmul(x, module.w)}, input_signature=[tf.TensorSpec([None, 3], tf.float32, name="x")])
    module.call = call
    return module, {"serving_default": call.get_concrete_function()}


if __name__ == "__main__":
    for make in (linear, datatypes, texts, lookup, several, dynamic, keras, recurrent, first_version, refused):
        make()
        print(make.__name__)
