#!/usr/bin/env python3
"""Counts what a function asks of the network, where the network leads nowhere, and compares its wake-up with one beside a network.

    no_phoning_home.py BUNDLE [--runs 7] [--ratio 1.25] [--dormouse ./dormouse]
    no_phoning_home.py --image FILE.tar [--runs 7] [--ratio 1.25]

BUNDLE is what `dormouse compile` makes; the function is started by the launcher, as a user would. FILE.tar is what `dormouse image --tar`
makes; its program runs in its unpacked files as root folder, as its user, with its environment and nothing else. Both in a network namespace whose
default route ends in a cable without anybody at its end, as in a pod without a way out: what is asked there gets no answer, and no refusal
either, which is the slowest case. A packet socket at the end of the cable sees every connection and look-up; loopback is not among them.

1. The counter is proved: a process that looks up a name and connects is seen, and the function with its telemetry left on too.
2. The function wakes, answers, idles five seconds and ends: nothing may have been asked.
3. Wake-ups (exec to first answer) alternate between this namespace and the machine's own: the ratio of the medians may be at most
   --ratio, or that of the fastest, as on a busy machine a median of few says little; a wait for an answer shows in both.

Exit status 0: all held; 1: something did not; 3: not run, since this takes root.
"""
import argparse
import gzip
import json
import os
import pathlib
import re
import select
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tarfile
import tempfile
import threading
import time

ADDRESS, GATEWAY, NAMESERVER = "10.213.7.2", "10.213.7.1", "10.213.7.53"
ADDRESS6, GATEWAY6 = "fd00:213:7::2", "fd00:213:7::1"
NOBODY = "02:00:00:00:00:01"
SWITCHES = ("ORT_DISABLE_TELEMETRY", "OPT_OUT_TRACKING")
TALKATIVE = ("-DOPT_OUT_TRACKING=false", "-Dai.djl.offline=false")


class NowhereNet:
    """A network namespace with a cable to nobody, and what was sent into it since the last look."""

    def __init__(self, folder):
        self.name = f"dmoff{os.getpid()}"
        self.cable = f"dmoff{os.getpid() % 100000}"
        self.resolver = folder / "resolv.conf"
        self.resolver.write_text(f"nameserver {NAMESERVER}\noptions timeout:1 attempts:2\n")
        self.asked = []

    def __enter__(self):
        inside = ["ip", "-n", self.name]
        try:
            self.do("ip", "netns", "add", self.name)
            self.do("ip", "link", "add", self.cable, "type", "veth", "peer", "name", "eth0", "netns", self.name)
            self.do("ip", "link", "set", self.cable, "up")
            for device in ("lo", "eth0"):
                self.do(*inside, "link", "set", device, "up")
            self.do(*inside, "addr", "add", f"{ADDRESS}/24", "dev", "eth0")
            self.do(*inside, "-6", "addr", "add", f"{ADDRESS6}/64", "dev", "eth0", "nodad")
            for family, gateway in (("-4", GATEWAY), ("-4", NAMESERVER), ("-6", GATEWAY6)):
                self.do(*inside, family, "neigh", "replace", gateway, "lladdr", NOBODY, "dev", "eth0", "nud", "permanent")
            self.do(*inside, "route", "add", "default", "via", GATEWAY)
            self.do(*inside, "-6", "route", "add", "default", "via", GATEWAY6)
        except BaseException:
            self.__exit__()
            raise
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.ntohs(0x0003))
        self.socket.bind((self.cable, 0))
        threading.Thread(target=self.listen, daemon=True).start()
        return self

    def __exit__(self, *ignored):
        subprocess.run(["ip", "link", "del", self.cable], stderr=subprocess.DEVNULL)
        subprocess.run(["ip", "netns", "del", self.name], stderr=subprocess.DEVNULL)

    @staticmethod
    def do(*command):
        subprocess.run(command, check=True)

    def listen(self):
        while True:
            try:
                frame, origin = self.socket.recvfrom(65536)
            except OSError:
                return
            asked = None if origin[2] == socket.PACKET_OUTGOING else describe(frame)
            if asked:
                self.asked.append(asked)

    def take(self):
        """What was asked since the last call, each once, with how often."""
        time.sleep(0.2)
        asked, self.asked = self.asked, []
        return {one: asked.count(one) for one in sorted(set(asked))}

    def command(self, command):
        """The command as it runs in this namespace, with a name server that never answers."""
        return ["nsenter", f"--net=/run/netns/{self.name}", "unshare", "--mount", "sh", "-c",
                'mount --bind "$0" /etc/resolv.conf && exec "$@"', str(self.resolver), *command]


def describe(frame):
    """One line for a connection or look-up; None for what the kernel itself says (ARP, neighbours, multicast groups)."""
    kind, packet = struct.unpack("!H", frame[12:14])[0], frame[14:]
    if kind == 0x0800:
        protocol, target, payload = packet[9], socket.inet_ntop(socket.AF_INET, packet[16:20]), packet[4 * (packet[0] & 15):]
    elif kind == 0x86DD:
        protocol, target, payload = packet[6], socket.inet_ntop(socket.AF_INET6, packet[24:40]), packet[40:]
        if target.startswith("ff02:"):
            return None
    else:
        return None
    if protocol not in (socket.IPPROTO_TCP, socket.IPPROTO_UDP):
        return None if protocol in (socket.IPPROTO_ICMPV6, 0) else f"protocol {protocol} to {target}"
    port = struct.unpack("!H", payload[2:4])[0]
    if protocol == socket.IPPROTO_UDP and port == 53:
        return f"look-up of {name_asked(payload[8:])}"
    return f"{'connection' if protocol == socket.IPPROTO_TCP else 'datagram'} to {target} port {port}"


def name_asked(message):
    labels, at = [], 12
    while at < len(message) and message[at]:
        labels.append(message[at + 1:at + 1 + message[at]].decode("ascii", "replace"))
        at += 1 + message[at]
    return ".".join(labels)


class Image:
    """An image's files in a folder, its configuration beside it."""

    def __init__(self, folder):
        self.folder, self.root = folder, folder / "root"
        self.config = json.loads((folder / "config.json").read_text())
        self.environment = dict(one.split("=", 1) for one in self.config["Env"])
        self.bundle = self.root / self.environment["DORMOUSE_BUNDLE"].lstrip("/")

    @staticmethod
    def unpack(layout, folder):
        """Of the tar of an OCI layout; modification times stay, as start-up archives record them."""
        root = folder / "root"
        root.mkdir()
        with tarfile.open(layout) as tar:
            def blob(descriptor):
                return tar.extractfile("blobs/sha256/" + descriptor["digest"].removeprefix("sha256:"))
            manifest = json.load(blob(json.load(tar.extractfile("index.json"))["manifests"][0]))
            for layer in manifest["layers"]:
                with gzip.open(blob(layer)) as files, tarfile.open(fileobj=files, mode="r|") as content:
                    content.extractall(root)
            (folder / "config.json").write_text(json.dumps(json.load(blob(manifest["config"]))["config"]))
        for name in ("dev", "proc"):
            (root / name).mkdir(exist_ok=True)

    def start(self, port, talkative):
        """In a mount namespace of this process' own."""
        shutil.copy("/etc/resolv.conf", self.root / "etc")
        # as kubelet gives it to each container: without it the JVM asks the network for the machine's own name
        (self.root / "etc" / "hosts").write_text(f"127.0.0.1 localhost\n{ADDRESS} {socket.gethostname()}\n")
        for name in ("dev", "proc"):
            subprocess.run(["mount", "--rbind", f"/{name}", self.root / name], check=True)
        environment = {**self.environment, "QUARKUS_HTTP_PORT": str(port)}
        if talkative:
            environment = {name: value for name, value in environment.items() if name not in SWITCHES}
            environment["JDK_JAVA_OPTIONS"] = " ".join(TALKATIVE)
        return subprocess.Popen(self.config["Entrypoint"], env=environment, preexec_fn=self.enter, stdout=sys.stderr)

    def enter(self):
        user, group = map(int, self.config["User"].split(":"))
        os.chroot(self.root)
        os.chdir(self.config["WorkingDir"])
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)


def wake(options, idle):
    """Starts the function and prints milliseconds until its first right answer; runs in the namespace that is measured."""
    image = Image(pathlib.Path(options.image)) if options.image else None
    plan = json.loads(((image.bundle if image else pathlib.Path(options.bundle)) / "plan.json").read_text())
    body = json.dumps(plan["examples"][0]["inputs"]).encode()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    request = (f"POST /{plan['metadata']['name']} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
               f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n").encode() + body
    begun = time.monotonic()
    function = image.start(port, options.talkative) if image else \
        subprocess.Popen([options.dormouse, "run", options.bundle, "--port", str(port)], stdout=sys.stderr)
    try:
        while (answer := post(port, request)) is None:
            if function.poll() is not None or time.monotonic() - begun > 120:
                sys.exit("the function does not start")
            time.sleep(0.005)
        took = 1000 * (time.monotonic() - begun)
        if b" 200 " not in answer.split(b"\r\n")[0]:
            sys.exit(f"the function answers {answer.decode('utf-8', 'replace')}")
        print(f"{took:.1f} {os.path.realpath(f'/proc/{function.pid}/exe')}", flush=True)
        time.sleep(idle)
    finally:
        function.send_signal(signal.SIGTERM)
        function.wait()


def post(port, request):
    """One answer; None while nobody listens."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=120) as connection:
            connection.sendall(request)
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
            return answer
    except (ConnectionRefusedError, ConnectionResetError):
        return None


class Trial:
    """Wake-ups of one bundle or image, in the namespace or beside it."""

    def __init__(self, options, net, folder):
        self.options, self.net, self.folder = options, net, folder

    def run(self, in_namespace=True, idle=0, talkative=None):
        """With telemetry left on if talkative is the java that runs when it is off."""
        command = [sys.executable, os.path.abspath(__file__), "--wake", str(idle), "--dormouse", self.options.dormouse]
        environment = {name: value for name, value in os.environ.items() if name not in SWITCHES}
        if self.options.image:
            command += ["--image", str(self.folder)] + (["--talkative"] if talkative else [])
            command = command if in_namespace else ["unshare", "--mount", *command]
        else:
            command.append(self.options.bundle)
            if talkative:
                environment["DORMOUSE_JAVA_HOME"] = str(self.talkative_java(talkative))
        done = subprocess.run(self.net.command(command) if in_namespace else command, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            sys.exit(f"FAILED: {done.stderr}")
        took, java = done.stdout.split()
        return float(took), java

    def talkative_java(self, java):
        """A JDK folder whose java forgets the switches that the launcher and our code set; everything else is the real one's."""
        real, home = pathlib.Path(java).parent.parent, self.folder / "jdk"
        (home / "bin").mkdir(parents=True)
        (home / "release").symlink_to(real / "release")
        script = home / "bin" / "java"
        script.write_text(f"#!/bin/sh\nunset {' '.join(SWITCHES)}\nexec {real}/bin/java {' '.join(TALKATIVE)} \"$@\"\n")
        script.chmod(0o755)
        return home


def prove_the_counter(net):
    call = ("import socket\ntry: socket.getaddrinfo('phone.home.example', 443)\nexcept OSError: pass\n"
            "s = socket.socket(); s.settimeout(0.5)\ntry: s.connect(('192.0.2.1', 443))\nexcept OSError: pass")
    subprocess.run(net.command([sys.executable, "-c", call]), check=True)
    seen = net.take()
    print(f"control, a process that phones: {told(seen)}")
    return any("phone.home.example" in one for one in seen) and any("192.0.2.1" in one for one in seen)


def told(asked):
    return ", ".join(f"{one} ({count}x)" for one, count in asked.items()) or "nothing"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle", nargs="?")
    parser.add_argument("--image", metavar="FILE.tar")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--ratio", type=float, default=1.25)
    parser.add_argument("--dormouse", default=str(pathlib.Path(__file__).resolve().parents[2] / "dormouse"))
    parser.add_argument("--wake", type=float, help=argparse.SUPPRESS)
    parser.add_argument("--talkative", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if (options.bundle is None) == (options.image is None):
        parser.error("either BUNDLE or --image FILE.tar")
    if options.bundle:
        options.bundle = str(pathlib.Path(options.bundle).resolve())
    if options.wake is not None:
        wake(options, options.wake)
        return 0
    if os.geteuid() != 0:
        print("no phoning home: NOT RUN, as network namespaces take root")
        return 3
    with tempfile.TemporaryDirectory() as folder, NowhereNet(pathlib.Path(folder)) as net:
        os.chmod(folder, 0o755)  # the image's user has to get in
        if options.image:
            Image.unpack(options.image, pathlib.Path(folder))
        return verdict(Trial(options, net, pathlib.Path(folder)), net, options)


def verdict(trial, net, options):
    trial.run(in_namespace=False)  # the first start fills the disk cache, and lets the launcher build
    proved = prove_the_counter(net)
    quiet_ms, java = trial.run(idle=5)
    quiet = net.take()
    print(f"the function, woken in {quiet_ms:.0f} ms, idle for 5 s: {told(quiet)}")
    talkative_ms, _ = trial.run(idle=5, talkative=java)
    talk = net.take()
    print(f"control, the function with telemetry left on, woken in {talkative_ms:.0f} ms: {told(talk)}")
    times = {True: [], False: []}
    for _ in range(options.runs):
        for inside, measured in times.items():
            measured.append(trial.run(in_namespace=inside)[0])
    nowhere, network = statistics.median(times[True]), statistics.median(times[False])
    asked = net.take()
    ratios = nowhere / network, min(times[True]) / min(times[False])
    print(f"wake-up, medians of {options.runs}: {nowhere:.0f} ms without a way out, {network:.0f} ms beside a network, "
          f"ratio {ratios[0]:.2f}, of the fastest {ratios[1]:.2f} (at most {options.ratio}); load {os.getloadavg()[0]:.1f}")
    faults = []
    if not proved:
        faults.append("the counter did not see the process that phones")
    if quiet or asked:
        faults.append(f"the function asked for {told(quiet | asked)}")
    if not talk:
        faults.append("with telemetry left on nothing is asked either: this proves nothing any more, look for another control")
    if min(ratios) > options.ratio:
        faults.append("without a way out it wakes more slowly")
    for fault in faults:
        print(f"FAILED: {fault}", file=sys.stderr)
    if not faults:
        print("no phoning home: passed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
