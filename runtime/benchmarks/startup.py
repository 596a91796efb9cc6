"""Time from starting a server's process to its first right answer over HTTP, by phases, beside its peers.

    ./dormouse compile samples/sentiment-en -o /tmp/sentiment-en
    python3 runtime/benchmarks/startup.py /tmp/sentiment-en [--runs 7] [--jdk /usr/lib/jvm/JDK ...] [--no-peers]

BUNDLE is what `dormouse compile` makes. The build is the newest one that ./dormouse keeps (.dormouse/build.*), or
--build. Each JDK is measured with the launcher's flags and its start-up archive: AppCDS before JDK 25, an AOT cache from
then on. The launcher's own archive is taken if there is one, otherwise one is recorded; --plain adds each JDK without.
The peers are a FastAPI + onnxruntime server and MLServer (runtime/benchmarks/peers) with the bundle's own model and
tokenizer, each in a virtual environment that this makes once under .dormouse/peers; they need a bundle of sentiment-en.
Runs alternate between all of them, after one round that does not count. Every answer must have the first example's
outputs. Prints medians of milliseconds from exec, CPU seconds until the answer, peak memory, and the median of the
rounds' ratios to the FastAPI server. Standard library only; Linux, as it reads /proc.

  server    Quarkus accepts connections
  ready     models are open and the examples have run (the peers run none)
  answer    the first request, sent again every 5 ms until the port is open, is answered; it may wait inside

--phases starts the functions with debug messages, which cost a little, and prints when each phase had ended.
"""
import argparse
import glob
import hashlib
import json
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parents[1]
TIME = r"^(\d\d):(\d\d):(\d\d\.\d\d\d) .* "
LINES = {"server": TIME + r"started in ", "ready": TIME + r"\S+ is ready$"}
PHASES = {"JVM, up to main": TIME + r"main begins$", "tokenizer natives": TIME + r"engine of 'tokenizer' is loaded$",
          "ONNX Runtime natives": TIME + r"engine of 'onnx' is loaded$", "Quarkus, static part": TIME + r"\S+ is opening$",
          "server listens": LINES["server"], "models open": TIME + r"\S+ is open$", "examples": LINES["ready"]}
DAY = 86400
REFERENCE = "FastAPI"


class Server:
    """A command, and how to ask it: body and path of the request, and the answer as the example's outputs."""

    def __init__(self, command, environment, path, body, outputs):
        self.command, self.environment, self.path, self.body, self.outputs = command, environment, path, body, outputs


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def post(port, path, body):
    """One request; None while nobody listens, or while the server says that it is not ready."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                               f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
    except (ConnectionRefusedError, ConnectionResetError):
        return None
    head, _, payload = answer.partition(b"\r\n\r\n")
    status = head.split(b"\r\n")[0]
    if b" 404 " in status and b"not found" in payload.lower():
        return None  # MLServer listens before its model is there
    if b" 200 " not in status:
        raise RuntimeError(answer.decode("utf-8", "replace"))
    return json.loads(payload)


def same(answer, expected, tolerance):
    if isinstance(expected, list):
        return len(answer) == len(expected) and all(same(a, e, tolerance) for a, e in zip(answer, expected))
    return abs(answer - expected) <= tolerance if isinstance(expected, float) else answer == expected


def require_same(answer, example):
    for name, value in example["outputs"].items():
        if not same(answer[name], value, example["tolerance"]):
            raise RuntimeError(f"{name} is {answer[name]}, the example says {value}")


def run(server, example, lines):
    """One start; phases in milliseconds since exec, CPU seconds until the answer, peak MB."""
    port = free_port()
    settings = {"QUARKUS_HTTP_PORT": str(port), "MLSERVER_HTTP_PORT": str(port), "MLSERVER_GRPC_PORT": str(free_port()),
                "MLSERVER_METRICS_PORT": str(free_port())}
    command = [argument.replace("{port}", str(port)) for argument in server.command]
    with tempfile.TemporaryFile("w+") as log:
        begun, clock = time.monotonic(), time.time() % DAY
        process = subprocess.Popen(command, env=server.environment | settings, stdout=log, stderr=subprocess.STDOUT)
        try:
            while (answer := post(port, server.path, server.body)) is None:
                if process.poll() is not None or time.monotonic() - begun > 60:
                    log.seek(0)
                    raise RuntimeError(f"{' '.join(command)} does not start:\n{log.read()}")
                time.sleep(0.005)
            answered = time.monotonic() - begun
            figures = {"answer": 1000 * answered} | usage(process.pid)
            require_same(server.outputs(answer), example)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()
        log.seek(0)
        text = log.read()
    for phase, line in lines.items():
        if found := re.search(line, text, re.MULTILINE):
            hours, minutes, seconds = found.groups()
            figures[phase] = 1000 * ((3600 * int(hours) + 60 * int(minutes) + float(seconds) - clock) % DAY)
    if "quarkus-run.jar" in " ".join(command):
        for line in text.splitlines():
            if not re.search(" (INFO|DEBUG) ", line):
                print(line, file=sys.stderr)
    return figures


def usage(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = os.sysconf("SC_CLK_TCK")
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    peak = int(re.search(r"VmHWM:\s+(\d+)", status).group(1))
    return {"cpu": (int(fields[11]) + int(fields[12])) / ticks, "peak": peak / 1024}


def major(jdk):
    return int(re.search(r'JAVA_VERSION="(\d+)', (jdk / "release").read_text()).group(1))


def functions(options, example, name, folder):
    """The function's servers by name: each JDK with an archive, and on demand without."""
    build = options.build.resolve()
    environment = os.environ | {"ORT_DISABLE_TELEMETRY": "1", "OPT_OUT_TRACKING": "true", "QUARKUS_HTTP_HOST": "127.0.0.1",
                                "DJL_CACHE_DIR": f"{build}/natives/djl", "TZ": "UTC",
                                "DORMOUSE_BUNDLE": str(options.bundle.resolve())}
    if options.phases:
        environment["QUARKUS_LOG_CATEGORY__DEV_DORMOUSE__LEVEL"] = "DEBUG"
    body = json.dumps(example["inputs"]).encode()

    def server(command):
        return Server(command, environment, f"/{name}", body, lambda answer: answer)

    for jdk in options.jdk or sorted({pathlib.Path(release).resolve().parent
                                      for release in glob.glob("/usr/lib/jvm/*/release")}, key=major):
        version = major(jdk)
        flags = build / "options" / ("java25.options" if version >= 25 else "java17.options")
        base = [str(jdk / "bin" / "java"), f"@{flags}"]
        rest = [f"-Donnxruntime.native.path={build}/natives/onnxruntime", "-jar",
                str(build / "function" / "quarkus-run.jar")]
        if options.plain:
            yield f"Dormouse, JDK {version} without archive", server(base + rest)
        archive = archive_of(build, jdk)
        if not archive:
            archive = folder / f"{version}.archive"
            record = "-XX:AOTCacheOutput=" if version >= 25 else "-XX:ArchiveClassesAtExit="
            run(server(base + [record + str(archive)] + rest), example, {})
        use = "-XX:AOTCache=" if version >= 25 else "-XX:SharedArchiveFile="
        kind = "AOT cache" if version >= 25 else "AppCDS"
        yield f"Dormouse, JDK {version}, {kind}", server(base + [use + str(archive)] + rest)


def archive_of(build, jdk):
    with open(jdk / "release", "rb") as release:
        checksum = subprocess.run(["cksum"], stdin=release, capture_output=True, text=True, check=True).stdout.strip()
    archive = build / ("jvm." + checksum.replace(" ", "-")) / "function.archive"
    return archive if archive.is_file() else None


def peers(options, plan, example, folder):
    """FastAPI and MLServer, with the files of the bundle."""
    files = {file["name"].rpartition("/")[2]: options.bundle.resolve() / "artifacts" / file["sha256"]
             for step in plan["steps"] for file in step["artifacts"].values()}
    environment = os.environ | {"TOKENIZER": str(files["tokenizer.json"]), "MODEL": str(files["model.onnx"]),
                                "PYTHONPATH": str(HERE / "peers"), "PYTHONDONTWRITEBYTECODE": "1"}
    yield REFERENCE, Server([python_with("fastapi"), str(HERE / "peers" / "fastapi_server.py"), "{port}"], environment,
                            "/sentiment-en", json.dumps(example["inputs"]).encode(), lambda answer: answer)
    (folder / "settings.json").write_text(json.dumps({"host": "127.0.0.1", "parallel_workers": 0, "debug": False}))
    (folder / "model-settings.json").write_text(
        json.dumps({"name": "sentiment-en", "implementation": "mlserver_runtime.SentimentRuntime"}))
    question = {"inputs": [{"name": "text", "shape": [1], "datatype": "BYTES", "data": [example["inputs"]["text"]]}]}

    def outputs(answer):
        data = {output["name"]: output["data"] for output in answer["outputs"]}
        return {"label": data["label"][0], "score": data["score"][0], "probabilities": data["probabilities"]}

    mlserver = pathlib.Path(python_with("mlserver")).parent / "mlserver"
    yield "MLServer", Server([str(mlserver), "start", str(folder)], environment, "/v2/models/sentiment-en/infer",
                             json.dumps(question).encode(), outputs)


def python_with(peer):
    """The interpreter of the peer's virtual environment, made when there is none for these requirements."""
    requirements = HERE / "peers" / f"requirements-{peer}.txt"
    folder = HOME / ".dormouse" / "peers" / f"{peer}-{hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]}"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        print(f"making {folder}", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "-q", "install", "-r", requirements], check=True)
        subprocess.run([python, "-m", "compileall", "-q", folder / "lib", HERE / "peers"], check=False)
        (folder / "complete").touch()
    return str(python)


def newest(pattern):
    return max(map(pathlib.Path, glob.glob(pattern)), key=lambda path: path.stat().st_mtime, default=None)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=pathlib.Path)
    parser.add_argument("--build", type=pathlib.Path, default=newest(f"{HOME}/.dormouse/build.*"))
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--jdk", type=pathlib.Path, action="append")
    parser.add_argument("--plain", action="store_true", help="each JDK also without its archive")
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    parser.add_argument("--phases", action="store_true", help="when each phase of a function's start had ended")
    return parser.parse_args()


def load():
    return "load average " + pathlib.Path("/proc/loadavg").read_text().split()[0]


def table(results, runs, began):
    print(f"| medians of {runs}; {began} before, {load()} after | server ms | ready ms | answer ms (fastest) | CPU s "
          f"| peak MB | answer, of {REFERENCE}'s | CPU, of {REFERENCE}'s |")
    print("|---|---|---|---|---|---|---|---|")
    for name, figures in results.items():
        median = {column: f"{statistics.median(run[column] for run in figures):.0f}" if column in figures[0] else ""
                  for column in ("server", "ready", "answer", "peak")}
        fastest = min(run["answer"] for run in figures)
        ratios = [""] * 2
        if REFERENCE in results:
            ratios = [f"{statistics.median(run[column] / other[column] for run, other in zip(figures, results[REFERENCE])):.2f}"
                      for column in ("answer", "cpu")]
        print(f"| {name} | {median['server']} | {median['ready']} | {median['answer']} ({fastest:.0f}) "
              f"| {statistics.median(run['cpu'] for run in figures):.2f} | {median['peak']} | {ratios[0]} | {ratios[1]} |")


def phases(results, runs, began):
    print(f"| ms from exec, medians of {runs}; {began} before, {load()} after | " + " | ".join(PHASES) + " | answer |")
    print("|---" * (len(PHASES) + 2) + "|")
    for name, figures in results.items():
        cells = [f"{statistics.median(run[phase] for run in figures if phase in run):.0f}"
                 if any(phase in run for run in figures) else "" for phase in [*PHASES, "answer"]]
        print(f"| {name} | " + " | ".join(cells) + " |")


def main():
    options = arguments()
    plan = json.loads((options.bundle / "plan.json").read_text())
    name, example = plan["metadata"]["name"], plan["examples"][0]
    lines = PHASES if options.phases else LINES
    began = load()
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        servers = dict(functions(options, example, name, pathlib.Path(folder)))
        if options.peers and not options.phases:
            servers |= dict(peers(options, plan, example, pathlib.Path(folder)))
        for number in range(options.runs + 1):
            for name, server in servers.items():
                figures = run(server, example, lines)
                if number > 0:
                    results.setdefault(name, []).append(figures)
    (phases if options.phases else table)(results, options.runs, began)
    return 0


if __name__ == "__main__":
    sys.exit(main())
