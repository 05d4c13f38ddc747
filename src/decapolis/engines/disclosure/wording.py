"""Say a rounded number so that the sentence around it still reads."""
# ruff: noqa: RUF001 -- typographic signs stand in what is read

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from decapolis.engines.disclosure.kinds import WORDS, Span
from decapolis.engines.disclosure.letters import is_unspaced

_SAID = re.compile(
    r"(?:(?<![^\W\d_])(?:about|around|roughly|approximately|approx\.|circa|ca\.|some|rund|etwa"
    r"|ungefähr|zirka|cerca de|alrededor de|aproximadamente|unos|unas|environ|à peu près"
    r"|por volta de|ongeveer)|約|约|حوالي|نحو|[~≈])\s*\Z",
    re.IGNORECASE,
)
_LOOSE = re.compile(  # what a rounded number makes untrue
    r"(?<!\bno )(?<!\bnot )(?<![^\W\d_])"
    r"(?:(?:slightly |far |well |just |a little )?(?:more than|over)|nearly|almost|close to"
    r"|just (?:under|short of|below)) \Z",
    re.IGNORECASE,
)
_OVER = re.compile(r"over \Z", re.IGNORECASE)  # also said of a time that something took
_DETERMINER = re.compile(
    r"(?<![^\W\d_])(?:(?P<article>an?)|the|its|their|our|his|her|these|those|all|other|another"
    r"|original|first|last|final|remaining|entire|whole|only|every|each) \Z",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(?:\A|\n|[\w\0]{2}[)\"'”’]?[.!?][\"'”’)]?\s)[\s\"'“‘(•-]*\Z")
_RANGE = re.compile(r"\s?(?:[-–—]|to|bis|hasta|até)\s?")
_BEFORE = 40  # signs; no row of these words has more
_COUNTS = 4  # digits of a number before which "over" is not said of a time


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a text, as it stands and as it may be read.

    Attributes
    ----------
    start, end : int
        Where it stands, with its sign for per cent.
    written : str
        As it stands.
    new : str
        Rounded; empty where it is round enough.
    is_least : bool
        It is more than what is written: nearly all is not all.
    is_hidden : bool
        Something else takes it away, such as the date that it is part of.
    is_second : bool
        The range that it ends was rounded before it.
    """

    start: int
    end: int
    written: str
    new: str
    is_least: bool = False
    is_hidden: bool = False
    is_second: bool = False

    @property
    def told(self) -> str:
        """What is read."""
        return self.new or self.written


def spans_of(figures: Sequence[Figure], *, about: str, text: str) -> Iterator[Span]:
    """Yield what to write for numbers that were rounded.

    Parameters
    ----------
    figures : sequence of Figure
        All numbers of the text, in order and apart.
    about : str
        What to write in front, unless a word like it stands there.
    text : str
        Where they stand.
    """
    for one in _ranges(figures, text):
        if one.new:
            yield _span(one, about, text)


def _ranges(figures: Sequence[Figure], text: str) -> Iterator[Figure]:
    """Make one number of a range whose ends were rounded to the same."""
    last: Figure | None = None
    for one in figures:
        this = one
        if last and _is_range(last, one, text):
            if one.told.startswith(last.told) and not one.told[len(last.told) :][:1].isdecimal():
                last = replace(one, start=last.start, new=one.told)
                continue
            this = replace(one, is_second=bool(last.new))
        if last:
            yield last
        last = this
    if last:
        yield last


def _is_range(one: Figure, other: Figure, text: str) -> bool:
    """Tell whether a range has these ends, and is to be told in another way."""
    is_new = bool(one.new or other.new) and not (one.is_hidden or other.is_hidden)
    return is_new and _RANGE.fullmatch(text, one.end, other.start) is not None


def _span(one: Figure, about: str, text: str) -> Span:
    start, word = one.start, about
    before = text[max(start - _BEFORE, 0) : start]
    if one.is_second or one.is_hidden or _SAID.search(before) or before.rstrip().endswith(about):
        return Span(start, one.end, "about", one.new)
    if about == WORDS["about"]:
        loose = _LOOSE.search(before)
        if loose and (len(one.written) >= _COUNTS or not _OVER.fullmatch(loose[0])):
            start -= len(loose[0])
            before = before[: loose.start()]
        word = "over" if one.is_least else word
        determiner = _DETERMINER.search(before)
        if determiner:
            word = "roughly"
            if article := determiner["article"]:
                start -= len(determiner[0])
                word = f"{article[0]} {word}"
        elif _BEGINS.search(before):
            word = word.capitalize()
    space = "" if is_unspaced(word[-1]) else " "
    return Span(start, one.end, "about", word + space + one.new)
