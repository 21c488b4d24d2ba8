import mlflow
import pytest
from mlflow.exceptions import MlflowException


def refused(code, call, *arguments, **named):
    with pytest.raises(MlflowException) as refusal:
        call(*arguments, **named)
    assert refusal.value.error_code == code, refusal.value


@pytest.fixture
def version(client, model, run):
    """Makes versions of the model, each of which is an artifact directory of the same run."""

    def create(**more):
        client.log_text(run, "a model", "model/file.txt")
        source = client.get_run(run).info.artifact_uri + "/model"
        return client.create_model_version(model, source, run, **more)

    return create


def test_a_registered_model_lives(client, name):
    made = client.create_registered_model(name, tags={"a": "1"}, description="first")
    assert (made.name, made.description, made.tags) == (name, "first", {"a": "1"})
    refused("RESOURCE_ALREADY_EXISTS", client.create_registered_model, name)

    client.update_registered_model(name, "second")
    client.set_registered_model_tag(name, "b", "2")
    client.delete_registered_model_tag(name, "a")
    found = client.get_registered_model(name)
    assert (found.description, found.tags) == ("second", {"b": "2"})
    assert found.last_updated_timestamp >= found.creation_timestamp

    client.rename_registered_model(name, name + "-new")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_registered_model, name)
    client.delete_registered_model(name + "-new")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_registered_model, name + "-new")


def test_versions_count_up_and_carry_what_they_were_given(client, model, run, version):
    first = version(tags={"a": "1"}, description="d", run_link="http://127.0.0.1/run")
    second = version()

    assert [str(first.version), str(second.version)] == ["1", "2"]
    found = client.get_model_version(model, "1")
    assert (found.run_id, found.status, found.current_stage) == (run, "READY", "None")
    assert (found.tags, found.description) == ({"a": "1"}, "d")
    assert found.run_link == "http://127.0.0.1/run"
    assert client.get_model_version_download_uri(model, "1").endswith("/model")

    client.update_model_version(model, "1", "changed")
    client.set_model_version_tag(model, "1", "b", "2")
    client.delete_model_version_tag(model, "1", "a")
    found = client.get_model_version(model, "1")
    assert (found.tags, found.description) == ({"b": "2"}, "changed")

    client.delete_model_version(model, "2")
    refused("RESOURCE_DOES_NOT_EXIST", client.get_model_version, model, "2")
    assert str(version().version) == "3"


def test_aliases_point_at_one_version(client, model, version):
    version(), version()
    client.set_registered_model_alias(model, "champion", "1")
    client.set_registered_model_alias(model, "challenger", "2")
    assert client.get_registered_model(model).aliases == {"champion": "1", "challenger": "2"} or {
        k: str(v) for k, v in client.get_registered_model(model).aliases.items()
    } == {"champion": "1", "challenger": "2"}

    client.set_registered_model_alias(model, "champion", "2")
    found = client.get_model_version_by_alias(model, "champion")
    assert str(found.version) == "2"
    assert sorted(client.get_model_version(model, "2").aliases) == ["challenger", "champion"]
    assert client.get_model_version(model, "1").aliases == []

    client.delete_registered_model_alias(model, "champion")
    refused("INVALID_PARAMETER_VALUE", client.get_model_version_by_alias, model, "champion")
    refused("INVALID_PARAMETER_VALUE", client.set_registered_model_alias, model, "latest", "1")
    refused("INVALID_PARAMETER_VALUE", client.set_registered_model_alias, model, "v7", "1")
    refused("RESOURCE_DOES_NOT_EXIST", client.set_registered_model_alias, model, "c", "99")


@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_stages_move_and_archive(client, model, version):
    for _ in range(3):
        version()
    client.transition_model_version_stage(model, "1", "Staging")
    client.transition_model_version_stage(model, "2", "Production")
    moved = client.transition_model_version_stage(
        model, "3", "Production", archive_existing_versions=True
    )

    assert moved.current_stage == "Production"
    assert client.get_model_version(model, "2").current_stage == "Archived"
    latest = {v.current_stage: str(v.version) for v in client.get_latest_versions(model)}
    assert latest == {"Archived": "2", "Production": "3", "Staging": "1"}
    production = client.get_latest_versions(model, ["Production"])
    assert [str(v.version) for v in production] == ["3"]
    assert client.get_model_version_stages(model, "1") == [
        "None",
        "Staging",
        "Production",
        "Archived",
    ]
    refused(
        "INVALID_PARAMETER_VALUE", client.transition_model_version_stage, model, "1", "Retired"
    )


def test_search_of_registered_models(client, name):
    for i in range(5):
        client.create_registered_model(f"{name}-{i}", tags={"even": str(i % 2 == 0)})

    found = client.search_registered_models(f"name LIKE '{name}-%'", order_by=["name DESC"])
    assert [m.name for m in found] == [f"{name}-{i}" for i in (4, 3, 2, 1, 0)]
    found = client.search_registered_models(f"name = '{name}-3'")
    assert [m.name for m in found] == [f"{name}-3"]
    found = client.search_registered_models(f"name ILIKE '{name.upper()}-%' AND tags.even = 'True'")
    assert {m.name for m in found} == {f"{name}-{i}" for i in (0, 2, 4)}
    seen, token = [], None
    while True:
        page = client.search_registered_models(
            f"name LIKE '{name}-%'", max_results=2, page_token=token
        )
        seen += [m.name for m in page]
        token = page.token
        if not token:
            break
    assert seen == [f"{name}-{i}" for i in range(5)]


def test_search_of_versions(client, model, run, version):
    for i in range(4):
        version(tags={"even": str(i % 2 == 0)})

    def numbers(condition, **more):
        return [int(v.version) for v in client.search_model_versions(condition, **more)]

    assert sorted(numbers(f"name = '{model}'")) == [1, 2, 3, 4]
    assert numbers(f"run_id = '{run}'", order_by=["version_number ASC"]) == [1, 2, 3, 4]
    assert numbers(f"name = '{model}'", order_by=["version_number DESC"]) == [4, 3, 2, 1]
    assert sorted(numbers(f"name = '{model}' AND tags.even = 'True'")) == [1, 3]
    assert sorted(numbers(f"name LIKE '{model[:-1]}%' AND run_id IN ('{run}')")) == [1, 2, 3, 4]
    assert numbers(f"name = '{model}' AND version_number > 2", order_by=["version_number"]) == [3, 4]
    source = client.get_model_version(model, "1").source
    assert sorted(numbers(f"source_path = '{source}'")) == [1, 2, 3, 4]
    page = client.search_model_versions(f"name = '{model}'", max_results=3)
    assert len(page) == 3 and page.token


def test_a_version_is_copied_to_another_model(client, model, name, version):
    version(description="d", tags={"a": "1"})
    copied = client.copy_model_version(f"models:/{model}/1", name + "-copy")
    assert (copied.name, str(copied.version)) == (name + "-copy", "1")
    assert copied.source == f"models:/{model}/1"
    assert client.get_model_version_download_uri(
        copied.name, "1"
    ) == client.get_model_version_download_uri(model, "1")


def test_register_model_makes_the_model_and_its_version(client, experiment, name):
    with mlflow.start_run() as active:
        mlflow.log_text("x", "model/MLmodel")
    for expected in ("1", "2"):
        made = mlflow.register_model(f"runs:/{active.info.run_id}/model", name, tags={"k": "v"})
        assert (made.name, str(made.version), made.tags) == (name, expected, {"k": "v"})
    assert client.get_model_version(name, "1").run_id == active.info.run_id


def test_what_is_not_there_is_said_so(client, model, name, run):
    missing = "RESOURCE_DOES_NOT_EXIST"
    refused(missing, client.get_model_version, model, "1")
    refused(missing, client.get_model_version, name + "-none", "1")
    refused(missing, client.update_registered_model, name + "-none", "d")
    refused(missing, client.delete_registered_model, name + "-none")
    refused(missing, client.set_registered_model_tag, name + "-none", "k", "v")
    source = client.get_run(run).info.artifact_uri + "/model"
    refused(missing, client.create_model_version, name + "-none", source, run)
