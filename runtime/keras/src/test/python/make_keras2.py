"""Makes the part of the zoo that Keras 2 wrote: files as there are many, with what that Keras answers.

    venv/bin/pip install tf_keras tensorflow-cpu
    venv/bin/python make_keras2.py ../resources/zoo
"""

import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf
import tf_keras as keras
from make_zoo import save
from tf_keras import layers as L

MODELS = {}
IDS = np.array([[1, 2, 3, 4, 5], [0, 0, 6, 2, 1], [3, 1, 0, 0, 0], [0, 2, 0, 5, 0]], "int32")


def model(make):
    MODELS[make.__name__] = make
    return make


@model
def keras2_dense():
    return keras.Sequential([L.Dense(5, activation="relu", input_shape=(4,)), L.Dropout(0.2), L.BatchNormalization(),
                             L.Dense(2, activation="softmax")])


@model
def keras2_images():
    return keras.Sequential([
        keras.Input((8, 8, 1), name="image"), L.Rescaling(1 / 255), L.Conv2D(3, 3, activation="relu"), L.MaxPooling2D(),
        L.DepthwiseConv2D(2), L.LeakyReLU(alpha=0.1), L.SeparableConv2D(2, 2), L.Flatten(), L.Dense(3)])


@model
def keras2_graph():
    x, y = keras.Input((4,), name="x"), keras.Input((4,), name="y")
    inner = keras.Sequential([L.Dense(3, activation="hard_sigmoid", input_shape=(4,)), L.BatchNormalization(),
                              L.Dense(3)], name="inner")
    twice = keras.Model(x, [L.Dense(2, name="low")(x), inner(x)], name="twice")
    shared = L.Dense(4, activation="gelu", name="shared")
    low, high = twice(shared(y))
    low2, _ = twice(x)
    return keras.Model([x, y], [L.Concatenate(name="cat")([low, high, L.Add()([low2, low])]), shared(shared(x))])


@model
def keras2_text():
    ids = keras.Input((5,), dtype="int32", name="ids")
    e = L.Embedding(7, 4, mask_zero=True)(ids)
    both = L.Bidirectional(L.LSTM(3, return_sequences=True))(e)
    hard = L.GRU(3, recurrent_activation="hard_sigmoid", reset_after=False)(both)
    attended = L.MultiHeadAttention(2, 2)(e, e)
    return keras.Model(ids, [L.Dense(2, name="d")(hard), L.GRU(2, name="g")(both),
                             L.GlobalAveragePooling1D(name="m")(L.LayerNormalization()(attended))]), {"ids": IDS}


@model
def keras2_wrapped():
    frames = keras.Input((3, 4, 4, 1), name="frames")
    small = keras.Sequential([L.Conv2D(2, 2, input_shape=(4, 4, 1)), L.Flatten()], name="small")
    y = L.TimeDistributed(small)(frames)
    return keras.Model(frames, L.LSTM(2)(L.TimeDistributed(L.Dense(3))(y)))


@model
def keras2_functions():
    """TensorFlow's functions in a functional model, which Keras 2 writes as TFOpLambda and SlicingOpLambda."""
    x, y = keras.Input((4, 3), name="x"), keras.Input((4, 3), name="y")
    scaled = x / 127.5 - 1
    sums = tf.nn.relu(scaled + y) * tf.constant([1.0, 2.0, 3.0])
    return keras.Model([x, y], {
        "scaled": scaled, "sums": sums, "mean": tf.reduce_mean(x, axis=1), "total": tf.reduce_sum(x, axis=[1, 2]),
        "wide": tf.concat([x, y], axis=-1), "taller": tf.expand_dims(x, 1), "last": x[:, -1], "part": x[:, 1:3, ::2],
        "shaped": tf.reshape(x, [-1, 12]), "turned": tf.transpose(x, [0, 2, 1]), "soft": tf.nn.softmax(x, axis=1),
        "clipped": tf.clip_by_value(x, -1.0, 1.0), "cast": tf.cast(x > y, tf.float32), "power": x**2,
        "product": tf.matmul(x, tf.transpose(y, [0, 2, 1])),
        "stacked": tf.stack([x, y], axis=1), "root": tf.sqrt(tf.abs(x)), "gelu": tf.nn.gelu(x), "minus": -x, "from_one": 1 - x})


@model
def keras2_attention():
    ids, x = keras.Input((5,), dtype="int32", name="ids"), keras.Input((6, 5, 2), name="x")
    e = L.Embedding(7, 4, mask_zero=True)(ids)
    return keras.Model([ids, x], [
        L.Attention(name="a")([e, e]), L.AdditiveAttention(name="b")([e, e]), L.RNN([L.LSTMCell(2), L.GRUCell(3)], name="c")(e),
        L.ConvLSTM1D(2, 2, name="d")(x), L.Resizing(3, 4, name="f")(x)]), {"ids": IDS[[0, 1]]}


def main():
    for name, make in MODELS.items():
        if sys.argv[2:] and name not in sys.argv[2:]:
            continue
        keras.utils.set_random_seed(7)
        save(name, make(), sys.argv[1], np.random.default_rng(sum(map(ord, name))))
        print(name)


if __name__ == "__main__":
    main()
