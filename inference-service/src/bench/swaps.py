"""Promotes version after version while wrk predicts and checks each answer.

Run by `swaps`. The versions are the product model with other leaves, so that each gives other
probabilities; LightGBM itself says which.
"""

import argparse
import hashlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import lightgbm as lgb
import numpy as np
from product_model import ProductModel
from registry import Registry
from scipy.sparse import csr_matrix
from servers import BENCH, free_port_base

sys.path.append(str(BENCH / "fastapi_app"))
from features import Encoding  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
WORK = ROOT / "inference-service/target/bench"
MODEL = "products"
ROWS = 200
CONNECTIONS = 32

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
parser.add_argument("--java", default="java")
parser.add_argument("--swaps", type=int, default=100)
parser.add_argument("--pause", type=float, default=0.1, help="seconds between served and promoted")
arguments = parser.parse_args()


class Versions:
    """The product model, and what becomes of it when the leaves of its first tree are moved."""

    def __init__(self, bundle, rows):
        names = json.loads((bundle / "manifest.json").read_text())["files"]
        self.files = {name: (bundle / name).read_bytes() for name in names}
        self.manifest = json.loads((bundle / "manifest.json").read_text())
        self.golden = json.loads(self.files["golden.json"])
        self.booster = lgb.Booster(model_file=bundle / "model.lgb")
        tree = self.booster.dump_model(num_iteration=1)["tree_info"][0]
        self.leaves = [self.booster.get_leaf_output(0, i) for i in range(tree["num_leaves"])]
        self.encoded = Encoding(bundle).encode(rows)
        self.golden_rows = self.matrix(self.golden["rows"])

    def matrix(self, golden):
        values = [np.nan if v is None else v for row in golden for v in row["values"]]
        places = [place for row in golden for place in row["indices"]]
        ends = np.cumsum([0] + [len(row["indices"]) for row in golden])
        return csr_matrix((values, places, ends), shape=(len(golden), self.encoded.shape[1]))

    def make(self, number):
        """The bundle, its manifest's digest, and the first class's probability for each row."""
        for leaf, value in enumerate(self.leaves):
            self.booster.set_leaf_output(0, leaf, value + number * 0.02)
        raw = self.booster.predict(self.golden_rows, raw_score=True, num_threads=1)
        for row, scores in zip(self.golden["rows"], raw):
            row["rawScores"] = scores.tolist()
        files = self.files | {
            "model.lgb": self.booster.model_to_string().encode(),
            "golden.json": json.dumps(self.golden, sort_keys=True).encode(),
        }
        for name in ("model.lgb", "golden.json"):
            digest = hashlib.sha256(files[name]).hexdigest()
            self.manifest["files"][name] = {"sha256": digest, "size": len(files[name])}
        files["manifest.json"] = json.dumps(self.manifest, sort_keys=True).encode()
        probabilities = self.booster.predict(self.encoded, num_threads=1)[:, 0]
        return files, hashlib.sha256(files["manifest.json"]).hexdigest(), probabilities


def publish(registry, versions, expected):
    registry.post("registered-models/create", name=MODEL)
    with open(expected, "w") as file:
        for number in range(1, arguments.swaps + 2):
            files, sha256, probabilities = versions.make(number)
            made = registry.publish(MODEL, files, sha256)
            if int(made) != number:
                raise SystemExit(f"Version {made} was made instead of {number}")
            for row, value in enumerate(probabilities, 1):
                file.write(f"{number} {row} {float(value)!r}\n")


class Client:
    """Asks which version answers."""

    def __init__(self, port, body):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.body = body

    def version(self):
        headers = {"Content-Type": "application/json"}
        self.connection.request("POST", "/predict", self.body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        return json.loads(text)["version"] if answer.status == 200 else None

    def seconds_until(self, version, begin):
        while self.version() != str(version):
            if time.perf_counter() - begin > 60:
                raise SystemExit(f"Version {version} is not served after a minute")
            time.sleep(0.005)
        return time.perf_counter() - begin


def swap(registry, client):
    took = []
    for number in range(2, arguments.swaps + 2):
        begin = time.perf_counter()
        registry.promote(MODEL, str(number))
        took.append(client.seconds_until(number, begin))
        time.sleep(arguments.pause)
    return sorted(took)


def load(url, bodies, expected, of_class):
    return subprocess.Popen(
        [
            "wrk",
            "-t2",
            f"-c{CONNECTIONS}",
            "-d3600s",
            "--timeout=60s",
            f"--script={BENCH / 'swaps.lua'}",
            url,
        ],
        env=os.environ | {"BODIES": str(bodies), "EXPECTED": str(expected), "CLASS": of_class},
        stdout=subprocess.PIPE,
        text=True,
    )


def main():
    trained = ProductModel(ROOT, WORK, arguments.java)
    if not trained.made():
        trained.make(free_port_base())
    rows = trained.read("rows")[:ROWS]
    of_class = json.loads((trained.bundle / "labels.json").read_text())["classes"][0]
    stack = ProductModel(ROOT, WORK / "swaps", arguments.java)
    shutil.rmtree(stack.work, ignore_errors=True)
    stack.requests.mkdir(parents=True)
    stack.write("rows", rows)
    expected = stack.work / "expected.txt"
    base = free_port_base()
    try:
        stack.grove("up", "--port-base", base)
        registry = Registry(f"http://127.0.0.1:{base + 3}")
        publish(registry, Versions(trained.bundle, rows), expected)
        client = Client(base, json.dumps(rows[0]))
        registry.promote(MODEL, "1")
        client.seconds_until(1, time.perf_counter())
        wrk = load(f"http://127.0.0.1:{base}", stack.file("rows"), expected, of_class)
        time.sleep(5)
        took = swap(registry, client)
        wrk.send_signal(signal.SIGINT)
        said = wrk.communicate(timeout=60)[0]
    finally:
        stack.grove("down")
        shutil.rmtree(stack.state / "artifacts", ignore_errors=True)
    report(said, took)


def report(said, took):
    lines = said.splitlines()
    result = json.loads(next(x for x in lines if x.startswith("RESULT ")).removeprefix("RESULT "))
    middle, most = took[len(took) // 2], took[-1]
    print(f"swaps                   {len(took)}, {result['versions']} versions were seen by wrk")
    print(f"from promoted to served {middle * 1e3:.0f} ms in the middle, {most * 1e3:.0f} ms at most")
    print(f"requests                {result['requests']:,} in {result['seconds']:.0f} s")
    print(f"p50, p99, longest       {result['p50']}, {result['p99']}, {result['max']} ms")
    print(f"failed, mixed           {result['failed']}, {result['wrong']}")
    print(*(line for line in lines if line.startswith("WRONG")), sep="\n")
    if result["failed"] or result["wrong"]:
        raise SystemExit(1)


main()
