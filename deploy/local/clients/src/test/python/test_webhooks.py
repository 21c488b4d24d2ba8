import pytest
from mlflow.exceptions import MlflowException

# An address that needs no look-up; the hook is switched off, so that nobody calls it.
URL = "https://93.184.215.14/hook"


def test_a_webhook_lives(client, name):
    made = client.create_webhook(
        name,
        URL,
        ["model_version.created"],
        description="d",
        status="DISABLED",
    )
    found = client.get_webhook(made.webhook_id)
    assert (found.name, found.url, found.description) == (name, URL, "d")
    assert [str(e) for e in found.events] == ["model_version.created"]
    assert str(found.status) == "DISABLED"

    client.update_webhook(
        made.webhook_id, events=["registered_model.created"], name=name + "2"
    )
    found = client.get_webhook(made.webhook_id)
    assert (found.name, [str(e) for e in found.events]) == (name + "2", ["registered_model.created"])
    assert made.webhook_id in {w.webhook_id for w in client.list_webhooks()}

    client.delete_webhook(made.webhook_id)
    with pytest.raises(MlflowException):
        client.get_webhook(made.webhook_id)


def test_hooks_to_the_inside_are_refused(client, name):
    with pytest.raises(MlflowException) as refusal:
        client.create_webhook(name, "ftp://example.org/hook", ["model_version.created"])
    assert refusal.value.error_code == "INVALID_PARAMETER_VALUE"
