#!/usr/bin/env python3
"""Time from a request for a function at zero to its answer, by phases, against others in the same run.

    KUBECONFIG=... wakeup.py --namespace NS --ingress ADDRESS [--rounds 7] [--csv FILE] SERVICE[=/PATH=BODY] ...

Each SERVICE is a Knative Service there, asked by GET / or by a POST of the JSON BODY to /PATH. In each round all of them are left alone until the
platform has put them to sleep (no replica wanted, no pod but such as drain); then each is asked once, in an order that turns with the rounds. Prints the medians
in milliseconds since the request, the difference to the first SERVICE, every single time, and the machine's load. Phases:
  scaled     the deployment wants a pod            (watch of the API)
  pod        the pod exists, scheduled: has a node (watch)
  sandbox    its network and pause container run, proxy, function: these containers run (containerd's events, where its socket is at hand)
  server     the function's server listens, model: it says that it is ready (its log)
  address    the pod's IP is known to the cluster; only from then on can the activator find it (watch)
  ready      the pod is told to be ready (watch)
  answer     the client has it
Standard library only; needs kubectl.
"""
import argparse
import datetime
import http.client
import json
import os
import re
import statistics
import subprocess
import threading
import time
import urllib.parse

PHASES = ("scaled", "pod", "scheduled", "sandbox", "function", "proxy", "server", "model", "address", "ready", "answer")
LOG_LINES = {"server": re.compile(r" started in |^hello "), "model": re.compile(r" is ready$")}
SOCKET = "/run/kne2e/containerd.sock"


def kubectl(*words):
    return subprocess.run(["kubectl", *words], check=True, stdout=subprocess.PIPE, text=True).stdout


def kubectl_json(*words):
    return json.loads(kubectl(*words, "-o", "json"))


class Lines:
    """What a program prints, each line with the time of its arrival."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.lines = []
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.append((time.time(), line))

    def close(self):
        self.process.terminate()
        self.process.wait()


def watch(path):
    return Lines("kubectl", "get", "--raw", f"{path}{'&' if '?' in path else '?'}watch=1")


def objects(lines):
    for arrived, line in list(lines.lines):
        yield arrived, json.loads(line)["object"]


class Service:
    """A Knative Service and how it is asked."""

    def __init__(self, namespace, ingress, text):
        self.namespace, self.ingress = namespace, ingress
        self.name, *request = text.split("=", 2)
        self.path, self.body = request if len(request) == 2 else ("/", None)
        found = kubectl_json("get", "ksvc", self.name, "-n", namespace)
        self.host = urllib.parse.urlparse(found["status"]["url"]).hostname
        self.selector = urllib.parse.quote(f"serving.knative.dev/service={self.name}")

    def sleeps(self):
        label = f"serving.knative.dev/service={self.name}"
        deployments = kubectl_json("get", "deploy", "-n", self.namespace, "-l", label)["items"]
        pods = kubectl_json("get", "pods", "-n", self.namespace, "-l", label)["items"]
        return all(d["spec"]["replicas"] == 0 for d in deployments) and all("deletionTimestamp" in p["metadata"] for p in pods)

    def ask(self):
        connection = http.client.HTTPConnection(self.ingress, 80, timeout=120)
        headers = {"Host": self.host} | ({"Content-Type": "application/json"} if self.body else {})
        connection.request("POST" if self.body else "GET", self.path, self.body, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{self.name}: {answer.status} {text.decode('utf-8', 'replace')}")

    def wake(self):
        """The phases of one wake-up, in milliseconds since the request."""
        base = f"namespaces/{self.namespace}"
        watches = [watch(f"/api/v1/{base}/pods?labelSelector={self.selector}"), watch(f"/apis/apps/v1/{base}/deployments?labelSelector={self.selector}")]
        if os.path.exists(SOCKET):
            watches.append(Lines("ctr", "-a", SOCKET, "-n", "k8s.io", "events"))
        time.sleep(0.7)  # the watches are there
        asked = time.time()
        self.ask()
        answered = time.time()
        time.sleep(1.5)  # what the kubelet tells late
        phases = self.phases(asked, *watches)
        for one in watches:
            one.close()
        phases["answer"] = answered
        return {name: 1000 * (at - asked) for name, at in phases.items()}

    def phases(self, asked, pods, deployments, events=None):
        at, pod = {}, None
        for arrived, deployment in objects(deployments):
            if arrived > asked and deployment["spec"]["replicas"] > 0:
                at.setdefault("scaled", arrived)
        for arrived, one in objects(pods):
            if arrived < asked or "deletionTimestamp" in one["metadata"]:
                continue
            pod = one
            at.setdefault("pod", arrived)
            if one["spec"].get("nodeName"):
                at.setdefault("scheduled", arrived)
            if one["status"].get("podIP"):
                at.setdefault("address", arrived)
            if any(c["type"] == "Ready" and c["status"] == "True" for c in one["status"].get("conditions", [])):
                at.setdefault("ready", arrived)
        if pod:
            at |= self.container_starts(pod, events, asked) | self.log_times(pod)
        return at

    @staticmethod
    def container_starts(pod, events, asked):
        names = {status["containerID"].rpartition("/")[2]: status["name"] for status in pod["status"].get("containerStatuses", []) if "containerID" in status}
        at = {}
        for arrived, line in events.lines if events else ():
            found = re.search(r'/tasks/start .*"container_id":"([0-9a-f]+)"', line)
            if found and arrived > asked:
                name = names.get(found.group(1))
                at.setdefault("sandbox" if name is None else "proxy" if name == "queue-proxy" else "function", arrived)
        return at

    def log_times(self, pod):
        container = next(c["name"] for c in pod["spec"]["containers"] if c["name"] != "queue-proxy")
        at = {}
        for line in kubectl("logs", "--timestamps", "-n", self.namespace, pod["metadata"]["name"], "-c", container).splitlines():
            stamp, _, text = line.partition(" ")
            for phase, pattern in LOG_LINES.items():
                if pattern.search(text):
                    at.setdefault(phase, nanoseconds(stamp))
        return at


def nanoseconds(stamp):
    whole, _, fraction = stamp.rstrip("Z").partition(".")
    return datetime.datetime.fromisoformat(whole + "+00:00").timestamp() + float("0." + fraction)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("services", nargs="+", metavar="SERVICE")
    parser.add_argument("--namespace", required=True)
    parser.add_argument("--ingress", required=True)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--csv")
    options = parser.parse_args()
    services = [Service(options.namespace, options.ingress, text) for text in options.services]
    times = {service.name: [] for service in services}
    for number in range(options.rounds):
        while not all(service.sleeps() for service in services):
            time.sleep(0.5)
        turn = number % len(services)
        for service in services[turn:] + services[:turn]:
            times[service.name].append(service.wake())
    report(times, options)


def report(times, options):
    load = "/".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"{datetime.date.today()}, medians of {options.rounds} in ms since the request, load {load}")
    print(f"{'':24}" + "".join(f"{phase:>10}" for phase in PHASES))
    for name, measured in times.items():
        medians = [statistics.median(known) if (known := [one[phase] for one in measured if phase in one]) else None for phase in PHASES]
        print(f"{name:24}" + "".join(f"{'-' if median is None else f'{median:.0f}':>10}" for median in medians))
    first, *others = times
    for name in times:
        print(f"{name}: " + " ".join(f"{one['answer']:.0f}" for one in times[name]))
    for other in others:
        pairs = [(a["answer"], b["answer"]) for a, b in zip(times[other], times[first])]
        print(f"{other} over {first}: medians {statistics.median(a for a, _ in pairs) - statistics.median(b for _, b in pairs):+.0f} ms, "
              f"median of the rounds' differences {statistics.median(a - b for a, b in pairs):+.0f} ms, "
              f"of their ratios {statistics.median(a / b for a, b in pairs):.2f}")
    if options.csv:
        with open(options.csv, "w") as file:
            file.write("service," + ",".join(PHASES) + "\n")
            for name, measured in times.items():
                for one in measured:
                    file.write(f"{name}," + ",".join(f"{one[phase]:.1f}" if phase in one else "" for phase in PHASES) + "\n")


if __name__ == "__main__":
    main()
