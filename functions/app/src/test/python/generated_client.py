#!/usr/bin/env python3
"""Makes clients from functions' OpenAPI documents with openapi-python-client and calls every door by them, typed.

    python generated_client.py FOLDER sentiment-en=http://HOST:PORT described=… thumbnail=…     (pip install -r generated_client.txt)

FOLDER takes the generated packages. Ends with 1 at the first difference.
"""

import importlib
import io
import os
import re
import struct
import subprocess
import sys
import urllib.request
import zlib
from pathlib import Path


def check(what, right):
    if not right:
        sys.exit(f"wrong: {what}")


def generate(folder, name, address):
    """The package of a client; what the generator leaves out of it is known."""
    document = folder / f"{name}.json"
    document.write_bytes(urllib.request.urlopen(address + "/openapi.json").read())
    package = name.replace("-", "_") + "_client"
    config = folder / "config.yaml"
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(document), "--meta", "none"]
    command += ["--overwrite", "--output-path", str(folder / package)]
    path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    made = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PATH": path})
    check(f"{name}: {made.stdout}{made.stderr}", made.returncode == 0)
    # it knows no media types of images and one of multipart, which it leaves out as bodies
    told = re.findall(r"^(?:WARNING|ERROR) .*\n+(.*)$", made.stdout + made.stderr, re.M)
    known = {f"Unsupported content type {kind}" for kind in ("image/png", "image/jpeg", "multipart/mixed")}
    check(f"{name}: {made.stdout}{made.stderr}", set(told) <= known)
    return package


def module(*path):
    return importlib.import_module(".".join(path))


def is_near(a, b):
    return abs(a - b) < 0.05


def sentiment(package, address):
    client = module(package).Client(base_url=address)
    models = module(package, "models")

    predict = module(package, "api.pipeline.predict_sentiment_en")
    answer = predict.sync(client=client, body=models.SentimentEnInputs(text=["A gorgeous, witty film.", "A dull, predictable mess."]))
    check(answer, isinstance(answer, models.SentimentEnOutputs))
    check(answer.label, answer.label == ["positive", "negative"])
    check(answer.score, is_near(answer.score[0], 0.968))
    check(answer.probabilities, is_near(sum(answer.probabilities[1]), 1))

    refused = predict.sync_detailed(client=client, body=models.SentimentEnInputs(text=[["not", "a text"]]))
    check(refused, refused.status_code == 400 and isinstance(refused.parsed, models.Failure))
    check(refused.parsed, refused.parsed.code == "INVALID_INPUT" and "text" in refused.parsed.error)

    infer = module(package, "api.open_inference.infer_sentiment_en")
    tensor = models.SentimentEnInferInputText(shape=[1], data=["An instant classic."])
    wanted = models.SentimentEnInferWanted(name=models.SentimentEnInferWantedName.LABEL)
    answer = infer.sync(client=client, body=models.SentimentEnInferRequest(id="7", inputs=[tensor], outputs=[wanted]))
    check(answer, isinstance(answer, models.SentimentEnInferAnswer) and answer.id == "7")
    check(answer.outputs, isinstance(answer.outputs[0], models.SentimentEnInferOutputLabel))
    check(answer.outputs, answer.outputs[0].data == ["positive"] and len(answer.outputs) == 1)
    refused = infer.sync(client=client, body=models.SentimentEnInferRequest(inputs=[models.SentimentEnInferInputText(shape=[2], data=["a"])]))
    check(refused, isinstance(refused, models.Failure) and "shape" in refused.error)

    event = models.Event(id="1", source="/shop", type_="review", data=models.SentimentEnInputs(text=["A gorgeous, witty film."]))
    answer = module(package, "api.events.send_event").sync(client=client, body=event)
    check(answer, isinstance(answer, models.EventAnswer) and answer.causationid == "1" and answer.id != "1")
    check(answer, isinstance(answer.data, models.SentimentEnOutputs) and answer.data.label == ["positive"])

    evaluate = module(package, "api.ovh.evaluate")
    answer = evaluate.sync(client=client, body=models.SentimentEnInputs(text=["A gorgeous, witty film."]))
    check(answer, isinstance(answer, models.EvalOutputs) and answer.label == "positive")
    refused = evaluate.sync(client=client, body=models.SentimentEnInputs(text=["a"]), step="input:nothing")
    check(refused, isinstance(refused, models.ErrorMessage) and refused.status == 400 and "Step" in refused.message)
    described = module(package, "api.ovh.describe").sync(client=client)
    check(described, [tensor.name for tensor in described.outputs] == ["label", "score", "probabilities"])

    told = module(package, "api.open_inference.metadata_sentiment_en").sync(client=client)
    check(told, isinstance(told, models.ModelMetadata) and told.outputs[2].shape == [-1, 2])
    check("ready", module(package, "api.open_inference.server_ready").sync(client=client).ready)
    check("live", module(package, "api.open_inference.server_live").sync(client=client).live)
    check("models", module(package, "api.open_inference.models").sync(client=client).models == ["sentiment-en"])
    index = module(package, "api.open_inference.repository_index").sync(client=client)
    check(index, index[0].state == "READY")
    unloaded = module(package, "api.open_inference.unload_sentiment_en").sync(client=client)
    check(unloaded, isinstance(unloaded, models.Failure))


def described(package, address):
    """Several inputs of several datatypes: numbers at the ends of their ranges, text, bytes."""
    client = module(package).Client(base_url=address)
    models = module(package, "models")
    types = module(package, "types")
    given = {"features": [[3, 10], [1, 2]], "count": [1, 255], "big": [2, 2**64 - 1], "text": ["A", "\u00c9"], "raw": ["YQ==", "Yg=="]}
    made = {"scaled": [[1, 2], [0, 0]], "count": [1, 255], "big": [2, float(2**64)], "text": ["a", "\u00e9"], "raw": ["a", "b"]}

    predict = module(package, "api.pipeline.predict_described")
    answer = predict.sync(client=client, body=models.DescribedInputs(**given))
    check(answer, isinstance(answer, models.DescribedOutputs) and answer.to_dict() == made)
    refused = predict.sync(client=client, body=models.DescribedInputs(**{**given, "count": [256, 1]}))
    check(refused, isinstance(refused, models.Failure) and "count[0]" in refused.error and "UINT8 cannot hold" in refused.error)

    tensors = [
        models.DescribedInferInputFeatures(shape=[2, 2], data=[3, 10, 1, 2]),
        models.DescribedInferInputCount(shape=[2], data=given["count"]),
        models.DescribedInferInputBig(shape=[2], data=given["big"]),
        models.DescribedInferInputText(shape=[2], data=given["text"]),
        models.DescribedInferInputRaw(shape=[2], data=["a", "b"]),
    ]
    answer = module(package, "api.open_inference.infer_described").sync(client=client, body=models.DescribedInferRequest(inputs=tensors))
    check(answer, isinstance(answer, models.DescribedInferAnswer))
    check(answer.outputs[0], isinstance(answer.outputs[0], models.DescribedInferOutputScaled) and answer.outputs[0].shape == [2, 2])
    check(answer.outputs[2], isinstance(answer.outputs[2], models.DescribedInferOutputBig) and answer.outputs[2].data == made["big"])
    check(answer.outputs[4], answer.outputs[4].data == ["a", "b"])

    files = [types.File(payload=io.BytesIO(value), file_name="raw") for value in (b"a", b"b")]
    form = models.DescribedForm(**{**given, "raw": files})
    answer = module(package, "api.ovh.evaluate").sync(client=client, body=form)
    check(answer, isinstance(answer, models.EvalOutputs) and answer.to_dict() == made)


def png(width, height):
    """A white picture."""

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    pixels = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def thumbnail(package, address):
    """A picture in, as base64 and as a file."""
    import base64

    client = module(package).Client(base_url=address)
    models = module(package, "models")
    types = module(package, "types")
    white = [[[255]] * 3] * 2
    body = models.ThumbnailInputs(photo=[base64.b64encode(png(4, 4)).decode()])
    answer = module(package, "api.pipeline.predict_thumbnail").sync(client=client, body=body)
    check(answer, isinstance(answer, models.ThumbnailOutputs) and answer.picture == [white])
    evaluate = module(package, "api.ovh.evaluate")
    files = [types.File(payload=io.BytesIO(png(5, 5)), file_name="white.png", mime_type="image/png")] * 1
    answer = evaluate.sync(client=client, body=models.ThumbnailForm(photo=files))
    check(answer, isinstance(answer, models.EvalOutputs) and answer.picture == [[255] * 3] * 2)
    no_image = [types.File(payload=io.BytesIO(b"no image"), file_name="x.png", mime_type="image/png")]
    refused = evaluate.sync(client=client, body=models.ThumbnailForm(photo=no_image))
    check(refused, isinstance(refused, models.ErrorMessage) and refused.status == 400)


folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
sys.path.insert(0, str(folder))
for name, call in ("sentiment-en", sentiment), ("described", described), ("thumbnail", thumbnail):
    address = dict(argument.split("=", 1) for argument in sys.argv[2:])[name]
    call(generate(folder, name, address), address)
print("all right")
