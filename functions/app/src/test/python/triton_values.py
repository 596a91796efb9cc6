"""Values of every datatype for pipelines/datatypes.yaml, at the ends of their ranges."""

import sys

import numpy as np

VALUES = {
    "bool": ("BOOL", np.array([True, False, True])),
    "uint8": ("UINT8", np.array([0, 1, 255], np.uint8)),
    "uint16": ("UINT16", np.array([0, 1, 65535], np.uint16)),
    "uint32": ("UINT32", np.array([0, 1, 2**32 - 1], np.uint32)),
    "uint64": ("UINT64", np.array([0, 2**53 + 1, 2**64 - 1], np.uint64)),
    "int8": ("INT8", np.array([-128, 0, 127], np.int8)),
    "int16": ("INT16", np.array([-32768, 0, 32767], np.int16)),
    "int32": ("INT32", np.array([-(2**31), 0, 2**31 - 1], np.int32)),
    "int64": ("INT64", np.array([-(2**63), 2**53 + 1, 2**63 - 1], np.int64)),
    "fp16": ("FP16", np.array([0.1, -65504, 6e-8], np.float16)),
    "fp32": ("FP32", np.array([[0.1, 3.4028235e38], [1e-45, -0.0], [1 / 3, 2]], np.float32)),
    "fp64": ("FP64", np.array([0.1, 1e-308, 1 / 3])),
    "bytes": ("BYTES", np.array([b"", b"plain", "\u00e9\u00e8".encode()], dtype=object)),
    "text": ("BYTES", np.array(["", "\u00e9t\u00e9", "\U0001f42d"], dtype=object)),
}


def check(what, right):
    if not right:
        sys.exit(f"wrong: {what}")


def same(name, wanted, got):
    if wanted.dtype != object:
        return wanted.dtype == got.dtype and wanted.tobytes() == got.tobytes()
    as_bytes = [v if isinstance(v, bytes) else v.encode() for v in wanted]
    return as_bytes == [v if isinstance(v, bytes) else v.encode() for v in got]
