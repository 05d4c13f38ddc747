"""From the words of entries to what is stored of them."""

import re
from collections.abc import Sequence

import numpy as np

from decapolis.engines.retrieval.passages import cut
from decapolis.engines.text import fold
from decapolis.search.bridge.embedding import embedder
from decapolis.search.bridge.middles import middle, pack
from decapolis.search.models import Vectors
from decapolis.search.validators import words_digest

LONGEST_WORD = 40
MOST_HINTS = 16
_WORD = re.compile(r"\w+")


def model_id() -> str:
    """Return the id of the embedding model in use."""
    return embedder().id


def embedded(entries: Sequence[tuple[int, str, str, str]]) -> list[Vectors]:
    """Return the vectors of entries, given as id, title, text and hints; not saved."""
    passages = [cut(title, text.split("\n")) for _pk, title, text, _hints in entries]
    hints = [[line for line in lines.split("\n") if line][:MOST_HINTS] for *_rest, lines in entries]
    counts = [len(own) + len(asked) for own, asked in zip(passages, hints, strict=True)]
    texts = [text for pair in zip(passages, hints, strict=True) for part in pair for text in part]
    vectors = np.split(embedder().embed(texts), np.cumsum(counts)[:-1])
    return [
        Vectors(
            entry_id=pk,
            model=embedder().id,
            digest=words_digest(title, text, lines),
            passages=len(own),
            hints=len(rows) - len(own),
            data=pack(rows),
            centroid=pack(middle(rows, len(own))),
        )
        for (pk, title, text, lines), own, rows in zip(entries, passages, vectors, strict=True)
    ]


def words_of(*texts: str) -> dict[str, bool]:
    """Return the folded words of an entry, and whether each stands there in small letters."""
    said: dict[str, bool] = {}
    for word in _WORD.findall(" ".join(texts)):
        folded = fold(word)
        if 1 < len(folded) <= LONGEST_WORD:
            said[folded] = said.get(folded, False) or word.islower()
    return said
