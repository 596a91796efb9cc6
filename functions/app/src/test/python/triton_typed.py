#!/usr/bin/env python3
"""Sends typed contents by the stub of NVIDIA's client, which itself sends raw ones, to pipelines/typed.yaml.

    python triton_typed.py GRPC_HOST:PORT     (pip install -r triton_client.txt)
"""

import sys

import grpc
from triton_values import VALUES, check
from tritonclient.grpc import service_pb2, service_pb2_grpc

FIELDS = {
    "BOOL": "bool_contents",
    **dict.fromkeys(["INT8", "INT16", "INT32"], "int_contents"),
    "INT64": "int64_contents",
    **dict.fromkeys(["UINT8", "UINT16", "UINT32"], "uint_contents"),
    "UINT64": "uint64_contents",
    "FP32": "fp32_contents",
    "FP64": "fp64_contents",
    "BYTES": "bytes_contents",
}

request = service_pb2.ModelInferRequest(model_name="typed", id="1")
for name, (datatype, values) in VALUES.items():
    if datatype == "FP16":
        continue  # has no typed field
    tensor = request.inputs.add(name=name, datatype=datatype, shape=values.shape)
    elements = values.flatten().tolist()
    if datatype == "BYTES":
        elements = [v if isinstance(v, bytes) else v.encode() for v in elements]
    getattr(tensor.contents, FIELDS[datatype]).extend(elements)

response = service_pb2_grpc.GRPCInferenceServiceStub(grpc.insecure_channel(sys.argv[1])).ModelInfer(request)
check("id", response.id == "1" and response.model_name == "typed" and response.model_version == "1")
check("typed in gives typed out", len(response.raw_output_contents) == 0)
check("outputs", [o.name for o in response.outputs] == [i.name for i in request.inputs])
for given, got in zip(request.inputs, response.outputs):
    check(f"{given.name}: {got}", (got.datatype, got.shape) == (given.datatype, given.shape))
    check(f"{given.name}: {got}", got.contents == given.contents)
print("all right")
