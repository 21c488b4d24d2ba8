import math
import time

import mlflow
import numpy as np
import pandas as pd
import pytest
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.exceptions import MlflowException


def test_the_fluent_api_logs_a_run(client, experiment):
    with mlflow.start_run(run_name="first", description="a note", tags={"who": "me"}) as active:
        mlflow.log_param("depth", 6)
        mlflow.log_params({"rate": 0.1, "kind": "gbdt"})
        mlflow.log_metric("loss", 0.5, step=0)
        mlflow.log_metrics({"loss": 0.25, "auc": 0.9}, step=1)
        mlflow.set_tag("phase", "train")
        mlflow.set_tags({"a": 1, "b": "zwei"})
    run = client.get_run(active.info.run_id)

    assert run.info.status == "FINISHED"
    assert run.info.run_name == "first"
    assert run.info.end_time >= run.info.start_time
    assert run.data.params == {"depth": "6", "rate": "0.1", "kind": "gbdt"}
    assert run.data.metrics == {"loss": 0.25, "auc": 0.9}
    assert run.data.tags["mlflow.note.content"] == "a note"
    assert {k: run.data.tags[k] for k in ("who", "phase", "a", "b")} == {
        "who": "me",
        "phase": "train",
        "a": "1",
        "b": "zwei",
    }


def test_a_run_that_raises_has_failed(client, experiment):
    with pytest.raises(ZeroDivisionError), mlflow.start_run() as active:
        1 / 0
    assert client.get_run(active.info.run_id).info.status == "FAILED"


def test_a_run_is_resumed(client, experiment):
    with mlflow.start_run() as first:
        mlflow.log_metric("loss", 1.0, step=0)
    with mlflow.start_run(run_id=first.info.run_id):
        assert client.get_run(first.info.run_id).info.status == "RUNNING"
        mlflow.log_metric("loss", 0.5, step=1)
    assert [m.value for m in client.get_metric_history(first.info.run_id, "loss")] == [1.0, 0.5]


def test_nested_runs_know_their_parent(client, experiment):
    with mlflow.start_run(run_name="parent") as parent:
        for i in range(3):
            with mlflow.start_run(run_name=f"child-{i}", nested=True) as child:
                mlflow.log_metric("i", i)
    assert client.get_parent_run(child.info.run_id).info.run_id == parent.info.run_id
    assert client.get_parent_run(parent.info.run_id) is None
    children = client.search_runs(
        [experiment], f"tags.mlflow.parentRunId = '{parent.info.run_id}'", order_by=["metrics.i"]
    )
    assert [r.info.run_name for r in children] == ["child-0", "child-1", "child-2"]


def test_metrics_keep_every_point_and_every_double(client, run):
    values = [0.1, -0.0, 1e-308, 1.7976931348623157e308, float("nan"), float("inf"), -float("inf")]
    for step, value in enumerate(values):
        client.log_metric(run, "m", value, timestamp=1_000 + step, step=step)
    history = client.get_metric_history(run, "m")

    assert [m.step for m in history] == list(range(len(values)))
    assert [m.timestamp for m in history] == [1_000 + i for i in range(len(values))]
    assert [m.value for m in history][:4] == values[:4]
    assert math.isnan(history[4].value)
    assert history[5].value >= 1.797e308 and history[6].value <= -1.797e308


def test_long_histories_come_in_pages(client, run):
    points = [Metric("m", i / 7, 1_000 + i, i) for i in range(2_500)]
    for start in range(0, len(points), 1_000):
        client.log_batch(run, metrics=points[start : start + 1_000])
    assert [m.value for m in client.get_metric_history(run, "m")] == [p.value for p in points]


def test_a_batch_is_all_or_nothing(client, run):
    client.log_batch(
        run,
        metrics=[Metric("loss", 0.5, 1, 1), Metric("loss", 0.4, 2, 2)],
        params=[Param("p", "1"), Param("q", "ü" * 200)],
        tags=[RunTag("t", "v"), RunTag("schlüssel/a b", "☃")],
    )
    with pytest.raises(MlflowException) as refusal:
        client.log_batch(run, metrics=[Metric("new", 1, 1, 1)], params=[Param("p", "2")])
    assert refusal.value.error_code == "INVALID_PARAMETER_VALUE"

    data = client.get_run(run).data
    assert data.metrics == {"loss": 0.4}
    assert data.params == {"p": "1", "q": "ü" * 200}
    assert data.tags["schlüssel/a b"] == "☃"


def test_a_hundred_params_and_a_thousand_metrics_fit_a_batch(client, run):
    client.log_batch(run, params=[Param(f"p{i}", str(i)) for i in range(100)])
    client.log_batch(run, metrics=[Metric(f"m{i}", i, 1, 0) for i in range(1_000)])
    data = client.get_run(run).data
    assert len(data.params) == 100 and len(data.metrics) == 1_000


def test_params_are_written_once(client, run):
    client.log_param(run, "p", "1")
    client.log_param(run, "p", "1")
    with pytest.raises(MlflowException, match="was already logged with value"):
        client.log_param(run, "p", "2")


def test_tags_are_overwritten_and_deleted(client, run):
    client.set_tag(run, "t", "1")
    client.set_tag(run, "t", "2")
    assert client.get_run(run).data.tags["t"] == "2"
    client.delete_tag(run, "t")
    assert "t" not in client.get_run(run).data.tags
    with pytest.raises(MlflowException) as refusal:
        client.delete_tag(run, "t")
    assert refusal.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_a_run_is_renamed_and_ended(client, run):
    client.update_run(run, name="renamed", status="KILLED")
    info = client.get_run(run).info
    assert (info.run_name, info.status) == ("renamed", "KILLED")
    client.set_terminated(run, "FINISHED", end_time=123_456)
    info = client.get_run(run).info
    assert (info.status, info.end_time) == ("FINISHED", 123_456)


def test_a_deleted_run_is_hidden_and_restored(client, experiment, run):
    client.delete_run(run)
    assert client.get_run(run).info.lifecycle_stage == "deleted"
    assert client.search_runs([experiment]) == []
    deleted = client.search_runs([experiment], run_view_type=ViewType.DELETED_ONLY)
    assert [r.info.run_id for r in deleted] == [run]
    with pytest.raises(MlflowException):
        client.log_metric(run, "m", 1)

    client.restore_run(run)
    assert [r.info.run_id for r in client.search_runs([experiment])] == [run]
    client.log_metric(run, "m", 1)


def test_datasets_are_inputs(client, experiment):
    frame = pd.DataFrame({"x": [1.0, 2.0], "y": [0, 1]})
    dataset = mlflow.data.from_pandas(frame, source="made.csv", name="made", targets="y")
    with mlflow.start_run() as active:
        mlflow.log_input(dataset, context="training", tags={"rows": "2"})
        mlflow.log_input(
            mlflow.data.from_numpy(np.arange(6.0).reshape(3, 2), name="numbers"), context="test"
        )
    inputs = {i.dataset.name: i for i in client.get_run(active.info.run_id).inputs.dataset_inputs}

    assert set(inputs) == {"made", "numbers"}
    assert inputs["made"].dataset.digest == dataset.digest
    assert '"num_rows": 2' in inputs["made"].dataset.profile
    assert {t.key: t.value for t in inputs["made"].tags} == {
        "mlflow.data.context": "training",
        "rows": "2",
    }
    found = client.search_runs([experiment], "dataset.name = 'made'")
    assert [r.info.run_id for r in found] == [active.info.run_id]
    found = client.search_runs([experiment], "dataset.context = 'test'")
    assert [r.info.run_id for r in found] == [active.info.run_id]


def test_async_logging_arrives(client, experiment):
    mlflow.config.enable_async_logging()
    try:
        with mlflow.start_run() as active:
            for step in range(200):
                mlflow.log_metric("m", step * 0.5, step=step)
            mlflow.log_params({f"p{i}": i for i in range(30)})
            mlflow.set_tag("late", "yes").wait()
        mlflow.flush_async_logging()
    finally:
        mlflow.config.enable_async_logging(False)
    run = client.get_run(active.info.run_id)
    assert run.data.metrics["m"] == 99.5
    assert len(run.data.params) == 30
    assert run.data.tags["late"] == "yes"
    assert len(client.get_metric_history(active.info.run_id, "m")) == 200


def test_system_metrics_are_logged(client, experiment):
    mlflow.set_system_metrics_sampling_interval(0.2)
    mlflow.set_system_metrics_samples_before_logging(1)
    try:
        with mlflow.start_run(log_system_metrics=True) as active:
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline:
                if "system/cpu_utilization_percentage" in client.get_run(
                    active.info.run_id
                ).data.metrics:
                    break
                time.sleep(0.2)
    finally:
        mlflow.set_system_metrics_sampling_interval(None)
        mlflow.set_system_metrics_samples_before_logging(None)
    metrics = client.get_run(active.info.run_id).data.metrics
    assert "system/cpu_utilization_percentage" in metrics
    assert metrics["system/system_memory_usage_megabytes"] > 0


@pytest.fixture
def ten_runs(client, experiment):
    runs = []
    for i in range(10):
        made = client.create_run(
            experiment, start_time=1_000 + i, run_name=f"Run-{i}", tags={"even": str(i % 2 == 0)}
        )
        client.log_batch(
            made.info.run_id,
            metrics=[Metric("loss", 1 / (i + 1), 1, 0), Metric("a b/c", i, 1, 0)],
            params=[Param("depth", str(i % 3)), Param("model", "tree" if i < 5 else "forest")],
        )
        if i < 7:
            client.log_metric(made.info.run_id, "auc", 0.5 + i / 20)
            client.set_terminated(made.info.run_id, "FINISHED" if i % 2 else "FAILED", 2_000 + i)
        runs.append(made.info.run_id)
    return runs


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("metrics.loss < 0.2", range(5, 10)),
        ("metrics.loss >= 0.5 and metrics.auc > 0.5", [1]),
        ("metrics.`a b/c` = 3", [3]),
        ('metrics."a b/c" != 3 AND params.depth = "0"', [0, 6, 9]),
        ("params.model = 'tree' and params.depth IN ('1')", None),
        ("params.model LIKE 'for%'", range(5, 10)),
        ("params.model ILIKE 'TREE'", range(5)),
        ("tags.even = 'True'", [0, 2, 4, 6, 8]),
        ("tags.even != 'True'", [1, 3, 5, 7, 9]),
        ("attributes.status = 'FINISHED'", [1, 3, 5]),
        ("status != 'RUNNING'", range(7)),
        ("run_name LIKE 'Run-%' and start_time > 1007", [8, 9]),
        ("attributes.run_name ILIKE 'run-4'", [4]),
        ("end_time <= 2002", [0, 1, 2]),
        ("metrics.nothing > 0", []),
        ("", range(10)),
    ],
)
def test_search_filters(client, experiment, ten_runs, condition, expected):
    if expected is None:
        with pytest.raises(MlflowException) as refusal:
            client.search_runs([experiment], condition)
        assert refusal.value.error_code == "INVALID_PARAMETER_VALUE"
        return
    found = client.search_runs([experiment], condition)
    assert {r.info.run_id for r in found} == {ten_runs[i] for i in expected}


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ([], list(range(9, -1, -1))),
        (["metrics.loss"], list(range(9, -1, -1))),
        (["metrics.loss DESC"], list(range(10))),
        (["attributes.start_time ASC"], list(range(10))),
        (["params.model DESC", "metrics.loss ASC"], [4, 3, 2, 1, 0, 9, 8, 7, 6, 5]),
        (["metrics.auc ASC", "start_time DESC"], [0, 1, 2, 3, 4, 5, 6, 9, 8, 7]),
        (["metrics.auc DESC", "start_time ASC"], [6, 5, 4, 3, 2, 1, 0, 7, 8, 9]),
        (["run_name DESC"], list(range(9, -1, -1))),
    ],
)
def test_search_orders_with_what_is_missing_last(client, experiment, ten_runs, order, expected):
    found = client.search_runs([experiment], order_by=order)
    assert [r.info.run_id for r in found] == [ten_runs[i] for i in expected]


def test_search_comes_in_pages_that_fit_together(client, experiment, ten_runs):
    seen, token = [], None
    while True:
        page = client.search_runs(
            [experiment], max_results=3, order_by=["metrics.loss DESC"], page_token=token
        )
        seen += [r.info.run_id for r in page]
        token = page.token
        if not token:
            break
    assert seen == ten_runs


def test_search_by_run_ids(client, experiment, ten_runs):
    chosen = ", ".join(f"'{r}'" for r in ten_runs[2:5])
    found = client.search_runs([experiment], f"attributes.run_id IN ({chosen})")
    assert {r.info.run_id for r in found} == set(ten_runs[2:5])
    found = client.search_runs([experiment], f"attributes.run_id NOT IN ({chosen})")
    assert {r.info.run_id for r in found} == set(ten_runs) - set(ten_runs[2:5])


def test_search_as_a_data_frame(experiment, ten_runs):
    frame = mlflow.search_runs([experiment], "metrics.loss < 0.5", order_by=["metrics.loss ASC"])
    assert list(frame["run_id"]) == ten_runs[:1:-1]
    assert frame["metrics.loss"].is_monotonic_increasing
    assert set(frame["params.model"]) == {"tree", "forest"}
