"""Batches of 1,000 rows by Treelite, with one thread, against Grove's forest.

Prints microseconds a row, median (best), of Grove, of Treelite's own interpreter (GTIL) and of the
C code that TL2cgen makes of the model, with their ratios to Grove. Each must find the same scores.
Treelite takes what a sparse row lacks for missing, LightGBM for zero: it gets the rows of texts
with their zeros.
"""

import argparse
import pathlib
import subprocess
import time

import numpy
import tl2cgen
import treelite

NAMES = ["BINARY", "MULTICLASS", "REGRESSION", "TEXT"]


def timed(predict, seconds):
    times = []
    until = time.perf_counter() + seconds
    while not times or time.perf_counter() < until:
        start = time.perf_counter()
        predict()
        times.append((time.perf_counter() - start) * 1e6 / 1000)
    times.sort()
    return times[len(times) // 2], times[0]


def compiled(model, library, level):
    start = time.perf_counter()
    tl2cgen.export_lib(
        model,
        toolchain="gcc",
        libpath=str(library),
        params={"parallel_comp": 32},
        options=[f"-O{level}"],
    )
    seconds = time.perf_counter() - start
    return tl2cgen.Predictor(str(library), nthread=1), seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--java", required=True, help="command that runs Grove's BatchTime")
    parser.add_argument("--models", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=float, default=3, help="for each measurement")
    parser.add_argument("--level", default="3", help="how far gcc optimizes, such as 1 or 3")
    parser.add_argument("names", nargs="*", help=" ".join(NAMES))
    arguments = parser.parse_args()
    for name in arguments.names or NAMES:
        java = arguments.java.split() + [name, str(arguments.seconds)]
        grove = [float(each) for each in subprocess.check_output(java, text=True).split()]
        print(f"{name}: Grove {grove[0]:.2f} ({grove[1]:.2f})", flush=True)
        rows = numpy.fromfile(arguments.models / f"{name}.rows").reshape(1000, -1)
        scores = numpy.fromfile(arguments.models / f"{name}.scores")
        model = treelite.frontend.load_lightgbm_model(str(arguments.models / f"{name}.lgb"))
        predictor, seconds = compiled(model, arguments.models / f"{name}.so", arguments.level)
        matrix = tl2cgen.DMatrix(rows, dtype="float64")
        rivals = {
            "GTIL": lambda: treelite.gtil.predict(model, rows, nthread=1, pred_margin=True),
            f"TL2cgen (gcc -O{arguments.level}, {seconds:.0f} s)": lambda: predictor.predict(
                matrix, pred_margin=True
            ),
        }
        for rival, predict in rivals.items():
            if not numpy.allclose(predict().reshape(-1), scores, rtol=1e-12, atol=1e-12):
                raise SystemExit(f"{rival} finds other scores")
            median, best = timed(predict, arguments.seconds)
            print(
                f"  {rival} {median:.2f} ({best:.2f}): "
                f"{median / grove[0]:.1f} ({best / grove[1]:.1f}) times Grove's",
                flush=True,
            )


if __name__ == "__main__":
    main()
