"""The models themselves, a function each; its name is the file's."""

import keras
import numpy as np
from keras import ops
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
               "sparse_sigmoid", "sparsemax", "glu", "hard_swish", "swish"]


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


@model
def merges():
    a, b, c = keras.Input((2, 3), name="a"), keras.Input((2, 3), name="b"), keras.Input((3,), name="c")
    return keras.Model([a, b, c], {
        "add": L.Add()([a, b, a]), "sub": L.Subtract()([a, b]), "mul": L.Multiply()([a, b]), "avg": L.Average()([a, b, b]),
        "max": L.Maximum()([a, b]), "min": L.Minimum()([a, b]), "cat": L.Concatenate()([a, b]),
        "cat1": L.Concatenate(axis=1)([a, b, a]), "stretched": L.Add()([a, c]), "dot": L.Dot(axes=-1)([a, b]),
        "dot12": L.Dot(axes=(1, 1))([a, b]), "dot_row": L.Dot(axes=(2, 1), normalize=True)([a, c]),
        "op": a + b * 2 - 1, "op2": 1 / (3 + a * a)})


@model
def matrix_factorisation():
    user, item = keras.Input((1,), name="user"), keras.Input((1,), name="item")
    u, i = L.Flatten()(L.Embedding(7, 4)(user)), L.Flatten()(L.Embedding(9, 4)(item))
    return keras.Model([user, item], [L.Dot(axes=1)([u, i]), L.Dot(axes=1, normalize=True)([u, i])])


@model
def recurrent():
    x = keras.Input((5, 3), name="x")
    return keras.Model(x, {
        "lstm": L.LSTM(4)(x), "lstm_all": L.LSTM(2, return_sequences=True, activation="relu", use_bias=False)(x),
        "lstm_hard": L.LSTM(2, recurrent_activation="hard_sigmoid", activation="softsign")(x),
        "gru": L.GRU(4)(x), "gru_before": L.GRU(3, reset_after=False, return_sequences=True)(x),
        "gru_back": L.GRU(3, go_backwards=True, return_sequences=True)(x), "rnn": L.SimpleRNN(3)(x),
        "rnn_linear": L.SimpleRNN(2, activation="linear", return_sequences=True)(x),
        "cell": L.RNN(L.GRUCell(3))(x)})


@model
def recurrent_states():
    x, y = keras.Input((None, 3), name="x"), keras.Input((4, 2), name="y")
    out, h, c = L.LSTM(3, return_state=True)(x)
    decoded = L.LSTM(3, return_sequences=True)(y, initial_state=[h, c])
    g, state = L.GRU(2, return_sequences=True, return_state=True)(x)
    return keras.Model([x, y], [out, decoded, L.GRU(2)(y, initial_state=state), g])


@model
def bidirectional():
    x = keras.Input((4, 3), name="x")
    two = L.Bidirectional(L.LSTM(2), merge_mode=None)(x)
    states = L.Bidirectional(L.GRU(2, return_sequences=True, return_state=True))(x)
    return keras.Model(x, {
        "concat": L.Bidirectional(L.LSTM(3, return_sequences=True))(x), "last": L.Bidirectional(L.GRU(2))(x),
        "sum": L.Bidirectional(L.GRU(2, return_sequences=True), merge_mode="sum")(x),
        "mul": L.Bidirectional(L.SimpleRNN(2), merge_mode="mul")(x),
        "ave": L.Bidirectional(L.LSTM(2), merge_mode="ave", backward_layer=L.LSTM(2, go_backwards=True, name="b"))(x),
        "two_a": two[0], "two_b": two[1], "s0": states[0], "s1": states[1], "s2": states[2]})


IDS = np.array([[1, 2, 3, 4, 5], [0, 0, 6, 2, 1], [3, 1, 0, 0, 0], [0, 2, 0, 5, 0], [0, 0, 0, 0, 0]], "int32")


@model
def masked():
    ids = keras.Input((5,), name="ids", dtype="int32")
    e = L.Embedding(7, 3, mask_zero=True)(ids)
    both = L.Bidirectional(L.LSTM(2, return_sequences=True))(e)
    return keras.Model(ids, {
        "lstm": L.LSTM(3)(e), "all": L.LSTM(2, return_sequences=True)(e), "gru": L.GRU(2)(L.Dropout(0.1)(e)),
        "back": L.GRU(2, go_backwards=True, return_sequences=True)(e), "rnn": L.SimpleRNN(2)(L.Dense(4)(e)),
        "both": both, "stacked": L.GRU(3)(both), "both_last": L.Bidirectional(L.GRU(2))(e),
        "zero": L.LSTM(2, return_sequences=True, zero_output_for_mask=True)(e)}), {"ids": IDS}


@model
def masked_text():
    return keras.Sequential([keras.Input((None,), name="ids", dtype="int32"), L.Embedding(7, 4, mask_zero=True),
                             L.Bidirectional(L.GRU(3, return_sequences=True)), L.LayerNormalization(), L.LSTM(3),
                             L.Dense(2, activation="softmax")]), {"ids": IDS}


@model
def masked_mean():
    ids = keras.Input((None,), name="ids", dtype="int64")
    e = L.Embedding(7, 4, mask_zero=True)(ids)
    return keras.Model(ids, L.GlobalAveragePooling1D()(L.Dense(2, activation="relu")(e))), {"ids": IDS[:4].astype("int64")}


@model
def masking():
    x = keras.Input((4, 2), name="x")
    rows = np.random.default_rng(3).normal(size=(4, 4, 2)).astype("float32")
    rows[0, 2:] = rows[1, 0] = rows[2, 1] = -1
    rows[3, 1, 0] = -1
    return keras.Model(x, [L.LSTM(3)(L.Masking(-1.0)(x)), L.Masking(-1.0)(x)]), {"x": rows}


@model
def time_distributed():
    x = keras.Input((None, 4, 5, 1), name="x")
    small = keras.Sequential([keras.Input((4, 5, 1)), L.Conv2D(2, 3), L.Flatten(), L.Dense(3)], name="small")
    y = L.TimeDistributed(small)(x)
    return keras.Model(x, [L.LSTM(2)(y), L.TimeDistributed(L.Dense(2, activation="relu"))(y),
                           L.TimeDistributed(L.MaxPooling2D())(L.TimeDistributed(L.BatchNormalization())(x))])


@model
def nested():
    inner = keras.Sequential([keras.Input((3,)), L.Dense(4, activation="relu"), L.BatchNormalization(),
                              L.Dense(2)], name="inner")
    p, q = keras.Input((3,)), keras.Input((3,))
    pair = keras.Model([p, q], [L.Dense(2)(L.Concatenate()([p, q])), inner(p)], name="pair")
    x, y = keras.Input((3,), name="x"), keras.Input((3,), name="y")
    first, second = pair([x, y])
    third, _ = pair([y, x])
    shared = L.Dense(3, name="shared")
    return keras.Model([x, y], [first, second, third, shared(shared(x))])


@model
def nested_chain():
    deep = keras.Sequential([keras.Input((5,)), L.Dense(4), keras.Sequential([keras.Input((4,)), L.Dense(3),
                            L.BatchNormalization()], name="b"), L.Dense(3)], name="a")
    return keras.Sequential([keras.Input((5,), name="x"), deep, L.Dense(2)])


@model
def operations():
    x = keras.Input((4, 3), name="x")
    return keras.Model(x, {
        "last": x[:, -1], "part": x[:, 1:3, 0], "mean": ops.mean(x, axis=1), "sum": ops.sum(x, axis=-1, keepdims=True),
        "wide": ops.expand_dims(x, 1), "cat": ops.concatenate([x, x], axis=1), "flat": ops.reshape(x, (-1, 12)),
        "turned": ops.transpose(x, (0, 2, 1)), "relu": ops.relu(x), "cast": ops.cast(x, "int32"), "power": x**2,
        "negative": -x, "product": ops.matmul(x, ops.transpose(x, (0, 2, 1))), "softmax": ops.softmax(x),
        "max": ops.max(x, axis=1), "narrow": ops.squeeze(ops.expand_dims(x, 1), 1), "root": ops.sqrt(ops.abs(x)),
        "clip": ops.clip(x, 0, 1), "gelu": keras.activations.gelu(x), "divided": x / (1 + ops.exp(x))})


@model
def attention():
    x, y = keras.Input((4, 6), name="x"), keras.Input((None, 5), name="y")
    out, scores = L.MultiHeadAttention(2, 3)(x, y, return_attention_scores=True)
    return keras.Model([x, y], {
        "self": L.MultiHeadAttention(2, 3)(x, x), "cross": out, "scores": scores,
        "causal": L.MultiHeadAttention(3, 2, use_bias=False)(x, x, use_causal_mask=True),
        "sized": L.MultiHeadAttention(2, 3, value_dim=4, output_shape=5)(x, y, y)})


@model
def attention_masked():
    ids = keras.Input((5,), name="ids", dtype="int32")
    e = L.Embedding(7, 4, mask_zero=True)(ids)
    y = L.LayerNormalization()(L.Add()([e, L.MultiHeadAttention(2, 2)(e, e)]))
    return keras.Model(ids, L.GlobalAveragePooling1D()(y)), {"ids": IDS[:4]}


@model
def nested_namesakes():
    def block(name):
        inner = keras.Sequential([keras.Input((3,)), L.Dense(3, name="fc1"), L.Dense(3, name="fc2")], name="inner")
        return keras.Sequential([keras.Input((3,)), L.Dense(3, name="fc1"), inner, L.Dense(3, name="fc2")], name=name)

    x = keras.Input((3,), name="x")
    return keras.Model(x, block("second")(block("first")(x)))


@model
def scored_attention():
    q, v, k = keras.Input((4, 3), name="q"), keras.Input((None, 3), name="v"), keras.Input((None, 3), name="k")
    out, scores = L.Attention()([q, v], return_attention_scores=True)
    return keras.Model([q, v, k], {
        "plain": out, "scores": scores, "three": L.Attention(use_scale=True)([q, v, k]),
        "concat": L.Attention(score_mode="concat")([q, v]),
        "concat_scaled": L.Attention(score_mode="concat", use_scale=True)([q, v, k]),
        "causal": L.Attention()([q, q], use_causal_mask=True), "additive": L.AdditiveAttention()([q, v, k]),
        "additive_bare": L.AdditiveAttention(use_scale=False)([q, v])})


@model
def scored_attention_masked():
    ids = keras.Input((5,), name="ids", dtype="int32")
    e = L.Embedding(7, 4, mask_zero=True)(ids)
    return keras.Model(ids, {"attention": L.Attention()([e, e]), "additive": L.AdditiveAttention()([e, e]),
                             "causal": L.Attention()([e, e], use_causal_mask=True),
                             "mean": L.GlobalAveragePooling1D()(L.Attention()([e, e]))}), {"ids": IDS[:2]}


@model
def einsum():
    x = keras.Input((4, 6), name="x")
    return keras.Model(x, {
        "dense": L.EinsumDense("abc,cd->abd", output_shape=(None, 3), bias_axes="d", activation="relu")(x),
        "heads": L.EinsumDense("abc,cde->abde", output_shape=(None, 2, 3), bias_axes="de")(x),
        "turned": L.EinsumDense("abc,bd->acd", output_shape=(6, 5))(x),
        "dots": L.EinsumDense("...x,xy->...y", output_shape=2, bias_axes="y")(x)})


@model
def more_normalisations():
    x = keras.Input((3, 4), name="x")
    return keras.Model(x, {
        "rms": L.RMSNormalization()(x), "rms_axes": L.RMSNormalization(axis=[1, 2], epsilon=1e-3)(x),
        "spectral": L.SpectralNormalization(L.Dense(2, activation="tanh"))(x), "softmax": L.Softmax(axis=[1, 2])(x),
        "softmax_masked": L.Softmax()(x, mask=ops.greater(x, 0))})


@model
def encodings():
    x, ids = keras.Input((3,), name="x"), keras.Input((4,), name="ids", dtype="int32")
    one = keras.Input((1,), name="one", dtype="int64")
    bins = [-1.0, 0.0, 0.7, 2.0]
    return keras.Model([x, ids, one], {
        "bins": L.Discretization(bins)(x), "bins_hot": L.Discretization(bins, output_mode="one_hot")(x),
        "bins_multi": L.Discretization(bins, output_mode="multi_hot")(x),
        "bins_count": L.Discretization(bins, output_mode="count")(x),
        "multi": L.CategoryEncoding(7)(ids), "hot": L.CategoryEncoding(7, output_mode="one_hot")(ids),
        "count": L.CategoryEncoding(7, output_mode="count")(ids),
        "single": L.CategoryEncoding(7, output_mode="one_hot")(one), "single_multi": L.CategoryEncoding(7)(one)})


@model
def integer_lookup():
    ids = keras.Input((3,), name="ids", dtype="int64")
    words = [3, 1, 5]
    return keras.Model(ids, {
        "id": L.IntegerLookup(vocabulary=words)(ids), "hot": L.IntegerLookup(vocabulary=words, output_mode="one_hot")(ids),
        "multi": L.IntegerLookup(vocabulary=words, output_mode="multi_hot")(ids),
        "masked": L.IntegerLookup(vocabulary=words, mask_token=0)(ids),
        "embedded": L.Embedding(5, 2)(L.IntegerLookup(vocabulary=words)(ids))})


@model
def string_lookup():
    words = keras.Input((2,), name="words", dtype="string")
    known = ["cat", "dog", "été"]
    return keras.Model(words, {
        "id": L.StringLookup(vocabulary=known)(words), "masked": L.StringLookup(vocabulary=known, mask_token="")(words),
        "count": L.StringLookup(vocabulary=known, output_mode="count")(words),
        "dense": L.Dense(2)(L.StringLookup(vocabulary=known, output_mode="multi_hot")(words))}), {
            "words": np.array([["cat", "bird"], ["été", ""], ["dog", "dog"]])}


@model
def resized_images():
    x = keras.Input((5, 6, 2), name="x")
    return keras.Model(x, {
        "up": L.Resizing(8, 9)(x), "down": L.Resizing(3, 4)(x), "nearest": L.Resizing(7, 4, interpolation="nearest")(x),
        "cubic": L.Resizing(10, 12, interpolation="bicubic")(x),
        "cubic_down": L.Resizing(5, 3, interpolation="bicubic")(x),
        "centre": L.CenterCrop(3, 3)(x), "cropped": L.RandomCrop(3, 4)(x),
        "up_cubic": L.UpSampling2D(2, interpolation="bicubic")(x)})


@model
def only_in_training():
    x = keras.Input((4, 5, 3), name="x")
    return keras.Model(x, {
        "random": L.RandomZoom(0.2)(L.RandomRotation(0.1)(L.RandomFlip()(L.RandomTranslation(0.1, 0.1)(x)))),
        "colour": L.RandomContrast(0.2)(L.RandomBrightness(0.1, value_range=(-9, 9))(x)),
        "noise": L.GaussianDropout(0.2)(L.GaussianNoise(0.1)(L.AlphaDropout(0.2)(x))),
        "dropped": L.SpatialDropout2D(0.2)(L.ActivityRegularization(0.1)(L.Identity()(x)))})


@model
def stacked_cells():
    x = keras.Input((4, 3), name="x")
    ids = keras.Input((5,), name="ids", dtype="int32")
    e = L.Embedding(7, 3, mask_zero=True)(ids)

    def cells():
        return [L.LSTMCell(3), L.GRUCell(2), L.LSTMCell(2)]

    return keras.Model([x, ids], {"last": L.RNN(cells())(x), "all": L.RNN(cells(), return_sequences=True)(x),
                                  "back": L.RNN(L.StackedRNNCells([L.SimpleRNNCell(2)]), go_backwards=True)(x),
                                  "masked": L.RNN(cells())(e)}), {"ids": IDS[:3]}


@model
def conv_lstm():
    x, y = keras.Input((3, 4, 5, 2), name="x"), keras.Input((4, 6, 2), name="y")
    out, h, c = L.ConvLSTM2D(2, 2, return_state=True, activation="relu", use_bias=False)(x)
    return keras.Model([x, y], {
        "last": L.ConvLSTM2D(2, 3, padding="same")(x), "all": L.ConvLSTM2D(3, (2, 3), return_sequences=True)(x),
        "strided": L.ConvLSTM2D(2, 3, strides=2, padding="same", go_backwards=True)(x), "out": out, "h": h, "c": c,
        "line": L.ConvLSTM1D(2, 3, padding="same", recurrent_activation="hard_sigmoid", return_sequences=True)(y)})


@model
def constants():
    ids = keras.Input((5,), name="ids", dtype="int32")
    x = L.Embedding(7, 4)(ids) + L.Embedding(5, 4)(ops.arange(5))
    return keras.Model(ids, {"positions": x, "scaled": x * np.array([1.0, 2.0, 3.0, 4.0], "float32"),
                             "shifted": ids + np.array([1, 2, 3, 4, 5], "int32")})


@model
def slices():
    x = keras.Input((5, 6), name="x")
    return keras.Model(x, {
        "step": x[:, ::2], "from": x[:, 1::2, 1:5:3], "dots": x[..., -1], "dots_range": x[..., 1:3], "back": x[:, ::-1],
        "back_part": x[:, 3:0:-2], "new": x[:, None, 1:], "new_last": x[..., None], "one": x[:, 2, None, ::2]})


@model
def more_operations():
    x, y = keras.Input((4, 3), name="x"), keras.Input((4, 3), name="y")
    return keras.Model([x, y], {
        "sin": ops.sin(x), "cos": ops.cos(x), "floor": ops.floor(x), "ceil": ops.ceil(x), "sign": ops.sign(x),
        "reciprocal": ops.reciprocal(x), "erf": ops.erf(x), "round": ops.round(x), "rsqrt": ops.rsqrt(ops.abs(x) + 1),
        "log1p": ops.log1p(ops.abs(x)), "expm1": ops.expm1(x), "var": ops.var(x, axis=1), "std": ops.std(x, axis=[1, 2]),
        "argmax": ops.argmax(x, axis=-1), "argmin": ops.argmin(x, axis=1), "stack": ops.stack([x, y], axis=1),
        "stack_last": ops.stack([x, y], axis=-1), "swapped": ops.swapaxes(x, 1, 2),
        "where": ops.where(x > y, x, y), "where_number": ops.where(x > 0, x, 0.0), "log_softmax": ops.log_softmax(x),
        "einsum": ops.einsum("bij,bkj->bik", x, y), "repeat": ops.repeat(x, 2, axis=1), "flip": ops.flip(x, axis=1),
        "maximum": ops.maximum(x, y), "minimum": ops.minimum(x, 0.5), "logical": ops.logical_or(x > 0, y > 0)})


@model
def passed_on():
    x, y = keras.Input((3,), name="x"), keras.Input((2,), name="y")
    return keras.Model([x, y], [L.Dense(2, name="d")(x), x])


def half(policy):
    """Weights that are stored in half precision; what they give is computed in FP32, here and there."""
    def build(dtype):
        x = keras.Input((5, 3), name="x", dtype="float32")
        y = L.Conv1D(4, 2, activation="relu", dtype=dtype)(x)
        y = L.LSTM(3, dtype=dtype, recurrent_initializer="glorot_uniform")(L.LayerNormalization(dtype=dtype)(y))
        return keras.Model(x, L.Dense(2, name="d", dtype=dtype)(y))

    def answer(net, x):
        twin = build("float32")
        twin.set_weights([np.asarray(w).astype("float32") for w in net.get_weights()])
        return twin(x, training=False)

    return build(policy), None, answer


@model
def half_float16():
    return half("float16")


@model
def half_mixed():
    return half("mixed_float16")


@model
def channels_first():
    """TensorFlow runs no such convolution on a CPU: the same layers with channels last answer."""
    def build(order):
        first = order == "channels_first"
        x = keras.Input((2, 6, 7) if first else (6, 7, 2), name="x")
        y = L.Conv2D(4, 3, padding="same", activation="relu", data_format=order)(x)
        y = L.BatchNormalization(axis=1 if first else -1)(y)
        y = L.MaxPooling2D(data_format=order)(L.SeparableConv2D(6, 3, data_format=order, padding="same")(y))
        y = L.ZeroPadding2D(1, data_format=order)(L.UpSampling2D(2, data_format=order)(y))
        z = L.DepthwiseConv2D(2, data_format=order)(L.Conv2DTranspose(3, 2, 2, data_format=order)(y))
        z = L.Cropping2D(1, data_format=order)(L.AveragePooling2D(2, data_format=order)(z))
        return keras.Model(x, [z, L.GlobalAveragePooling2D(data_format=order, name="mean")(z),
                               L.Flatten(data_format=order, name="flat")(y)])

    def answer(net, x):
        twin = build("channels_last")
        twin.set_weights(net.get_weights())
        z, mean, flat = twin(np.transpose(x, (0, 2, 3, 1)), training=False)
        return [np.transpose(z, (0, 3, 1, 2)), mean, flat]

    return build("channels_first"), None, answer


@model
def of_applications():
    """Layers that keras.applications alone has."""
    from keras.src.applications.convnext import LayerScale, StochasticDepth
    from keras.src.applications.inception_resnet_v2 import CustomScaleLayer
    x = keras.Input((4, 4, 3), name="x")
    y = StochasticDepth(0.2)(LayerScale(0.3, 6)(L.Conv2D(6, 3, padding="same")(x)))
    return keras.Model(x, CustomScaleLayer(0.17)([y, L.Conv2D(6, 1)(x)]))
