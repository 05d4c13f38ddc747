"""What is told of peers: facts as frozen records, and the sentences made of them."""

from decapolis.peers.queries.columns import Columns, read_columns
from decapolis.peers.queries.facts import (
    Closeness,
    Comparison,
    Gaps,
    PairFigure,
    Peer,
    PeerRange,
    PeerValue,
    Place,
    UnknownFacet,
)
from decapolis.peers.queries.words import (
    closeness_in_words,
    compare_sentence,
    differing_figures,
    gaps_sentence,
    near_figures,
    pair_sentence,
    range_sentence,
    reasons_for,
)

__all__ = [
    "Closeness",
    "Columns",
    "Comparison",
    "Gaps",
    "PairFigure",
    "Peer",
    "PeerRange",
    "PeerValue",
    "Place",
    "UnknownFacet",
    "closeness_in_words",
    "compare_sentence",
    "differing_figures",
    "gaps_sentence",
    "near_figures",
    "pair_sentence",
    "range_sentence",
    "read_columns",
    "reasons_for",
]
