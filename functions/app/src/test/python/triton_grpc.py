#!/usr/bin/env python3
"""The same over gRPC, where the client sends raw tensors, and both doors against each other.

    python triton_grpc.py GRPC_HOST:PORT HTTP_HOST:PORT     (pip install -r triton_client.txt)
"""

import sys

import tritonclient.grpc as triton
import tritonclient.http as rest
from triton_values import VALUES, check, same
from tritonclient.utils import InferenceServerException

def inputs(module):
    tensors = []
    for name, (datatype, values) in VALUES.items():
        tensor = module.InferInput(name, list(values.shape), datatype)
        tensor.set_data_from_numpy(values)
        tensors.append(tensor)
    return tensors


def outputs(module):
    return [module.InferRequestedOutput(name) for name in reversed(VALUES)]


client = triton.InferenceServerClient(sys.argv[1])
check("live", client.is_server_live())
check("ready", client.is_server_ready())
check("model ready", client.is_model_ready("datatypes"))
check("version ready", client.is_model_ready("datatypes", "2.1.0"))
check("server", "model_repository" in client.get_server_metadata().extensions)
metadata = client.get_model_metadata("datatypes")
check("metadata", [(m.name, m.datatype) for m in metadata.inputs] == [(n, d) for n, (d, _) in VALUES.items()])
http = rest.InferenceServerClient(sys.argv[2])
same_as_rest = http.get_model_metadata("datatypes")
for side in "inputs", "outputs":
    got = [(m.name, m.datatype, list(m.shape)) for m in getattr(metadata, side)]
    check(f"{side} as over REST", got == [(m["name"], m["datatype"], m["shape"]) for m in same_as_rest[side]])
index = client.get_model_repository_index().models
check("index", [(m.name, m.version, m.state) for m in index] == [("datatypes", "2.1.0", "READY")])
client.load_model("datatypes")

raw = client.infer("datatypes", inputs(triton), outputs=outputs(triton), request_id="7")
over_rest = http.infer("datatypes", inputs(rest), outputs=outputs(rest))
response = raw.get_response()
check("id", response.id == "7" and response.model_version == "2.1.0")
check("order", [o.name for o in response.outputs] == list(reversed(VALUES)))
check("raw in gives raw out", len(response.raw_output_contents) == len(VALUES))
for name, (_, values) in VALUES.items():
    check(f"{name}, raw: {raw.as_numpy(name)}", same(name, values, raw.as_numpy(name)))
    check(f"{name}, as over REST", same(name, over_rest.as_numpy(name), raw.as_numpy(name)))

for algorithm in "gzip", "deflate":
    answer = client.infer("datatypes", inputs(triton), compression_algorithm=algorithm)
    check(algorithm, same("fp64", VALUES["fp64"][1], answer.as_numpy("fp64")))

try:
    client.infer("datatypes", [])
    check("refusal", False)
except InferenceServerException as e:
    check(f"refusal: {e}", "input 'bool' is missing" in str(e) and "INVALID_ARGUMENT" in str(e.status()))
for call in lambda: client.unload_model("datatypes"), lambda: client.is_model_ready("datatypes", "3"):
    try:
        call()
        check("refusal", False)
    except InferenceServerException as e:
        check(f"refusal: {e}", "stays loaded" in str(e) or "version '3'" in str(e))
print("all right")
