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


@model
def normalisations():
    x = keras.Input((3, 4), name="x")
    adapted = L.Normalization()
    adapted.build((None, 3, 4))
    return keras.Model(x, {
        "batch": L.BatchNormalization()(x), "batch1": L.BatchNormalization(axis=1, scale=False)(x),
        "batch_bare": L.BatchNormalization(center=False, epsilon=0.01)(x), "layer": L.LayerNormalization()(x),
        "layer_both": L.LayerNormalization(axis=[1, 2], epsilon=1e-5)(x),
        "layer_bare": L.LayerNormalization(axis=1, scale=False, center=False)(x),
        "group": L.GroupNormalization(2)(x), "unit": L.UnitNormalization()(x), "adapted": adapted(x),
        "given": L.Normalization(axis=1, mean=[1.0, 2.0, 3.0], variance=[0.5, 2.0, 1.0])(x),
        "one": L.Normalization(axis=None, mean=0.3, variance=4.0, invert=True)(x),
        "rescaled": L.Rescaling(1 / 127.5, offset=-1)(x), "rescaled_each": L.Rescaling([1.0, 2.0, 3.0, 4.0])(x)})


@model
def image_bytes():
    return chain((4, 4, 1), L.Rescaling(1 / 255), L.Conv2D(2, 3, activation="relu"), L.Flatten(), L.Dense(2),
                 dtype="uint8")


@model
def convolutions():
    x = keras.Input((6, 7, 4), name="x")
    return keras.Model(x, {
        "plain": L.Conv2D(3, 3)(x), "same": L.Conv2D(3, (2, 3), padding="same", activation="relu")(x),
        "strided": L.Conv2D(2, 3, strides=2, padding="same", use_bias=False)(x),
        "dilated": L.Conv2D(2, 2, dilation_rate=(2, 3), padding="same")(x), "groups": L.Conv2D(4, 3, groups=2)(x),
        "deep": L.DepthwiseConv2D(3, depth_multiplier=2, activation="tanh")(x),
        "deep_strided": L.DepthwiseConv2D(3, strides=2, padding="same", use_bias=False)(x),
        "separable": L.SeparableConv2D(3, 3, depth_multiplier=2, padding="same")(x)})


@model
def convolutions_of_sequences():
    x = keras.Input((9, 4), name="x")
    return keras.Model(x, {
        "plain": L.Conv1D(3, 3, activation="relu")(x), "causal": L.Conv1D(3, 3, padding="causal", dilation_rate=2)(x),
        "strided": L.Conv1D(2, 4, strides=3, padding="same")(x), "deep": L.DepthwiseConv1D(3)(x),
        "separable": L.SeparableConv1D(3, 3, padding="same")(x), "up": L.Conv1DTranspose(2, 3, strides=2)(x)})


@model
def convolutions_of_any_length():
    x = keras.Input((None, 3), name="x")
    y = L.Conv1D(4, 3, padding="same", activation="relu")(x)
    y = L.MaxPooling1D(2, padding="same")(y)
    return keras.Model(x, [y, L.GlobalMaxPooling1D()(L.Conv1D(2, 3, strides=2, padding="same")(x))])


@model
def convolutions_of_volumes():
    x = keras.Input((4, 3, 5, 2), name="x")
    return keras.Model(x, {"conv": L.Conv3D(2, 2, padding="same")(x), "max": L.MaxPooling3D(2)(x),
                           "average": L.AveragePooling3D(2, padding="same")(x), "up": L.Conv3DTranspose(2, 2, 2)(x),
                           "all": L.GlobalAveragePooling3D()(x)})


@model
def convolutions_transposed():
    x = keras.Input((3, 4, 2), name="x")
    return keras.Model(x, {
        "valid": L.Conv2DTranspose(2, 3)(x), "valid2": L.Conv2DTranspose(2, 3, strides=2, activation="relu")(x),
        "same": L.Conv2DTranspose(3, 3, strides=2, padding="same")(x), "even": L.Conv2DTranspose(3, 4, 2, "same")(x),
        "small": L.Conv2DTranspose(2, 2, strides=3)(x), "small_same": L.Conv2DTranspose(2, 2, 3, "same")(x),
        "more": L.Conv2DTranspose(2, 3, strides=2, padding="same", output_padding=1)(x),
        "unbiased": L.Conv2DTranspose(2, 3, use_bias=False)(x)})


@model
def poolings():
    x = keras.Input((5, 6, 2), name="x")
    return keras.Model(x, {
        "max": L.MaxPooling2D()(x), "max_same": L.MaxPooling2D(3, 2, padding="same")(x),
        "average": L.AveragePooling2D((2, 3))(x), "average_same": L.AveragePooling2D(3, 2, padding="same")(x),
        "all": L.GlobalAveragePooling2D()(x), "most": L.GlobalMaxPooling2D(keepdims=True)(x)})
