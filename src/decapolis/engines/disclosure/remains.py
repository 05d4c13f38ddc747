"""Look once more whether a name is left, in another way than it was taken out."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import accumulate

from decapolis.engines.disclosure.kinds import labels
from decapolis.engines.disclosure.letters import is_unspaced
from decapolis.engines.disclosure.lexicon import Lexicon
from decapolis.engines.disclosure.names import ACROSS_FROM, INSIDE_FROM, kinds_of, parts_of
from decapolis.engines.text import fold

_BRACKETS = re.compile(r"[\[\]]")


def remains(
    text: str,
    *,
    names: Iterable[str] | Mapping[str, str],
    known: Collection[str] = (),
    words: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Return the names, and the distinctive words of names, that can still be found in a text.

    The text is folded and squeezed into one row of letters, in which the squeezed names are looked
    for: as whole words, from five letters on also inside words that are not ordinary ones, from
    eight on anywhere. Of what `redact` returns for the same names nothing remains.

    Parameters
    ----------
    text : str
        What is to be published.
    names, known, words
        As given to `redact`.

    Returns
    -------
    tuple of str
        Names as they were given and folded words of names, each once; empty where none is left.
        Names that are also small words are looked for as they are written only.

    Raises
    ------
    DisclosureInputError
        As `redact`.

    Examples
    --------
    >>> remains("They of DAY-TON and its water works", names=["Dayton", "Kettering"])
    ('Dayton',)
    >>> remains("A comparison of [city] with others", names=["Paris"])
    ()
    """
    lexicon = Lexicon(known)
    for kind, word in labels(words).items():
        text = text.replace(word, "[]") if kind != "about" else text
    row = _Row(text, lexicon)
    return tuple(
        dict.fromkeys(
            form
            for name, kind in kinds_of(names).items()
            for form in _forms(name, kind, lexicon)
            if row.has(form)
        )
    )


def _forms(name: str, kind: str, lexicon: Lexicon) -> Iterator[str]:
    yield name
    yield from (part for part in parts_of(name, kind, lexicon) if not lexicon.is_ordinary(part))


class _Row:
    """A text as one row of folded letters, with bars in the place of brackets."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        words: list[str] = []
        for chunk in _BRACKETS.split(text):
            words += [*fold(chunk).split(), "|"]
        self._row = "".join(words)
        self._words = words
        self._starts = list(accumulate(map(len, words), initial=0))
        self._borders = frozenset(self._starts)

    def has(self, name: str) -> bool:
        """Tell whether a name stands here."""
        sought = fold(name).replace(" ", "")
        if self._lexicon.is_careful(sought):
            return self._has_as_written(name)
        place = self._row.find(sought) if sought else -1
        while place >= 0:
            if is_unspaced(sought) or self._counts(place, len(sought)):
                return True
            place = self._row.find(sought, place + 1)
        return False

    def _has_as_written(self, name: str) -> bool:
        is_one_word = len(fold(name)) > 1 and name.isalpha() and not name[0].islower()
        return is_one_word and bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self._text))

    def _counts(self, start: int, length: int) -> bool:
        end = start + length
        if start in self._borders and end in self._borders:
            return True
        at = bisect_right(self._starts, start) - 1
        first, word = self._starts[at], self._words[at]
        if end > first + len(word):
            return length >= ACROSS_FROM
        is_ordinary = self._lexicon.is_ordinary(word, begins_with_name=start == first)
        return length >= INSIDE_FROM and not is_ordinary
