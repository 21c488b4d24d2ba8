"""Requests made from MLflow's protobuf messages, mostly wrong ones: the registry answers each with
a message in the right shape, and never with a fault of its own."""

import json
import os
import random
import urllib.parse
import zlib

import pytest
import requests
from google.protobuf.descriptor import FieldDescriptor
from mlflow.protos import (
    databricks_pb2,
    mlflow_artifacts_pb2,
    model_registry_pb2,
    service_pb2,
    webhooks_pb2,
)

REQUESTS = int(os.environ.get("GROVE_FUZZ", "40"))

TEXTS = [
    "",
    " ",
    "a",
    "x" * 5_001,
    "x" * 70_000,
    "ünï©ode ☃ 𝄞",
    "\u0000",
    "a\u0000b",
    "\ud800",
    "\u202e\ufeff\u2028",
    "..",
    "../../etc/passwd",
    "a/b c",
    "%2e%2e%2f",
    "'; drop table registry.run; --",
    "metrics.a > 1 and",
    "metrics.`a` = 'x' OR 1=1",
    "name LIKE '%' AND ((",
    "${jndi:x}",
    "{}",
    "null",
    "NaN",
    "-1",
    "99999999999999999999999999",
    "1e400",
    "models:/x/1",
    "runs:/x/y",
    "file:///etc/passwd",
    "http://127.0.0.1:1/x",
    "mlflow-artifacts:/0/x",
    "dG9rZW4=",
]
TAME = ["a", "b", "c/d", "ünï", "0.5"]
NUMBERS = [
    -1,
    2**31 - 1,
    2**31,
    -(2**31) - 1,
    2**63 - 1,
    2**63,
    -(2**63),
    10**400,
    1.5,
    -0.0,
    1e308,
    5e-324,
    1_000_000_007,
]
WRONG = [True, False, None, [], {}, [[]], [None], {"key": {}}, [1, "a", {}], "text", 1.5, 10**30]
NO_MESSAGES = [
    b"[]",
    b'"text"',
    b"17",
    b"{",
    b'{"a":',
    b'{"a":1}}',
    b"{}{}",
    b"\xff\xfe{}",
    b'{"name":"\xc3\x28"}',
    b"{'a':1}",
    b'{"name": 1e400}',
    b'{"run_id": ' + b"9" * 5_000 + b"}",
    b"[" * 100_000,
    b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    b"\x00" * 100,
    json.dumps('{"name": 1').encode(),
]


def endpoints():
    for module in (service_pb2, model_registry_pb2, mlflow_artifacts_pb2, webhooks_pb2):
        for service in module.DESCRIPTOR.services_by_name.values():
            for method in service.methods:
                for point in method.GetOptions().Extensions[databricks_pb2.rpc].endpoints:
                    path = "/" + point.path.lstrip("/")
                    if "mlflow-artifacts/artifacts/" in path:
                        continue  # Bodies are files there, not messages.
                    yield pytest.param(
                        point.method,
                        f"/api/{point.since.major}.{point.since.minor}{path}",
                        method.input_type,
                        id=f"{point.method} {point.since.major}.{point.since.minor}{path}",
                    )


@pytest.fixture
def known(client):
    """Values of things that are there, so that some requests get past the first look."""
    random_name = f"fuzz-{os.getpid()}-{random.SystemRandom().randrange(10**9)}"
    experiment = client.create_experiment(random_name)
    run = client.create_run(experiment).info
    client.create_registered_model(random_name)
    source = run.artifact_uri + "/model"
    client.create_model_version(random_name, source, run.run_id)
    client.set_registered_model_alias(random_name, "fuzzed", "1")
    model = client.create_logged_model(experiment, source_run_id=run.run_id)
    return {
        "experiment_id": [experiment],
        "experiment_ids": [experiment],
        "run_id": [run.run_id],
        "run_uuid": [run.run_id],
        "name": [random_name],
        "new_name": [random_name + "-new"],
        "experiment_name": [random_name],
        "version": ["1"],
        "alias": ["fuzzed"],
        "source": [source],
        "model_id": [model.model_id],
        "stage": ["Staging"],
        "stages": ["None", "Production"],
        "path": ["", "model"],
        "page_token": [""],
        "filter": ["", "name = 'x'", "tags.a LIKE '%'", "metrics.a > 1", "params.`a` != 'b'"],
        "order_by": ["name", "creation_time DESC", "metrics.a ASC", "last_updated_timestamp"],
        "url": ["https://93.184.215.14/hook"],
        "status": ["DISABLED"],
    }


class Messages:
    """Messages of one type: some of their fields, with right, extreme or wrong values."""

    def __init__(self, seed, known):
        self.random = random.Random(seed)
        self.known = known

        self.wild = True

    def text(self, name):
        if name in self.known and self.random.random() < (0.7 if self.wild else 0.95):
            return self.random.choice(self.known[name])
        return self.random.choice(TEXTS if self.wild else TAME)

    def right(self, field, depth):
        kind = field.type
        if kind == FieldDescriptor.TYPE_MESSAGE:
            return self.message(field.message_type, depth + 1)
        if kind == FieldDescriptor.TYPE_ENUM:
            value = self.random.choice(list(field.enum_type.values))
            forms = [value.name, value.number, value.name.lower()]
            return self.random.choice(forms if self.wild else forms[:1])
        if kind == FieldDescriptor.TYPE_STRING:
            return self.text(field.name)
        if kind == FieldDescriptor.TYPE_BOOL:
            return self.random.choice([True, False, "true", 1])
        number = self.random.choice([*NUMBERS, 1, 2, 100] if self.wild else [1, 2, 100])
        return self.random.choice([number, str(number)])

    def value(self, field, depth):
        if self.wild and self.random.random() < 0.12:
            return self.random.choice(WRONG)
        if field.is_repeated:
            size = self.random.choice([0, 1, 1, 2, 3] if depth else [0, 1, 1, 2, 3, 1_001])
            return [self.right(field, depth) for _ in range(size)]
        return self.right(field, depth)

    def message(self, type_, depth=0):
        if depth > 4:
            return {}
        if depth == 0:
            self.wild = self.random.random() < 0.6
        likely = self.random.choice([0.4, 0.8, 1.0])
        message = {
            field.name: self.value(field, depth)
            for field in type_.fields
            if self.random.random() < likely
        }
        if self.wild and self.random.random() < 0.05:
            message[self.random.choice(TEXTS[:12])] = self.random.choice(WRONG)
        return message


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def judge(answer, what):
    """Whether an answer is one that a client can read; the body is bounded for the report."""
    told = f"{what}\n{answer.status_code} {answer.text[:500]}"
    # 501 is MLflow's own word for what an artifact store cannot do.
    assert answer.status_code < 500 or answer.status_code == 501, told
    assert answer.headers["Content-Type"].startswith("application/json"), told
    try:
        body = json.loads(answer.content.decode(), parse_constant=refuse_constant)
    except ValueError as e:
        raise AssertionError(f"{e}: {told}") from e
    assert isinstance(body, dict), told
    if answer.status_code != 200:
        assert set(body) == {"error_code", "message"}, told
        assert isinstance(body["message"], str) and body["message"], told
        assert body["error_code"].isupper(), told
        for inside in ("Exception", "dev.grove", "PSQL", "java.", "SELECT ", "select "):
            assert inside not in body["message"] or inside in what, told


def send(session, method, url, message, chosen):
    """The message where its method carries it: in the query, or as the body."""
    if method == "GET":
        pairs = []
        for name, value in message.items():
            for one in value if isinstance(value, list) else [value]:
                text = one if isinstance(one, str) else json.dumps(one)
                pairs.append((name, text[:3_000]))
        query = urllib.parse.urlencode(pairs[:40], errors="surrogatepass")
        return session.get(f"{url}?{query[:12_000]}".rstrip("%"), timeout=60)
    return session.request(
        method,
        url,
        data=json.dumps(message).encode(),
        headers={"Content-Type": chosen.choice(["application/json", "text/plain", "x/y"])},
        timeout=60,
    )


@pytest.mark.parametrize(("method", "path", "type_"), endpoints())
def test_messages(registry, known, method, path, type_):
    messages = Messages(zlib.crc32(path.encode()), known)
    with requests.Session() as session:
        for _ in range(REQUESTS):
            message = messages.message(type_)
            filled = path
            for field in [p.split("}")[0] for p in path.split("{")[1:]]:
                text = messages.text(field.split(".")[-1]).replace("\x00", "")[:2_000] or "x"
                quoted = urllib.parse.quote(text, safe="", errors="surrogatepass")
                filled = filled.replace("{" + field + "}", quoted)
            answer = send(session, method, registry + filled, message, messages.random)
            judge(answer, f"{method} {filled} {json.dumps(message)[:2_000]}")
            if answer.status_code == 404 and "No endpoint" in answer.text:
                return  # Not among the registry's endpoints, and said so in the right shape.


@pytest.mark.parametrize("body", NO_MESSAGES, ids=lambda body: repr(body[:20]))
@pytest.mark.parametrize("path", ["runs/log-batch", "registered-models/create"])
def test_bodies_that_are_no_messages(registry, path, body):
    answer = requests.post(f"{registry}/api/2.0/mlflow/{path}", data=body, timeout=60)
    judge(answer, f"POST {path} {body[:200]!r}")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "query",
    ["run_id=%00", "run_id=%ff", "run_id=a&run_id=b", "run_id", "=", "&&&", "run_id=%zz", "%00=1"],
)
def test_queries_that_are_odd(registry, query):
    answer = requests.get(f"{registry}/api/2.0/mlflow/runs/get?{query}", timeout=60)
    judge(answer, query)
    assert answer.status_code in (400, 404)


def test_a_body_beyond_the_bound(registry):
    body = b'{"name": "' + b"x" * (70 << 20) + b'"}'
    answer = requests.post(f"{registry}/api/2.0/mlflow/runs/create", data=body, timeout=120)
    judge(answer, "70 MB")
    assert answer.status_code in (400, 413)
