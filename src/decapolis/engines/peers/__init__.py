"""Cities like mine: a robust Gower distance between cities of whom unequally much is known."""

from decapolis.engines.peers.distance import (
    Column,
    Distances,
    Facets,
    Parts,
    Rules,
    Table,
    distances,
    parts,
    prepare,
)
from decapolis.engines.peers.scaling import (
    nested_unlike,
    percentile_ranks,
    podani_unlike,
    quantile_scaled,
)

__all__ = [
    "Column",
    "Distances",
    "Facets",
    "Parts",
    "Rules",
    "Table",
    "distances",
    "nested_unlike",
    "parts",
    "percentile_ranks",
    "podani_unlike",
    "prepare",
    "quantile_scaled",
]
