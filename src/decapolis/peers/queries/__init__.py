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
    SIMILAR,
    SOMEWHAT,
    Told,
    closeness_in_words,
    compare_sentence,
    gaps_sentence,
    missing_sentences,
    pair_sentence,
    range_sentence,
)

__all__ = [
    "SIMILAR",
    "SOMEWHAT",
    "Closeness",
    "Columns",
    "Comparison",
    "Gaps",
    "PairFigure",
    "Peer",
    "PeerRange",
    "PeerValue",
    "Place",
    "Told",
    "UnknownFacet",
    "closeness_in_words",
    "compare_sentence",
    "gaps_sentence",
    "missing_sentences",
    "pair_sentence",
    "range_sentence",
    "read_columns",
]
