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


ACTIVATIONS = ["linear", "relu", "relu6", "sigmoid", "tanh", "softplus", "softsign", "exponential", "softmax",
               "log_softmax", "elu", "celu", "selu", "leaky_relu", "gelu", "silu", "hard_sigmoid", "hard_silu", "mish",
               "log_sigmoid", "hard_tanh", "tanh_shrink", "soft_shrink", "hard_shrink", "squareplus", "sparse_plus",
               "sparse_sigmoid"]


@model
def activations():
    x = keras.Input((6,), name="x")
    return keras.Model(x, {name: L.Activation(name)(x) for name in ACTIVATIONS})


@model
def activation_layers():
    x = keras.Input((2, 3), name="x")
    return keras.Model(x, {
        "relu": L.ReLU()(x), "relu_all": L.ReLU(max_value=1.5, negative_slope=0.2, threshold=0.3)(x),
        "leaky": L.LeakyReLU()(x), "leaky2": L.LeakyReLU(negative_slope=0.05)(x), "elu": L.ELU(alpha=0.7)(x),
        "prelu": L.PReLU()(x), "prelu_shared": L.PReLU(shared_axes=[1])(x), "softmax": L.Softmax(axis=1)(x),
        "nothing": L.Dropout(0.5)(L.GaussianNoise(0.3)(L.SpatialDropout1D(0.2)(x)))})


@model
def shapes():
    x = keras.Input((4, 6), name="x")
    return keras.Model(x, {
        "flat": L.Flatten()(x), "reshaped": L.Reshape((2, -1, 3))(x), "exact": L.Reshape((24,))(x),
        "permuted": L.Permute((2, 1))(x), "repeated": L.RepeatVector(3)(L.Flatten()(x))})


@model
def shapes_of_images():
    x = keras.Input((4, 5, 2), name="x")
    return keras.Model(x, {
        "padded": L.ZeroPadding2D(((1, 2), (0, 3)))(x), "padded2": L.ZeroPadding2D(2)(x),
        "cropped": L.Cropping2D(((1, 0), (2, 1)))(x), "up": L.UpSampling2D((2, 3))(x),
        "smooth": L.UpSampling2D(2, interpolation="bilinear")(x)})


@model
def shapes_of_sequences():
    x = keras.Input((None, 3), name="x")
    return keras.Model(x, {
        "padded": L.ZeroPadding1D((1, 2))(x), "cropped": L.Cropping1D(1)(x), "up": L.UpSampling1D(3)(x)})


@model
def shapes_of_volumes():
    x = keras.Input((2, 3, 2, 2), name="x")
    return keras.Model(x, {"padded": L.ZeroPadding3D(1)(x), "cropped": L.Cropping3D(((0, 1), (1, 1), (1, 0)))(x),
                           "up": L.UpSampling3D(2)(x)})
