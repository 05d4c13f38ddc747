"""From the question to the records that answer it. Search ranks; a brief asks for more than a rank.

Search always has a best answer, even to a question that the library cannot answer. A record enters
the brief only where two independent signs speak for it (its words, the words in which people ask
for it, its theme, what else the question says), or where it is named; and where it stands not far
behind the best. See docs/adr/0040 for how the limits were measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from decapolis.cities.bridge import fold
from decapolis.initiatives.bridge.asked import Asked
from decapolis.library.bridge.find import Look, find_in_library
from decapolis.search.queries import Found, Hit

LOOKED_AT = 60
SIGNS = 2
NOT_FAR = 0.5  # of the best answer's score
SHORTEST_NAME = 4  # letters; a shorter question names nothing


@dataclass(frozen=True, slots=True)
class Matches:
    """Slugs of what answers the question, best first; ``relevance`` from 0 to 1 by practice."""

    practices: tuple[str, ...]
    relevance: dict[str, float]
    documents: tuple[str, ...]
    technologies: tuple[str, ...]
    read_as: str  # the question with its typing errors mended; empty where there were none


def find_matches(asked: Asked) -> Matches:
    """Return what answers the question, as far as the reader may see it."""
    found = find_in_library(asked.question, Look(limit=LOOKED_AT), reader=asked.reader)
    hits = _answers(found, asked.question)
    practices = [hit for hit in hits if hit.kind == "practice"]
    return Matches(
        practices=_slugs(practices),
        relevance={hit.slug: hit.score for hit in practices},
        documents=_slugs([hit for hit in hits if hit.kind == "document"]),
        technologies=_slugs([hit for hit in hits if hit.kind == "technology"]),
        read_as=found.corrected,
    )


def _answers(found: Found, question: str) -> list[Hit]:
    name = fold(found.corrected or question)
    return [
        hit
        for hit in found.hits
        if hit.score >= NOT_FAR
        and (len(hit.reasons) >= SIGNS or (len(name) >= SHORTEST_NAME and name in fold(hit.title)))
    ]


def _slugs(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(hit.slug for hit in hits)
