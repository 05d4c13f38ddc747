"""How far the two reviewers of an edition agree: Krippendorff's alpha."""

from typing import Any

import numpy as np

from decapolis.benchmarks.bridge.tables import plain
from decapolis.benchmarks.choices import BLIND
from decapolis.benchmarks.models import Edition, Mark
from decapolis.engines.composite.agreement import krippendorff
from decapolis.engines.composite.errors import CompositeError

DRAWS = 1_000
SEED = 1970
LEVELS = ("interval", "ordinal")


def agreement_of(edition: Edition) -> dict[str, Any]:
    """Return alpha over all marks that were given blind; empty where there are none.

    A unit is one criterion of one city, the coders are its first and second reviewer. With it: the
    95 % bootstrap interval over units, how many were marked twice, and in how many both gave the
    same. Where alpha is not defined, ``why`` says so.
    """
    marks = Mark.objects.current().filter(edition=edition, hand__in=BLIND).exclude(value=None)
    given: dict[tuple[int, int], dict[str, float]] = {}
    for mark in marks:
        if mark.value is not None:
            given.setdefault((mark.entrant_id, mark.criterion_id), {})[mark.hand] = mark.value
    if not given:
        return {}
    units = [[of.get(hand, np.nan) for hand in BLIND] for of in given.values()]
    values = np.array(units).T
    twice = [one for one in units if not np.isnan(one).any()]
    found: dict[str, Any] = {
        "twice": len(twice),
        "same": sum(first == second for first, second in twice),
    }
    for level in LEVELS:
        try:
            alpha = krippendorff(values, level, draws=DRAWS, seed=SEED)
            found[level] = {
                "alpha": plain(alpha.alpha),
                "low": plain(alpha.low),
                "high": plain(alpha.high),
            }
        except CompositeError as error:
            found[level] = {"alpha": None, "why": str(error)}
    return found
