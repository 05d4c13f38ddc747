"""Ratios of the fast paths to plain NumPy, in one run: python -m tests.engines.composite.speed.

No test: nothing fails on a clock. One thread: set OPENBLAS_NUM_THREADS=1.
"""

import sys
import time

import numpy as np

from decapolis.engines.composite.draws import dirichlet, rank_draws
from decapolis.engines.composite.inputs import Error
from decapolis.engines.composite.spec import Spec
from decapolis.engines.composite.uncertainty import run
from tests.engines.composite.tables import asem

DRAWS = 10_000
SIZES = ((50, 10, 2.5, 9), (1000, 50, 1.6, 5))  # units, indicators, most, times
REBUILDS = 640


def plain(values, weights):
    """What a line of NumPy does: scores by a matrix product, then the order of the units."""
    return np.argsort(weights @ values.T, axis=1)


def seconds(call, *given):
    start = time.perf_counter()
    call(*given)
    return time.perf_counter() - start


def lines():
    """What was measured, in words: the least of several times, taken in turns."""
    for units, columns, most, times in SIZES:
        values = np.random.default_rng(1).random((units, columns))
        weights = dirichlet(np.ones(columns), DRAWS, float(columns), seed=1)
        pairs = [
            (seconds(rank_draws, values, weights), seconds(plain, values, weights))
            for _ in range(times)
        ]
        took, base = np.min(pairs, axis=0)
        yield (
            f"{DRAWS:,} draws of {units} x {columns}: {took * 1e3:.1f} ms, plain "
            f"{base * 1e3:.1f} ms, ratio {took / base:.2f} (at most {most})"
        )
    table = asem()
    took = min(seconds(run, table, Spec(), [Error(0.05)], REBUILDS, seed) for seed in range(3))
    yield f"rebuilds of 51 x 49: {REBUILDS / took:,.0f} a second (at least 1,000)"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines())
