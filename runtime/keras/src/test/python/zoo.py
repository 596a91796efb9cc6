"""The models themselves, a function each; its name is the file's."""

import keras
from keras import layers as L
from make_zoo import model


def chain(shape, *layers, dtype="float32"):
    return keras.Sequential([keras.Input(shape, name="x", dtype=dtype), *layers])


@model
def dense():
    return chain((4,), L.Dense(5, activation="relu"), L.Dense(3, use_bias=False, activation="tanh"),
                 L.Dense(2, name="out", activation="softmax"))


@model
def dense_of_a_sequence():
    return chain((None, 3), L.Dense(2, activation="sigmoid"))
