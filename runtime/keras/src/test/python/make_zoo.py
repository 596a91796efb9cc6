"""Makes the zoo of the translation's tests: small Keras models with inputs and what Keras answers.

    python -m venv venv && venv/bin/pip install keras tensorflow-cpu
    venv/bin/python make_zoo.py ../resources/zoo [NAME...]

Each model is saved as .keras and as .h5. Made with keras 3.15.1 and TensorFlow 2.18.0; make_keras2.py makes those of
Keras 2, with tf_keras 2.18.0.
"""

import json
import os
import sys
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np

MODELS = {}


def model(make):
    MODELS[make.__name__] = make
    return make


def values(shape, dtype, rng):
    if dtype in ("float32", "float64", "float16"):
        return rng.normal(0, 1.5, shape).astype(dtype)
    return rng.integers(0, 7, shape).astype(dtype)


def tensor(array):
    array = np.asarray(array)
    return {
        "datatype": "string" if array.dtype.kind in "OSU" else str(array.dtype),
        "shape": list(array.shape),
        "data": [str(v.decode() if isinstance(v, bytes) else v) for v in array.reshape(-1)] if array.dtype.kind in "OSU" else
                [float(np.format_float_scientific(v, unique=True)) if array.dtype.kind == "f" else v.item()
                 for v in array.reshape(-1)],
    }


def randomise(net, rng):
    """Fresh biases are zero and statistics trivial: other numbers tell more."""
    fresh = []
    for weight in net.weights:
        array = np.asarray(weight.numpy() if hasattr(weight, "numpy") else weight)
        name = getattr(weight, "path", weight.name)
        if array.dtype.kind != "f":
            fresh.append(array)
        elif "variance" in name:
            fresh.append(rng.uniform(0.3, 2, array.shape))
        elif array.dtype.kind == "V" or name.endswith("vector_u") or "seed" in name:
            fresh.append(array)
        elif array.ndim < 2 or "alpha" in name:
            fresh.append(rng.normal(0.2, 0.4, array.shape))
        else:
            fresh.append(rng.normal(0, 1 / np.sqrt(max(1, array.size / array.shape[-1])), array.shape))
    net.set_weights([np.asarray(a, np.float32) if a.dtype.kind == "f" else a for a in fresh])
    for layer in net.layers:
        if hasattr(layer, "finalize_state"):
            layer.finalize_state()


def squeeze_dates(path):
    """A zip holds the time; with a fixed one the file depends on its content alone."""
    if not path.endswith(".keras"):
        return
    with zipfile.ZipFile(path) as old:
        entries = [(info.filename, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(path, "w") as new:
        for name, data in entries:
            new.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def output_names(net):
    taken = [tensor_in.name.split(":")[0] for tensor_in in net.inputs]  # an output that is an input has its name, too
    names = []
    for name in (getattr(net, "_functional", None) or net).output_names:
        free = name
        while free in names or free in taken:  # Keras gives two outputs of one layer the same name
            free = f"{name}_{sum(n.startswith(name) for n in [*names, *taken])}"
        names.append(free)
    return names


def save(name, made, folder, rng):
    """Made is a model, or that, inputs by name (or None) and a function that answers in its place."""
    net, feeds, answer = (*made, None, None)[:3] if isinstance(made, tuple) else (made, None, None)
    randomise(net, rng)
    inputs = {}
    for tensor_in in net.inputs:
        key = tensor_in.name.split(":")[0]
        shape = [len(next(iter(feeds.values()))) if feeds else 3] + [5 if d is None else d for d in tensor_in.shape[1:]]
        dtype = str(getattr(tensor_in.dtype, "name", tensor_in.dtype))
        inputs[key] = values(shape, dtype, rng) if feeds is None or key not in feeds else feeds[key]
    feed = list(inputs.values())
    if answer:
        answers = answer(net, *feed)
    else:
        answers = net(feed if len(feed) > 1 else feed[0], training=False)
    if isinstance(answers, dict):
        outputs = answers
    else:
        answers = answers if isinstance(answers, (list, tuple)) else [answers]
        outputs = dict(zip(output_names(net), answers, strict=True))
    with open(os.path.join(folder, name + ".json"), "w") as out:
        json.dump({"inputs": {k: tensor(v) for k, v in inputs.items()},
                   "outputs": {k: tensor(v) for k, v in outputs.items()}}, out)
    for ending in (".keras", ".h5"):
        path = os.path.join(folder, name + ending)
        try:
            net.save(path)
        except TypeError:  # Keras 3 cannot write some layers of its own to HDF5
            os.remove(path)
            continue
        squeeze_dates(path)


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    import zoo  # noqa: F401  (registers the models)
    wanted = sys.argv[2:]
    for name, make in MODELS.items():
        if wanted and not any(name.startswith(w) for w in wanted):
            continue
        rng = np.random.default_rng(sum(map(ord, name)))
        import keras
        keras.utils.set_random_seed(7)
        save(name, make(), folder, rng)
        print(name)


if __name__ == "__main__":
    sys.modules["make_zoo"] = sys.modules["__main__"]
    main()
