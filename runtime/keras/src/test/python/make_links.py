"""Makes HDF5 models with links where a group should be: to another file, to another place, in a circle.

    venv/bin/python make_links.py ../resources/zoo/dense.h5 ../resources/links
"""

import os
import shutil
import sys

import h5py

LINKS = {
    "external": h5py.ExternalLink("../zoo/dense.h5", "/model_weights/dense"),
    "soft": h5py.SoftLink("/model_weights/out"),
    "circle": h5py.SoftLink("/model_weights/dense"),
}

for name, link in LINKS.items():
    os.makedirs(sys.argv[2], exist_ok=True)
    path = os.path.join(sys.argv[2], name + ".h5")
    shutil.copyfile(sys.argv[1], path)
    with h5py.File(path, "r+") as file:
        del file["model_weights/dense"]
        file["model_weights/dense"] = link
