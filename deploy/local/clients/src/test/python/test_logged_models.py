import mlflow
import pytest
from mlflow.entities import LoggedModelInput, LoggedModelOutput, Metric
from mlflow.exceptions import MlflowException


@pytest.fixture
def logged(client, experiment, run):
    return client.create_logged_model(
        experiment,
        name="net",
        source_run_id=run,
        tags={"a": "1"},
        params={"depth": "3"},
        model_type="agent",
    )


def test_a_logged_model_lives(client, experiment, run, logged):
    assert logged.model_id.startswith("m-")
    found = client.get_logged_model(logged.model_id)
    assert (found.experiment_id, found.source_run_id) == (experiment, run)
    assert (found.name, found.model_type) == ("net", "agent")
    assert (found.tags, found.params) == ({"a": "1"}, {"depth": "3"})
    assert str(found.status) == "PENDING"

    client.log_model_params(logged.model_id, {"rate": "0.1"})
    client.set_logged_model_tags(logged.model_id, {"b": "2", "a": "3"})
    client.delete_logged_model_tag(logged.model_id, "a")
    assert str(client.finalize_logged_model(logged.model_id, "READY").status) == "READY"
    found = client.get_logged_model(logged.model_id)
    assert (found.tags, found.params) == ({"b": "2"}, {"depth": "3", "rate": "0.1"})

    client.delete_logged_model(logged.model_id)
    with pytest.raises(MlflowException) as refusal:
        client.get_logged_model(logged.model_id)
    assert refusal.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_artifacts_of_a_logged_model(client, logged, tmp_path):
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights/w.bin").write_bytes(b"123")
    (tmp_path / "MLmodel").write_text("flavors: {}")
    client.log_model_artifacts(logged.model_id, str(tmp_path))
    client.log_model_artifact(logged.model_id, str(tmp_path / "weights/w.bin"), "more")

    top = {f.path for f in client.list_logged_model_artifacts(logged.model_id)}
    assert top == {"MLmodel", "weights", "more"}
    inner = client.list_logged_model_artifacts(logged.model_id, "weights")
    assert [(f.path, f.file_size) for f in inner] == [("weights/w.bin", 3)]


def test_runs_name_models_as_inputs_and_outputs(client, run, logged):
    client.log_outputs(run, [LoggedModelOutput(logged.model_id, step=7)])
    client.log_inputs(run, models=[LoggedModelInput(logged.model_id)])
    found = client.get_run(run)
    assert [(o.model_id, o.step) for o in found.outputs.model_outputs] == [(logged.model_id, 7)]
    assert [i.model_id for i in found.inputs.model_inputs] == [logged.model_id]


def test_metrics_belong_to_a_model_too(client, run, logged):
    client.log_metric(run, "auc", 0.75, step=1, model_id=logged.model_id)
    client.log_batch(run, [Metric("auc", 0.875, 2, 2, model_id=logged.model_id)])
    metrics = client.get_logged_model(logged.model_id).metrics
    assert ("auc", 0.875, run) in [(m.key, m.value, m.run_id) for m in metrics]


def test_search_of_logged_models(client, experiment, run):
    ids = []
    for i in range(4):
        made = client.create_logged_model(
            experiment, name=f"net-{i}", params={"depth": str(i)}, tags={"even": str(i % 2 == 0)}
        )
        client.log_metric(run, "auc", i / 4, model_id=made.model_id)
        client.finalize_logged_model(made.model_id, "READY" if i else "FAILED")
        ids.append(made.model_id)

    def found(condition=None, **more):
        return [m.model_id for m in client.search_logged_models([experiment], condition, **more)]

    assert set(found()) == set(ids)
    assert found("name = 'net-2'") == [ids[2]]
    assert set(found("name LIKE 'net-%' AND tags.even = 'True'")) == {ids[0], ids[2]}
    assert found("params.depth = '3'") == [ids[3]]
    assert set(found("metrics.auc >= 0.5")) == {ids[2], ids[3]}
    by_metric = [{"field_name": "metrics.auc", "ascending": False}]
    assert found(order_by=by_metric) == ids[::-1]
    page = client.search_logged_models([experiment], max_results=3)
    rest = client.search_logged_models([experiment], max_results=3, page_token=page.token)
    assert {m.model_id for m in page} | {m.model_id for m in rest} == set(ids)


def test_the_fluent_api_makes_external_models(client, experiment):
    model = mlflow.create_external_model(name="outside", params={"a": "1"})
    assert mlflow.get_logged_model(model.model_id).params["a"] == "1"
    frame = mlflow.search_logged_models([experiment])
    assert list(frame["model_id"]) == [model.model_id]
