"""The model that all servers serve, and the rows that they are asked about."""

import csv
import json
import re
import subprocess
import urllib.request

ROWS = 5_000
ENCODED = 2_000
BATCH = 1_000
BATCHES = 5
NUMBERS = {"price": float, "rating": float, "reviews_count": int}


def post(url, body):
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=600) as answer:
        return json.load(answer)


class ProductModel:
    """What `grove demo` trains on its sample, with files of requests beside it."""

    def __init__(self, root, work, java):
        self.root, self.work, self.java = root, work, java
        self.state = work / "state"
        self.requests = work / "requests"

    @property
    def serving(self):
        return self.state / "serving"

    @property
    def bundle(self):
        return next(self.serving.glob("models/*/*/model.lgb")).parent

    def made(self):
        return (self.requests / "complete").exists()

    def grove(self, *words):
        libraries = self.root / "deploy/local/target"
        options = [f"-Dgrove.root={self.root}", f"-Dgrove.state={self.state}"]
        classes = f"{libraries}/classes:{libraries}/lib/*"
        command = [self.java, *options, "-cp", classes, "dev.grove.local.Grove"]
        subprocess.run([*command, *map(str, words)], check=True, cwd=self.root)

    def make(self, base):
        """Trains and promotes it, and has its own service encode the rows for those that cannot."""
        try:
            self.grove("demo", "--port-base", base)
            sample = f"http://127.0.0.1:{base + 1}/samples/products?rows={ROWS}&seed=9"
            self.write_rows(urllib.request.urlopen(sample, timeout=60).read().decode())
            self.write_encoded(f"http://127.0.0.1:{base}/models/products/encode")
        finally:
            self.grove("down")
        self.narrow()
        (self.requests / "complete").touch()

    def write_rows(self, text):
        self.requests.mkdir(parents=True, exist_ok=True)
        rows = []
        for line in csv.DictReader(text.splitlines()):
            row = {k: v for k, v in line.items() if v and k not in ("product_id", "category")}
            rows.append({k: NUMBERS[k](v) if k in NUMBERS else v for k, v in row.items()})
        self.write("rows", rows)
        self.write("batches", [rows[i * BATCH : (i + 1) * BATCH] for i in range(BATCHES)])

    def write(self, name, bodies):
        with open(self.file(name), "w") as file:
            for body in bodies:
                file.write(json.dumps(body, separators=(",", ":")) + "\n")

    def file(self, name):
        return self.requests / f"{name}.jsonl"

    def read(self, name):
        with open(self.file(name)) as file:
            return [json.loads(line) for line in file]

    def write_encoded(self, url):
        """Rows as the Open Inference Protocol's tensors: all places, and those that trees look at."""
        used = self.used_places()
        wide, narrow = [], []
        for row in self.read("rows")[:ENCODED]:
            encoded = post(url, row)
            values = [0] * encoded["size"]
            for place, value in zip(encoded["indices"], encoded["values"]):
                values[place] = int(value) if value is not None and value == int(value) else value
            wide.append(values)
            narrow.append([values[place] for place in used])
        for name, vectors in (("wide", wide), ("narrow", narrow)):
            self.write(f"{name}-rows", [tensor([vector]) for vector in vectors])
            batches = 1 if name == "wide" else 2
            parts = [vectors[i * BATCH : (i + 1) * BATCH] for i in range(batches)]
            self.write(f"{name}-batches", [tensor(part) for part in parts])

    def used_places(self):
        text = (self.bundle / "model.lgb").read_text()
        lines = re.findall(r"^split_feature=(.*)$", text, re.M)
        return sorted({int(place) for line in lines for place in line.split()})

    def narrow(self):
        """The same trees over nothing but the features that they look at: narrow.lgb."""
        used = self.used_places()
        places = {str(place): str(i) for i, place in enumerate(used)}

        def renumbered(match):
            return match[1] + " ".join(places[place] for place in match[2].split())

        def chosen(match):
            items = match[2].split()
            return match[1] + " ".join(items[place] for place in used)

        text = (self.bundle / "model.lgb").read_text()
        text = re.sub(r"^(split_feature=)(.*)$", renumbered, text, flags=re.M)
        text = re.sub(r"^(feature_names=|feature_infos=)(.*)$", chosen, text, flags=re.M)
        text = re.sub(r"^max_feature_idx=.*$", f"max_feature_idx={len(used) - 1}", text, flags=re.M)
        # Sizes in bytes, which are no longer true; without them LightGBM reads tree after tree.
        text = re.sub(r"^tree_sizes=.*\n", "", text, flags=re.M)
        (self.work / "narrow.lgb").write_text(text)


def tensor(rows):
    data = [value for row in rows for value in row]
    shape = [len(rows), len(rows[0])]
    return {"inputs": [{"name": "rows", "shape": shape, "datatype": "FP64", "data": data}]}
