"""Take out of a text what tells who wrote it, and whom it is about.

What this cannot do: a name in small letters that nobody listed stays, and so does one in a script
without capitals; numbers in words (twenty-three) stay; a language, a way of spelling, a unit such
as the mile, or a story that only one city has, still tell. Words that are hidden tell how many
there were, and a bracket in the place of an adjective that the name may have been one. The writer
must read the result.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from decapolis.engines.disclosure.capitals import find_capitals
from decapolis.engines.disclosure.dates import find_dates
from decapolis.engines.disclosure.kinds import GAP, KEPT, Span, labels
from decapolis.engines.disclosure.letters import Read, letters_of
from decapolis.engines.disclosure.lexicon import Lexicon
from decapolis.engines.disclosure.marks import find_files, find_marks
from decapolis.engines.disclosure.money import find_money
from decapolis.engines.disclosure.names import (
    Wanted,
    find_names,
    find_slips,
    kinds_of,
    wanted_of,
)
from decapolis.engines.disclosure.numbers import find_numbers
from decapolis.engines.disclosure.reading import covered, reading_of
from decapolis.engines.disclosure.signs import plain

_BETWEEN = re.compile(r"[ \t]?[-'&/]?[ \t]?")
_OURS = str.maketrans({GAP: " ", KEPT: " "})  # nobody writes them, and we read meaning into them


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text that may be read, and what was taken out of it.

    Attributes
    ----------
    text : str
        In Unicode's composed form (NFC), without control characters 0 and 1.
    hidden : tuple of str
        Stretches of the writer's text that were replaced or rounded, from left to right; what came
        to light only by hiding something else stands behind.
    """

    text: str
    hidden: tuple[str, ...]


def redact(
    text: str,
    *,
    names: Iterable[str] | Mapping[str, str],
    known: Collection[str] = (),
    words: Mapping[str, str] | None = None,
) -> Redacted:
    """Return a text without names, addresses, dates, money and exact numbers.

    Parameters
    ----------
    text : str
        What a person wrote, in any language; may be empty.
    names : iterable of str, or mapping of str to str
        Every name of the city in all scripts and spellings, of its region and country, of the
        organisations and people concerned; a mapping says of which kind each is (``city``,
        ``organisation``, ``person``, ``place``, ``name``). They are found in any case, without
        their accents, joined, parted or with an ending, as are the distinctive words of those that
        have several words. Names of one letter are left out in scripts with spaces; those that are
        also small words (US, La) count with a capital only.
    known : collection of str
        What may be read although it has capitals: themes, technologies, common abbreviations. Each
        word of a phrase counts by itself. A listed name is hidden all the same.
    words : mapping of str to str, optional
        What is written instead, without brackets, for the kinds in `WORDS`; English by default.

    Returns
    -------
    Redacted
        Redacting its text again changes nothing.

    Raises
    ------
    DisclosureInputError
        A kind does not exist, a word for one has brackets in it, or ``names`` is a single string.

    Notes
    -----
    Numbers are rounded rather than left out, since they carry the lesson: to one significant digit
    (`coarse`), percentages to the nearest ten, those below ten to whole numbers (`coarse_percent`).
    A range whose ends become the same is told as one number.

    Examples
    --------
    >>> found = redact(
    ...     "In 2019 Dayton paid $1.2 million for 1,234 lamps; 37% failed.",
    ...     names={"Dayton": "city"},
    ... )
    >>> found.text
    'In [year] [city] paid [amount] for about 1,000 lamps; about 40% failed.'
    >>> found.hidden
    ('2019', 'Dayton', '$1.2 million', '1,234', '37%')
    """
    replaced = _Redaction(labels(words), kinds_of(names), Lexicon(known))
    hidden: list[str] = []
    current = unicodedata.normalize("NFC", text).translate(_OURS)
    while spans := replaced.spans(current):  # hiding may bring to light: New [name]York
        current, taken = replaced.apply(current, spans)
        hidden += taken
    return Redacted(current, tuple(hidden))


class _Redaction:
    """What stays the same while a text is read again and again."""

    def __init__(self, words: dict[str, str], kinds: dict[str, str], lexicon: Lexicon) -> None:
        self._words = words
        self._lexicon = lexicon
        self._wanted: list[Wanted] = wanted_of(kinds, lexicon)
        brackets = {word for kind, word in words.items() if kind != "about"}
        self._bracket = re.compile("|".join(map(re.escape, sorted(brackets))))
        self._letters: dict[str, Read] = {}
        self._tokens: dict[str, tuple[str, str]] = {}
        self._slips: dict[str, str] = {}

    def spans(self, text: str) -> list[Span]:
        """Return what is to be replaced, in order and apart; nothing where all is well."""
        brackets = [
            Span(one.start(), one.end(), "", one[0]) for one in self._bracket.finditer(text)
        ]
        bare = covered(text, brackets, GAP)
        found = list(self._found(bare))
        merged = sorted([*_apart(found), *brackets], key=lambda span: span.start)
        return list(self._joined(plain(text), merged))

    def _found(self, bare: str) -> Iterator[Span]:
        """Yield everything that has to go, each find with a reading that suits it."""
        letters = letters_of(bare, self._letters)
        first = reading_of(plain(bare), self._tokens)
        second = first.without(self._lexicon.general(first))
        sure = [
            *find_names(letters, self._wanted, self._lexicon),
            *find_slips(letters, self._wanted, self._lexicon, self._slips),
            *find_marks(first, self._lexicon),
            *find_dates(second),
            *find_money(second),
            *find_files(second),
        ]
        yield from sure
        yield from find_numbers(second, about=self._words["about"], written=bare, hidden=sure)
        yield from find_capitals(second.without(_apart(sure)), self._lexicon)

    def _joined(self, text: str, spans: Iterable[Span]) -> Iterator[Span]:
        """Join neighbours that get the same bracket; leave out brackets that stay as they are."""
        row: list[Span] = []
        for span in spans:
            is_same = (
                row
                and "about" not in {row[-1].kind, span.kind}
                and (self._new(row[-1]) == self._new(span))
            )
            if not (is_same and _BETWEEN.fullmatch(text, row[-1].end, span.start)):
                yield from _one(row)
                row = []
            row.append(span)
        yield from _one(row)

    def _new(self, span: Span) -> str:
        return span.new or self._words[span.kind]

    def apply(self, text: str, spans: list[Span]) -> tuple[str, list[str]]:
        """Return the text with the spans replaced, and what was there."""
        pieces, taken, place = [], [], 0
        for span in spans:
            pieces += [text[place : span.start], self._new(span)]
            taken += [
                one
                for one in self._bracket.split(text[span.start : span.end])
                if plain(one).strip(" -'&/")
            ]
            place = span.end
        return "".join([*pieces, text[place:]]), taken


def _one(row: list[Span]) -> Iterator[Span]:
    """Yield a row of spans as one, unless it is a single bracket of an earlier pass."""
    if len(row) > 1 or (row and row[0].kind):
        yield Span(row[0].start, row[-1].end, row[0].kind or row[-1].kind, row[0].new)


def _apart(found: Iterable[Span]) -> Iterator[Span]:
    """Yield spans in order, overlapping ones as one of the longest's kind; hiding goes first."""
    ordered = sorted(enumerate(found), key=lambda one: (one[1].start, one[0]))
    row: list[tuple[int, Span]] = []
    end = -1
    for order, span in ordered:
        if row and span.start >= end:
            yield _widest(row, end)
            row = []
        row.append((order, span))
        end = max(end, span.end)
    if row:
        yield _widest(row, end)


def _widest(row: list[tuple[int, Span]], end: int) -> Span:
    _order, best = min(row, key=lambda one: (bool(one[1].new), one[1].start - one[1].end, one[0]))
    return Span(min(span.start for _order, span in row), end, best.kind, best.new)
