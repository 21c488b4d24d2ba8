"""A model behind FastAPI, as one would write it by hand: pandas, the features, LightGBM.

BUNDLE names the directory of the bundle.
"""

import json
import os
from pathlib import Path

import lightgbm as lgb
from fastapi import FastAPI
from features import Encoding
from pydantic import BaseModel

BUNDLE = Path(os.environ["BUNDLE"])
CLASSES = json.loads((BUNDLE / "labels.json").read_text())["classes"]

app = FastAPI()
encoding = Encoding(BUNDLE)
booster = lgb.Booster(model_file=BUNDLE / "model.lgb")


class Product(BaseModel):
    title: str | None = None
    seller_id: str | None = None
    brand: str | None = None
    subcategory: str | None = None
    price: float | None = None
    rating: float | None = None
    reviews_count: int | None = None


def predictions(rows):
    encoded = encoding.encode([row.model_dump() for row in rows])
    for scores in booster.predict(encoded, num_threads=1):
        best = int(scores.argmax())
        yield {
            "label": CLASSES[best],
            "probabilities": dict(zip(CLASSES, scores.tolist())),
            "confidence": float(scores[best]),
        }


@app.get("/health")
async def health():
    return {"status": "ok"}


@app.post("/predict")
async def predict(row: Product):
    return next(predictions([row]))


@app.post("/predict/batch")
async def predict_batch(rows: list[Product]):
    return {"predictions": list(predictions(rows))}
