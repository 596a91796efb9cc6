#!/usr/bin/env python3
"""Makes what the samples hold: models, requests and the answers expected of them.

    python samples/make_models.py            from the repository root
    pip install numpy scikit-learn skl2onnx onnx onnxruntime pillow tokenizers

The answers come from scikit-learn, Pillow, HuggingFace tokenizers and ONNX Runtime in Python, never from Dormouse.
Everything is seeded. The manifests are written by hand, except for the lists of the wine scaler and the examples
of wine, digits and ensemble.
"""

import base64
import io
import json
import pathlib
import re

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
from sklearn.datasets import load_digits, load_iris, load_wine
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler
from tokenizers import Tokenizer

HERE = pathlib.Path(__file__).resolve().parent
PREBUILT = HERE.parent / "prebuilt-models"
SEED = 13
OPSET = {"": 17, "ai.onnx.ml": 3}
SENTIMENT_TEXTS = {
    "en": ["A gorgeous, witty film.", "Terrible service, I want my money back."],
    "fr": ["Un film magnifique et plein d'esprit.", "Quel ennui, je suis sorti avant la fin."],
}


def write_json(folder, name, value):
    (HERE / folder / name).write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def plain(array):
    """Floats with the digits that a 32-bit float has, so that the file is the same on every machine."""
    if np.asarray(array).dtype.kind == "f":
        return [plain(row) if np.ndim(row) else float(f"{row:.7g}") for row in array]
    return np.asarray(array).tolist()


def session(path):
    return ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])


def softmax(logits):
    exp = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exp / exp.sum(axis=-1, keepdims=True)


def export(estimator, columns, folder, name):
    """Writes a scikit-learn classifier as ONNX: features FP32[n, columns] to label and probabilities, no ZipMap."""
    model = to_onnx(
        estimator,
        initial_types=[("features", FloatTensorType([None, columns]))],
        options={"zipmap": False},
        target_opset=OPSET,
    )
    for value in list(model.graph.input) + list(model.graph.output):
        value.type.tensor_type.shape.dim[0].dim_param = "n"
    model.doc_string = ""
    onnx.save(model, str(HERE / folder / name))
    return HERE / folder / name


def write_sample(folder, inputs, outputs, example_rows):
    """Writes request and response, and the first rows of both as the example of the manifest."""
    write_json(folder, "request.json", inputs)
    write_json(folder, "response.json", outputs)
    lines = ["  examples:"]
    for row in range(example_rows):
        for key, values in (("- inputs", inputs), ("  outputs", outputs)):
            lines.append(f"    {key}:")
            lines += [f"        {name}: {json.dumps([value[row]])}" for name, value in values.items()]
    manifest = HERE / folder / "manifest.yaml"
    text = manifest.read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^  examples:.*?(?=^  scale:)", "\n".join(lines) + "\n", text)
    manifest.write_text(text, encoding="utf-8")


def verdict(names, probabilities):
    best = probabilities.argmax(axis=1)
    return [names[i] for i in best], plain(probabilities.max(axis=1))


def wine():
    data = load_wine()
    names = [str(name) for name in data.target_names]
    x_train, x_test, y_train, y_test = train_test_split(
        data.data, data.target, test_size=0.3, random_state=SEED, stratify=data.target
    )
    scaler = StandardScaler().fit(x_train)
    model = LogisticRegression(max_iter=1000, random_state=SEED).fit(scaler.transform(x_train), y_train)
    print("wine: test accuracy", round(accuracy_score(y_test, model.predict(scaler.transform(x_test))), 4))
    path = export(model, 13, "wine", "model.onnx")

    manifest = HERE / "wine" / "manifest.yaml"
    text = manifest.read_text(encoding="utf-8")
    for option, values in (("mean", scaler.mean_), ("std", scaler.scale_)):
        listed = ", ".join(f"{value:.9g}" for value in values)
        text = re.sub(rf"(?m)^(\s+{option}:).*$", rf"\1 [{listed}]", text)
    manifest.write_text(text, encoding="utf-8")

    rows = np.array([x_test[np.flatnonzero(y_test == k)[0]] for k in range(3)], dtype=np.float32)
    scaled = ((rows - scaler.mean_) / scaler.scale_).astype(np.float32)
    probabilities = session(path).run(["probabilities"], {"features": scaled})[0]
    np.testing.assert_allclose(probabilities, model.predict_proba(scaler.transform(rows)), atol=1e-5)
    label, score = verdict(names, probabilities)
    outputs = {"cultivar": label, "score": score, "probabilities": plain(probabilities)}
    write_sample("wine", {"features": plain(rows)}, outputs, 3)


def ensemble():
    data = load_iris()
    names = [str(name) for name in data.target_names]
    x_train, x_test, y_train, y_test = train_test_split(
        data.data, data.target, test_size=0.3, random_state=SEED, stratify=data.target
    )
    linear = LogisticRegression(max_iter=1000, random_state=SEED).fit(x_train, y_train)
    forest = RandomForestClassifier(n_estimators=40, max_depth=5, random_state=SEED).fit(x_train, y_train)
    rows, each = x_test.astype(np.float32), {}
    for name, model in (("linear", linear), ("forest", forest)):
        print(f"iris {name}: test accuracy", round(accuracy_score(y_test, model.predict(x_test)), 4))
        path = export(model, 4, "ensemble", f"{name}.onnx")
        each[name] = session(path).run(["probabilities"], {"features": rows})[0]
        np.testing.assert_allclose(each[name], model.predict_proba(rows), atol=1e-5)
    agree = each["linear"].argmax(1) == each["forest"].argmax(1)
    chosen = [np.flatnonzero(agree & (each["linear"].argmax(1) == k))[0] for k in range(3)]
    rows = rows[chosen]
    each = {name: values[chosen] for name, values in each.items()}
    label, _ = verdict(names, each["linear"])
    outputs = {"species": label, "probabilities": plain((each["linear"] + each["forest"]) / 2)}
    write_sample("ensemble", {"features": plain(rows)}, outputs, 3)


def digit_image(values, ink):
    """An 8x8 digit of 17 grey levels drawn as a 32x32 image, white on black; ink varies the stroke's brightness."""
    small = Image.fromarray(np.clip(values * 15.9375 * ink, 0, 255).astype(np.uint8), mode="L")
    return small.resize((32, 32), Image.Resampling.BICUBIC)


def digit_tensor(image):
    """What the manifest's steps do: area resize to 8x8, NCHW, times 1/255."""
    small = np.asarray(image.resize((8, 8), Image.Resampling.BOX))
    return (small.astype(np.float32) * np.float32(0.00392156862))[np.newaxis]


def save_mlp(model, path):
    """Writes the network with plain operators: image FP32[n, 1, 8, 8] to logits FP32[n, 10]."""
    weights = {}
    for i, (coef, bias) in enumerate(zip(model.coefs_, model.intercepts_)):
        weights[f"w{i}"], weights[f"b{i}"] = coef.astype(np.float32), bias.astype(np.float32)
    nodes = [
        helper.make_node("Flatten", ["image"], ["flat"], axis=1),
        helper.make_node("Gemm", ["flat", "w0", "b0"], ["hidden"]),
        helper.make_node("Relu", ["hidden"], ["active"]),
        helper.make_node("Gemm", ["active", "w1", "b1"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "digits",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", 1, 8, 8])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", 10])],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    model_proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="make_models.py")
    model_proto.ir_version = 8
    onnx.checker.check_model(model_proto, full_check=True)
    onnx.save(model_proto, str(path))


def digits():
    data = load_digits()
    rng = np.random.default_rng(SEED)
    ink = rng.uniform(0.7, 1.0, len(data.images))
    images = [digit_image(values, level) for values, level in zip(data.images, ink)]
    tensors = np.stack([digit_tensor(image) for image in images])
    train, test = train_test_split(np.arange(len(images)), test_size=0.3, random_state=SEED, stratify=data.target)
    model = MLPClassifier((64,), alpha=1e-3, max_iter=1000, random_state=SEED)
    model.fit(tensors[train].reshape(len(train), -1), data.target[train])
    accuracy = accuracy_score(data.target[test], model.predict(tensors[test].reshape(len(test), -1)))
    print("digits: test accuracy", round(accuracy, 4))
    path = HERE / "digits" / "model.onnx"
    save_mlp(model, path)

    sure = model.predict_proba(tensors[test].reshape(len(test), -1))
    chosen = [test[sure[:, k].argmax()] for k in (3, 7, 0)]
    pngs = []
    for index in chosen:
        buffer = io.BytesIO()
        images[index].save(buffer, "PNG", optimize=True)
        pngs.append(buffer.getvalue())
    (HERE / "digits" / "three.png").write_bytes(pngs[0])
    probabilities = softmax(session(path).run(["logits"], {"image": tensors[chosen]})[0])
    label, score = verdict([str(k) for k in range(10)], probabilities)
    assert label == ["3", "7", "0"], label
    inputs = {"image": [base64.b64encode(png).decode() for png in pngs]}
    write_sample("digits", inputs, {"digit": label, "score": score, "probabilities": plain(probabilities)}, 1)


def sentiment_logits(language, texts):
    folder = PREBUILT / f"sentiment-{language}"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(256)
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id("[PAD]"), pad_token="[PAD]")
    encoded = tokenizer.encode_batch(texts)
    ids = np.array([e.ids for e in encoded], dtype=np.int64)
    mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
    return session(folder / "model.onnx").run(["logits"], {"input_ids": ids, "attention_mask": mask})[0]


def sentiment(language):
    texts = SENTIMENT_TEXTS[language]
    logits = sentiment_logits(language, texts)
    label, score = verdict(["negative", "positive"], softmax(logits))
    assert label == ["positive", "negative"], label
    name = f"sentiment-{language}"
    write_json(name, "request.json", {"text": texts})
    write_json(name, "response.json", {"label": label, "score": score, "probabilities": plain(softmax(logits))})


def switch():
    """Each text by the model of its language: French is what has one of twelve common words."""
    words = ["un", "une", "le", "la", "les", "des", "de", "et", "est", "je", "pas", "très"]
    write_json("switch", "french-words.json", {"vocabulary": {word: i for i, word in enumerate(words)}, "idf": [1] * len(words)})
    texts = [text for pair in zip(SENTIMENT_TEXTS["en"], SENTIMENT_TEXTS["fr"]) for text in pair]
    french = [any(word in words for word in re.findall(r"\w\w+", text.lower())) for text in texts]
    assert french == [False, True, False, True], french
    logits = np.concatenate([sentiment_logits("fr" if is_french else "en", [text]) for text, is_french in zip(texts, french)])
    label, _ = verdict(["negative", "positive"], softmax(logits))
    write_json("switch", "request.json", {"text": texts})
    write_json("switch", "response.json", {"label": label, "french": french, "probabilities": plain(softmax(logits))})


def answers_model(path):
    """
    A rule in the place of a trained model, with the inputs and outputs of one: a token may be the answer if the two
    before it stand in the question and it does not; rarer ones, those with a higher id, count more.
    """
    node, const = helper.make_node, lambda name, value: numpy_helper.from_array(np.asarray(value), name)
    nodes = [
        node("Greater", ["input_ids", "last_special"], ["is_word"]),
        node("Equal", ["token_type_ids", "zero"], ["is_first"]),
        node("And", ["is_word", "is_first"], ["is_question"]),
        node("Unsqueeze", ["input_ids", "axis2"], ["down"]),
        node("Unsqueeze", ["input_ids", "axis1"], ["across"]),
        node("Equal", ["down", "across"], ["same"]),
        node("Unsqueeze", ["is_question", "axis1"], ["question_across"]),
        node("And", ["same", "question_across"], ["found"]),
        node("Cast", ["found"], ["found_number"], to=TensorProto.FLOAT),
        node("ReduceMax", ["found_number"], ["in_question"], axes=[2], keepdims=0),
        node("Cast", ["input_ids"], ["ids_number"], to=TensorProto.FLOAT),
        node("Mul", ["ids_number", "scale"], ["rarity"]),
        node("Mul", ["in_question", "rarity"], ["match"]),
        node("Pad", ["match", "two_before"], ["padded"]),
        node("Shape", ["input_ids"], ["shape"]),
        node("Gather", ["shape", "one"], ["length"], axis=0),
        node("Add", ["length", "ones"], ["length_and_one"]),
        node("Slice", ["padded", "ones", "length_and_one", "ones"], ["before"]),
        node("Slice", ["padded", "zeros", "length", "ones"], ["before_that"]),
        node("Add", ["before", "before_that"], ["both_before"]),
        node("Mul", ["match", "far_down"], ["minus"]),
        node("Add", ["both_before", "minus"], ["start_logits"]),
        node("Identity", ["start_logits"], ["end_logits"]),
    ]
    constants = [
        const("last_special", np.int64(998)), const("zero", np.int64(0)), const("axis1", np.int64([1])), const("axis2", np.int64([2])),
        const("scale", np.float32(50 / 30522)), const("far_down", np.float32(-5)), const("two_before", np.int64([0, 2, 0, 0])), const("one", np.int64([1])),
        const("ones", np.int64([1])), const("zeros", np.int64([0])),
    ]
    ints = lambda name: helper.make_tensor_value_info(name, TensorProto.INT64, ["windows", "sequence"])
    floats = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, ["windows", "sequence"])
    graph = helper.make_graph(nodes, "answers", [ints("input_ids"), ints("token_type_ids")], [floats("start_logits"), floats("end_logits")], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def answers():
    """Questions to texts of several windows; the best answer of all windows, as transformers' pipeline chooses it."""
    path = HERE / "answers" / "model.onnx"
    answers_model(path)
    tokenizer = Tokenizer.from_file(str(PREBUILT / "sentiment-en" / "tokenizer.json"))
    filler = "The tea was warm, the cake was old and nobody at the table said a word about the time. "
    questions = ["What is the price of the hat?", "Who sleeps in the teapot?"]
    texts = [filler * 9 + "Then a man came in; the price of the hat is 10 shillings, he said \U0001f3a9. " + filler * 5,
             "In the teapot sleeps Alice, as ever."]
    chosen = {"answer": [], "score": [], "from": [], "to": []}
    for question, text in zip(questions, texts):
        tokenizer.enable_truncation(64, stride=16, strategy="only_second")
        tokenizer.enable_padding(pad_id=tokenizer.token_to_id("[PAD]"), pad_token="[PAD]")
        first = tokenizer.encode(question, text)
        best = None
        for window in [first, *first.overflowing]:
            ids, types = np.int64([window.ids]), np.int64([window.type_ids])
            start, end = session(path).run(None, {"input_ids": ids, "token_type_ids": types})
            may = np.array([i == 0 or sequence == 1 for i, sequence in enumerate(window.sequence_ids)])
            begin, finish = (softmax(np.where(may, scores[0].astype(np.float64), -np.inf)) for scores in (start, end))
            begin[0] = finish[0] = 0
            spans = np.triu(np.outer(begin, finish)) - np.triu(np.outer(begin, finish), 4)
            i, j = np.unravel_index(spans.argmax(), spans.shape)
            if best is None or spans[i, j] > best[0]:
                best = spans[i, j], window.offsets[i][0], window.offsets[j][1]
        chosen["answer"].append(text[best[1]:best[2]])
        chosen["score"].append(float(f"{best[0]:.7g}"))
        chosen["from"].append(best[1])
        chosen["to"].append(best[2])
    print("answers:", chosen, "windows of the first:", 1 + len(tokenizer.encode(questions[0], texts[0]).overflowing))
    write_json("answers", "request.json", {"question": questions, "text": texts})
    write_json("answers", "response.json", chosen)


if __name__ == "__main__":
    for language in SENTIMENT_TEXTS:
        sentiment(language)
    wine()
    ensemble()
    digits()
    switch()
    answers()
