"""Rank entries by words: FTS5 on SQLite, tsvector on PostgreSQL, one interface."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection

from decapolis.engines.retrieval.fuse import Floats, Ints, idf
from decapolis.engines.retrieval.words import fashion, stopwords
from decapolis.engines.text import fold
from decapolis.search.bridge.index import Index

MOST_HITS = 1000
MOST_WORDS = 24
MOST_POSTINGS = 8_000  # entries scored for one question; rarer words come first
TITLE_WEIGHS = 3.0
SATURATED = 2.2  # k1 + 1: the most that one word can score in BM25, over its idf
EARNED = 1.5  # a good entry earns about two thirds of the most
TYPICAL = 1.5  # what one word in the text earns in BM25, over its rarity
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Ranked:
    """Entries that hold words of the question, and their scores: about 0 to 1."""

    ids: Ints
    scores: Floats


_NONE = Ranked(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))


def content(text: str) -> list[str]:
    """Return the words of a text that carry content, each once, as they stand there."""
    words = {
        fold(word): word.lower() for word in _WORD.findall(text) if fold(word) not in stopwords()
    }
    return list(words.values())[:MOST_WORDS]


def telling(words: Sequence[str], idle: frozenset[str]) -> list[str]:
    """Return the words that are not among the idle ones, or all where no other is left."""
    return [word for word in words if fold(word) not in idle] or list(words)


def rank(text: str, index: Index, visibilities: Sequence[str]) -> Ranked:
    """Return the entries with words of a text, the best `MOST_HITS` of those that may be seen.

    All words are looked for, any of them counts; in a large index the rarer words alone, and where
    all are frequent only entries with all of them.
    """
    words = telling(content(text), fashion())
    if not words or not len(index):
        return _NONE
    counts = {word: index.vocabulary.counts.get(fold(word), 0) for word in words}
    rarity = {word: idf(counts[word] or 1, len(index)) for word in words}
    chosen, together = _affordable(counts)
    found = _matched({word: rarity[word] for word in chosen}, visibilities, index, together)
    most = max(sum(rarity.values()), 1.0)
    return Ranked(found.ids, found.scores / np.float32(most * EARNED))


def rank_terms(terms: Sequence[str], index: Index, visibilities: Sequence[str]) -> Ranked:
    """Return the entries with any of some terms, each a word or a phrase; the best scores 1."""
    cleaned = [" ".join(_WORD.findall(fold(term))) for term in terms]
    chosen = [term for term in cleaned if term and _is_rare(term, index)]
    if not chosen or not len(index):
        return _NONE
    found = _matched(dict.fromkeys(chosen, 1.0), visibilities, index, together=False)
    best = float(found.scores.max()) if len(found.scores) else 1.0
    return Ranked(found.ids, np.asarray(found.scores / max(best, 1e-9), dtype=np.float32))


def plain(text: str, limit: int) -> list[int]:
    """Return the ids of the best entries by words of title and text alone, as a baseline."""
    words = content(text)
    if not words:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            match = " OR ".join(f'"{word}"' for word in words)
            cursor.execute(
                "SELECT rowid FROM search_words WHERE search_words MATCH %s ORDER BY rank LIMIT %s",
                [f"{{title text}} : ({match})", limit],
            )
        else:
            cursor.execute(
                "SELECT id FROM search_entry, to_tsquery('english', search_plain(%s)) AS query "
                "WHERE words @@ query ORDER BY ts_rank_cd(words, query) DESC, id LIMIT %s",
                [" | ".join(f"{word}:AD" for word in words), limit],
            )
        return [pk for (pk,) in cursor.fetchall()]


def _is_rare(term: str, index: Index) -> bool:
    return min(index.vocabulary.counts.get(word, 0) for word in term.split()) <= MOST_POSTINGS // 4


def _affordable(counts: dict[str, int]) -> tuple[list[str], bool]:
    """Return the words to look for, and whether an entry must hold all of them."""
    rarest = sorted(counts, key=lambda word: counts[word])
    total, chosen = 0, []
    for word in rarest:
        total += counts[word]
        if total > MOST_POSTINGS:
            break
        chosen.append(word)
    return (chosen, False) if any(counts[word] for word in chosen) else (rarest, True)


def _matched(
    terms: dict[str, float],
    visibilities: Sequence[str],
    index: Index,
    together: bool,  # noqa: FBT001 -- private
) -> Ranked:
    """Return the entries with any or all of some words or phrases, given with their rarity."""
    match = _fts5 if connection.vendor == "sqlite" else _tsvector
    return match(terms, visibilities, together=together, hinted=index.hinted)


def _fts5(
    terms: dict[str, float], visibilities: Sequence[str], *, together: bool, hinted: bool
) -> Ranked:
    """Rank by BM25, which knows the rarity of words itself."""
    match = (" AND " if together else " OR ").join(f'"{term}"' for term in terms)
    if not hinted:
        match = f"{{title keywords text}} : ({match})"
    marks = ", ".join(["%s"] * len(visibilities))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid, -bm25(search_words, {TITLE_WEIGHS}, 1, 1, 1) AS score "  # noqa: S608 -- constants and marks
            "FROM search_words WHERE search_words MATCH %s "
            # By the index, which holds all that is asked: the rows of the table are far apart.
            "AND EXISTS (SELECT 1 FROM search_entry AS entry INDEXED BY entry_visibility "
            f"WHERE entry.visibility IN ({marks}) AND entry.id = search_words.rowid) "
            "ORDER BY score DESC LIMIT %s",
            [match, *visibilities, MOST_HITS],
        )
        return _ranked(cursor.fetchall())


def _tsvector(
    terms: dict[str, float], visibilities: Sequence[str], *, together: bool, hinted: bool
) -> Ranked:
    """Rank by the sum of the rarities of the words that an entry has, doubled in its title.

    PostgreSQL's own ranks know nothing of rarity, so that "city" would count like "funicular".
    """
    anywhere = [_query(term, "" if hinted else ":ACD") for term in terms]
    titles = [_query(term, ":A") for term in terms]
    least = len(terms) if together else 1
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH asked AS (SELECT to_tsquery('english', search_plain(anywhere)) AS anywhere, "
            "to_tsquery('english', search_plain(title)) AS title, rarity "
            "FROM unnest(%s::text[], %s::text[], %s::float8[]) AS t(anywhere, title, rarity)) "
            "SELECT entry.id, sum(CASE WHEN entry.words @@ asked.title THEN %s ELSE %s END "
            "* asked.rarity) AS score FROM search_entry AS entry "
            "JOIN asked ON entry.words @@ asked.anywhere WHERE entry.visibility = ANY(%s) "
            "GROUP BY entry.id HAVING count(*) >= %s ORDER BY score DESC, entry.id LIMIT %s",
            [
                anywhere,
                titles,
                list(terms.values()),
                2 * TYPICAL,
                TYPICAL,
                list(visibilities),
                least,
                MOST_HITS,
            ],
        )
        return _ranked(cursor.fetchall())


def _query(term: str, where: str) -> str:
    return " <-> ".join(f"{word}{where}" for word in term.split())


def _ranked(rows: Sequence[tuple[int, float]]) -> Ranked:
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    return Ranked(ids, np.array([row[1] for row in rows], dtype=np.float32))
