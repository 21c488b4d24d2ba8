"""LightGBM in Python, logged to the registry, and Grove's own models loaded in Python."""

import json
import os

import lightgbm
import mlflow
import mlflow.lightgbm
import numpy as np
import pandas as pd
import pytest
import requests


@pytest.fixture(scope="module")
def table():
    random = np.random.default_rng(11)
    x = pd.DataFrame(random.normal(size=(400, 4)), columns=list("abcd"))
    return x, (x["a"] + x["b"] * x["c"] > 0).astype(int)


@pytest.fixture
def booster(table):
    x, y = table
    options = {"objective": "binary", "num_leaves": 7, "num_threads": 1, "verbose": -1}
    return lightgbm.train(options, lightgbm.Dataset(x, y), num_boost_round=5)


def test_autologging_keeps_parameters_metrics_and_the_model(client, experiment, table):
    x, y = table
    mlflow.lightgbm.autolog(log_input_examples=True, log_model_signatures=True)
    try:
        train = lightgbm.Dataset(x[:300], y[:300])
        held_out = lightgbm.Dataset(x[300:], y[300:], reference=train)
        with mlflow.start_run() as active:
            trained = lightgbm.train(
                {"objective": "binary", "metric": "binary_logloss", "num_threads": 1},
                train,
                num_boost_round=8,
                valid_sets=[held_out],
                valid_names=["held_out"],
            )
    finally:
        mlflow.lightgbm.autolog(disable=True)

    run = client.get_run(active.info.run_id)
    assert run.data.params["objective"] == "binary"
    assert run.data.params["num_boost_round"] == "8"
    history = client.get_metric_history(active.info.run_id, "held_out-binary_logloss")
    assert [m.step for m in history] == list(range(8))
    assert {i.dataset.name for i in run.inputs.dataset_inputs}
    assert "feature_importance_split.json" in {f.path for f in client.list_artifacts(run.info.run_id)}
    output = run.outputs.model_outputs[0].model_id
    again = mlflow.lightgbm.load_model(f"models:/{output}")
    assert np.array_equal(again.predict(x), trained.predict(x))


def test_a_logged_model_is_registered_promoted_and_loaded(client, experiment, name, table, booster):
    x, y = table
    with mlflow.start_run() as active:
        info = mlflow.lightgbm.log_model(
            booster,
            name="model",
            registered_model_name=name,
            signature=mlflow.models.infer_signature(x, booster.predict(x)),
        )
    assert str(info.registered_model_version) == "1"
    version = client.get_model_version(name, "1")
    assert (version.run_id, version.status) == (active.info.run_id, "READY")
    assert str(client.get_logged_model(info.model_id).status) == "READY"
    assert client.get_run(active.info.run_id).outputs.model_outputs[0].model_id == info.model_id

    client.set_registered_model_alias(name, "champion", "1")
    expected = booster.predict(x)
    for uri in (
        info.model_uri,
        f"models:/{name}/1",
        f"models:/{name}@champion",
        f"models:/{name}/latest",
        f"runs:/{active.info.run_id}/model",
    ):
        assert np.array_equal(mlflow.lightgbm.load_model(uri).predict(x), expected), uri
    assert np.array_equal(mlflow.pyfunc.load_model(f"models:/{name}@champion").predict(x), expected)
    assert mlflow.models.get_model_info(f"models:/{name}/1").signature.inputs.input_names() == list(
        "abcd"
    )


def served(path, row):
    answer = requests.post(os.environ["GROVE_INFERENCE"] + path, json=row, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_model_that_grove_trained_predicts_the_same_here(client, tmp_path):
    model = os.environ["GROVE_MODEL"]
    version = client.get_model_version_by_alias(model, "champion")
    booster = mlflow.lightgbm.load_model(f"models:/{model}@champion")
    bundle = mlflow.artifacts.download_artifacts(version.source, dst_path=str(tmp_path))
    with open(os.path.join(bundle, "golden.json")) as file:
        golden = json.load(file)
    rows = golden if isinstance(golden, list) else golden["rows"]
    with open(os.path.join(bundle, "labels.json")) as file:
        classes = json.load(file)["classes"]
    assert len(rows) > 2

    for row in rows:
        raw = {k: v for k, v in row["raw"].items() if v is not None}
        encoded = served(f"/models/{model}/encode", raw)
        vector = np.zeros((1, encoded["size"]))
        vector[0, encoded["indices"]] = [np.nan if v is None else v for v in encoded["values"]]
        scores = booster.predict(vector, raw_score=True)[0]
        assert list(np.atleast_1d(scores)) == row["rawScores"]

        probabilities = booster.predict(vector)[0]
        answer = served(f"/models/{model}/predict", raw)
        assert str(answer["version"]) == str(version.version)
        assert answer["label"] == classes[int(np.argmax(probabilities))]
        assert np.allclose(
            [answer["probabilities"][c] for c in classes], probabilities, rtol=1e-12, atol=0
        )


def test_grove_tells_mlflow_about_its_training(client):
    model = os.environ["GROVE_MODEL"]
    version = client.get_model_version_by_alias(model, "champion")
    run = client.get_run(version.run_id)
    assert run.info.status == "FINISHED"
    assert run.data.params["dataset"] == model
    assert "test.accuracy" in run.data.metrics
    history = client.get_metric_history(version.run_id, "validation.multi_logloss")
    assert len(history) >= 5
