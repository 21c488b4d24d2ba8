"""What all tests share: the running service, named by GROVE_INFERENCE, and rows for its model."""

import csv
import io
import os

import numpy as np
import pytest
import requests
import tritonclient.http as triton

ROWS = 40


@pytest.fixture(scope="session")
def base():
    return os.environ["GROVE_INFERENCE"]


@pytest.fixture(scope="session")
def model():
    return os.environ["GROVE_MODEL"]


@pytest.fixture
def client(base):
    with triton.InferenceServerClient(base.removeprefix("http://")) as connected:
        yield connected


@pytest.fixture(scope="session")
def detail(base, model):
    return requests.get(f"{base}/models/{model}", timeout=30).json()


@pytest.fixture(scope="session")
def rows(detail):
    """Products that training never saw, as JSON rows; what is missing is None."""
    query = {"rows": ROWS, "seed": 977}
    text = requests.get(os.environ["GROVE_DATA"] + "/samples/products", query, timeout=30).text
    return [
        {c["name"]: typed(line[c["name"]], c["type"]) for c in detail["input"]}
        for line in csv.DictReader(io.StringIO(text))
    ]


def typed(text, kind):
    if text == "":
        return None
    if kind == "double":
        return float(text)
    if kind == "integer":
        return int(text)
    if kind == "boolean":
        return text.lower() == "true"
    return text


@pytest.fixture(scope="session")
def expected(base, model, rows):
    """What the service's own API answers for the rows."""
    return predict(base, model, rows)


def predict(base, model, rows):
    answer = requests.post(f"{base}/models/{model}/predict/batch", json=rows, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.json()["predictions"]


def array(values, kind):
    """A column as numpy has it, and the protocol's name of its type."""
    if kind == "boolean" and None not in values:
        return np.array(values, dtype=np.bool_), "BOOL"
    if kind == "integer" and None not in values:
        return np.array(values, dtype=np.int64), "INT64"
    if kind in ("integer", "double"):
        return np.array([np.nan if v is None else v for v in values], dtype=np.float64), "FP64"
    texts = ["" if v is None else str(v) for v in values]
    return np.array(texts, dtype=np.object_), "BYTES"


@pytest.fixture(scope="session")
def columns(detail, rows):
    """Name to array and datatype."""
    return {c["name"]: array([r[c["name"]] for r in rows], c["type"]) for c in detail["input"]}


@pytest.fixture(scope="session")
def numeric(detail):
    """The name of a column of numbers."""
    return next(c["name"] for c in detail["input"] if c["type"] == "double")


def same(expected, label, probabilities, confidence):
    """Whether outputs are what the service's own API answered, to the last bit."""
    label = [v.decode() if isinstance(v, bytes) else v for v in label]
    assert label == [p["label"] for p in expected]
    assert probabilities.tolist() == [list(p["probabilities"].values()) for p in expected]
    assert confidence.tolist() == [p["confidence"] for p in expected]
