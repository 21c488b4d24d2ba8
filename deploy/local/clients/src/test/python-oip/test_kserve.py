"""KServe's REST client, as it comes from PyPI."""

import asyncio

import httpx
import numpy as np
import pytest
from conftest import same
from kserve import InferInput, InferenceRESTClient, InferRequest, RESTConfig
from kserve.protocol.infer_type import RequestedOutput


def call(work):
    async def run():
        async with InferenceRESTClient(RESTConfig(protocol="v2")) as client:
            return await work(client)

    return asyncio.run(run())


def request_of(model, columns, binary, **options):
    inputs = []
    for name, (values, datatype) in columns.items():
        sent = InferInput(name, list(values.shape), datatype)
        sent.set_data_from_numpy(values, binary_data=binary)
        inputs.append(sent)
    return InferRequest(model, inputs, **options)


def assert_same(expected, response):
    outputs = {output.name: output.as_numpy() for output in response.outputs}
    same(expected, outputs["label"], outputs["probabilities"], outputs["confidence"])


def test_health(base, model):
    assert call(lambda client: client.is_server_live(base)) is True
    assert call(lambda client: client.is_server_ready(base)) is True
    assert call(lambda client: client.is_model_ready(base, model)) is True
    assert call(lambda client: client.is_model_ready(base, "nobody")) is False


@pytest.mark.parametrize("binary_output", [None, True, False])
@pytest.mark.parametrize("binary_input", [True, False])
def test_predictions_are_those_of_predict(
    base, model, columns, expected, binary_input, binary_output
):
    outputs = None
    if binary_output is not None:
        names = ("label", "probabilities", "confidence")
        outputs = [RequestedOutput(n, {"binary_data": binary_output}) for n in names]
    request = request_of(
        model, columns, binary_input, request_id="k-1", request_outputs=outputs
    )
    response = call(lambda client: client.infer(base, request, model_name=model))
    assert_same(expected, response)
    assert response.id == "k-1"
    assert response.model_name == model


def test_all_outputs_as_binary_data(base, model, columns, expected):
    request = request_of(model, columns, True, parameters={"binary_data_output": True})
    response = call(lambda client: client.infer(base, request, model_name=model))
    assert_same(expected, response)


def test_plain_lists(base, model, rows, expected, detail):
    """As one writes them by hand: missing values are None."""
    datatypes = {"double": "FP64", "integer": "INT64", "boolean": "BOOL"}
    inputs = [
        InferInput(
            c["name"],
            [len(rows)],
            datatypes.get(c["type"], "BYTES"),
            data=[row[c["name"]] for row in rows],
        )
        for c in detail["input"]
    ]
    request = InferRequest(model, inputs)
    response = call(lambda client: client.infer(base, request, model_name=model))
    assert_same(expected, response)


def test_a_dict_is_a_request(base, model, columns, expected):
    body = request_of(model, columns, False).to_rest()[0]
    response = call(lambda client: client.infer(base, body, model_name=model))
    assert_same(expected, response)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.int32])
def test_other_datatypes(base, model, columns, numeric, dtype):
    names = {np.float16: "FP16", np.float32: "FP32", np.int32: "INT32"}
    whole = np.arange(len(columns[numeric][0])) % 100
    wanted = {**columns, numeric: (whole.astype(np.float64), "FP64")}
    sent = {**columns, numeric: (whole.astype(dtype), names[dtype])}
    answers = [
        call(lambda client, r=request_of(model, c, True): client.infer(base, r, model_name=model))
        for c in (wanted, sent)
    ]
    first, second = ([o.as_numpy().tolist() for o in answer.outputs] for answer in answers)
    assert first == second


def test_refusals_are_http_errors(base, model, columns, numeric):
    short = {**columns, numeric: (np.zeros(3), "FP64")}
    with pytest.raises(httpx.HTTPStatusError, match=f"'{numeric}': has 3 rows") as raised:
        call(lambda client: client.infer(base, request_of(model, short, True), model_name=model))
    assert raised.value.response.status_code == 400
    with pytest.raises(httpx.HTTPStatusError, match="nobody") as raised:
        call(lambda c: c.infer(base, request_of("nobody", columns, True), model_name="nobody"))
    assert raised.value.response.status_code == 404
