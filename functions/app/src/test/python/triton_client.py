#!/usr/bin/env python3
"""Asks a function that serves pipelines/datatypes.yaml by NVIDIA's own client; ends with 1 at the first difference.

    python triton_client.py HOST:PORT     (pip install -r triton_client.txt)
"""

import itertools
import sys

import tritonclient.http as triton
from triton_values import VALUES, check, same
from tritonclient.utils import InferenceServerException


def infer(client, binary_in, binary_out, **options):
    inputs = []
    for name, (datatype, values) in VALUES.items():
        tensor = triton.InferInput(name, list(values.shape), datatype)
        # the client itself refuses FP16 in JSON
        tensor.set_data_from_numpy(values, binary_data=binary_in or datatype == "FP16")
        inputs.append(tensor)
    outputs = [triton.InferRequestedOutput(name, binary_data=binary_out or name == "fp16") for name in reversed(VALUES)]
    return client.infer("datatypes", inputs, outputs=outputs, **options)


client = triton.InferenceServerClient(sys.argv[1])
check("live", client.is_server_live())
check("ready", client.is_server_ready())
check("model ready", client.is_model_ready("datatypes"))
check("version ready", client.is_model_ready("datatypes", "2.1.0"))
check("other version not ready", not client.is_model_ready("datatypes", "3"))
check("server", "binary_tensor_data" in client.get_server_metadata()["extensions"])
metadata = client.get_model_metadata("datatypes")
check("metadata", [(m["name"], m["datatype"]) for m in metadata["inputs"]] == [(n, d) for n, (d, _) in VALUES.items()])
check("index", client.get_model_repository_index()[0]["state"] == "READY")
client.load_model("datatypes")

for binary_in, binary_out in itertools.product([True, False], repeat=2):
    answer = infer(client, binary_in, binary_out, request_id="7")
    response = answer.get_response()
    check("id", response["id"] == "7" and response["model_version"] == "2.1.0")
    check("order", [o["name"] for o in response["outputs"]] == list(reversed(VALUES)))
    for name, (_, values) in VALUES.items():
        got = answer.as_numpy(name)
        if name == "bytes" and not binary_out:
            continue  # JSON gives base64, and says so
        check(f"{name}, binary in {binary_in}, out {binary_out}: {got}", same(name, values, got))

for algorithm in "gzip", "deflate":
    answer = infer(client, True, True, request_compression_algorithm=algorithm, response_compression_algorithm=algorithm)
    check(algorithm, same("fp64", VALUES["fp64"][1], answer.as_numpy("fp64")))

try:
    client.infer("datatypes", [])
    check("refusal", False)
except InferenceServerException as e:
    check(f"refusal: {e}", "input 'bool' is missing" in str(e))
print("all right")
