"""What one unit cost elsewhere, how a plan lies among it, and what a plan's total comes to."""

from decapolis.engines.costs.analogy import (
    PERCENTILE_FROM,
    RANGE_FROM,
    SPREAD_FROM,
    Against,
    Side,
    Spread,
    against,
    spread,
)
from decapolis.engines.costs.ranges import MEDIAN_FROM, CostInputError, Ranges, cost_ranges
from decapolis.engines.costs.total import CORRELATION, DRAWS, Lines, Total, simulate

__all__ = [
    "CORRELATION",
    "DRAWS",
    "MEDIAN_FROM",
    "PERCENTILE_FROM",
    "RANGE_FROM",
    "SPREAD_FROM",
    "Against",
    "CostInputError",
    "Lines",
    "Ranges",
    "Side",
    "Spread",
    "Total",
    "against",
    "cost_ranges",
    "simulate",
    "spread",
]
