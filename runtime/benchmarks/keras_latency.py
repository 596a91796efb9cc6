"""Keras models three ways, side by side in one run: here (ONNX, in process and over HTTP), TensorFlow Java over the
SavedModel of the same model, and Python's Keras.

    python3 runtime/benchmarks/keras_latency.py [--rounds 5] [--millis 300] [--work FOLDER] [MODEL...]

Makes an environment with Keras in the work folder, builds ./dormouse and the benchmarks, prints Markdown. Rounds alternate
between the ways, so that a busy machine disturbs all of them alike; figures are medians of the rounds' medians, ratios the
medians of each round's ratio. Python gets tensors that are ready, and its answer is taken as NumPy arrays.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PACKAGES = ["tensorflow-cpu==2.18.0", "keras==3.15.1"]
OURS, HTTP, JAVA = "ours", "ours over HTTP", "TensorFlow Java"
PYTHON = ["model.predict", "predict_on_batch", "model(x)", "tf.function"]


def in_environment(work):
    """Goes on in an environment that has Keras."""
    python = os.path.join(work, "venv", "bin", "python")
    if os.path.realpath(sys.prefix) == os.path.realpath(os.path.dirname(os.path.dirname(python))):
        return
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", os.path.join(work, "venv")], check=True)
    if subprocess.run([python, "-c", "import tensorflow, keras"], capture_output=True, check=False).returncode:
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    os.execv(python, [python, *sys.argv])


def models():
    import keras
    from keras import layers as L

    def mlp():
        return keras.Sequential([keras.Input((32,), name="x"), L.Dense(128, activation="relu"), L.BatchNormalization(),
                                 L.Dense(64, activation="relu"), L.Dropout(0.2), L.Dense(10, activation="softmax")])

    def cnn():
        return keras.Sequential([
            keras.Input((28, 28, 1), name="x"), L.Conv2D(32, 3, activation="relu"), L.BatchNormalization(),
            L.MaxPooling2D(), L.Conv2D(64, 3, activation="relu"), L.BatchNormalization(), L.MaxPooling2D(), L.Flatten(),
            L.Dense(64, activation="relu"), L.Dropout(0.5), L.Dense(10, activation="softmax")])

    def mobilenet():
        return keras.applications.MobileNet(input_shape=(96, 96, 3), alpha=0.5, weights=None, classes=100)

    def lstm():
        return keras.Sequential([
            keras.Input((40,), dtype="int32", name="x"), L.Embedding(2000, 64, mask_zero=True),
            L.Bidirectional(L.LSTM(64, return_sequences=True)), L.LSTM(64), L.Dense(5, activation="softmax")])

    def gru():
        return keras.Sequential([keras.Input((60, 8), name="x"), L.GRU(64, return_sequences=True), L.GRU(32), L.Dense(1)])

    def transformer():
        ids = keras.Input((64,), dtype="int32", name="x")
        x = L.Embedding(4000, 128)(ids)
        for _ in range(2):
            x = L.LayerNormalization()(L.Add()([x, L.MultiHeadAttention(4, 32)(x, x)]))
            x = L.LayerNormalization()(L.Add()([x, L.Dense(128)(L.Dense(256, activation="gelu")(x))]))
        return keras.Model(ids, L.Dense(4, activation="softmax")(L.GlobalAveragePooling1D()(x)))

    return {make.__name__: make for make in (mlp, cnn, mobilenet, lstm, gru, transformer)}


def build():
    subprocess.run(["./dormouse", "--version"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["mvn", "-B", "-ntp", "-q", "-o", "-pl", "runtime/benchmarks", "-am", "-DskipTests", "package"],
                   cwd=ROOT, check=True)


class Engine:
    """A JVM that measures when it is told to."""

    def __init__(self):
        with open(os.path.join(ROOT, ".dormouse", "current")) as current:
            engines = os.path.join(ROOT, ".dormouse", current.read().strip(), "engines")
        target = os.path.join(HERE, "target")
        classes = ":".join([os.path.join(ROOT, "runtime", "keras", "target", "classes"), os.path.join(target, "classes"),
                            os.path.join(target, "lib", "*")])
        self.process = subprocess.Popen(
            ["java", "-XX:+UseSerialGC", "-cp", classes, "dev.dormouse.benchmarks.EngineRounds"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**os.environ, "DORMOUSE_ENGINES": engines, "OPT_OUT_TRACKING": "true"})

    def ask(self, *words):
        self.process.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the engine ended at {words}")
        return [float(number) for number in line.split()]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Function:
    """A function in a process of its own, by ./dormouse run."""

    def __init__(self, bundle, log):
        self.port = free_port()
        self.process = subprocess.Popen(["./dormouse", "run", bundle, "--port", str(self.port), "--grpc-port", str(free_port())],
                                        cwd=ROOT, stdout=log, stderr=log)
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/q/health/ready").close()
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise SystemExit("the function is not ready")

    def close(self):
        self.process.terminate()
        self.process.wait()


def python_ways(net, feed):
    import tensorflow as tf
    compiled = tf.function(lambda x: net(x, training=False), jit_compile=False).get_concrete_function(
        tf.TensorSpec(feed.shape, feed.dtype))
    tensor = tf.constant(feed)
    return {"model.predict": lambda: net.predict(feed, verbose=0), "predict_on_batch": lambda: net.predict_on_batch(feed),
            "model(x)": lambda: net(tensor, training=False).numpy(), "tf.function": lambda: compiled(tensor).numpy()}


def median_micros(way, millis):
    times, end = [], time.perf_counter() + millis / 1e3
    while time.perf_counter() < end or len(times) < 3:
        begin = time.perf_counter()
        way()
        times.append(time.perf_counter() - begin)
    return 1e6 * statistics.median(times)


def prepare(name, make, work):
    """The files of one model, once as .keras and once as SavedModel, and the bundle of each."""
    import keras
    keras.utils.set_random_seed(1)
    net = make()
    folder = os.path.join(work, name)
    os.makedirs(folder, exist_ok=True)
    file, saved = os.path.join(folder, "model.keras"), os.path.join(folder, "saved")
    net.save(file)
    net.export(saved, verbose=False)
    for source, bundle in ((file, "onnx"), (saved, "tensorflow")):
        subprocess.run(["./dormouse", "compile", source, "-o", os.path.join(folder, bundle)], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return net, folder, file


def pipeline_of(bundle):
    with open(os.path.join(bundle, "plan.json")) as plan:
        plan = json.load(plan)
    return plan["metadata"]["name"], plan["inputs"][0]["name"]


def feed_of(net, batch):
    import numpy as np
    rng = np.random.default_rng(batch)
    spec = net.inputs[0]
    shape = (batch, *spec.shape[1:])
    return rng.integers(1, 1000, shape).astype("int32") if "int" in spec.dtype else rng.normal(0, 1, shape).astype("float32")


def check(net, engine_answers, feed):
    import numpy as np
    wanted = net.predict_on_batch(feed)
    if not np.allclose(engine_answers, wanted, atol=1e-4):
        raise SystemExit(f"answers differ by {np.abs(np.asarray(engine_answers) - wanted).max()}")


def measure(name, make, options, work):
    net, folder, file = prepare(name, make, work)
    ours, java = Engine(), Engine()
    bundles = {way: os.path.join(folder, kind) for way, kind in ((OURS, "onnx"), (JAVA, "tensorflow"))}
    opened = {OURS: ours.ask("open", name, bundles[OURS]), JAVA: java.ask("open", name, bundles[JAVA])}
    translated = ours.ask("translate", file)
    rows = []
    with open(os.path.join(folder, "function.log"), "w") as log:
        function = Function(bundles[OURS], log)
        try:
            for batch in (1, 32):
                feed = feed_of(net, batch)
                requests = {}
                for way, bundle in bundles.items():
                    requests[way] = os.path.join(folder, f"{batch}-{os.path.basename(bundle)}.json")
                    with open(requests[way], "w") as out:
                        json.dump({pipeline_of(bundle)[1]: feed.tolist()}, out)
                path = "/" + pipeline_of(bundles[OURS])[0]
                with open(requests[OURS], "rb") as body:
                    answer = urllib.request.urlopen(urllib.request.Request(
                        f"http://127.0.0.1:{function.port}{path}", body.read(), {"Content-Type": "application/json"})).read()
                check(net, next(iter(json.loads(answer).values())), feed)
                ways = {OURS: lambda ms: ours.ask("run", name, requests[OURS], ms)[0],
                        HTTP: lambda ms: ours.ask("http", function.port, path, requests[OURS], ms)[0],
                        JAVA: lambda ms: java.ask("run", name, requests[JAVA], ms)[0]}
                for way, call in python_ways(net, feed).items():
                    ways[way] = lambda ms, call=call: median_micros(call, ms)
                rows.append((batch, rounds(ways, options)))
        finally:
            function.close()
    ours.close()
    java.close()
    return {"name": name, "mb": os.path.getsize(file) / 1e6, "parameters": net.count_params(), "opened": opened,
            "translated": translated, "rows": rows}


def rounds(ways, options):
    for way in ways.values():
        way(2 * options.millis)
    results = {name: [] for name in ways}
    order = list(ways)
    for turn in range(options.rounds):
        for i in range(len(order)):
            name = order[(i + turn) % len(order)]
            results[name].append(ways[name](options.millis))
    return results


def ratio(results, way):
    return statistics.median(other / own for other, own in zip(results[way], results[OURS]))


def show(measured):
    names = [OURS, HTTP, JAVA, *PYTHON]
    print("| model | batch | " + " | ".join(f"{name}, µs" for name in names) + " | TensorFlow Java ÷ ours | best Python ÷ ours |")
    print("|" + "---|" * (len(names) + 4))
    for result in measured:
        for batch, times in result["rows"]:
            best = min(PYTHON, key=lambda way: statistics.median(times[way]))
            cells = [f"{statistics.median(times[name]):.0f}" for name in names]
            print(f"| {result['name']} | {batch} | " + " | ".join(cells)
                  + f" | {ratio(times, JAVA):.1f} | {ratio(times, best):.1f} ({best}) |")
    print("\n| model | parameters | .keras MB | translated, first and warm ms | opened, ours ms | TensorFlow Java ms | memory added, ours MB | TensorFlow Java MB |")
    print("|" + "---|" * 8)
    for result in measured:
        opened = result["opened"]
        print(f"| {result['name']} | {result['parameters']} | {result['mb']:.2f} | {result['translated'][0]:.0f}, {result['translated'][1]:.1f} | {opened[OURS][0]:.0f}"
              f" | {opened[JAVA][0]:.0f} | {opened[OURS][1]:.0f} | {opened[JAVA][1]:.0f} |")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--millis", type=int, default=300)
    arguments.add_argument("--work", default=os.path.join(ROOT, ".dormouse", "keras-latency"))
    arguments.add_argument("--no-build", action="store_true")
    arguments.add_argument("models", nargs="*")
    options = arguments.parse_args()
    os.makedirs(options.work, exist_ok=True)
    in_environment(options.work)
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    if not options.no_build:
        build()
    print(f"{time.strftime('%Y-%m-%d %H:%M')}, load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    measured = []
    for name, make in models().items():
        if not options.models or name in options.models:
            measured.append(measure(name, make, options, options.work))
    show(measured)
    print(f"\n{time.strftime('%H:%M')}, load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
