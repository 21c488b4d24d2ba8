"""Measures runs/search over an experiment that Seed.java made, in any server that speaks MLflow's API.

search.py http://127.0.0.1:5000 EXPERIMENT[,EXPERIMENT…] [REPEATS]
"""

import http.client
import json
import statistics
import sys
import time
from urllib.parse import urlparse

url = urlparse(sys.argv[1])
experiments = sys.argv[2].split(",")
repeats = int(sys.argv[3]) if len(sys.argv) > 3 else 5
connection = http.client.HTTPConnection(url.hostname, url.port, timeout=3600)


def search(**fields):
    body = json.dumps({"experiment_ids": experiments, **fields})
    start = time.perf_counter()
    connection.request(
        "POST", "/api/2.0/mlflow/runs/search", body, {"Content-Type": "application/json"}
    )
    response = connection.getresponse()
    data = response.read()
    took = time.perf_counter() - start
    if response.status != 200:
        raise SystemExit(f"{response.status} {data[:500]} for {body}")
    return took, json.loads(data)


CASES = [
    ("newest 1000", {}),
    ("newest 100", {"max_results": 100}),
    ("metric filter and order", {"filter": "metrics.m0 > 0.5", "order_by": ["metrics.m0 DESC"]}),
    ("the same, 100", {"filter": "metrics.m0 > 0.5", "order_by": ["metrics.m0 DESC"], "max_results": 100}),
    ("two metrics, order ascending", {"filter": "metrics.m0 > 0.2 and metrics.m2 < 0.9", "order_by": ["metrics.m2 ASC"], "max_results": 100}),
    ("order by a metric of 11 values", {"order_by": ["metrics.m1 ASC"], "max_results": 100}),
    ("the same, descending", {"order_by": ["metrics.m1 DESC"], "max_results": 100}),
    ("unselective filter, other order", {"filter": "metrics.m0 > 0.01", "order_by": ["metrics.m2 DESC"], "max_results": 100}),
    ("selective metric range", {"filter": "metrics.m0 > 0.9999"}),
    ("rare metric", {"filter": "metrics.rare > 0", "max_results": 100}),
    ("order by a rare metric", {"order_by": ["metrics.rare DESC"], "max_results": 100}),
    ("order by a key that no run has", {"order_by": ["metrics.nothing DESC"], "max_results": 100}),
    ("key that no run has", {"filter": "metrics.nothing > 0"}),
    ("matches nothing: range", {"filter": "metrics.m0 > 5"}),
    ("matches nothing: contradiction", {"filter": "metrics.m0 > 0.6 and metrics.m0 < 0.4"}),
    ("matches nothing: two keys", {"filter": "params.p0 = 'adam' and tags.t0 = 'no such'"}),
    ("parameter of one run", {"filter": "params.p1 = 'value-77'"}),
    ("parameter of a third", {"filter": "params.p0 = 'adam'", "max_results": 100}),
    ("parameter prefix", {"filter": "params.p1 LIKE 'value-777%'"}),
    ("text within", {"filter": "params.p1 LIKE '%99999%'", "max_results": 100}),
    ("tag of a thousandth", {"filter": "tags.host = 'host-77'"}),
    ("run name", {"filter": "attributes.run_name = 'run-500'"}),
    ("running", {"filter": "attributes.status = 'RUNNING'", "max_results": 100}),
    ("failed, by metric", {"filter": "attributes.status = 'FAILED'", "order_by": ["metrics.m0 ASC"], "max_results": 100}),
    ("without a metric's key", {"filter": "tags.nothing IS NULL and params.p0 = 'sgd'", "max_results": 100}),
    ("three conditions", {"filter": "params.p0 = 'adam' and metrics.m0 < 0.2 and tags.t0 = 'tag 3'", "max_results": 100}),
    ("order by parameter", {"order_by": ["params.p1 ASC"], "max_results": 100}),
    ("order by user", {"order_by": ["attributes.user_id ASC"], "max_results": 100}),
    ("two keys", {"order_by": ["metrics.m1 DESC", "metrics.m0 ASC"], "max_results": 100}),
    ("deleted only", {"run_view_type": "DELETED_ONLY"}),
]

for name, fields in CASES:
    search(**fields)
    took = [search(**fields) for _ in range(repeats)]
    print(
        f"{name:34} {len(took[0][1].get('runs', [])):5} runs"
        f" {min(t for t, _ in took) * 1000:9.1f} least"
        f" {statistics.median(t for t, _ in took) * 1000:9.1f} ms"
        f" {max(t for t, _ in took) * 1000:9.1f} max",
        flush=True,
    )

for name, order in (("default", []), ("metric", ["metrics.m0 DESC"]), ("ties", ["metrics.m1 DESC"])):
    token, times = "", []
    while token is not None and len(times) < 1000:
        took, page = search(order_by=order, max_results=100, page_token=token)
        times.append(took * 1000)
        token = page.get("next_page_token")
    tenth = max(1, len(times) // 10)
    print(
        f"{len(times)} pages of 100, {name} order: first tenth"
        f" {statistics.median(times[:tenth]):.1f} ms, last tenth {statistics.median(times[-tenth:]):.1f} ms"
    )
