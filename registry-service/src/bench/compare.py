"""The same work for this registry and for MLflow's own server, in turn, on one durable PostgreSQL.

Run by `compare`, which names the Python and the jars. Prints a table of ratios and leaves
registry-service/target/bench/results.json.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

import psutil
import psycopg2

ROOT = Path(__file__).resolve().parents[3]
BENCH = ROOT / "registry-service/src/bench"
WORK = ROOT / "registry-service/target/bench"
MODELS = 50
EXPERIMENTS = 100
LOGGED = (10, 10, 5)

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
parser.add_argument("--java", default="java")
parser.add_argument("--seconds", type=int, default=5, help="for each figure")
parser.add_argument("--warm", type=int, default=5, help="seconds before each, for compilers")
parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 30_000, 100_000])
parser.add_argument("--servers", nargs="+", default=["grove", "mlflow", "mlflow-2"])
parser.add_argument("--only", nargs="+", help="kinds of request")
parser.add_argument("--jvm", default="-Xmx512m -XX:+UseSerialGC", help="as in the local stack")
arguments = parser.parse_args()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgres(*words):
    libraries = ROOT / "deploy/local/target/lib"
    command = [arguments.java, "-cp", f"{libraries}/*", BENCH / "Postgres.java", WORK / "postgres"]
    subprocess.run([*command, *map(str, words)], check=True)


class Server:
    """One of the servers, with a database of its own."""

    def __init__(self, name, database_port):
        self.name = name
        self.database = "bench_" + name.replace("-", "_")
        self.database_port = database_port
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None
        self.runs_of = {}

    def connect(self, database=None):
        connection = psycopg2.connect(
            host="127.0.0.1",
            port=self.database_port,
            user="postgres",
            dbname=database or self.database,
        )
        connection.autocommit = True
        return connection

    def command(self):
        artifacts = WORK / "artifacts" / self.name
        address = f"127.0.0.1:{self.database_port}/{self.database}"
        if self.name == "grove":
            return [
                arguments.java,
                *arguments.jvm.split(),
                f"-Djava.io.tmpdir={WORK}",
                f"-Dquarkus.http.port={self.port}",
                f"-Dquarkus.datasource.jdbc.url=jdbc:postgresql://{address}",
                f"-Dgrove.artifacts.directory={artifacts}",
                "-jar",
                ROOT / "registry-service/target/quarkus-app/quarkus-run.jar",
            ]
        command = [
            Path(sys.executable).with_name("mlflow"),
            "server",
            "--backend-store-uri",
            f"postgresql+psycopg2://postgres@{address}",
            "--artifacts-destination",
            artifacts,
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        if "-" in self.name:
            command += ["--workers", self.name.split("-")[1]]
        return command

    def start(self):
        """Starts it; the seconds until it answers."""
        environment = os.environ | {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true"}
        # The venv's programs, also where a server starts a Python of its own.
        environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
        for variable, folder in ("HOME", "home"), ("TMPDIR", "tmp"):
            (WORK / folder).mkdir(exist_ok=True)
            environment[variable] = str(WORK / folder)
        begin = time.perf_counter()
        with open(WORK / f"{self.name}.log", "ab") as log:
            self.process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, env=environment, start_new_session=True
            )
        while True:
            try:
                with urllib.request.urlopen(self.url + "/health", timeout=2):
                    return time.perf_counter() - begin
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit(f"{self.name} ended: see {WORK / self.name}.log") from None
                if time.perf_counter() - begin > 240:
                    raise SystemExit(f"{self.name} does not start") from None
                time.sleep(0.02)

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def processes(self):
        first = psutil.Process(self.process.pid)
        return [first, *first.children(recursive=True)]

    def memory(self):
        """Megabytes of all its processes, what they share counted once."""
        return sum(p.memory_full_info().pss for p in self.processes()) / 1e6

    def cpu(self):
        """Seconds that it and PostgreSQL have computed: others on the machine do not change it."""
        first = int((WORK / "postgres/data/postmaster.pid").read_text().split()[0])
        postmaster = psutil.Process(first)
        ended = postmaster.cpu_times()
        seconds = ended.children_user + ended.children_system
        for process in [postmaster, *postmaster.children(recursive=True), *self.processes()]:
            with suppress(psutil.NoSuchProcess):  # It has ended by itself, and was counted then.
                times = process.cpu_times()
                seconds += times.user + times.system
        return seconds

    def post(self, path, body):
        request = urllib.request.Request(
            f"{self.url}/api/2.0/mlflow/{path}",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=600) as answer:
            return json.load(answer)

    def seed(self):
        sql = (BENCH / ("seed.sql" if self.name == "grove" else "seed-mlflow.sql")).read_text()
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            for size in arguments.sizes:
                values = (f"seeded-{size}", size, *LOGGED)
                cursor.execute(sql.replace("%", "%%").replace("?", "%s"), values)
                self.runs_of[size] = cursor.fetchone()[0]
            cursor.execute("vacuum analyze")
        for size, experiment in self.runs_of.items():
            with closing(self.connect()) as connection, connection.cursor() as cursor:
                cursor.execute(
                    "select md5(%s || '/' || n) from generate_series(1, %s) n", (experiment, size)
                )
                self.runs_file(size).write_text("\n".join(row[0] for row in cursor) + "\n")
        for i in range(EXPERIMENTS):
            self.post("experiments/create", {"name": f"bench-{i}"})
        for i in range(MODELS):
            self.post("registered-models/create", {"name": f"bench-{i}"})

    def runs_file(self, size):
        return WORK / f"{self.name}-{size}.txt"


def wrk(server, kind, size, connections, seconds, seed):
    environment = os.environ | {
        "OP": kind,
        "EXPERIMENT": str(server.runs_of[size]),
        "RUNS": str(server.runs_file(size)),
        "MODELS": str(MODELS),
        "SEED": str(seed),
    }
    done = subprocess.run(
        [
            "wrk",
            f"-t{min(2, connections)}",
            f"-c{connections}",
            f"-d{seconds}s",
            "--timeout=120s",
            f"--script={BENCH / 'load.lua'}",
            server.url,
        ],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    line = next(text for text in done.stdout.splitlines() if text.startswith("RESULT "))
    return json.loads(line.removeprefix("RESULT "))


def measure(server, kind, size):
    """Median milliseconds with one connection, and answers a second with eight."""
    seconds = arguments.seconds
    wrk(server, kind, size, 8, arguments.warm, seed=1)
    alone = wrk(server, kind, size, 1, seconds, seed=2)
    while alone["requests"] < 3 and seconds < 120:
        seconds *= 4
        alone = wrk(server, kind, size, 1, seconds, seed=2)
    before = server.cpu()
    crowd = wrk(server, kind, size, 8, seconds, seed=3)
    while crowd["requests"] < 16 and seconds < 120:
        seconds *= 4
        before = server.cpu()
        crowd = wrk(server, kind, size, 8, seconds, seed=3)
    return {
        "milliseconds": alone["p50"],
        "rate": crowd["requests"] / crowd["seconds"],
        "cpu": (server.cpu() - before) * 1_000 / crowd["requests"],
        "p99": crowd["p99"],
        "failed": alone["failed"] + crowd["failed"],
    }


def work():
    """Searches first: what is written later would change what they find."""
    middle = sorted(arguments.sizes)[len(arguments.sizes) // 2]
    for size in arguments.sizes:
        yield f"search {size:,} runs", "search_runs", size
    for kind in (
        "get_run",
        "search_experiments",
        "create_run",
        "log_batch_10",
        "log_batch_500",
        "log_params_100",
        "create_version",
    ):
        yield kind.replace("_", " "), kind, middle


def run(name, database_port):
    server = Server(name, database_port)
    with closing(server.connect("postgres")) as connection, connection.cursor() as cursor:
        cursor.execute(f"drop database if exists {server.database} with (force)")
        cursor.execute(f"create database {server.database}")
    server.start()
    try:
        server.seed()
    finally:
        server.stop()
    figures = {"start": server.start()}
    try:
        for title, kind, size in work():
            if not arguments.only or kind in arguments.only:
                figures[title] = measure(server, kind, size)
                print(f"{name:10} {title:24} {figures[title]}", flush=True)
        figures["memory"] = server.memory()
        print(f"{name:10} start {figures['start']:.2f} s, memory {figures['memory']:.0f} MB")
    finally:
        server.stop()
    return figures


def table(results):
    names = list(results)
    ours = results["grove"]
    print(f"\n{'':20}" + "".join(f"{name:>34}" for name in names))
    for title, mine in ours.items():
        if not isinstance(mine, dict):
            continue
        line = f"{title:20}"
        for name in names:
            one = results[name][title]
            line += f"{one['rate']:12.1f}/s{one['milliseconds']:8.2f} ms{one['cpu']:7.2f} ms"
        print(line)
    for title, unit in (("start", "s"), ("memory", "MB")):
        print(f"{title:20}" + "".join(f"{results[n][title]:31.2f} {unit:2}" for n in names))
    print("\nAnswers a second with eight connections, the median with one, and what an answer costs")
    print("in computing time of the server and of PostgreSQL together. The same as ratios:\n")
    for title, mine in ours.items():
        line = f"{title:20}{'':34}"
        for name in names[1:]:
            one = results[name][title]
            if isinstance(mine, dict):
                line += f"{mine['rate'] / one['rate']:12.1f}× "
                line += f"{one['milliseconds'] / mine['milliseconds']:9.1f}× "
                line += f"{one['cpu'] / mine['cpu']:8.1f}×"
            else:
                line += f"{one / mine:33.1f}×"
        print(line)


def main():
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing (Debian, Ubuntu: apt-get install wrk)")
    WORK.mkdir(parents=True, exist_ok=True)
    database_port = free_port()
    postgres(database_port)
    try:
        results = {name: run(name, database_port) for name in arguments.servers}
        (WORK / "results.json").write_text(json.dumps(results, indent=1))
        if arguments.servers[0] == "grove":
            table(results)
    finally:
        postgres()


main()
