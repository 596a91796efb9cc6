"""Time from starting a function's process to its first right answer over HTTP, by phases.

    python3 runtime/benchmarks/startup.py BUNDLE --build FOLDER [--runs 7] [--jdk /usr/lib/jvm/JDK ...]

BUNDLE is what `dormouse compile` makes; FOLDER is a build as ./dormouse keeps it (.dormouse/build.*: function/, natives/,
jvm.*/function.archive). Each JDK is measured with the launcher's flags (Serial GC, C1, unpacked natives) and its start-up
archive, AppCDS before JDK 25 and an AOT cache from then on, and to see what that brings without it. The launcher's own
archive is taken if there is one, otherwise one is recorded. Runs alternate between the variants, after one that does not
count. The answer must have the first example's outputs. Prints medians: milliseconds from exec, CPU seconds until the
answer and peak memory. Standard library only; Linux, as it reads /proc.

A first answer needs the server and the model, which are opened beside each other; the times of the log tell when:
  server    Quarkus accepts connections
  ready     models are open and the examples have run
  answer    the first request, sent again every 5 ms until the port is open, is answered; it may wait inside
"""
import argparse
import glob
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

LINES = {"server": re.compile(r"^(\d\d):(\d\d):(\d\d\.\d\d\d) .* started in ", re.MULTILINE),
         "ready": re.compile(r"^(\d\d):(\d\d):(\d\d\.\d\d\d) .* is ready$", re.MULTILINE)}
DAY = 86400


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def first_example(bundle):
    plan = json.loads((bundle / "plan.json").read_text())
    return plan["metadata"]["name"], plan["examples"][0]


def post(port, name, body):
    """One request; None while nobody listens."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(f"POST /{name} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                               f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
    except (ConnectionRefusedError, ConnectionResetError):
        return None
    head, _, payload = answer.partition(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n")[0]:
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


def run(command, environment, bundle):
    """One start; phases in milliseconds since exec, CPU seconds until the answer, peak MB."""
    name, example = first_example(bundle)
    body = json.dumps(example["inputs"]).encode()
    port = free_port()
    environment = environment | {"DORMOUSE_BUNDLE": str(bundle), "QUARKUS_HTTP_PORT": str(port),
                                 "QUARKUS_HTTP_HOST": "127.0.0.1", "TZ": "UTC"}
    with tempfile.TemporaryFile("w+") as log:
        begun, clock = time.monotonic(), time.time() % DAY
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            while (answer := post(port, name, body)) is None:
                if process.poll() is not None or time.monotonic() - begun > 60:
                    log.seek(0)
                    raise RuntimeError(f"the function does not start:\n{log.read()}")
                time.sleep(0.005)
            answered = time.monotonic() - begun
            figures = {"answer": 1000 * answered} | usage(process.pid)
            require_same(answer, example)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()
        log.seek(0)
        text = log.read()
    for phase, line in LINES.items():
        hours, minutes, seconds = line.search(text).groups()
        figures[phase] = 1000 * ((3600 * int(hours) + 60 * int(minutes) + float(seconds) - clock) % DAY)
    for line in text.splitlines():
        if " INFO " not in line:
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


def variants(build, jdks, environment, bundle, folder):
    """Command lines by name: for each JDK without and with an archive."""
    for jdk in jdks:
        version = major(jdk)
        options = build / "options" / ("java25.options" if version >= 25 else "java17.options")
        base = [str(jdk / "bin" / "java"), f"@{options}"]
        rest = [f"-Donnxruntime.native.path={build}/natives/onnxruntime", "-jar",
                str(build / "function" / "quarkus-run.jar")]
        yield f"JDK {version}", base + rest
        archive = archive_of(build, jdk)
        if not archive:
            archive = folder / f"{version}.archive"
            record = "-XX:AOTCacheOutput=" if version >= 25 else "-XX:ArchiveClassesAtExit="
            run(base + [record + str(archive)] + rest, environment, bundle)
        use = "-XX:AOTCache=" if version >= 25 else "-XX:SharedArchiveFile="
        kind = "AOT cache" if version >= 25 else "AppCDS"
        yield f"JDK {version}, {kind}", base + [use + str(archive)] + rest


def archive_of(build, jdk):
    with open(jdk / "release", "rb") as release:
        checksum = subprocess.run(["cksum"], stdin=release, capture_output=True, text=True, check=True).stdout.strip()
    archive = build / ("jvm." + checksum.replace(" ", "-")) / "function.archive"
    return archive if archive.is_file() else None


def newest(pattern):
    return max(map(pathlib.Path, glob.glob(pattern)), key=lambda path: path.stat().st_mtime, default=None)


def main():
    home = pathlib.Path(__file__).resolve().parents[2]
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("bundle", type=pathlib.Path)
    arguments.add_argument("--build", type=pathlib.Path, default=newest(f"{home}/.dormouse/build.*"))
    arguments.add_argument("--runs", type=int, default=7)
    arguments.add_argument("--jdk", type=pathlib.Path, action="append")
    options = arguments.parse_args()
    jdks = options.jdk or sorted({pathlib.Path(release).resolve().parent
                                  for release in glob.glob("/usr/lib/jvm/*/release")}, key=major)
    build = options.build.resolve()
    environment = os.environ | {"ORT_DISABLE_TELEMETRY": "1", "OPT_OUT_TRACKING": "true",
                                "DJL_CACHE_DIR": f"{build}/natives/djl"}
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        commands = dict(variants(build, jdks, environment, options.bundle.resolve(), pathlib.Path(folder)))
        for number in range(options.runs + 1):
            for name, command in commands.items():
                figures = run(command, environment, options.bundle.resolve())
                if number > 0:
                    results.setdefault(name, []).append(figures)
    columns = ["server", "ready", "answer", "cpu", "peak"]
    print("| medians of %d | server ms | ready ms | answer ms (fastest) | CPU s | peak MB |" % options.runs)
    print("|---|---|---|---|---|---|")
    for name, runs in results.items():
        median = {column: statistics.median(figures[column] for figures in runs) for column in columns}
        fastest = min(figures["answer"] for figures in runs)
        print(f"| {name} | {median['server']:.0f} | {median['ready']:.0f} | {median['answer']:.0f} ({fastest:.0f}) "
              f"| {median['cpu']:.2f} | {median['peak']:.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
