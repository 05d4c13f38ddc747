"""Read indicators, figures, series, and what was uploaded."""

from decapolis.indicators.queries.figures import (
    Figure,
    Point,
    figure,
    in_order,
    indicators,
    key_figures,
    series,
    values_by_source,
)
from decapolis.indicators.queries.lines import Line, LinePoint, lines_of, longest_cities
from decapolis.indicators.queries.uploads import (
    Standing,
    State,
    states_of,
    uploads_seen,
    uploads_waiting,
)

__all__ = [
    "Figure",
    "Line",
    "LinePoint",
    "Point",
    "Standing",
    "State",
    "figure",
    "in_order",
    "indicators",
    "key_figures",
    "lines_of",
    "longest_cities",
    "series",
    "states_of",
    "uploads_seen",
    "uploads_waiting",
    "values_by_source",
]
