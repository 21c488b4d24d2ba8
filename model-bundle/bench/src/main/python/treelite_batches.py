"""Batches of 1,000 rows by Treelite, with one thread, against Grove's forest in turn.

Prints microseconds a row, median (best), of Treelite's own interpreter (GTIL), of the C code that
TL2cgen makes of the model where --compile names it, and of Grove, with their ratios to Grove.
"""

import argparse
import pathlib
import subprocess
import time

import numpy
import tl2cgen
import treelite


def timed(predict, seconds):
    predict()
    times = []
    until = time.perf_counter() + seconds
    while not times or time.perf_counter() < until:
        start = time.perf_counter()
        predict()
        times.append((time.perf_counter() - start) * 1e6 / 1000)
    times.sort()
    return times[len(times) // 2], times[0]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--java", required=True, help="command that runs Grove's BatchTime")
    parser.add_argument("--models", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--compile", nargs="*", default=["BINARY"])
    parser.add_argument("names", nargs="*", default=["BINARY", "MULTICLASS", "REGRESSION"])
    arguments = parser.parse_args()
    for name in arguments.names:
        java = arguments.java.split() + [name, str(arguments.seconds)]
        *grove, first = map(float, subprocess.check_output(java, text=True).split())
        rows = numpy.fromfile(arguments.models / "rows.f64").reshape(1000, -1)
        model = treelite.frontend.load_lightgbm_model(str(arguments.models / f"{name}.lgb"))
        said = treelite.gtil.predict(model, rows, nthread=1, pred_margin=True).reshape(-1)[0]
        print(f"{name}: Grove {grove[0]:.2f} ({grove[1]:.2f}), first score {first} and {said}")
        rivals = {"GTIL": lambda: treelite.gtil.predict(model, rows, nthread=1, pred_margin=True)}
        if name in arguments.compile:
            library = arguments.models / f"{name}.so"
            tl2cgen.export_lib(
                model, toolchain="gcc", libpath=str(library), params={"parallel_comp": 4}
            )
            predictor = tl2cgen.Predictor(str(library), nthread=1)
            matrix = tl2cgen.DMatrix(rows, dtype="float64")
            rivals["TL2cgen"] = lambda: predictor.predict(matrix, pred_margin=True)
        for rival, predict in rivals.items():
            median, best = timed(predict, arguments.seconds)
            print(
                f"  {rival} {median:.2f} ({best:.2f}): "
                f"{median / grove[0]:.1f} ({best / grove[1]:.1f}) times Grove's",
                flush=True,
            )


if __name__ == "__main__":
    main()
