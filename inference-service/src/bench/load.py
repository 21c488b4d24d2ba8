"""Load: wrk where each of its connections waits for an answer, oha at a rate that never waits."""

import json
import os
import subprocess

from servers import BENCH


def closed(server, path, bodies, connections, seconds):
    """As many answers as so many connections get: requests, seconds, p50 and p99 in ms, failed."""
    environment = os.environ | {"BODIES": str(bodies), "TARGET": path}
    done = subprocess.run(
        [
            "wrk",
            f"-t{min(2, connections)}",
            f"-c{connections}",
            f"-d{seconds}s",
            "--timeout=120s",
            f"--script={BENCH / 'bodies.lua'}",
            server.url,
        ],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    line = next(text for text in done.stdout.splitlines() if text.startswith("RESULT "))
    return json.loads(line.removeprefix("RESULT "))


def constant(oha, server, path, bodies, connections, seconds, rate):
    """Latency at a constant rate, counted from when a request was due, not from when it was sent."""
    done = subprocess.run(
        [
            oha,
            "--no-tui",
            "--output-format=json",
            "--latency-correction",
            *("-m", "POST"),
            *("-T", "application/json"),
            *("-Z", str(bodies)),
            *("-q", str(rate)),
            *("-c", str(connections)),
            *("-z", f"{seconds}s"),
            server.url + path,
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    result = json.loads(done.stdout)
    answered = sum(result["statusCodeDistribution"].values())
    percentiles = result["latencyPercentiles"]
    # What was under way when the time was over is no failure.
    lost = sum(n for why, n in result["errorDistribution"].items() if "deadline" not in why)
    return {
        "asked": rate,
        "rate": answered / result["summary"]["total"],
        "p50": percentiles["p50"] * 1e3,
        "p99": percentiles["p99"] * 1e3,
        "p99.9": percentiles["p99.9"] * 1e3,
        "failed": lost + answered - result["statusCodeDistribution"].get("200", 0),
    }
