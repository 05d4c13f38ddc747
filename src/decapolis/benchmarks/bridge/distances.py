"""How far apart cities are over the columns of a table: ``decapolis index peers``.

Missing values are filled, then every column is clipped at quantiles of it, then brought onto one
scale; distances are taken over all columns alike.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from decapolis.benchmarks.errors import NotBuilt
from decapolis.engines.composite.errors import CompositeError
from decapolis.engines.composite.impute import impute
from decapolis.engines.composite.normalise import Scale, normalise
from decapolis.engines.composite.table import Labels, Table
from decapolis.engines.peers.distance import Column, Facets, Rules, distances, prepare

Floats = NDArray[np.float64]

FILLS = ("median", "mean", "none")
SCALES = ("z", "minmax", "none")
METRICS = ("euclidean", "manhattan", "gower")
GOWER = Rules(doubt=0.0, least_share=0.0, least_figures=1, least_own=0)


@dataclass(frozen=True, slots=True)
class Way:
    """How distances are taken.

    Attributes
    ----------
    fill
        One of `FILLS`: median or mean of the known values of the column; ``none`` leaves gaps.
    scale
        One of `SCALES`: ``z`` is (x - mean) / sd with the sample's sd (n - 1); ``minmax`` runs
        from 0 to 1; ``none`` takes values as they are.
    metric
        One of `METRICS`: ``euclidean`` is sqrt(sum (a - b)^2); ``manhattan`` is sum |a - b|;
        ``gower`` the mean over the columns known for both of |a - b| / range, from 0 to 1.
        Where the first two meet a gap, the sum over the columns known for both is multiplied by
        all columns / known columns, as R's ``dist`` does.
    clip
        Two shares, such as 0.025 and 0.975: values beyond these quantiles of their column (linear
        between order statistics, R's type 7) are set to them, before scaling; None for no clip.
    """

    fill: str = "median"
    scale: str = "z"
    metric: str = "euclidean"
    clip: tuple[float, float] | None = None


def distance_matrix(table: Table, way: Way) -> Floats:
    """Return the distance of every unit from every other.

    Returns
    -------
    (n, n) array
        0 on the diagonal; NaN where two units share no column.

    Raises
    ------
    NotBuilt
        A column is empty, or has no spread to be scaled by, or the quantiles are out of order.
    """
    labels = Labels(table.units, table.codes)
    values = np.array(table.values)
    try:
        values = impute(values, way.fill, labels=labels).values
        if way.clip:
            values = clipped(values, *way.clip)
        values = _scaled(values, way.scale, labels)
    except CompositeError as error:
        raise NotBuilt(str(error)) from error
    return _gower(values) if way.metric == "gower" else _minkowski(values, way.metric)


def clipped(values: Floats, low: float, high: float) -> Floats:
    """Set what lies beyond two quantiles of its column to them (R's type 7).

    Raises
    ------
    NotBuilt
        The shares are not in order within 0 to 1.

    Examples
    --------
    >>> clipped(np.array([[0.0], [1.0], [2.0], [10.0]]), 0.0, 0.5).ravel().tolist()
    [0.0, 1.0, 1.5, 1.5]
    """
    if not 0 <= low < high <= 1:
        raise NotBuilt(
            f"Quantiles {low:g} and {high:g} cannot clip. Give two shares from 0 to 1, the lower "
            "first."
        )
    known = ~np.isnan(values).all(axis=0)
    found = values.copy()
    ends = np.nanquantile(values[:, known], [low, high], axis=0, method="linear")
    found[:, known] = np.clip(values[:, known], ends[0], ends[1])
    return found


def _scaled(values: Floats, scale: str, labels: Labels) -> Floats:
    if scale == "none":
        return values
    up = np.ones(values.shape[1])
    wanted = (
        Scale("zscore", mean=0.0, sd=1.0) if scale == "z" else Scale("minmax", low=0.0, high=1.0)
    )
    return normalise(values, up, wanted, labels=labels)


def _minkowski(values: Floats, metric: str) -> Floats:
    count, columns = values.shape
    found = np.zeros((count, count))
    for row in range(count):
        gap = np.abs(values - values[row])
        known = (~np.isnan(gap)).sum(axis=1)
        total = np.nansum(gap**2 if metric == "euclidean" else gap, axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            total = np.where(known == columns, total, total * (columns / known))
        found[row] = np.sqrt(total) if metric == "euclidean" else total
        found[row, known == 0] = np.nan
    np.fill_diagonal(found, 0.0)
    return found


def _gower(values: Floats) -> Floats:
    width = values.shape[1]
    columns = [Column(str(at), "linear", values[:, at], span=(0.0, 1.0)) for at in range(width)]
    scaled = prepare(columns)
    facets = Facets(np.ones(width), np.arange(width), np.ones(width))
    return np.array(
        [distances(scaled, row, facets=facets, rules=GOWER).distance for row in range(len(values))]
    )
