"""One model behind inference-service, MLServer and FastAPI, in turn, on this machine.

Run by `compare`, which makes the Pythons, the jars and oha. Prints a table with ratios and leaves
inference-service/target/bench/results.json.
"""

import argparse
import json
import shutil
import time
from pathlib import Path

from load import closed, constant
from product_model import BATCH, ProductModel
from servers import FastApi, Grove, MlServer, free_port_base

ROOT = Path(__file__).resolve().parents[3]
WORK = ROOT / "inference-service/target/bench"
CONNECTIONS = 32
BATCH_CONNECTIONS = 4
WINDOWS = 3
COMPARED = 300
ALIKE = 1e-9
SERVERS = ["grove", "mlserver", "mlserver-0", "mlserver-0-narrow", "fastapi", "fastapi-2"]

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
parser.add_argument("--java", default="java")
parser.add_argument("--oha", default="oha")
parser.add_argument("--seconds", type=int, default=15, help="for each figure")
parser.add_argument("--warm", type=int, default=30, help="seconds before, for compilers and caches")
parser.add_argument("--rounds", type=int, default=1, help="of all servers; the median counts")
parser.add_argument("--servers", nargs="+", default=SERVERS, choices=SERVERS)
parser.add_argument("--jvm", default="-Xmx512m -XX:+UseSerialGC", help="as in the local stack")
parser.add_argument("--again", action="store_true", help="train anew")
arguments = parser.parse_args()

model = ProductModel(ROOT, WORK, arguments.java)


def server(name):
    if name == "grove":
        return Grove(name, model, WORK, arguments.java, arguments.jvm.split())
    if name.startswith("mlserver"):
        width = "narrow" if name.endswith("narrow") else "wide"
        return MlServer(name, model, WORK, width, workers=0 if "-0" in name else 1)
    return FastApi(name, model, WORK, int(name.partition("-")[2] or 1))


def answers(one):
    return [one.probabilities(body) for body in model.read(one.rows)[:COMPARED]]


def agree(name, expected, found):
    """Whoever answers something else is not compared."""
    furthest = max(abs(a - b) for ours, theirs in zip(expected, found) for a, b in zip(ours, theirs))
    print(f"{name:18} {len(found)} answers, furthest from ours {furthest:.1e}", flush=True)
    if len(found) != len(expected) or not furthest <= ALIKE:
        raise SystemExit(f"{name} answers something else")


def flat_out(one, path, bodies, connections, rows):
    before = one.cpu()
    result = closed(one, path, bodies, connections, arguments.seconds)
    seconds = arguments.seconds
    while result["requests"] < 10 and seconds < 120:
        seconds *= 4
        before = one.cpu()
        result = closed(one, path, bodies, connections, seconds)
    return {
        "rate": result["requests"] * rows / result["seconds"],
        "p50": result["p50"],
        "p99": result["p99"],
        "cpu": (one.cpu() - before) * 1e3 / result["requests"] / rows,
        "failed": result["failed"],
    }


def measure(one):
    figures = {"start": one.start()}
    try:
        found = answers(one)
        # Idle: after a few answers, when all that answers has been loaded.
        time.sleep(2)
        figures["idle"] = one.memory()
        rows, batches = model.file(one.rows), model.file(one.batches)
        closed(one, one.path, rows, CONNECTIONS, arguments.warm)
        figures["rows"] = flat_out(one, one.path, rows, CONNECTIONS, 1)
        half = max(1, round(figures["rows"]["rate"] / 2))

        def at_half(seconds):
            return constant(arguments.oha, one, one.path, rows, CONNECTIONS, seconds, half)

        # Another load makes compilers begin once more: it warms up, too.
        at_half(arguments.warm)
        windows = [at_half(arguments.seconds) for _ in range(WINDOWS)]
        figures["half"] = middle(windows)
        figures["worst"] = max(window["p99"] for window in windows)
        figures["batches"] = flat_out(one, one.batch_path, batches, BATCH_CONNECTIONS, BATCH)
        figures["loaded"] = one.memory()
    finally:
        one.stop()
    for title, figure in figures.items():
        print(f"{one.name:18} {title:8} {figure}", flush=True)
    return found, figures


def median(values):
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def middle(rounds):
    """The median of each figure over the rounds."""
    first = rounds[0]
    if isinstance(first, dict):
        return {key: middle([one[key] for one in rounds]) for key in first}
    return median(rounds)


LINES = [
    ("rows a second, one a request", lambda f: f["rows"]["rate"], "{:,.0f}", True),
    ("… p50, ms", lambda f: f["rows"]["p50"], "{:,.2f}", False),
    ("… p99, ms", lambda f: f["rows"]["p99"], "{:,.2f}", False),
    ("… computing time of one, ms", lambda f: f["rows"]["cpu"], "{:,.3f}", False),
    ("at half of that rate: p50, ms", lambda f: f["half"]["p50"], "{:,.2f}", False),
    ("… p99, ms", lambda f: f["half"]["p99"], "{:,.2f}", False),
    (f"… p99, ms, in the worst of {WINDOWS} windows", lambda f: f["worst"], "{:,.2f}", False),
    ("… p99.9, ms", lambda f: f["half"]["p99.9"], "{:,.2f}", False),
    (f"rows a second, {BATCH:,} a request", lambda f: f["batches"]["rate"], "{:,.0f}", True),
    ("… computing time of one, ms", lambda f: f["batches"]["cpu"], "{:,.4f}", False),
    ("memory idle, MB", lambda f: f["idle"], "{:,.0f}", False),
    ("memory after load, MB", lambda f: f["loaded"], "{:,.0f}", False),
    ("start to ready, s", lambda f: f["start"], "{:,.2f}", False),
]


def table(results):
    ours = results["grove"]
    print("\n| |" + "".join(f" {name} |" for name in results))
    print("|---|" + "---:|" * len(results))
    for title, figure, form, more_is_better in LINES:
        line = f"| {title} |"
        for name, theirs in results.items():
            line += " " + form.format(figure(theirs))
            if name != "grove":
                ratio = figure(theirs) / figure(ours)
                line += f" ({1 / ratio if more_is_better else ratio:.1f}×)"
            line += " |"
        print(line)
    print("\nIn brackets: how many times better inference-service is.")


def main():
    if arguments.again or not model.made():
        shutil.rmtree(model.state, ignore_errors=True)
        shutil.rmtree(model.requests, ignore_errors=True)
        model.make(free_port_base())
    rounds, expected = {name: [] for name in arguments.servers}, None
    for _ in range(arguments.rounds):
        for name in arguments.servers:
            found, figures = measure(server(name))
            if name == "grove":
                expected = found
            elif expected is not None:
                agree(name, expected, found)
            rounds[name].append(figures)
    results = {name: middle(figures) for name, figures in rounds.items()}
    (WORK / "results.json").write_text(json.dumps(results, indent=1))
    if "grove" in results:
        table(results)
    failed = [name for name, f in results.items() if f["rows"]["failed"] + f["half"]["failed"]]
    if failed:
        raise SystemExit(f"Requests failed: {failed}")


main()
