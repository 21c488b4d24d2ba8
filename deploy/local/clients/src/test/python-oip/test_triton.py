"""Triton's HTTP client, as it comes from PyPI."""

import ml_dtypes
import numpy as np
import pytest
import requests
import tritonclient.http as triton
from conftest import predict, same
from tritonclient.utils import InferenceServerException, np_to_triton_dtype


def inputs_of(columns, binary=True):
    inputs = []
    for name, (values, datatype) in columns.items():
        sent = triton.InferInput(name, list(values.shape), datatype)
        sent.set_data_from_numpy(values, binary_data=binary)
        inputs.append(sent)
    return inputs


def assert_same(expected, result):
    names = ("label", "probabilities", "confidence")
    same(expected, *(result.as_numpy(name) for name in names))


def test_server(client):
    assert client.is_server_live()
    assert client.is_server_ready()
    metadata = client.get_server_metadata()
    assert metadata["name"] == "grove"
    assert {"binary_tensor_data", "model_repository"} <= set(metadata["extensions"])


def test_model(client, model, detail):
    assert client.is_model_ready(model)
    assert client.is_model_ready(model, detail["version"])
    assert not client.is_model_ready(model, "999")
    assert not client.is_model_ready("nobody")
    metadata = client.get_model_metadata(model)
    assert metadata["versions"] == [detail["version"]]
    assert [i["name"] for i in metadata["inputs"]] == [c["name"] for c in detail["input"]]
    datatypes = {"double": "FP64", "integer": "INT64", "boolean": "BOOL"}
    assert [i["datatype"] for i in metadata["inputs"]] == [
        datatypes.get(c["type"], "BYTES") for c in detail["input"]
    ]
    probabilities = next(o for o in metadata["outputs"] if o["name"] == "probabilities")
    assert probabilities == {
        "name": "probabilities",
        "datatype": "FP64",
        "shape": [-1, len(detail["classes"])],
    }


@pytest.mark.parametrize("binary_output", [True, False])
@pytest.mark.parametrize("binary_input", [True, False])
def test_predictions_are_those_of_predict(
    client, model, columns, expected, binary_input, binary_output
):
    names = ("label", "probabilities", "confidence", "served_by")
    outputs = [triton.InferRequestedOutput(n, binary_data=binary_output) for n in names]
    result = client.infer(
        model, inputs_of(columns, binary_input), outputs=outputs, request_id="r 1"
    )
    assert_same(expected, result)
    answer = result.get_response()
    assert answer["id"] == "r 1"
    assert answer["model_name"] == model
    assert [o["name"] for o in answer["outputs"]] == list(names)


def test_all_outputs_come_where_none_is_named(client, model, columns, expected, detail):
    result = client.infer(model, inputs_of(columns), model_version=detail["version"])
    assert_same(expected, result)
    assert result.get_response()["model_version"] == detail["version"]
    assert result.as_numpy("raw_scores").shape[0] == len(expected)
    assert set(result.as_numpy("served_by")) == {b"model"}


@pytest.mark.parametrize("response", [None, "gzip", "deflate"])
@pytest.mark.parametrize("request_", [None, "gzip", "deflate"])
def test_bodies_may_be_compressed(client, model, columns, expected, request_, response):
    result = client.infer(
        model,
        inputs_of(columns),
        request_compression_algorithm=request_,
        response_compression_algorithm=response,
    )
    assert_same(expected, result)


def test_mixed_forms(client, model, columns, expected):
    inputs = inputs_of(columns)
    for sent, (values, _) in list(zip(inputs, columns.values()))[::2]:
        sent.set_data_from_numpy(values, binary_data=False)
    assert_same(expected, client.infer(model, inputs))


def test_columns_may_have_a_second_dimension(client, model, columns, expected):
    upright = {n: (values.reshape(-1, 1), d) for n, (values, d) in columns.items()}
    assert_same(expected, client.infer(model, inputs_of(upright)))


@pytest.mark.parametrize(
    "dtype",
    [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64]
    + [np.float16, np.float32, np.float64, np.object_, ml_dtypes.bfloat16],
)
def test_every_datatype(client, base, model, rows, columns, numeric, dtype):
    """Small whole numbers, which every datatype has."""
    numbers = [i % 100 for i in range(len(rows))]
    wanted = predict(base, model, [{**r, numeric: n} for r, n in zip(rows, numbers)])
    values = np.array([str(n) for n in numbers] if dtype is np.object_ else numbers).astype(dtype)
    changed = {**columns, numeric: (values, np_to_triton_dtype(values.dtype))}
    assert_same(wanted, client.infer(model, inputs_of(changed)))


def test_flags(client, model, columns, detail, rows, base):
    flag = next((c["name"] for c in detail["input"] if c["type"] == "boolean"), None)
    if flag is None:
        pytest.skip("The model has no column of booleans")
    flags = [i % 3 == 0 for i in range(len(rows))]
    wanted = predict(base, model, [{**r, flag: f} for r, f in zip(rows, flags)])
    changed = {**columns, flag: (np.array(flags), "BOOL")}
    for binary in (True, False):
        assert_same(wanted, client.infer(model, inputs_of(changed, binary)))


def test_large_batches(client, base, model, rows, columns):
    repeated = {n: (np.tile(values, 50), d) for n, (values, d) in columns.items()}
    result = client.infer(model, inputs_of(repeated))
    assert_same(predict(base, model, rows * 50), result)


def test_encoded_vectors(client, base, model, rows, expected):
    vectors = []
    for row in rows:
        encoded = requests.post(f"{base}/models/{model}/encode", json=row, timeout=30).json()
        vector = np.zeros(encoded["size"])
        vector[encoded["indices"]] = [np.nan if v is None else v for v in encoded["values"]]
        vectors.append(vector)
    matrix = np.array(vectors)
    assert client.get_model_metadata(model)["parameters"]["encoded_size"] == matrix.shape[1]
    for name in ("encoded", "input-0"):
        assert_same(expected, client.infer(model, inputs_of({name: (matrix, "FP64")})))
    as_json = inputs_of({"encoded": (matrix[:5], "FP64")}, binary=False)
    assert_same(expected[:5], client.infer(model, as_json))


def test_classification_extension(client, model, columns, expected):
    output = triton.InferRequestedOutput("probabilities", class_count=2)
    result = client.infer(model, inputs_of(columns), outputs=[output]).as_numpy("probabilities")
    assert result.shape == (len(expected), 2)
    for row, wanted in zip(result, expected):
        value, index, label = row[0].decode().split(":", 2)
        assert float(value) == wanted["confidence"]
        assert label == wanted["label"]
        assert list(wanted["probabilities"])[int(index)] == label


def test_requests_at_the_same_time(base, model, columns, expected):
    with triton.InferenceServerClient(base.removeprefix("http://"), concurrency=8) as client:
        waiting = [client.async_infer(model, inputs_of(columns)) for _ in range(40)]
        for each in waiting:
            assert_same(expected, each.get_result())


def fails(client, status, words, *arguments, **options):
    with pytest.raises(InferenceServerException) as raised:
        client.infer(*arguments, **options)
    assert raised.value.status() == str(status)
    assert words in raised.value.message()


def test_refusals_name_the_tensor(client, model, columns, numeric):
    others = {n: c for n, c in columns.items() if n != numeric}
    length = len(columns[numeric][0])
    fails(client, 404, "nobody", "nobody", inputs_of(columns))
    fails(client, 404, "999", model, inputs_of(columns), model_version="999")
    fails(client, 400, f"'{numeric}'", model, inputs_of(others))
    text = np.array(["cheap"] * length, dtype=np.object_)
    cheap = inputs_of({**others, numeric: (text, "BYTES")})
    fails(client, 400, f"'{numeric}', row 0: 'cheap'", model, cheap)
    short = inputs_of({**others, numeric: (np.zeros(length + 1), "FP64")})
    fails(client, 400, f"{length + 1} rows", model, short)
    extra = inputs_of({**columns, "colour": (np.zeros(length), "FP64")})
    fails(client, 400, "'colour'", model, extra)
    outputs = [triton.InferRequestedOutput("labels")]
    fails(client, 400, "'labels'", model, inputs_of(columns), outputs=outputs)


def test_repository(client, model, detail, columns, expected):
    def entry():
        return next(e for e in client.get_model_repository_index() if e["name"] == model)

    assert (entry()["state"], entry()["version"]) == ("READY", detail["version"])
    try:
        client.unload_model(model)
        assert entry()["state"] == "UNAVAILABLE"
        assert not client.is_model_ready(model)
        fails(client, 503, "unloaded", model, inputs_of(columns))
    finally:
        client.load_model(model)
    assert entry()["state"] == "READY"
    assert client.is_model_ready(model)
    assert_same(expected, client.infer(model, inputs_of(columns)))
    with pytest.raises(InferenceServerException):
        client.load_model("nobody")
    with pytest.raises(InferenceServerException, match="registry"):
        client.load_model(model, config="{}")
