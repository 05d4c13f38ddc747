"""From the question to the records that answer it. Search ranks; a brief asks for more than a rank.

Search always has a best answer, even to a question that the library cannot answer. A record enters
the brief where independent signs speak for it (its words, the words in which people ask for it, its
theme, what else the question says): the more of them, the further it may stand behind the best. A
question in a language that shares no word with the records is matched by meaning alone; there a
practice is believed where it uses a technology that answers the question as well. A question of one
word that nothing else answers is answered by the records that have the word, and the brief says so.
How the limits were measured stands in docs/adr/0040.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from decapolis.briefs.bridge.asked import Asked
from decapolis.briefs.queries.advice import users_of
from decapolis.cities.bridge import fold
from decapolis.library.bridge.find import Look, find_in_library
from decapolis.search.queries import Hit

LOOKED_AT = 60
NEEDED = {1: 0.75, 2: 0.6}  # of the best answer's score, by how many signs speak for a record
NEEDED_ELSE = 0.5
SURE = 0.7  # a record with two signs and so much is an answer; without one, one sign says nothing
LEAST_LINKED = 2
SHORTEST_NAME = 4  # letters; a shorter question names nothing


@dataclass(frozen=True, slots=True)
class Matches:
    """What answers the question, best first: relevance from 0 to 1 by slug, of each kind."""

    relevance: dict[str, float]  # practices
    documents: dict[str, float]
    technologies: tuple[str, ...]
    read_as: str  # the question with its typing errors mended; empty where there were none
    by_meaning: bool  # no word of the question stands in the records
    by_one_word: bool  # the question is one word, and nothing else speaks for these records
    listed: int  # practices that a search for the question lists, near or far

    @property
    def practices(self) -> tuple[str, ...]:
        """The slugs of the practices, best first."""
        return tuple(self.relevance)


def find_matches(asked: Asked) -> Matches:
    """Return what answers the question, as far as the reader may see it."""
    found = find_in_library(asked.question, Look(limit=LOOKED_AT), reader=asked.reader)
    name = fold(found.corrected or asked.question)
    is_sure = any(len(hit.signs) > 1 and hit.score >= SURE for hit in found.hits)
    hits = [hit for hit in found.hits if _named(hit, name) or _speaks(hit, is_sure=is_sure)]
    linked = [] if is_sure else _linked(found.hits, asked)
    hits += [hit for hit in linked if hit not in hits]
    worded = _by_one_word(found.hits, name) if not hits else []
    hits += worded
    return Matches(
        listed=sum(one.count for one in found.facets["kinds"] if one.value == "practice"),
        relevance={hit.slug: hit.score for hit in hits if hit.kind == "practice"},
        documents={
            hit.slug: hit.score for hit in hits if hit.kind == "document" and len(hit.signs) > 1
        },
        technologies=_slugs([hit for hit in hits if hit.kind == "technology"]),
        read_as=found.corrected,
        by_meaning=bool(linked),
        by_one_word=bool(worded),
    )


def _linked(hits: Sequence[Hit], asked: Asked) -> list[Hit]:
    """Return practices and the technologies that they use where both come near the best answer."""
    least = 1 if _is_latin(asked.question) else 0  # other scripts show no signs at all
    near = [hit for hit in hits if hit.score >= NEEDED[2] and len(hit.signs) >= least]
    practices = _slugs([hit for hit in near if hit.kind == "practice"])
    technologies = _slugs(
        [hit for hit in near if hit.kind == "technology" and hit.score >= NEEDED[1]]
    )
    if not practices or not technologies:
        return []
    used = users_of(technologies, among=practices, reader=asked.reader)
    if len(used) < LEAST_LINKED:
        return []
    return [hit for hit in near if hit.slug in used or hit.slug in technologies]


def _by_one_word(hits: Sequence[Hit], name: str) -> list[Hit]:
    """Return the best answers that have the one word of a question, where several kinds have it."""
    if len(name.split()) != 1:
        return []
    found = [hit for hit in hits if "words" in hit.signs and hit.score >= NEEDED[1]]
    return found if len({hit.kind for hit in found}) >= LEAST_LINKED else []


def _is_latin(text: str) -> bool:
    return any("LATIN" in unicodedata.name(letter, "") for letter in text if letter.isalpha())


def _named(hit: Hit, name: str) -> bool:
    return len(name) >= SHORTEST_NAME and name in fold(hit.title)


def _speaks(hit: Hit, *, is_sure: bool) -> bool:
    n = len(hit.signs)
    return (n > 1 or (n == 1 and is_sure)) and hit.score >= NEEDED.get(n, NEEDED_ELSE)


def _slugs(hits: Sequence[Hit]) -> tuple[str, ...]:
    return tuple(hit.slug for hit in hits)
