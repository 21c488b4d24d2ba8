"""The servers that are compared, each as a process with the same model."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import psutil
from product_model import post

BENCH = Path(__file__).resolve().parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def free_port_base():
    """A port that, with the four after it, nobody listens on at this moment."""
    while True:
        base = free_port()
        if base < 65_000 and all(is_free(base + i) for i in range(5)):
            return base


def is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


class Server:
    """One of them; `rows` and `batches` name the files of its requests."""

    rows, batches = "rows", "batches"
    path, batch_path, health = "/predict", "/predict/batch", "/health"

    def __init__(self, name, model, work):
        self.name, self.model, self.work = name, model, work
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def command(self):
        raise NotImplementedError

    def environment(self):
        return {}

    def start(self):
        """Starts it; the seconds until it answers."""
        environment = os.environ | {"OMP_WAIT_POLICY": "PASSIVE"} | self.environment()
        for variable, folder in ("HOME", "home"), ("TMPDIR", "tmp"):
            (self.work / folder).mkdir(exist_ok=True)
            environment[variable] = str(self.work / folder)
        begin = time.perf_counter()
        with open(self.work / f"{self.name}.log", "ab") as log:
            self.process = subprocess.Popen(
                list(map(str, self.command())),
                stdout=log,
                stderr=log,
                env=environment,
                cwd=self.work,
                start_new_session=True,
            )
        while True:
            try:
                with urllib.request.urlopen(self.url + self.health, timeout=2):
                    return time.perf_counter() - begin
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit(f"{self.name} ended: see {self.work / self.name}.log") from None
                if time.perf_counter() - begin > 120:
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
        """Seconds that it has computed: others on the machine hardly change that."""
        times = [process.cpu_times() for process in self.processes()]
        return sum(one.user + one.system for one in times)

    def probabilities(self, body):
        return list(post(self.url + self.path, body)["probabilities"].values())


class Grove(Server):
    """inference-service, alone, with the copy that it fetched from the registry and verified."""

    def __init__(self, name, model, work, java, jvm):
        super().__init__(name, model, work)
        self.java, self.jvm = java, jvm

    def command(self):
        return [
            self.java,
            *self.jvm,
            f"-Djava.io.tmpdir={self.work / 'tmp'}",
            f"-Dquarkus.http.port={self.port}",
            f"-Dgrove.registry.url=http://127.0.0.1:{free_port()}",
            f"-Dgrove.serving.directory={self.model.serving}",
            "-jar",
            self.model.root / "inference-service/target/quarkus-app/quarkus-run.jar",
        ]


class MlServer(Server):
    """MLServer with its LightGBM runtime, which is given rows that are encoded already."""

    path = batch_path = "/v2/models/products/infer"
    health = "/v2/models/products/ready"

    def __init__(self, name, model, work, width, workers):
        super().__init__(name, model, work)
        self.width, self.workers = width, workers
        self.rows, self.batches = f"{width}-rows", f"{width}-batches"

    def command(self):
        directory = self.work / self.name
        directory.mkdir(exist_ok=True)
        file = self.model.bundle / "model.lgb" if self.width == "wide" else self.work / "narrow.lgb"
        model = {
            "name": "products",
            "implementation": "mlserver_lightgbm.LightGBMModel",
            "parameters": {"uri": str(file)},
        }
        settings = {
            "host": "127.0.0.1",
            "http_port": self.port,
            "grpc_port": free_port(),
            "metrics_port": free_port(),
            "debug": False,
            "parallel_workers": self.workers,
        }
        (directory / "model-settings.json").write_text(json.dumps(model))
        (directory / "settings.json").write_text(json.dumps(settings))
        return [self.work / "mlserver/bin/mlserver", "start", directory]

    def probabilities(self, body):
        return post(self.url + self.path, body)["outputs"][0]["data"]


class FastApi(Server):
    """The app beside this file, which does the feature work in Python."""

    def __init__(self, name, model, work, workers):
        super().__init__(name, model, work)
        self.workers = workers

    def environment(self):
        return {"BUNDLE": str(self.model.bundle)}

    def command(self):
        return [
            self.work / "fastapi/bin/uvicorn",
            "app:app",
            f"--app-dir={BENCH / 'fastapi_app'}",
            f"--port={self.port}",
            f"--workers={self.workers}",
            "--no-access-log",
        ]
