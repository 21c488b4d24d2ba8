"""What all tests share: the running registry, named by MLFLOW_TRACKING_URI, and fresh names."""

import os
import uuid

import mlflow
import pytest
from mlflow import MlflowClient


@pytest.fixture(scope="session")
def registry():
    return os.environ["MLFLOW_TRACKING_URI"]


@pytest.fixture(scope="session")
def client(registry):
    return MlflowClient(tracking_uri=registry, registry_uri=registry)


@pytest.fixture
def name():
    return "client-" + uuid.uuid4().hex[:12]


@pytest.fixture
def experiment(client, name):
    """A new experiment, which is also the current one of the fluent API."""
    experiment_id = client.create_experiment(name)
    mlflow.set_experiment(experiment_id=experiment_id)
    return experiment_id


@pytest.fixture
def run(client, experiment):
    return client.create_run(experiment).info.run_id


@pytest.fixture
def model(client, name):
    return client.create_registered_model(name).name
