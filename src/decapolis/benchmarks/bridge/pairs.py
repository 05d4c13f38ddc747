"""How far comparisons in pairs agree with one another: the consistency ratio of AHP."""

from collections.abc import Sequence

import numpy as np

from decapolis.benchmarks.errors import NotBuilt
from decapolis.engines.composite.errors import CompositeError
from decapolis.engines.composite.weights import RANDOM_INDEX, ahp

MOST_COMPARED = len(RANDOM_INDEX)  # criteria of one pillar


def agreement_of_pairs(matrix: Sequence[Sequence[float]]) -> tuple[tuple[float, ...], float]:
    """Return the weights that comparisons give, and their consistency ratio (Saaty 1980).

    Raises
    ------
    NotBuilt
        The table is none of comparisons.
    """
    try:
        found = ahp(np.array(matrix, dtype=np.float64))
    except CompositeError as error:
        raise NotBuilt(str(error)) from error
    return tuple(found.weights.tolist()), max(found.ratio, 0.0)
