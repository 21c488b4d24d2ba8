"""Measures runs/log-batch: concurrent writers, each logs batches of N metrics of a training loop to its own run.

log_batch.py http://127.0.0.1:5000 [WRITERS SECONDS METRICS]
"""
import http.client, json, statistics, sys, threading, time
from urllib.parse import urlparse
url = urlparse(sys.argv[1]); writers, seconds, metrics = (int(a) for a in (sys.argv[2:] + ["4", "10", "10"][len(sys.argv) - 2 :]))
times = []
def call(c, path, body):
    c.request("POST", "/api/2.0/mlflow/" + path, json.dumps(body), {"Content-Type": "application/json"})
    r = c.getresponse(); d = r.read()
    assert r.status == 200, d
    return json.loads(d)
def write(n):
    c = http.client.HTTPConnection(url.hostname, url.port)
    run = call(c, "runs/create", {"experiment_id": "0"})["run"]["info"]["run_id"]
    end = time.time() + seconds; step = 0
    while time.time() < end:
        body = {"run_id": run, "metrics": [{"key": f"m{k}", "value": (step * 7919 + k * 31) % 1000 / 1000, "timestamp": step, "step": step} for k in range(metrics)]}
        t = time.perf_counter(); call(c, "runs/log-batch", body); times.append((time.perf_counter() - t) * 1000); step += 1
threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
[t.start() for t in threads]; [t.join() for t in threads]
print(f"{writers} writers, {metrics} metrics a batch: {len(times)/seconds:.0f} batches/s, p50 {statistics.median(times):.1f} ms, p99 {statistics.quantiles(times, n=100)[98]:.1f} ms")
