#!/usr/bin/env python3
"""Asks MLflow's own server and Grove's registry the same, and shows where their answers differ.

    mlflow server --backend-store-uri sqlite:////tmp/mlflow.db --port 5001   # fresh stores, both
    registry-service/src/test/mlflow/compare.py http://127.0.0.1:5001 http://127.0.0.1:5000

Each case is a request and what its answer gives to later ones. Ids, times and made-up names are
made the same before the answers are compared. Differences that are meant are listed in KNOWN with
their reason; any other one is shown, and then the exit status is 1.
"""

import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

API = "/api/2.0/mlflow/"
DOCS = " See the API docs for more information about request parameters."
CASES = []


def case(name, method, path, body=None, raw=None, **captures):
    CASES.append((name, method, path, body, raw, captures))


def post(name, path, body, **captures):
    case(name, "POST", path, body, **captures)


def get(label, where, **query):
    captures = query.pop("captures", {})
    case(label, "GET", where + "?" + urllib.parse.urlencode(query, doseq=True), **captures)


def experiments():
    post("experiment", "experiments/create", {"name": "one"}, exp="experiment_id")
    post("experiment again", "experiments/create", {"name": "one"})
    post("experiment with tags", "experiments/create",
         {"name": "two", "tags": [{"key": "a", "value": "b"}]}, exp2="experiment_id")
    post("experiment at its own place", "experiments/create",
         {"name": "own", "artifact_location": "s3://bucket/x"}, exp3="experiment_id")
    post("experiment without a name", "experiments/create", {})
    post("experiment with an empty name", "experiments/create", {"name": ""})
    post("experiment with a number as name", "experiments/create", {"name": 5})
    post("experiment with a list as name", "experiments/create", {"name": ["x"]})
    post("experiment with a long name", "experiments/create", {"name": "x" * 501})
    post("experiment with the longest name", "experiments/create", {"name": "y" * 500}, exp4="experiment_id")
    post("experiment with tags that are no list", "experiments/create", {"name": "t", "tags": "x"})
    post("experiment with a tag of a long value", "experiments/create",
         {"name": "t", "tags": [{"key": "a", "value": "x" * 20_001}]})
    post("experiment with a fragment in its place", "experiments/create",
         {"name": "f", "artifact_location": "s3://b/x#y"})
    get("get experiment", "experiments/get", experiment_id="{exp}")
    get("get experiment 0", "experiments/get", experiment_id="0")
    get("get experiment with tags", "experiments/get", experiment_id="{exp2}")
    get("get experiment without id", "experiments/get")
    get("get experiment with an empty id", "experiments/get", experiment_id="")
    get("get no experiment", "experiments/get", experiment_id="99999")
    get("get experiment by no number", "experiments/get", experiment_id="abc")
    get("get experiment by a negative number", "experiments/get", experiment_id="-1")
    get("get experiment by a huge number", "experiments/get", experiment_id="9" * 30)
    get("get experiment by a padded number", "experiments/get", experiment_id=" 0 ")
    get("get experiment by name", "experiments/get-by-name", experiment_name="one")
    get("get experiment by no name", "experiments/get-by-name", experiment_name="none")
    get("get experiment by name without one", "experiments/get-by-name")
    post("rename", "experiments/update", {"experiment_id": "{exp}", "new_name": "uno"})
    post("rename to a name that is there", "experiments/update",
         {"experiment_id": "{exp}", "new_name": "two"})
    post("rename to nothing", "experiments/update", {"experiment_id": "{exp}"})
    post("rename to an empty name", "experiments/update", {"experiment_id": "{exp}", "new_name": ""})
    post("rename no experiment", "experiments/update", {"experiment_id": "9999", "new_name": "x"})
    post("rename without id", "experiments/update", {"new_name": "x"})
    post("rename to a long name", "experiments/update",
         {"experiment_id": "{exp}", "new_name": "x" * 501})
    post("set experiment tag", "experiments/set-experiment-tag",
         {"experiment_id": "{exp}", "key": "k", "value": "v"})
    post("set experiment tag without value", "experiments/set-experiment-tag",
         {"experiment_id": "{exp}", "key": "e"})
    post("set experiment tag without key", "experiments/set-experiment-tag",
         {"experiment_id": "{exp}", "value": "v"})
    post("set experiment tag with a bad key", "experiments/set-experiment-tag",
         {"experiment_id": "{exp}", "key": "a$b", "value": "v"})
    post("set experiment tag with a climbing key", "experiments/set-experiment-tag",
         {"experiment_id": "{exp}", "key": "../b", "value": "v"})
    post("set experiment tag with a long key", "experiments/set-experiment-tag",
         {"experiment_id": "{exp}", "key": "k" * 251, "value": "v"})
    post("set experiment tag with a long value", "experiments/set-experiment-tag",
         {"experiment_id": "{exp}", "key": "k", "value": "v" * 20_001})
    post("set tag of no experiment", "experiments/set-experiment-tag",
         {"experiment_id": "9999", "key": "k", "value": "v"})
    post("set experiment tag to a number", "experiments/set-experiment-tag",
         {"experiment_id": "{exp}", "key": "k", "value": 5})
    get("experiment has tags", "experiments/get", experiment_id="{exp}")
    post("delete experiment tag", "experiments/delete-experiment-tag",
         {"experiment_id": "{exp}", "key": "k"})
    post("delete experiment tag again", "experiments/delete-experiment-tag",
         {"experiment_id": "{exp}", "key": "k"})
    post("delete experiment tag without key", "experiments/delete-experiment-tag",
         {"experiment_id": "{exp}"})
    post("delete tag of no experiment", "experiments/delete-experiment-tag",
         {"experiment_id": "9999", "key": "k"})
    post("search experiments", "experiments/search", {"max_results": 2})
    post("search all experiments", "experiments/search", {"max_results": 50, "view_type": "ALL"})
    post("search experiments by number of view", "experiments/search",
         {"max_results": 50, "view_type": 3})
    get("search experiments by query", "experiments/search", max_results=2)
    post("search no experiments", "experiments/search", {"max_results": 0})
    post("search too many experiments", "experiments/search", {"max_results": 50_001})
    post("search experiments with a bad view", "experiments/search",
         {"max_results": 5, "view_type": "SOME"})


def bin_of_experiments():
    post("experiment for the bin", "experiments/create", {"name": "bin"}, bin="experiment_id")
    post("run for the bin", "runs/create", {"experiment_id": "{bin}", "start_time": 5},
         binrun="run.info.run_id")
    post("delete experiment", "experiments/delete", {"experiment_id": "{bin}"})
    post("delete experiment again", "experiments/delete", {"experiment_id": "{bin}"})
    get("deleted experiment", "experiments/get", experiment_id="{bin}")
    get("deleted experiment by name", "experiments/get-by-name", experiment_name="bin")
    get("run of a deleted experiment", "runs/get", run_id="{binrun}")
    post("run in a deleted experiment", "runs/create", {"experiment_id": "{bin}", "start_time": 5})
    post("rename deleted experiment", "experiments/update",
         {"experiment_id": "{bin}", "new_name": "x"})
    post("tag deleted experiment", "experiments/set-experiment-tag",
         {"experiment_id": "{bin}", "key": "k", "value": "v"})
    post("untag deleted experiment", "experiments/delete-experiment-tag",
         {"experiment_id": "{bin}", "key": "k"})
    post("name of a deleted experiment", "experiments/create", {"name": "bin"})
    post("logged model in a deleted experiment", "logged-models", {"experiment_id": "{bin}"})
    post("search deleted experiments", "experiments/search",
         {"max_results": 5, "view_type": "DELETED_ONLY"})
    post("restore experiment", "experiments/restore", {"experiment_id": "{bin}"})
    post("restore experiment again", "experiments/restore", {"experiment_id": "{bin}"})
    get("run of a restored experiment", "runs/get", run_id="{binrun}")
    post("delete no experiment", "experiments/delete", {"experiment_id": "9999"})
    post("delete experiment without id", "experiments/delete", {})
    post("delete experiment by no number", "experiments/delete", {"experiment_id": "x"})
    post("restore no experiment", "experiments/restore", {"experiment_id": "9999"})


def runs():
    post("run", "runs/create",
         {"experiment_id": "{exp}", "start_time": 17, "user_id": "me", "run_name": "first",
          "tags": [{"key": "t", "value": "1"}]}, run="run.info.run_id")
    post("run in camel case", "runs/create",
         {"experimentId": "{exp}", "startTime": "18", "runName": "second"}, run2="run.info.run_id")
    post("run without a name", "runs/create", {"experiment_id": "{exp}", "start_time": 19})
    post("run without an experiment", "runs/create", {"start_time": 1})
    post("run named by a tag", "runs/create",
         {"experiment_id": "{exp}", "start_time": 20,
          "tags": [{"key": "mlflow.runName", "value": "tagged"}]})
    post("run with two names", "runs/create",
         {"experiment_id": "{exp}", "run_name": "a",
          "tags": [{"key": "mlflow.runName", "value": "b"}]})
    post("run in no experiment", "runs/create", {"experiment_id": "9999"})
    post("run in an experiment of no number", "runs/create", {"experiment_id": "x"})
    post("run with a number as experiment", "runs/create", {"experiment_id": 0, "start_time": 1})
    post("run that starts badly", "runs/create", {"experiment_id": "{exp}", "start_time": "soon"})
    post("run with both spellings", "runs/create", {"experiment_id": "0", "experimentId": "0"})
    post("run with a field of the future", "runs/create",
         {"experiment_id": "{exp2}", "start_time": 3, "future": {"a": [1]}})
    get("get run", "runs/get", run_id="{run}")
    get("get run by its old name", "runs/get", run_uuid="{run}")
    get("get no run", "runs/get", run_id="0" * 32)
    get("get run without id", "runs/get")
    get("get run by a bad id", "runs/get", run_id="../x")
    post("finish run", "runs/update", {"run_id": "{run2}", "status": "FINISHED", "end_time": 99})
    post("fail run by number", "runs/update", {"run_id": "{run2}", "status": 4})
    post("rename run", "runs/update", {"run_id": "{run2}", "run_name": "zwei"})
    post("update run with nothing", "runs/update", {"run_id": "{run2}"})
    post("update run by its old name", "runs/update", {"run_uuid": "{run2}", "end_time": "100"})
    post("update no run", "runs/update", {"run_id": "none", "status": "FAILED"})
    post("update run to a bad status", "runs/update", {"run_id": "{run2}", "status": "LOST"})
    post("update run to a bad end", "runs/update", {"run_id": "{run2}", "end_time": "x"})
    post("update run without id", "runs/update", {"status": "FAILED"})
    get("updated run", "runs/get", run_id="{run2}")
    post("search runs", "runs/search", {"experiment_ids": ["{exp}"], "max_results": 2})
    post("search runs of no experiment", "runs/search", {"experiment_ids": ["9999"]})
    post("search runs of none", "runs/search", {"experiment_ids": []})
    post("search too many runs", "runs/search", {"experiment_ids": ["0"], "max_results": 50_001})
    post("search runs of a bad list", "runs/search", {"experiment_ids": "0"})
    post("search all runs", "runs/search",
         {"experiment_ids": ["{exp2}"], "run_view_type": "ALL"})
    post("delete run", "runs/delete", {"run_id": "{run2}"})
    post("delete run again", "runs/delete", {"run_id": "{run2}"})
    get("deleted run", "runs/get", run_id="{run2}")
    post("update deleted run", "runs/update", {"run_id": "{run2}", "status": "FAILED"})
    post("tag deleted run", "runs/set-tag", {"run_id": "{run2}", "key": "a", "value": "b"})
    post("log to deleted run", "runs/log-metric",
         {"run_id": "{run2}", "key": "a", "value": 1, "timestamp": 1})
    post("batch to deleted run", "runs/log-batch",
         {"run_id": "{run2}", "params": [{"key": "a", "value": "1"}]})
    post("param to deleted run", "runs/log-parameter",
         {"run_id": "{run2}", "key": "a", "value": "b"})
    post("search deleted runs", "runs/search",
         {"experiment_ids": ["{exp}"], "run_view_type": "DELETED_ONLY"})
    post("restore run", "runs/restore", {"run_id": "{run2}"})
    post("restore run again", "runs/restore", {"run_id": "{run2}"})
    post("delete no run", "runs/delete", {"run_id": "none"})
    post("delete run without id", "runs/delete", {})
    post("restore no run", "runs/restore", {"run_id": "none"})
    post("set tag", "runs/set-tag", {"run_id": "{run}", "key": "a", "value": "b"})
    post("set tag without value", "runs/set-tag", {"run_id": "{run}", "key": "e"})
    post("set tag without key", "runs/set-tag", {"run_id": "{run}", "value": "b"})
    post("set tag with a bad key", "runs/set-tag", {"run_id": "{run}", "key": "a$", "value": "b"})
    post("set tag with a long key", "runs/set-tag",
         {"run_id": "{run}", "key": "k" * 251, "value": "b"})
    post("set tag to a number", "runs/set-tag", {"run_id": "{run}", "key": "a", "value": 5})
    post("set the name's tag", "runs/set-tag",
         {"run_id": "{run}", "key": "mlflow.runName", "value": "primus"})
    post("set tag of no run", "runs/set-tag", {"run_id": "none", "key": "a", "value": "b"})
    post("delete tag", "runs/delete-tag", {"run_id": "{run}", "key": "a"})
    post("delete tag again", "runs/delete-tag", {"run_id": "{run}", "key": "a"})
    post("delete tag without key", "runs/delete-tag", {"run_id": "{run}"})
    post("delete tag of no run", "runs/delete-tag", {"run_id": "none", "key": "a"})
    get("run with tags", "runs/get", run_id="{run}")


def metrics():
    post("run for metrics", "runs/create",
         {"experiment_id": "{exp2}", "start_time": 1, "run_name": "m"}, mrun="run.info.run_id")
    post("log metric", "runs/log-metric",
         {"run_id": "{mrun}", "key": "a", "value": 1.5, "timestamp": 1, "step": 1})
    post("log metric again", "runs/log-metric",
         {"run_id": "{mrun}", "key": "a", "value": 1.5, "timestamp": 1, "step": 1})
    post("log metric as texts", "runs/log-metric",
         {"run_id": "{mrun}", "key": "a", "value": "2.5", "timestamp": "2", "step": "2"})
    post("log zero", "runs/log-metric",
         {"run_id": "{mrun}", "key": "zero", "value": 0, "timestamp": 0, "step": 0})
    for value in ("NaN", "Infinity", "-Infinity"):
        post(f"log {value}", "runs/log-metric",
             {"run_id": "{mrun}", "key": value, "value": value, "timestamp": 1})
    post("log metric without value", "runs/log-metric",
         {"run_id": "{mrun}", "key": "a", "timestamp": 1})
    post("log metric without key", "runs/log-metric",
         {"run_id": "{mrun}", "value": 1, "timestamp": 1})
    post("log metric without time", "runs/log-metric", {"run_id": "{mrun}", "key": "a", "value": 1})
    post("log metric with a word as value", "runs/log-metric",
         {"run_id": "{mrun}", "key": "a", "value": "one", "timestamp": 1})
    post("log metric with a word as time", "runs/log-metric",
         {"run_id": "{mrun}", "key": "a", "value": 1, "timestamp": "now"})
    post("log metric before time", "runs/log-metric",
         {"run_id": "{mrun}", "key": "a", "value": 1, "timestamp": -1})
    post("log metric with a negative step", "runs/log-metric",
         {"run_id": "{mrun}", "key": "neg", "value": 1, "timestamp": 1, "step": -5})
    post("log metric with a bad key", "runs/log-metric",
         {"run_id": "{mrun}", "key": "a$", "value": 1, "timestamp": 1})
    post("log metric with an absolute key", "runs/log-metric",
         {"run_id": "{mrun}", "key": "/a", "value": 1, "timestamp": 1})
    post("log metric with a colon", "runs/log-metric",
         {"run_id": "{mrun}", "key": "a:b c/d", "value": 1, "timestamp": 1})
    post("log metric with a letter from elsewhere", "runs/log-metric",
         {"run_id": "{mrun}", "key": "größe", "value": 1, "timestamp": 1})
    post("log metric with a long key", "runs/log-metric",
         {"run_id": "{mrun}", "key": "k" * 251, "value": 1, "timestamp": 1})
    post("log metric of no run", "runs/log-metric",
         {"run_id": "none", "key": "a", "value": 1, "timestamp": 1})
    post("log metric without run", "runs/log-metric", {"key": "a", "value": 1, "timestamp": 1})
    post("log metric by the run's old name", "runs/log-metric",
         {"run_uuid": "{mrun}", "key": "old", "value": 1, "timestamp": 1})
    post("log parameter", "runs/log-parameter", {"run_id": "{mrun}", "key": "p", "value": "1"})
    post("log parameter again", "runs/log-parameter",
         {"run_id": "{mrun}", "key": "p", "value": "1"})
    post("change parameter", "runs/log-parameter", {"run_id": "{mrun}", "key": "p", "value": "2"})
    post("log parameter without value", "runs/log-parameter", {"run_id": "{mrun}", "key": "q"})
    post("log parameter without key", "runs/log-parameter", {"run_id": "{mrun}", "value": "1"})
    post("log parameter as number", "runs/log-parameter",
         {"run_id": "{mrun}", "key": "n", "value": 5})
    post("log parameter with a bad key", "runs/log-parameter",
         {"run_id": "{mrun}", "key": "", "value": "5"})
    post("log parameter that is too long", "runs/log-parameter",
         {"run_id": "{mrun}", "key": "long", "value": "x" * 6_001})
    point = {"key": "b", "value": 1, "timestamp": 1, "step": 0}
    post("log batch", "runs/log-batch",
         {"run_id": "{mrun}",
          "metrics": [point, point, {**point, "value": 3, "step": 2}, {**point, "step": 1}],
          "params": [{"key": "bp", "value": "1"}], "tags": [{"key": "bt", "value": "1"}]})
    post("log batch again", "runs/log-batch",
         {"run_id": "{mrun}", "metrics": [point], "params": [{"key": "bp", "value": "1"}]})
    post("log empty batch", "runs/log-batch", {"run_id": "{mrun}"})
    post("log batch without run", "runs/log-batch", {"metrics": [point]})
    post("log batch to no run", "runs/log-batch", {"run_id": "none", "metrics": [point]})
    post("log batch with a bad run", "runs/log-batch", {"run_id": "a/b", "metrics": [point]})
    post("change parameter in a batch", "runs/log-batch",
         {"run_id": "{mrun}", "params": [{"key": "bp", "value": "2"}]})
    post("parameter twice in a batch", "runs/log-batch",
         {"run_id": "{mrun}", "params": [{"key": "d", "value": "2"}, {"key": "d", "value": "2"}]})
    post("tag twice in a batch", "runs/log-batch",
         {"run_id": "{mrun}", "tags": [{"key": "d", "value": "2"}, {"key": "d", "value": "3"}]})
    for missing in ("key", "value", "timestamp"):
        post(f"batch with a metric without {missing}", "runs/log-batch",
             {"run_id": "{mrun}", "metrics": [{k: v for k, v in point.items() if k != missing}]})
    post("batch with a parameter without key", "runs/log-batch",
         {"run_id": "{mrun}", "params": [{"value": "2"}]})
    post("batch with a tag without key", "runs/log-batch",
         {"run_id": "{mrun}", "tags": [{"value": "2"}]})
    post("batch with metrics that are no list", "runs/log-batch",
         {"run_id": "{mrun}", "metrics": "x"})
    post("batch with a bad metric name", "runs/log-batch",
         {"run_id": "{mrun}", "metrics": [point, {**point, "key": "../x"}]})
    post("batch with too many metrics", "runs/log-batch",
         {"run_id": "{mrun}", "metrics": [{**point, "step": i} for i in range(1_001)]})
    post("batch with too many parameters", "runs/log-batch",
         {"run_id": "{mrun}", "params": [{"key": f"p{i}", "value": "1"} for i in range(101)]})
    post("batch with too many tags", "runs/log-batch",
         {"run_id": "{mrun}", "tags": [{"key": f"p{i}", "value": "1"} for i in range(101)]})
    post("batch with too much", "runs/log-batch",
         {"run_id": "{mrun}", "metrics": [{**point, "step": i} for i in range(1_000)],
          "tags": [{"key": "one", "value": "more"}]})
    post("batch of the greatest size", "runs/log-batch",
         {"run_id": "{mrun}",
          "metrics": [{"key": f"m{i % 10}", "value": i, "timestamp": i, "step": i}
                      for i in range(1_000)]})
    get("run with metrics", "runs/get", run_id="{mrun}")
    get("history", "metrics/get-history", run_id="{mrun}", metric_key="a")
    get("history of NaN", "metrics/get-history", run_id="{mrun}", metric_key="NaN")
    get("page of a history", "metrics/get-history", run_id="{mrun}", metric_key="m1", max_results=3)
    get("history of no metric", "metrics/get-history", run_id="{mrun}", metric_key="none")
    get("history of no run", "metrics/get-history", run_id="none", metric_key="a")
    get("history without key", "metrics/get-history", run_id="{mrun}")
    get("history without run", "metrics/get-history", metric_key="a")
    get("history of no size", "metrics/get-history", run_id="{mrun}", metric_key="a", max_results=0)
    get("history of a bad size", "metrics/get-history",
        run_id="{mrun}", metric_key="a", max_results="x")
    get("interval", "metrics/get-history-bulk-interval", run_ids="{mrun}", metric_key="m3")
    for most in (1, 2, 7, 50, 99, 100, 101):
        get(f"interval of {most}", "metrics/get-history-bulk-interval",
            run_ids="{mrun}", metric_key="m3", max_results=most)
    get("interval between steps", "metrics/get-history-bulk-interval",
        run_ids=["{mrun}", "{run}", "{mrun}"], metric_key="m3", start_step=103, end_step=303,
        max_results=5)
    get("interval with one end", "metrics/get-history-bulk-interval",
        run_ids="{mrun}", metric_key="m3", start_step=3)
    get("interval the wrong way", "metrics/get-history-bulk-interval",
        run_ids="{mrun}", metric_key="m3", start_step=3, end_step=2)
    get("interval without run", "metrics/get-history-bulk-interval", metric_key="m3")
    get("interval without key", "metrics/get-history-bulk-interval", run_ids="{mrun}")
    get("interval of no run", "metrics/get-history-bulk-interval", run_ids="none", metric_key="m3")
    get("interval of no size", "metrics/get-history-bulk-interval",
        run_ids="{mrun}", metric_key="m3", max_results=0)
    get("interval of a great size", "metrics/get-history-bulk-interval",
        run_ids="{mrun}", metric_key="m3", max_results=2501)
    get("interval of too many runs", "metrics/get-history-bulk-interval",
        run_ids=["{mrun}"] * 101, metric_key="m3")
    bulk = "/ajax-api/2.0/mlflow/metrics/get-history-bulk"
    get("bulk", bulk, run_id=["{mrun}", "{run}"], metric_key="m3", max_results=5)
    get("bulk of no run", bulk, run_id="none", metric_key="m3")
    get("bulk without run", bulk, metric_key="m3")
    get("bulk without key", bulk, run_id="{mrun}")
    get("bulk of too many", bulk, run_id=["{mrun}"] * 101, metric_key="m3")


def inputs():
    post("run for inputs", "runs/create",
         {"experiment_id": "{exp}", "start_time": 1, "run_name": "i"}, irun="run.info.run_id")
    dataset = {"name": "d", "digest": "1", "source_type": "local", "source": "s"}
    context = [{"key": "mlflow.data.context", "value": "training"}]
    post("log input", "runs/log-inputs",
         {"run_id": "{irun}", "datasets": [{"dataset": dataset, "tags": context}]})
    post("log input again", "runs/log-inputs",
         {"run_id": "{irun}", "datasets": [{"dataset": {**dataset, "source": "x"}, "tags": []}]})
    post("log input with all fields", "runs/log-inputs",
         {"run_id": "{irun}",
          "datasets": [{"dataset": {**dataset, "name": "full", "schema": "sc", "profile": "pr"}}]})
    post("log no inputs", "runs/log-inputs", {"run_id": "{irun}"})
    post("log input of no run", "runs/log-inputs",
         {"run_id": "none", "datasets": [{"dataset": dataset}]})
    post("log input of a bad run", "runs/log-inputs",
         {"run_id": "../x", "datasets": [{"dataset": dataset}]})
    post("log input without run", "runs/log-inputs", {"datasets": [{"dataset": dataset}]})
    post("log input that is no list", "runs/log-inputs", {"run_id": "{irun}", "datasets": "x"})
    post("log input with a long name", "runs/log-inputs",
         {"run_id": "{irun}", "datasets": [{"dataset": {**dataset, "name": "x" * 501}}]})
    post("log input with a long digest", "runs/log-inputs",
         {"run_id": "{irun}", "datasets": [{"dataset": {**dataset, "digest": "x" * 37}}]})
    post("log input with a long source", "runs/log-inputs",
         {"run_id": "{irun}", "datasets": [{"dataset": {**dataset, "source": "x" * 65_536}}]})
    post("log input with a long schema", "runs/log-inputs",
         {"run_id": "{irun}", "datasets": [{"dataset": {**dataset, "schema": "x" * 1_048_576}}]})
    post("log input with a long tag", "runs/log-inputs",
         {"run_id": "{irun}",
          "datasets": [{"dataset": dataset, "tags": [{"key": "x" * 256, "value": "v"}]}]})
    post("log input with a long value", "runs/log-inputs",
         {"run_id": "{irun}",
          "datasets": [{"dataset": dataset, "tags": [{"key": "k", "value": "v" * 501}]}]})
    post("log model input", "runs/log-inputs",
         {"run_id": "{irun}", "models": [{"model_id": "m-1"}]})
    post("log model input again", "runs/log-inputs",
         {"run_id": "{irun}", "models": [{"model_id": "m-1"}]})
    post("log output", "runs/outputs",
         {"run_id": "{irun}", "models": [{"model_id": "m-1", "step": 3}]})
    post("log output again", "runs/outputs",
         {"run_id": "{irun}", "models": [{"model_id": "m-1", "step": 3}]})
    post("log no outputs", "runs/outputs", {"run_id": "{irun}"})
    post("log empty outputs", "runs/outputs", {"run_id": "{irun}", "models": []})
    post("log output of no run", "runs/outputs",
         {"run_id": "none", "models": [{"model_id": "m-1"}]})
    get("run with inputs", "runs/get", run_id="{irun}")
    post("search run with inputs", "runs/search",
         {"experiment_ids": ["{exp}"], "max_results": 20})
    datasets = "/ajax-api/2.0/mlflow/experiments/search-datasets"
    post("search datasets", datasets, {"experiment_ids": ["{exp}"]})
    post("search datasets of none", datasets, {"experiment_ids": []})
    post("search datasets of too many", datasets, {"experiment_ids": ["1"] * 21})
    post("search datasets of no number", datasets, {"experiment_ids": ["x"]})
    model = {"artifact_path": "model", "flavors": {"python_function": {"env": "e", "config": {}}},
             "utc_time_created": "2024-01-01 00:00:00.000000", "run_id": "r", "model_uuid": "u"}
    post("log model", "runs/log-model", {"run_id": "{irun}", "model_json": json.dumps(model)})
    post("log model again", "runs/log-model", {"run_id": "{irun}", "model_json": json.dumps(model)})
    post("log bad model", "runs/log-model", {"run_id": "{irun}", "model_json": "{"})
    post("log empty model", "runs/log-model", {"run_id": "{irun}", "model_json": "{}"})
    post("log no model", "runs/log-model", {"run_id": "{irun}"})
    post("log model of no run", "runs/log-model",
         {"run_id": "none", "model_json": json.dumps(model)})
    get("run with a model's tag", "runs/get", run_id="{irun}")


def logged_models():
    post("run for a logged model", "runs/create",
         {"experiment_id": "{exp}", "start_time": 1, "run_name": "l"}, lrun="run.info.run_id")
    post("logged model", "logged-models",
         {"experiment_id": "{exp}", "name": "lm", "model_type": "t", "source_run_id": "{lrun}",
          "params": [{"key": "p", "value": "1"}], "tags": [{"key": "t", "value": "1"}]},
         lm="model.info.model_id")
    post("logged model without a name", "logged-models", {"experiment_id": "{exp}"},
         lm2="model.info.model_id")
    post("logged model without experiment", "logged-models", {"name": "x"})
    post("logged model in no experiment", "logged-models", {"experiment_id": "9999"})
    post("logged model in an experiment of no number", "logged-models", {"experiment_id": "x"})
    for bad in ("a/b", "a.b", "a:b", "a%b", 'a"b'):
        post(f"logged model named {bad}", "logged-models", {"experiment_id": "{exp}", "name": bad})
    post("logged model with a number as name", "logged-models",
         {"experiment_id": "{exp}", "name": 5})
    get("get logged model", "logged-models/{lm}")
    get("get no logged model", "logged-models/m-" + "0" * 32)
    get("get logged model by a bad id", "logged-models/none")
    for status in (2, "LOGGED_MODEL_UPLOAD_FAILED", "LOGGED_MODEL_READY"):
        case(f"finalize {status}", "PATCH", "logged-models/{lm}",
             {"model_id": "{lm}", "status": status})
    case("finalize without status", "PATCH", "logged-models/{lm}", {"model_id": "{lm}"})
    case("finalize without id", "PATCH", "logged-models/{lm}", {"status": 2})
    case("finalize no logged model", "PATCH", "logged-models/none",
         {"model_id": "none", "status": 2})
    case("set model tags", "PATCH", "logged-models/{lm}/tags",
         {"model_id": "{lm}", "tags": [{"key": "t", "value": "2"}, {"key": "u", "value": "3"}]})
    case("set no model tags", "PATCH", "logged-models/{lm}/tags", {"model_id": "{lm}"})
    case("set tags of no model", "PATCH", "logged-models/none/tags",
         {"model_id": "none", "tags": [{"key": "t", "value": "2"}]})
    case("set model tags that are no list", "PATCH", "logged-models/{lm}/tags",
         {"model_id": "{lm}", "tags": "x"})
    case("delete model tag", "DELETE", "logged-models/{lm}/tags/u")
    case("delete model tag again", "DELETE", "logged-models/{lm}/tags/u")
    case("delete tag of no model", "DELETE", "logged-models/none/tags/u")
    post("log model params", "logged-models/{lm}/params",
         {"model_id": "{lm}", "params": [{"key": "q", "value": "2"}]})
    post("change model params", "logged-models/{lm}/params",
         {"model_id": "{lm}", "params": [{"key": "q", "value": "3"}]})
    post("log model params without id", "logged-models/{lm}/params", {"params": []})
    post("log params of no model", "logged-models/none/params",
         {"model_id": "none", "params": [{"key": "q", "value": "2"}]})
    post("model metrics", "runs/log-batch",
         {"run_id": "{lrun}",
          "metrics": [{"key": "auc", "value": 0.5, "timestamp": 3, "step": 1, "model_id": "{lm}",
                       "dataset_name": "d", "dataset_digest": "1"},
                      {"key": "loss", "value": 1, "timestamp": 3, "model_id": "{lm}"}]})
    post("model metrics again", "runs/log-batch",
         {"run_id": "{lrun}",
          "metrics": [{"key": "loss", "value": 1, "timestamp": 3, "model_id": "{lm}"}]})
    post("single model metric", "runs/log-metric",
         {"run_id": "{lrun}", "key": "single", "value": 1, "timestamp": 3, "model_id": "{lm}"})
    post("metrics of no model", "runs/log-batch",
         {"run_id": "{lrun}",
          "metrics": [{"key": "loss", "value": 1, "timestamp": 3, "model_id": "m-0"}]})
    get("model with metrics", "logged-models/{lm}")
    get("run with model metrics", "runs/get", run_id="{lrun}")
    get("files of a logged model", "logged-models/{lm}/artifacts/directories")
    get("files of no logged model", "logged-models/none/artifacts/directories")
    get("files above a logged model", "logged-models/{lm}/artifacts/directories",
        artifact_directory_path="../x")
    post("search logged models", "logged-models/search", {"experiment_ids": ["{exp}"]})
    post("search logged models page", "logged-models/search",
         {"experiment_ids": ["{exp}"], "max_results": 1})
    post("search logged models without experiment", "logged-models/search", {})
    post("search logged models of no experiment", "logged-models/search",
         {"experiment_ids": ["9999"]})
    post("output is the logged model", "runs/outputs",
         {"run_id": "{lrun}", "models": [{"model_id": "{lm}", "step": 1}]})
    get("run with an output", "runs/get", run_id="{lrun}")
    post("registered model", "registered-models/create", {"name": "reg"})
    post("version of a logged model", "model-versions/create",
         {"name": "reg", "source": "models:/{lm}", "model_id": "{lm}"})
    post("version of a logged model without its id", "model-versions/create",
         {"name": "reg", "source": "models:/{lm}"})
    post("version of another logged model", "model-versions/create",
         {"name": "reg", "source": "models:/{lm}", "model_id": "{lm2}"})
    post("version of a run with a model's id", "model-versions/create",
         {"name": "reg", "source": "runs:/{lrun}/model", "model_id": "{lm}"})
    get("version's place", "model-versions/get-download-uri", name="reg", version="1")
    get("model with a version", "logged-models/{lm}")
    case("delete logged model", "DELETE", "logged-models/{lm2}")
    case("delete logged model again", "DELETE", "logged-models/{lm2}")
    case("delete no logged model", "DELETE", "logged-models/none")
    get("deleted logged model", "logged-models/{lm2}")
    get("deleted logged model all the same", "logged-models/{lm2}", allow_deleted="true")


def protocol():
    get("server info", "/api/3.0/mlflow/server-info")
    get("health", "/health")
    get("ajax prefix", "/ajax-api/2.0/mlflow/experiments/get", experiment_id="0")
    case("broken JSON", "POST", "runs/create", raw=b"{")
    case("no body", "POST", "experiments/create", raw=b"")
    case("a list as body", "POST", "experiments/create", raw=b"[]")
    case("a body encoded twice", "POST", "experiments/create",
         raw=json.dumps(json.dumps({"name": "twice"})).encode(), exp5="experiment_id")
    case("a null as name", "POST", "experiments/create", raw=b'{"name": null}')
    case("wrong method", "GET", "runs/create")
    get("unknown path", "nothing")
    get("files of a run", "artifacts/list", run_id="{run}")
    get("files of no run", "artifacts/list", run_id="none")
    get("files without run", "artifacts/list")
    get("files above a run", "artifacts/list", run_id="{run}", path="../x")


def oddities():
    """What would leave something behind in one of the servers, in places of their own."""
    post("experiment for oddities", "experiments/create", {"name": "odd"}, oexp="experiment_id")
    post("run for oddities", "runs/create",
         {"experiment_id": "{oexp}", "start_time": 1, "run_name": "o"}, orun="run.info.run_id")
    post("logged model for oddities", "logged-models", {"experiment_id": "{oexp}", "name": "o"},
         olm="model.info.model_id")
    post("experiment in a local file", "experiments/create",
         {"name": "l", "artifact_location": "file:///etc"})
    post("experiment that climbs", "experiments/create",
         {"name": "c", "artifact_location": "mlflow-artifacts:/../x"})
    post("log metric with a truth as value", "runs/log-metric",
         {"run_id": "{orun}", "key": "a", "value": True, "timestamp": 1})
    post("log metric with a fraction as step", "runs/log-metric",
         {"run_id": "{orun}", "key": "a", "value": 1, "timestamp": 1, "step": 1.5})
    post("log input without a name", "runs/log-inputs",
         {"run_id": "{orun}", "datasets": [{"dataset": {"digest": "1"}}]})
    case("finalize to a word", "PATCH", "logged-models/{olm}",
         {"model_id": "{olm}", "status": "GONE"})
    post("run without a start", "runs/create", {"experiment_id": "{oexp}"})


for group in (experiments, bin_of_experiments, runs, metrics, inputs, logged_models, protocol,
              oddities):
    group()

# Lists whose order says nothing.
UNORDERED = ("tags", "params", "dataset_inputs")

# Differences that are meant, by case.
DATABASE = "MLflow hands on what its database said"
LENIENT = "MLflow takes what is wrong for what is absent"
KNOWN = {
    "experiment again": DATABASE,
    "name of a deleted experiment": DATABASE,
    "rename to a name that is there": DATABASE,
    "get experiment by a huge number": "MLflow answers 500",
    "get experiment by a padded number": "MLflow reads numbers as Python does",
    "rename deleted experiment": "MLflow answers 500",
    "experiment in a local file": "the registry hands out no files of its host",
    "experiment that climbs": "the registry hands out no files of its host",
    "search experiments with a bad view": LENIENT,
    "run without a start": "a run without a start starts now, and not in 1970",
    "run without an experiment": "goes to experiment 0",
    "get run by a bad id": "an id that cannot be is named",
    "update run to a bad status": LENIENT,
    "search too many runs": "the reason is given",
    "log metric with a truth as value": LENIENT,
    "log metric with a fraction as step": LENIENT,
    "history of no run": "a missing run is named",
    "history of a bad size": LENIENT,
    "log input without a name": "a dataset has a name and a digest",
    "log output again": "the same again is fine",
    "search run with inputs": "MLflow's search leaves the models out that a run read",
    "log bad model": "the request's own text is not repeated",
    "log empty model": "MLflow prints a set of Python",
    "run with a model's tag": "JSON without blanks",
    "finalize without id": "the path has the id",
    "finalize to a word": LENIENT,
    "change model params": DATABASE,
    "log model params without id": "the path has the id",
    "metrics of no model": DATABASE,
    "files above a run": "the reason is given",
    "files above a logged model": "the reason is given",
    "server info": "no presigned uploads, no gateway",
    "broken JSON": "MLflow takes it for an empty request",
    "a list as body": "MLflow answers 500",
    "wrong method": "JSON, where MLflow answers HTML",
    "unknown path": "JSON, where MLflow answers HTML",
}


def send(base, method, path, body, raw):
    url = base + (path if path.startswith("/") else API + path)
    data = raw if raw is not None else None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        url, data=data, method=method, headers={"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as e:
        return e.code, e.read().decode()


def fill(value, known):
    if isinstance(value, str):
        for name, text in known.items():
            value = value.replace("{" + name + "}", text).replace("%7B" + name + "%7D", text)
        return value
    if isinstance(value, list):
        return [fill(element, known) for element in value]
    if isinstance(value, dict):
        return {key: fill(element, known) for key, element in value.items()}
    return value


def plain(value, known, name=""):
    """The value without what differs from server to server."""
    if name == "data" and isinstance(value.get("metrics"), list):
        value = {**value, "metrics": sorted(value["metrics"], key=lambda metric: metric["key"])}
    if isinstance(value, dict):
        return {k: plain(v, known, k) for k, v in value.items()
                if k not in ("sqlstate", "error_class")}
    if isinstance(value, list):
        elements = [plain(element, known, name) for element in value]
        return sorted(elements, key=json.dumps) if name in UNORDERED else elements
    if isinstance(value, int) and value > 1_600_000_000_000:
        return "<time>"
    if not isinstance(value, str):
        return value
    if name == "next_page_token":
        return "<token>"
    if name == "experiment_id":
        return next((key for key, text in known.items() if text == value), value)
    value = re.sub(r"(?<=mlflow-artifacts:/)[1-9][0-9]*", "<experiment>", value)
    for key, text in known.items():
        if len(text) > 8:
            value = value.replace(text, "{" + key + "}")
    if name == "message":
        value = value.replace(DOCS, "")
        value = re.sub(r"\b(id=|experiment |with id )[0-9]+", r"\1<n>", value).rstrip(".")
    value = re.sub(r"\b(m-)?[0-9a-f]{32}\b", "<id>", value)
    return re.sub(r"\b[a-z]+-[a-z]+-\d+\b", "<name>", value)


def parse(text):
    try:
        return json.loads(text)
    except ValueError:
        return {"text": text[:100]}


def pick(answer, path):
    for name in path.split("."):
        answer = answer[name]
    return answer


def main():
    bases = sys.argv[1:3]
    known = [{}, {}]
    unexpected = met = 0
    for name, method, path, body, raw, captures in CASES:
        answers = []
        for base, variables in zip(bases, known):
            status, text = send(base, method, fill(path, variables), fill(body, variables), raw)
            answer = parse(text)
            for variable, where in captures.items():
                variables[variable] = pick(answer, where)
            answers.append((status, plain(answer, variables)))
        if answers[0] == answers[1]:
            if name in KNOWN:
                print(f"No difference any more: {name}")
                unexpected += 1
        elif name in KNOWN:
            met += 1
        else:
            unexpected += 1
            print(f"== {name}: {method} {path}")
            for base, (status, answer) in zip(("MLflow", "Grove"), answers):
                print(f"   {base:6} {status} {json.dumps(answer)[:4000]}")
    print(f"{len(CASES)} requests, {met} differences that are meant, {unexpected} others")
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
