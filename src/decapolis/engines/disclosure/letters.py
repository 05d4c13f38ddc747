"""A text as folded letters that know where they came from.

Case, accents, apostrophes, hyphens, spaces and underscores are gone, so that ``Saint-Étienne``,
``saint etienne`` and ``SAINT_ETIENNE`` are one row of letters; where words and their pieces begin
and end is kept beside it (``OpenDayton`` is one word of two pieces).
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from decapolis.engines.disclosure.kinds import GAP
from decapolis.engines.text import fold

UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u318f\u31f0-\u31ff"
    "\u3400-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
"""Signs of scripts that are written without spaces, for a class of a pattern.

Thai and its neighbours, Chinese, Japanese, and Korean, which ties endings to its words.
"""

_IS_UNSPACED = re.compile(f"[{UNSPACED}]")
_ALIKE = str.maketrans({
    "ة": "\N{ARABIC LETTER HEH}", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": "", "ヶ": "ケ",
})  # fmt: skip
_BARRIERS = frozenset(f"{GAP}[]")
_CHUNK = re.compile(r"[^\s.,;:!?()、。「」・]+")
_SIMPLE = re.compile(r"[A-Za-z]?[a-z]*")


class Sort(IntEnum):
    """What a letter is for the words around it."""

    MARK = 0
    SMALL = 1
    CAPITAL = 2
    DIGIT = 3
    UNSPACED = 4


class Word(NamedTuple):
    """Letters ``first`` to ``last`` (left out), which stand at ``start`` to ``end`` in the text.

    A row of signs of a script without spaces is one word. No name reaches across a bracket or a
    gap: ``behind`` counts those before the word.
    """

    folded: str
    first: int
    last: int
    start: int
    end: int
    behind: int


@dataclass(frozen=True, slots=True)
class Letters:
    """The folded letters of a text.

    Attributes
    ----------
    text : str
        What the letters were taken from.
    folded : str
        The letters alone.
    begins : str
        One sign a letter: ``1`` where a word, a part of a camelCase word, a number or a sign of a
        script without spaces begins, else ``0``. One more ``1`` stands for the end: a piece ends
        before every ``1``.
    words : list of Word
    """

    text: str
    folded: str
    begins: str
    words: list[Word]
    _firsts: list[int]

    def word_at(self, place: int) -> Word:
        """Return the word that a letter belongs to."""
        return self.words[bisect_right(self._firsts, place) - 1]

    def source(self, place: int) -> int:
        """Return where in the text a letter stands."""
        word = self.word_at(place)
        if word.last - word.first == word.end - word.start:
            return word.start + place - word.first
        passed = word.first
        for at in range(word.start, word.end):
            passed += len(_letter(self.text[at])[0].replace(" ", ""))
            if passed > place:
                return at
        return word.end - 1

    def is_piece(self, start: int, end: int) -> bool:
        """Tell whether letters are a word or a piece of one."""
        return self.begins[start] == "1" == self.begins[end]


def squeeze(text: str) -> str:
    """Return folded letters and digits without anything between them.

    Examples
    --------
    >>> squeeze("Saint-Étienne"), squeeze("L'Aquila"), squeeze("Straße")
    ('saintetienne', 'laquila', 'strasse')
    """
    folded = fold(text).replace(" ", "")
    return folded if folded.isascii() else folded.translate(_ALIKE)


def is_unspaced(text: str) -> bool:
    """Tell whether a text has signs of a script that is written without spaces.

    Examples
    --------
    >>> is_unspaced("横浜市"), is_unspaced("서울"), is_unspaced("Delhi")
    (True, True, False)
    """
    return not text.isascii() and _IS_UNSPACED.search(text) is not None


@cache
def _letter(sign: str) -> tuple[str, Sort | None]:
    """Return what one sign of a text folds to, and its sort; ``None`` for what parts words."""
    folded = fold(f"a{sign}a")[1:-1].translate(_ALIKE)
    if not folded.strip():
        is_mark = unicodedata.combining(sign) or sign.translate(_ALIKE) == ""
        return "", Sort.MARK if is_mark else None
    if _IS_UNSPACED.match(sign):
        return folded, Sort.UNSPACED
    if folded.isdecimal():
        return folded, Sort.DIGIT
    return folded, Sort.CAPITAL if sign.isupper() or sign.istitle() else Sort.SMALL


class _Run:
    """A word that is being read."""

    def __init__(self, start: int, behind: int) -> None:
        self.start, self.end, self.behind = start, start, behind
        self.folded: list[str] = []
        self._sorts: list[tuple[Sort, int]] = []

    def add(self, letter: str, sort: Sort, place: int) -> None:
        """Take in one letter of a sign."""
        self.folded.append(letter)
        self._sorts.append((sort, place))
        self.end = place + 1

    @property
    def is_unspaced(self) -> bool | None:
        """Of which sort of script it is; ``None`` as long as it is empty."""
        return self._sorts[0][0] is Sort.UNSPACED if self._sorts else None

    def begins(self) -> str:
        """Return where pieces begin."""
        after = [*self._sorts, (Sort.MARK, -1)][2:]
        found = [
            _parts(before, here, next_)
            for (before, here), next_ in zip(pairwise(self._sorts), after, strict=True)
        ]
        return "1" + "".join("01"[begins] for begins in found)


def _parts(before: tuple[Sort, int], here: tuple[Sort, int], after: tuple[Sort, int]) -> bool:
    """Tell whether a new piece of a word begins here."""
    if before[1] == here[1]:
        return False
    if here[0] is Sort.UNSPACED:
        return True
    if before[0] is here[0]:
        return here[0] is Sort.CAPITAL and after[0] is Sort.SMALL  # the P of HTMLParser
    return before[0] is not Sort.CAPITAL or here[0] is not Sort.SMALL


Read = tuple[list[tuple[str, str, int, int, int]], int]


def _read(chunk: str) -> Read:
    """Return the words of a chunk (letters, where pieces begin, start, end, barriers before).

    The number behind them is that of all barriers.
    """
    if _SIMPLE.fullmatch(chunk):
        return [(chunk.lower(), "1" + "0" * (len(chunk) - 1), 0, len(chunk), 0)], 0
    runs: list[_Run] = []
    run: _Run | None = None
    behind = 0
    for place, sign in enumerate(chunk):
        folded, sort = _letter(sign)
        behind += sign in _BARRIERS
        if sort is Sort.MARK and run:
            run.end = place + 1
        for letter in " " if sort is None else folded:
            if sort is None or letter == " ":
                run = None
                continue
            if run is None or run.is_unspaced != (sort is Sort.UNSPACED):
                run = _Run(place, behind)
                runs.append(run)
            run.add(letter, sort, place)
    return [("".join(r.folded), r.begins(), r.start, r.end, r.behind) for r in runs], behind


def letters_of(text: str, memory: dict[str, Read] | None = None) -> Letters:
    """Return the folded letters of a text.

    Parameters
    ----------
    text : str
    memory : dict, optional
        Keeps what was read, for the next text of much the same words.

    Examples
    --------
    >>> letters = letters_of("#OpenDayton, now")
    >>> letters.folded, [letters.text[word.start : word.end] for word in letters.words]
    ('opendaytonnow', ['OpenDayton', 'now'])
    >>> letters.begins
    '10001000001001'
    """
    words: list[Word] = []
    begins: list[str] = []
    known = {} if memory is None else memory
    first, behind = 0, 0
    for found in _CHUNK.finditer(text):
        chunk, place = found[0], found.start()
        if chunk not in known:
            known[chunk] = _read(chunk)
        read, barriers = known[chunk]
        for folded, own_begins, start, end, before in read:
            last = first + len(folded)
            words.append(Word(folded, first, last, place + start, place + end, behind + before))
            begins.append(own_begins)
            first = last
        behind += barriers
    return Letters(
        text,
        "".join(word.folded for word in words),
        "".join([*begins, "1"]),
        words,
        [word.first for word in words],
    )
