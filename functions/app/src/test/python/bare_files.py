#!/usr/bin/env python3
"""Serves every model of the engines' test zoos, from its file alone where that says enough, by `./dormouse run FILE`, and compares the answer
over the Open Inference Protocol with the zoo's expected outputs.

    bare_files.py [--jobs 2] [NAME...]      only the files whose path holds one of the names

A zoo is a folder of JSON files in one of two forms: those of `StepFixtures` (where `with` names more than the source,
as TorchScript needs it, a manifest is written; an input that has no form in JSON is told as skipped), and that of
`NAME.json` beside `NAME.h5`, `NAME.keras` or `NAME.onnx`.
"""

import argparse
import concurrent.futures
import dataclasses
import json
import math
import pathlib
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[5]
DATATYPES = {"float16": "FP16", "float32": "FP32", "float64": "FP64", "bool": "BOOL"}
START_SECONDS = 120


def datatype(name):
    return DATATYPES.get(name, name.upper())


def tensor(name, value):
    kind = datatype(value["datatype"])
    return {
        "name": name,
        "datatype": "BYTES" if kind == "STRING" else kind,
        "shape": value["shape"],
        "data": value["data"],
    }


@dataclasses.dataclass
class Case:
    file: pathlib.Path
    inputs: dict
    outputs: dict
    tolerance: float
    skipped: str | None = None
    kind: str = ""
    options: dict = dataclasses.field(default_factory=dict)

    def manifest(self):
        """That of a model that needs options beside its source; JSON is YAML."""
        types = {
            name: self.options.get("inputs", {}).get(name, f"{datatype(value['datatype'])}[{', '.join('?' * len(value['shape']))}]")
            for name, value in self.inputs.items()
        }
        step = {"name": "model", "uses": self.kind, "with": {"source": self.file.name, **self.options}}
        step["inputs"] = {name: name for name in types}
        outputs = {name: f"model.{name}" for name in self.outputs}
        spec = {"inputs": types, "steps": [step], "outputs": outputs}
        return json.dumps(
            {"apiVersion": "dormouse.dev/v1", "kind": "Pipeline", "metadata": {"name": "zoo"}, "spec": spec})


def cases():
    """One for each case of a zoo."""
    for fixture in sorted(ROOT.glob("runtime/*/src/test/resources/**/*.json")):
        if "bad" in fixture.parts or not fixture.read_bytes().startswith(b"{"):
            continue
        case = json.loads(fixture.read_text())
        if not isinstance(case, dict) or "inputs" not in case or "outputs" not in case:
            continue
        if "kind" not in case:
            for ending, tolerance in ((".h5", 1e-5), (".keras", 1e-5), (".onnx", 2e-4)):
                if fixture.with_suffix(ending).exists():
                    yield Case(fixture.with_suffix(ending), case["inputs"], case["outputs"], tolerance)
        elif case["kind"] in ("onnx", "keras", "tensorflow", "pmml", "torchscript"):
            file = fixture.parent / case["files"]["source"]
            why = None
            for value in case["inputs"].values():
                odd = {"NaN", "Infinity", "-Infinity"} & set(map(str, value["data"]))
                if value["datatype"] == "BYTES" or 0 in value["shape"] or odd:
                    why = "its input has no JSON form"
            options = {key: value for key, value in case["with"].items() if key != "source"}
            yield Case(file, case["inputs"], case["outputs"], case.get("tolerance", 0), why, case["kind"], options)


def get(url, body=None):
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"} if body else {})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def numbers(data):
    for one in data:
        if isinstance(one, list):
            yield from numbers(one)
        else:
            yield one


def close(actual, wanted, tolerance):
    if isinstance(wanted, str) and wanted not in ("NaN", "Infinity", "-Infinity"):
        return actual == wanted
    if isinstance(wanted, bool):
        return actual is wanted
    wanted = float(wanted)
    if actual is None:  # how JSON says NaN and infinities
        return math.isnan(wanted) or math.isinf(wanted)
    actual = float(actual)
    if math.isnan(wanted) or math.isinf(wanted):
        return str(actual) == str(wanted)
    return abs(actual - wanted) <= tolerance * max(1, abs(wanted))


def public(name):
    """A model's own name may hold what a pipeline's cannot: affinity(0) is affinity_0 there."""
    return re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")


def difference(answer, outputs, tolerance):
    actual = {public(one["name"]): one for one in answer["outputs"]}
    for name, wanted in ((public(name), wanted) for name, wanted in outputs.items()):
        if name not in actual:
            return f"no output {name}, but {', '.join(actual)}"
        if actual[name]["shape"] != wanted["shape"]:
            return f"{name} has shape {actual[name]['shape']}, not {wanted['shape']}"
        pairs = list(zip(numbers(actual[name]["data"]), numbers(wanted["data"]), strict=True))
        for at, (one, other) in enumerate(pairs):
            if not close(one, other, tolerance):
                return f"{name}[{at}] is {one}, not {other}"
    return None


def serve(port, case):
    """What is wrong with the answer, or None; inputs with a default are no inputs of a bare file, but of a manifest."""
    wrong = serve_as(port, case, bool(case.options))
    return serve_as(port, case, True) if wrong and "is not an input" in wrong else wrong


def serve_as(port, case, by_manifest):
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as log, tempfile.TemporaryDirectory() as folder:
        target = case.file
        if by_manifest:
            target = pathlib.Path(folder)
            shutil.copy(case.file, target)
            (target / "manifest.yaml").write_text(case.manifest())
        command = [ROOT / "dormouse", "run", target, "--port", str(port), "--grpc-port", str(port + 100), "--no-reload"]
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            end = time.monotonic() + START_SECONDS
            while True:
                try:
                    name = get(f"{url}/describe")["name"]
                    get(f"{url}/v2/health/ready")
                    break
                except OSError:
                    if process.poll() is not None or time.monotonic() > end:
                        log.seek(0)
                        return "does not start: " + log.read().decode(errors="replace").strip()
                    time.sleep(0.1)
            body = {"inputs": [tensor(*one) for one in case.inputs.items()]}
            try:
                return difference(get(f"{url}/v2/models/{name}/infer", json.dumps(body).encode()), case.outputs, case.tolerance)
            except urllib.error.HTTPError as e:
                return f"{e.code}: {e.read().decode(errors='replace')}"
        finally:
            process.terminate()
            process.wait(30)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    chosen = [one for one in cases() if not options.names or any(name in str(one.file) for name in options.names)]
    ports = queue.SimpleQueue()
    for job in range(options.jobs):
        ports.put(18100 + job)

    def one(case):
        if case.skipped:
            return case, case.skipped
        port = ports.get()
        try:
            return case, serve(port, case)
        finally:
            ports.put(port)

    counts = {"passed": 0, "failed": 0, "skipped": 0}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for case, wrong in pool.map(one, chosen):
            outcome = "passed" if wrong is None else "skipped" if wrong == case.skipped else "failed"
            counts[outcome] += 1
            if wrong is not None:
                print(f"{outcome} {case.file.relative_to(ROOT)}: {wrong}", flush=True)
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    sys.exit(1 if counts["failed"] or not counts["passed"] else 0)


if __name__ == "__main__":
    main()
