"""A text with its words and its numbers marked, so that patterns are tried only where they may fit.

Everything that reads a `Reading` reads plain signs (`plain`), with a gap in the place of every
letter of a bracket, and counts places in the text as it was written.
"""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from decapolis.engines.disclosure.kinds import KEPT, Span
from decapolis.engines.disclosure.letters import UNSPACED
from decapolis.engines.text import fold

BIG = "A-ZÀ-ÖØ-Þ"
LATIN = f"{BIG}a-zß-öø-ÿ\u0100-\u024f"
_TOKEN = re.compile(rf"[^\W\d_{UNSPACED}]+")
_RUN = re.compile(r"\d+")


class Token(NamedTuple):
    """Letters of a script with spaces in a row, as written, in small letters and folded."""

    start: int
    end: int
    text: str
    lower: str
    folded: str


@dataclass(frozen=True)
class Reading:
    """A text, its words, and where its rows of digits begin."""

    text: str
    tokens: list[Token]
    runs: list[int]

    def without(self, spans: Iterable[Span]) -> "Reading":
        """Return the reading with stretches that do not overlap made unreadable."""
        hidden = list(spans)
        if not hidden:
            return self
        text = covered(self.text, hidden, KEPT)
        return Reading(
            text,
            [token for token in self.tokens if text[token.start] != KEPT != text[token.end - 1]],
            [place for place in self.runs if text[place] != KEPT],
        )

    def of_words(self, words: AbstractSet[str]) -> Iterator[Token]:
        """Yield the words, in small letters, that are among some."""
        for word in self._by_word.keys() & words:
            yield from self._by_word[word]

    def at_runs(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield where a pattern fits that begins with a row of digits."""
        for place in self.runs:
            if found := pattern.match(self.text, place):
                yield found

    def at_capitals(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield where a pattern fits that begins with a capital."""
        for token in self.tokens:
            if token.text != token.lower and (found := pattern.match(self.text, token.start)):
                yield found

    @cached_property
    def _by_word(self) -> dict[str, list[Token]]:
        found: dict[str, list[Token]] = {}
        for token in self.tokens:
            found.setdefault(token.lower, []).append(token)
        return found


def reading_of(text: str, memory: dict[str, tuple[str, str]] | None = None) -> Reading:
    """Return a text that `plain` has made plain, with its words and numbers.

    ``memory`` keeps words in small letters and folded, for the next text of much the same words.
    """
    known = {} if memory is None else memory
    tokens = []
    for found in _TOKEN.finditer(text):
        word = found[0]
        if word not in known:
            known[word] = (word.lower(), fold(word).replace(" ", ""))
        tokens.append(Token(found.start(), found.end(), word, *known[word]))
    return Reading(text, tokens, [found.start() for found in _RUN.finditer(text)])


def covered(text: str, spans: Iterable[Span], sign: str) -> str:
    """Return a text with stretches that do not overlap made unreadable, as long as it was."""
    pieces, place = [], 0
    for span in spans:
        pieces += [text[place : span.start], sign * (span.end - span.start)]
        place = span.end
    return "".join([*pieces, text[place:]])
