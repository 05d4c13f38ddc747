"""Simpler ways of finding, to hold the whole one against."""

from collections.abc import Sequence

import numpy as np
from django.db import connection

from decapolis.kernel.permissions import Reader
from decapolis.search.bridge.embedding import embedder
from decapolis.search.bridge.finding import Places, find_in
from decapolis.search.bridge.index import Index, current_index, without_hints
from decapolis.search.bridge.keywords import content
from decapolis.search.queries import Look

SHOWN = 10


def by_plain_bm25(texts: Sequence[str]) -> list[list[str]]:
    """Return the keys of the best ten by BM25 over titles and texts, any word; SQLite alone."""
    index = current_index()
    answers = []
    for text in texts:
        match = " OR ".join(f'"{word}"' for word in content(text))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid FROM search_words WHERE search_words MATCH %s ORDER BY rank LIMIT %s",
                [f"{{title text}} : ({match or 'nothing'})", SHOWN],
            )
            found = np.array([row for (row,) in cursor.fetchall()], dtype=np.int64)
        answers.append(_keys(index, index.places(found)))
    return answers


def by_meaning_alone(texts: Sequence[str]) -> list[list[str]]:
    """Return the keys of the best ten by the best cosine of a passage."""
    index = current_index()
    vectors = embedder().embed(list(texts))
    if index.rows is None:
        return [_keys(index, np.argsort(-(index.middles @ one))[:SHOWN]) for one in vectors]
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


def _keys(index: Index, places: np.ndarray) -> list[str]:  # type: ignore[type-arg]
    return [f"{index.columns.kind[place]}:{index.slugs[place]}" for place in places.tolist()]
