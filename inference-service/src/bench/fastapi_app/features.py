"""The bundle's encoding in Python: raw rows as a data frame, encoded rows as a sparse matrix."""

import json
from pathlib import Path

import mmh3
import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

NUMBERS = ("integer", "double")


class TextCounts:
    """Counts of n-grams in hashed buckets."""

    def __init__(self, spec):
        self.column = spec["column"]
        self.size = spec["buckets"]
        self.ngrams = CountVectorizer(
            analyzer=spec["analyzer"],
            ngram_range=(spec["ngramMin"], spec["ngramMax"]),
            lowercase=spec["lowercase"],
        ).build_analyzer()

    def encode(self, frame):
        rows, places = [], []
        for row, text in enumerate(frame[self.column]):
            if isinstance(text, str):
                found = [mmh3.hash(gram, signed=False) % self.size for gram in self.ngrams(text)]
                places += found
                rows += [row] * len(found)
        return rows, places, np.ones(len(rows))


class TextStats:
    """Length, words, and keywords of a text."""

    def __init__(self, spec):
        self.column = spec["column"]
        self.keywords = [keyword.lower() for keyword in spec["keywords"]]
        self.size = 2 + len(self.keywords)

    def of(self, text):
        if not isinstance(text, str):
            return [np.nan] * self.size
        lower = text.lower()
        return [len(text), len(text.split()), *(keyword in lower for keyword in self.keywords)]

    def encode(self, frame):
        values = np.array([self.of(text) for text in frame[self.column]], dtype=float)
        rows, places = np.indices(values.shape)
        return rows.ravel(), places.ravel(), values.ravel()


class Category:
    """A value's place in the vocabulary."""

    size = 1

    def __init__(self, spec):
        self.column = spec["column"]
        self.codes = {text: code for code, text in enumerate(spec["vocabulary"])}

    def encode(self, frame):
        return one_place(frame[self.column].map(self.codes))


class Number:
    """A number as it is, or what fills its gaps."""

    size = 1

    def __init__(self, spec):
        if spec["transform"] != "none":
            raise ValueError(f"This app knows no transform {spec['transform']}")
        self.column = spec["column"]
        self.fill = spec["fill"]

    def encode(self, frame):
        column = frame[self.column]
        return one_place(column if self.fill is None else column.fillna(self.fill))


def one_place(column):
    values = column.to_numpy(dtype=float, na_value=np.nan)
    return np.arange(len(values)), np.zeros(len(values), dtype=int), values


KINDS = {"text": TextCounts, "text_stats": TextStats, "category": Category, "numeric": Number}


class Encoding:
    """Cleans raw rows and encodes them, as a bundle's files say."""

    def __init__(self, bundle):
        read = lambda name: json.loads(Path(bundle, name).read_text())
        self.input = read("input.json")
        self.columns = [column["name"] for column in self.input["columns"]]
        self.features = [KINDS[spec["kind"]](spec) for spec in read("encoding.json")["features"]]
        self.size = sum(feature.size for feature in self.features)

    def clean(self, rows):
        frame = pd.DataFrame(rows, columns=self.columns, dtype=object)
        for column in self.input["columns"]:
            name = column["name"]
            values = frame[name]
            if self.input["cleaning"]["trim"]:
                values = values.map(lambda value: value.strip() if isinstance(value, str) else value)
            values = values.mask(values.isin(self.input["cleaning"]["nullTokens"]))
            frame[name] = pd.to_numeric(values) if column["type"] in NUMBERS else values
        return frame

    def encode(self, rows):
        frame = self.clean(rows)
        all_rows, all_places, all_values, offset = [], [], [], 0
        for feature in self.features:
            at, places, values = feature.encode(frame)
            all_rows.append(at)
            all_places.append(np.asarray(places, dtype=np.int32) + offset)
            all_values.append(values)
            offset += feature.size
        return csr_matrix(
            (np.concatenate(all_values), (np.concatenate(all_rows), np.concatenate(all_places))),
            shape=(len(rows), self.size),
        )
