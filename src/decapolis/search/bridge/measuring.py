"""Simpler ways of finding, to hold the whole one against."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from decapolis.kernel.permissions import Reader
from decapolis.search.bridge import keywords
from decapolis.search.bridge.embedding import embedder
from decapolis.search.bridge.finding import Places, find_in
from decapolis.search.bridge.index import Index, current_index, without_hints
from decapolis.search.queries import Look

SHOWN = 10


def by_plain_bm25(texts: Sequence[str]) -> list[list[str]]:
    """Return the keys of the best ten by words of titles and texts alone."""
    index = current_index()
    found = [np.array(keywords.plain(text, SHOWN), dtype=np.int64) for text in texts]
    return [_keys(index, index.places(ids)) for ids in found]


def by_meaning_alone(texts: Sequence[str]) -> list[list[str]]:
    """Return the keys of the best ten by the best cosine of a passage."""
    index = current_index()
    vectors = embedder().embed(list(texts))
    if index.rows is None:
        return [_keys(index, np.argsort(-index.middles.nearness(one))[:SHOWN]) for one in vectors]
    passages = index.rows[0]
    best = [passages.best(passages.cosines(one[None])) for one in vectors]
    return [_keys(index, np.argsort(-one, kind="stable")[:SHOWN]) for one in best]


def ours_without_hints(
    texts: Sequence[str], *, reader: Reader | None, places: Places | None = None
) -> list[list[str]]:
    """Return the keys of the best ten as search gives them, were there no hints."""
    index = without_hints(current_index())
    found = find_in(index, texts, Look(limit=SHOWN), reader=reader, places=places)
    return [[hit.key for hit in one.hits] for one in found]


def _keys(index: Index, places: NDArray[np.int64]) -> list[str]:
    return [f"{index.columns.kind[place]}:{index.slugs[place]}" for place in places.tolist()]
