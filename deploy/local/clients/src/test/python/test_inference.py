"""Requests that schemathesis makes from inference-service's own OpenAPI document."""

import os
import subprocess
import sys

import pytest
import requests


# 503 is the answer of a registered model that has no bundle.
CONFIGURATION = """
[checks]
not_a_server_error.expected-statuses = ["2xx", "3xx", "4xx", 503]
"""


@pytest.fixture(scope="module")
def inference():
    return os.environ["GROVE_INFERENCE"]


def test_no_request_is_a_fault(inference, tmp_path):
    document = tmp_path / "openapi.yaml"
    document.write_bytes(requests.get(inference + "/q/openapi", timeout=30).content)
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
    command = [
        sys.executable,
        "-m",
        "schemathesis.cli",
        "run",
        str(document),
        f"--url={inference}",
        "--checks=not_a_server_error",
        # Whoever unloads the model takes it from the other tests.
        "--exclude-path-regex=/unload$",
        "--phases=examples,fuzzing",
        "--mode=all",
        f"--max-examples={os.environ.get('GROVE_EXAMPLES', '6')}",
        "--seed=7",
        "--generation-database=none",
        "--request-timeout=30",
        "--no-color",
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=240, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]


def test_the_model_predicts_still(inference):
    answer = requests.post(
        f"{inference}/models/{os.environ['GROVE_MODEL']}/predict",
        json={"title": "laptop 15 inch", "price": 900},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
