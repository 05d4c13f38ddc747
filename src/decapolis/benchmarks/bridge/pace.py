"""What the bench times of the composite engine, each beside the plain way of doing it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from decapolis.benchmarks.bridge.tables import read_given, table_of_given
from decapolis.engines.composite.draws import dirichlet, rank_draws
from decapolis.engines.composite.inputs import Error
from decapolis.engines.composite.spec import Spec
from decapolis.engines.composite.uncertainty import run

SEED = 1
ERROR = 0.05  # of every value, so that each draw is built anew from its data

Call = Callable[[], object]


def weighing(units: int, criteria: int, draws: int) -> tuple[Call, Call]:
    """Return places and intervals under many weights, and what a line of NumPy does of it.

    The plain way is a matrix product and the order of each row: no ties, no intervals.
    """
    values = np.random.default_rng(SEED).random((units, criteria))
    weights = dirichlet(np.ones(criteria), draws, float(criteria), SEED)
    return (
        lambda: rank_draws(values, weights),
        lambda: np.argsort(weights @ values.T, axis=1),
    )


def rebuilding(data: Path, meta: Path, draws: int) -> tuple[Call, Call, tuple[int, int]]:
    """Return an index built anew in every draw, a plain build as often, and the table's size.

    In each draw all values have an error, and are filled in, treated, normalised and aggregated.
    The plain way fills gaps with means, scales from 0 to 1 and takes the mean: no levels, no
    treatment of outliers, no intervals.

    Parameters
    ----------
    data, meta
        As for `decapolis index build`.
    """
    table = table_of_given(read_given(data, meta), name=meta.name)
    values = table.values

    def plain() -> None:
        rng = np.random.default_rng(SEED)
        for _draw in range(draws):
            moved = values * (1.0 + ERROR * rng.standard_normal(values.shape))
            filled = np.where(np.isnan(moved), np.nanmean(moved, axis=0), moved)
            low = filled.min(axis=0)
            np.argsort(((filled - low) / (filled.max(axis=0) - low)).mean(axis=1))

    whole = Spec()
    return lambda: run(table, whole, [Error(ERROR)], draws, SEED), plain, values.shape
