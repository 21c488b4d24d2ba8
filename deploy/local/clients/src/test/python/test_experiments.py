import pytest
from mlflow.entities import ViewType
from mlflow.exceptions import MlflowException


def test_a_new_experiment_has_what_it_was_given(client, name):
    experiment_id = client.create_experiment(name, tags={"team": "fraud"})

    experiment = client.get_experiment(experiment_id)

    assert experiment.name == name
    assert experiment.tags["team"] == "fraud"
    assert experiment.lifecycle_stage == "active"
    assert experiment.artifact_location.startswith("mlflow-artifacts:/")
    assert client.get_experiment_by_name(name).experiment_id == experiment_id
    assert client.get_experiment_by_name(name + "-none") is None


def test_a_name_is_taken_once(client, name):
    client.create_experiment(name)
    with pytest.raises(MlflowException) as refusal:
        client.create_experiment(name)
    assert refusal.value.error_code == "RESOURCE_ALREADY_EXISTS"


def test_the_default_experiment_is_there(client):
    assert client.get_experiment("0").name == "Default"


def test_tags_are_set_and_deleted(client, experiment):
    client.set_experiment_tag(experiment, "stage", "early")
    client.set_experiment_tag(experiment, "stage", "late")
    assert client.get_experiment(experiment).tags["stage"] == "late"
    client.delete_experiment_tag(experiment, "stage")
    assert "stage" not in client.get_experiment(experiment).tags


def test_renaming_keeps_the_id(client, experiment, name):
    client.rename_experiment(experiment, name + "-new")
    assert client.get_experiment(experiment).name == name + "-new"
    assert client.get_experiment_by_name(name) is None


def test_deleting_hides_runs_and_restoring_brings_them_back(client, experiment, run):
    client.delete_experiment(experiment)
    assert client.get_experiment(experiment).lifecycle_stage == "deleted"
    assert client.get_run(run).info.lifecycle_stage == "deleted"

    client.restore_experiment(experiment)
    assert client.get_experiment(experiment).lifecycle_stage == "active"
    assert client.get_run(run).info.lifecycle_stage == "active"


def test_search_by_name_tag_view_and_order(client, name):
    ids = [client.create_experiment(f"{name}-{i}", tags={"n": str(i)}) for i in range(4)]
    client.delete_experiment(ids[3])
    mine = f"name LIKE '{name}-%'"

    found = client.search_experiments(filter_string=mine, order_by=["name DESC"])
    assert [e.experiment_id for e in found] == [ids[2], ids[1], ids[0]]
    found = client.search_experiments(filter_string=mine, order_by=["creation_time ASC"])
    assert [e.experiment_id for e in found] == ids[:3]
    found = client.search_experiments(filter_string=f"{mine} AND tags.n = '1'")
    assert [e.experiment_id for e in found] == [ids[1]]
    found = client.search_experiments(view_type=ViewType.DELETED_ONLY, filter_string=mine)
    assert [e.experiment_id for e in found] == [ids[3]]
    found = client.search_experiments(view_type=ViewType.ALL, filter_string=mine)
    assert len(found) == 4


def test_search_comes_in_pages(client, name):
    ids = {client.create_experiment(f"{name}-{i}") for i in range(5)}
    seen, token = [], None
    while True:
        page = client.search_experiments(
            filter_string=f"name LIKE '{name}-%'", max_results=2, page_token=token
        )
        assert len(page) <= 2
        seen += [e.experiment_id for e in page]
        token = page.token
        if not token:
            break
    assert set(seen) == ids and len(seen) == 5
