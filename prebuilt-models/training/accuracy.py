"""Accuracy of a running sentiment function, measured through its HTTP door, beside the figures of its model card.

    python3 accuracy.py sentiment-en TEST.tsv.gz --url http://127.0.0.1:8080

The test file is tab-separated with CSV quoting: text, label (0 negative, 1 positive), source. Texts go as lists to
POST /NAME; the answer's labels are compared with the file's. Prints accuracy in percent by source and overall, the
card's figures (metrics.json, measured in Python) and the differences. Exit status 1 if the overall accuracy is more
than --allowed points under the card's, 2 if the measurement could not be made. Standard library only.
"""
import argparse
import collections
import concurrent.futures
import csv
import gzip
import http.client
import json
import pathlib
import sys
import threading
import time
import urllib.parse

Row = collections.namedtuple("Row", "text label source")
LABELS = ["negative", "positive"]


def read(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t")
        if next(rows) != ["text", "label", "source"]:
            raise ValueError(f"{path} does not begin with text, label, source")
        return [Row(text, LABELS[int(label)], source) for text, label, source in rows]


class Function:
    """The function's door; each thread keeps one connection open."""

    def __init__(self, url, name):
        self.url = urllib.parse.urlsplit(url)
        self.path = "/" + name
        self.threads = threading.local()

    def labels(self, texts):
        connection = getattr(self.threads, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection(self.url.hostname, self.url.port or 80, timeout=120)
            self.threads.connection = connection
        body = json.dumps({"text": texts}, ensure_ascii=False).encode("utf-8")
        connection.request("POST", self.path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise RuntimeError(f"{self.path} answers {response.status}: {answer[:300].decode('utf-8', 'replace')}")
        labels = json.loads(answer)["label"]
        if len(labels) != len(texts):
            raise RuntimeError(f"{len(labels)} labels for {len(texts)} texts")
        return labels


def measure(function, rows, batch, connections):
    """Right answers and texts by source. Texts of about the same length go together, which pads least."""
    ordered = sorted(rows, key=lambda row: len(row.text))
    batches = [ordered[i:i + batch] for i in range(0, len(ordered), batch)]
    right, count = collections.Counter(), collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(connections) as pool:
        answers = pool.map(lambda rows: function.labels([row.text for row in rows]), batches)
        for rows, labels in zip(batches, answers):
            for row, label in zip(rows, labels):
                for key in (row.source, "all"):
                    count[key] += 1
                    right[key] += label == row.label
    return right, count


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("name", help="the model's folder under prebuilt-models, and the function's name")
    arguments.add_argument("test", help="sentiment-LANGUAGE-test.tsv.gz")
    arguments.add_argument("--url", default="http://127.0.0.1:8080")
    arguments.add_argument("--batch", type=int, default=16)
    arguments.add_argument("--connections", type=int, default=8)
    arguments.add_argument("--allowed", type=float, default=0.5, help="points under the card that are let pass")
    options = arguments.parse_args()

    card_file = pathlib.Path(__file__).resolve().parents[1] / options.name / "metrics.json"
    card = json.loads(card_file.read_text())["int8_cpu"]
    expected = {source: figures for source, figures in card["by_source"].items()} | {"all": card["all"]}
    rows = read(options.test)
    begun = time.monotonic()
    right, count = measure(Function(options.url, options.name), rows, options.batch, options.connections)
    seconds = time.monotonic() - begun

    print(f"{options.name} through POST {options.url}/{options.name}: {len(rows)} texts in {seconds:.1f} s, "
          f"{options.batch} a request, {options.connections} connections")
    print(f"{'source':14} {'texts':>6} {'door %':>8} {'card %':>8} {'points':>8}")
    for source, figures in expected.items():
        if count[source] != figures["n"]:
            print(f"{source}: {count[source]} texts, the card was measured on {figures['n']}", file=sys.stderr)
            return 2
        accuracy = 100 * right[source] / count[source]
        print(f"{source:14} {count[source]:6} {accuracy:8.2f} {figures['accuracy']:8.2f} "
              f"{accuracy - figures['accuracy']:+8.2f}")
    overall = 100 * right["all"] / count["all"]
    if overall < expected["all"]["accuracy"] - options.allowed:
        print(f"the overall accuracy is more than {options.allowed} points under the card's", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError, RuntimeError, http.client.HTTPException) as problem:
        print(f"accuracy.py: {problem}", file=sys.stderr)
        sys.exit(2)
