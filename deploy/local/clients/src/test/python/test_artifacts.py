import hashlib
import io
import json
import os

import matplotlib.figure
import mlflow
import numpy as np
import pandas as pd
import pytest
import requests

MEGABYTE = 1 << 20


def listing(client, run, path=None):
    return {f.path: None if f.is_dir else f.file_size for f in client.list_artifacts(run, path)}


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def test_every_kind_of_artifact_comes_back(client, run, tmp_path):
    client.log_text(run, "grüß dich\n", "texts/hello.txt")
    client.log_dict(run, {"a": [1, None, "ü"]}, "dicts/a.json")
    client.log_dict(run, {"a": {"b": 1}}, "dicts/a.yaml")
    client.log_image(run, np.full((4, 4, 3), 128, dtype=np.uint8), "images/grey.png")
    figure = matplotlib.figure.Figure()
    figure.subplots().plot([1, 2, 3])
    client.log_figure(run, figure, "images/line.png")
    client.log_stream(run, io.BytesIO(b"streamed"), "streams/s.bin")

    assert listing(client, run) == dict.fromkeys(["dicts", "images", "streams", "texts"])
    assert set(listing(client, run, "images")) == {"images/grey.png", "images/line.png"}
    uri = client.get_run(run).info.artifact_uri
    assert mlflow.artifacts.load_text(uri + "/texts/hello.txt") == "grüß dich\n"
    assert mlflow.artifacts.load_dict(uri + "/dicts/a.json") == {"a": [1, None, "ü"]}
    assert mlflow.artifacts.load_image(uri + "/images/grey.png").size == (4, 4)
    with open(client.download_artifacts(run, "streams/s.bin", str(tmp_path)), "rb") as file:
        assert file.read() == b"streamed"


def test_nested_directories_go_up_and_down(client, run, tmp_path):
    source = tmp_path / "up"
    names = ["a.txt", "one/b.txt", "one/two/c d.txt", "one/two/drei-ü.txt", "empty.bin"]
    for name in names:
        file = source / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("" if name == "empty.bin" else name)
    client.log_artifacts(run, str(source), "tree")
    client.log_artifact(run, str(source / "a.txt"))

    assert listing(client, run) == {"a.txt": 5, "tree": None}
    assert listing(client, run, "tree/one") == {"tree/one/b.txt": 9, "tree/one/two": None}
    assert listing(client, run, "tree/one/two")["tree/one/two/c d.txt"] == 15

    target = tmp_path / "down"
    target.mkdir()
    down = client.download_artifacts(run, "tree", str(target))
    for name in names:
        with open(os.path.join(down, name)) as file:
            assert file.read() == ("" if name == "empty.bin" else name)
    assert listing(client, run, "gone") == {}


def test_a_file_of_60_megabytes_survives(client, run, tmp_path):
    source = tmp_path / "large.bin"
    block = np.random.default_rng(7).bytes(MEGABYTE)
    with open(source, "wb") as file:
        for i in range(60):
            file.write(i.to_bytes(4, "little") + block[4:])
    client.log_artifact(run, str(source), "large")

    assert listing(client, run, "large") == {"large/large.bin": 60 * MEGABYTE}
    target = tmp_path / "down"
    target.mkdir()
    down = client.download_artifacts(run, "large/large.bin", str(target))
    assert digest(down) == digest(source)


def test_tables_grow(client, experiment, run):
    client.log_table(run, {"q": ["a"], "n": [1]}, "answers.json")
    client.log_table(run, pd.DataFrame({"q": ["b"], "n": [2]}), "answers.json")
    table = client.load_table(experiment, "answers.json", run_ids=[run])
    assert list(table["q"]) == ["a", "b"] and list(table["n"]) == [1, 2]


def test_the_fluent_api_moves_artifacts(client, experiment, tmp_path):
    file = tmp_path / "f.json"
    file.write_text(json.dumps({"x": 1}))
    with mlflow.start_run() as active:
        mlflow.log_artifact(str(file))
        mlflow.log_artifacts(str(tmp_path), "all")
        mlflow.log_text("t", "t.txt")
        mlflow.log_dict({"d": 1}, "d.json")
        assert mlflow.get_artifact_uri("f.json").endswith("/artifacts/f.json")
    run = active.info.run_id
    assert set(listing(client, run)) == {"f.json", "all", "t.txt", "d.json"}
    local = mlflow.artifacts.download_artifacts(run_id=run, artifact_path="all/f.json")
    with open(local) as down:
        assert json.load(down) == {"x": 1}


def test_artifacts_are_deleted_through_the_proxy(client, run):
    from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

    client.log_text(run, "1", "one/a.txt")
    client.log_text(run, "2", "one/b.txt")
    repository = get_artifact_repository(client.get_run(run).info.artifact_uri)
    repository.delete_artifacts("one/a.txt")
    assert listing(client, run, "one") == {"one/b.txt": 1}
    repository.delete_artifacts("one")
    assert listing(client, run) == {}


@pytest.mark.parametrize("path", ["..", "../x", "a/../../x", "%2e%2e/x", "/etc/passwd", "a//../../b"])
def test_paths_never_leave_the_run(client, registry, run, path):
    experiment = client.get_run(run).info.experiment_id
    inside = f"{registry}/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/"
    request = requests.Request("PUT", inside, data=b"x").prepare()
    request.url = inside + path
    answer = requests.Session().send(request)
    assert answer.status_code in (400, 404), answer.text
    listed = requests.get(
        f"{registry}/api/2.0/mlflow/artifacts/list", params={"run_id": run, "path": path}
    )
    assert listed.status_code == 400, listed.text
