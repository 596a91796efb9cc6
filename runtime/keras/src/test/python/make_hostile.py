"""Makes HDF5 files that lead out of themselves, in circles or to far more bytes than they have, and one of bfloat16.

    python make_hostile.py ../resources/zoo/dense.h5 ../resources/hostile
"""

import os
import shutil
import sys
import zlib

import h5py
import ml_dtypes
import numpy as np

LAYER, KERNEL, SHAPE = "dense", "dense/sequential/dense/kernel", (4, 5)


def soft_cycle(weights):
    del weights[LAYER]
    weights[LAYER] = h5py.SoftLink("/model_weights/" + LAYER)


def hard_cycle(weights):
    del weights[LAYER]
    weights[LAYER] = weights.file["/"]


def external_link(weights):
    del weights[KERNEL]
    weights[KERNEL] = h5py.ExternalLink("outside.h5", "/kernel")


def external_group(weights):
    del weights[LAYER]
    weights[LAYER] = h5py.ExternalLink("outside.h5", "/")


def external_storage(weights):
    del weights[KERNEL]
    weights.create_dataset(KERNEL, SHAPE, dtype="<f4", external=[("outside.bin", 0, 80)])


def virtual(weights):
    del weights[KERNEL]
    layout = h5py.VirtualLayout(shape=SHAPE, dtype="<f4")
    layout[...] = h5py.VirtualSource("outside.h5", "kernel", shape=SHAPE)
    weights.create_virtual_dataset(KERNEL, layout)


def chunk_bomb(weights):
    """A small array in one chunk that unpacks to 16 MB; a larger one would take gigabytes."""
    del weights[KERNEL]
    array = weights.create_dataset(
        KERNEL, SHAPE, maxshape=(None, None), dtype="<f4", compression="gzip", chunks=(2048, 2048))
    array.id.write_direct_chunk((0, 0), zlib.compress(bytes(2048 * 2048 * 4), 9))


def bfloat16(weights):
    """As Keras stores the weights of a layer whose dtype is bfloat16."""
    del weights[KERNEL]
    weights[KERNEL] = np.ones(SHAPE, ml_dtypes.bfloat16)


def main():
    source, folder = sys.argv[1:]
    source = os.path.abspath(source)
    os.makedirs(folder, exist_ok=True)
    os.chdir(folder)
    np.ones(SHAPE, "<f4").tofile("outside.bin")
    with h5py.File("outside.h5", "w") as outside:
        outside["kernel"] = np.ones(SHAPE, "<f4")
    for make in (soft_cycle, hard_cycle, external_link, external_group, external_storage, virtual, chunk_bomb, bfloat16):
        shutil.copy(source, make.__name__ + ".h5")
        with h5py.File(make.__name__ + ".h5", "a") as file:
            make(file["model_weights"])


main()
