#!/usr/bin/env python3
"""Makes slow.onnx: y = x, after eight products of 1024 x 1024 matrices of zeros that cannot be folded away.

    python functions/app/src/test/python/make_slow_model.py     (pip install onnx numpy)
"""

import pathlib

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

SIZE, PRODUCTS = 1024, 8
nodes = [
    helper.make_node("Mul", ["x", "zero"], ["z"]),
    helper.make_node("Expand", ["z", "size"], ["m0"]),
]
for i in range(PRODUCTS):
    nodes.append(helper.make_node("MatMul", [f"m{i}", "m0"], [f"m{i + 1}"]))
nodes.append(helper.make_node("ReduceMax", [f"m{PRODUCTS}"], ["top"], keepdims=0))
nodes.append(helper.make_node("Add", ["x", "top"], ["y"]))
graph = helper.make_graph(
    nodes,
    "slow",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])],
    [
        numpy_helper.from_array(np.zeros(1, np.float32), "zero"),
        numpy_helper.from_array(np.array([SIZE, SIZE], np.int64), "size"),
    ],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
checker.check_model(model)
save(model, str(pathlib.Path(__file__).parents[1] / "resources" / "pipelines" / "slow.onnx"))
