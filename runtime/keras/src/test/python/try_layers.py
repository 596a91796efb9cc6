"""Tries every class of keras.layers: which are translated, which are refused and why, as a Markdown table.

    venv/bin/python try_layers.py FOLDER [DORMOUSE]

Writes a model a class to FOLDER as make_zoo.py does, so that ZooTest compares the answers with -Ddormouse.zoo=FOLDER; asks
'dormouse check' about each. Classes that are another's name, bases and wrappers of code are left out.
"""

import os
import subprocess
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
from keras import layers as L
from make_zoo import save

LEFT_OUT = {"Layer", "Wrapper", "InputSpec", "InputLayer", "RNN", "Pipeline", "FlaxLayer", "JaxLayer", "TFSMLayer",
            "TorchModuleWrapper", "LSTMCell", "GRUCell", "SimpleRNNCell", "MaxNumBoundingBoxes"}
SIZES = {1: (9, 4), 2: (8, 8, 3), 3: (4, 4, 4, 2)}
GIVEN = {
    "Activation": ("relu",), "Bidirectional": (L.LSTM(2),), "TimeDistributed": (L.Dense(2),),
    "SpectralNormalization": (L.Dense(2),), "Dense": (3,), "EinsumDense": ("ab,bc->ac", 3), "Embedding": (7, 3),
    "ReversibleEmbedding": (7, 3), "Permute": ((2, 1),), "RepeatVector": (3,), "Reshape": ((2, 18),), "Rescaling": (0.5,),
    "LSTM": (3,), "GRU": (3,), "SimpleRNN": (3,), "StackedRNNCells": ([L.LSTMCell(2), L.GRUCell(2)],),
    "MultiHeadAttention": (2, 3), "GroupQueryAttention": (4, 2, 1), "Discretization": ([0.0, 1.0],), "CategoryEncoding": (7,),
    "Hashing": (5,), "HashedCrossing": (5,), "Resizing": (4, 5), "CenterCrop": (4, 5), "RandomCrop": (4, 5),
    "Lambda": (lambda x: x + 1,), "Dropout": (0.2,), "GaussianDropout": (0.2,), "GaussianNoise": (0.2,), "AlphaDropout": (0.2,),
    "SpatialDropout1D": (0.2,), "SpatialDropout2D": (0.2,), "SpatialDropout3D": (0.2,), "RandomZoom": (0.2,),
    "RandomRotation": (0.1,), "RandomTranslation": (0.1, 0.1), "RandomContrast": (0.1,), "RandomBrightness": (0.1,),
    "GroupNormalization": (2,), "RandomShear": (0.1, 0.1), "RandomColorDegeneration": (0.1,), "RandomHue": (0.1,),
    "RandomPosterization": (4,), "RandomSaturation": (0.1,), "RandomSharpness": (0.1,), "Dot": (-1,)}
NAMED = {"StringLookup": {"vocabulary": ["a", "b"]}, "IntegerLookup": {"vocabulary": [1, 2]},
         "TextVectorization": {"vocabulary": ["a", "b"]}, "Normalization": {"mean": 1.0, "variance": 2.0},
         "GroupQueryAttention": {}, "ActivityRegularization": {"l1": 0.1}}
for axes in (1, 2, 3):
    for kind in ("Conv{}D", "Conv{}DTranspose", "SeparableConv{}D", "ConvLSTM{}D"):
        GIVEN[kind.format(axes)] = (2, 2)
    GIVEN[f"DepthwiseConv{axes}D"] = GIVEN[f"AveragePooling{axes}D"] = (2,)
    GIVEN[f"AdaptiveAveragePooling{axes}D"] = GIVEN[f"AdaptiveMaxPooling{axes}D"] = (2,)
TWO = {"Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract", "Attention", "AdditiveAttention"}
IDS = {"Embedding", "CategoryEncoding", "IntegerLookup", "Hashing", "ReversibleEmbedding"}
IMAGES = ("Random", "Resizing", "CenterCrop", "AugMix", "AutoContrast", "Contrast", "CutMix", "Equalization", "MixUp",
          "RandAugment", "Solarization")


def model(name, layer):
    axes = next((n for n in (1, 2, 3) if name.endswith(f"{n}D")), 0)
    if name.startswith("ConvLSTM"):
        shape = (3, *SIZES[axes])
    elif axes:
        shape = SIZES[axes]
    elif name.startswith(IMAGES):
        shape = SIZES[2]
    else:
        shape = (4,) if name in ("EinsumDense", "RepeatVector", *IDS) else SIZES[1]
    if name in ("StringLookup", "TextVectorization"):
        x = keras.Input((1,), dtype="string", name="x")
        return keras.Model(x, layer(x)), {"x": np.array([["a"], ["c"], ["b"]])}
    x = keras.Input(shape, dtype="int32" if name in IDS else "float32", name="x")
    if name in TWO:
        return keras.Model(x, layer([x, x]))
    if name in ("MultiHeadAttention", "GroupQueryAttention"):
        return keras.Model(x, layer(x, x))
    if name == "StackedRNNCells":
        return keras.Model(x, L.RNN(layer)(x))
    if name == "HashedCrossing":
        ids = keras.Input((1,), dtype="int32", name="x")
        return keras.Model(ids, layer((ids, ids)))
    return keras.Model(x, layer(x))


def classes():
    seen = {}
    for name in dir(L):
        made = getattr(L, name)
        if isinstance(made, type) and made.__name__ == name and name not in LEFT_OUT:
            seen[name] = made
    return seen


def tried(name, made, folder, dormouse):
    rng = np.random.default_rng(7)
    try:
        save(name, model(name, made(*GIVEN.get(name, ()), **NAMED.get(name, {}))), folder, rng)
    except Exception as e:  # noqa: BLE001  (whatever Keras says is what is reported)
        return f"not tried: {type(e).__name__}: {str(e).splitlines()[0][:80]}"
    run = subprocess.run([dormouse, "check", os.path.join(folder, name + ".keras")], capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return "yes"
    line = next((line for line in (run.stdout + run.stderr).splitlines() if "(" in line and "layer" in line), "refused")
    return "no: " + line.split(f"({name}) ")[-1]


def main():
    folder, dormouse = sys.argv[1], (sys.argv[2:] or ["./dormouse"])[0]
    os.makedirs(folder, exist_ok=True)
    print("| layer | |\n|---|---|")
    for name, made in classes().items():
        print(f"| `{name}` | {tried(name, made, folder, dormouse)} |", flush=True)


if __name__ == "__main__":
    main()
