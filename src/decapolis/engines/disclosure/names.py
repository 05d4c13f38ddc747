"""Find listed names in a text, however they are written.

A name counts where its folded letters stand as words of their own or as a piece of a camelCase
word, with a short ending (``Mannheimer``) or, from five letters on, anywhere in a word that is not
an ordinary one; in scripts without spaces, wherever its letters stand in a row.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from decapolis.engines.disclosure.kinds import WORDS, DisclosureInputError, Span
from decapolis.engines.disclosure.letters import Letters, Word, is_unspaced, squeeze
from decapolis.engines.disclosure.lexicon import Lexicon
from decapolis.engines.text import fold

INSIDE_FROM = 5  # letters of a name that is looked for inside words
ACROSS_FROM = 8  # letters of a name that needs no borders of words
_SLIP_FROM = 7  # letters of a name in which one slip is still the name
_ENDING_FROM, _ENDING = 3, 3
_ABBREVIATION = 3
_ENDED = re.compile(r"(?:特別市|特别市|广域市|광역시|특별시|[市町村区县縣县省府都県郡道州시군구])$")
_LATIN_VOWELS, _OTHER_VOWELS = "aeiouy", "аеиоуыэюяьαεηιουω"
_ARTICLE = "ال"
_SEMITIC = re.compile(r"[\u0590-\u06ff]")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """One row of letters to look for.

    ``careful`` rows are ordinary words as well and count with a capital only, those of an
    abbreviation (``capitals``) all in capitals: US, not us; ``stem`` rows must begin a word and be
    followed by an ending.
    """

    folded: str
    kind: str
    careful: bool = False
    capitals: bool = False
    stem: bool = False


def kinds_of(names: Iterable[str] | Mapping[str, str]) -> dict[str, str]:
    """Return the kind of every name, ``name`` where the caller gives none.

    Raises
    ------
    DisclosureInputError
        ``names`` is one string, or a kind is not one of `WORDS`.
    """
    if isinstance(names, str):
        raise DisclosureInputError("names: give a list of names, not one string.")
    kinds = dict(names) if isinstance(names, Mapping) else dict.fromkeys(names, "name")
    for name, kind in kinds.items():
        if kind not in WORDS or kind == "about":
            raise DisclosureInputError(f"{name}: no such kind: {kind}.")
    return kinds


def parts_of(name: str, kind: str, lexicon: Lexicon) -> list[str]:
    """Return the folded words of a longer name that give it away by themselves.

    Of a person all do, from two letters on.

    Examples
    --------
    >>> parts_of("Stadtwerke Mannheim GmbH", "organisation", Lexicon())
    ['mannheim']
    >>> parts_of("Clean Water Partners", "organisation", Lexicon())
    []
    """
    words = fold(name).split()
    if len(words) == 1:
        return []
    if kind == "person":
        return [word for word in words if len(word) > 1 and not word.isdecimal()]
    return [word for word in words if lexicon.is_distinctive(word)]


def wanted_of(kinds: Mapping[str, str], lexicon: Lexicon) -> list[Wanted]:
    """Return what to look for, whole names before parts of them, each row of letters once."""
    found: dict[str, Wanted] = {}
    for name, kind in kinds.items():
        for one in _spellings(name):
            careful = lexicon.is_careful(one)
            capitals = careful and len(one) <= _ABBREVIATION and name.isupper()
            found.setdefault(one, Wanted(one, kind, careful, capitals))
    for name, kind in kinds.items():
        for part in parts_of(name, kind, lexicon):
            careful = lexicon.is_careful(part) or (kind == "person" and lexicon.is_ordinary(part))
            for one in _spellings(part):
                found.setdefault(one, Wanted(one, kind, careful))
    stems = [
        Wanted(stem, one.kind, stem=True)
        for one in found.values()
        if not one.careful and (stem := _stem(one.folded)) and stem not in found
    ]
    return [one for one in [*found.values(), *stems] if _can_be_found(one.folded)]


def _can_be_found(folded: str) -> bool:
    return len(folded) > 1 or is_unspaced(folded)


def _spellings(name: str) -> Iterator[str]:
    """Yield the squeezed name, also with umlauts written as two letters or as one."""
    plain = squeeze(name)
    yield plain
    if not name.isascii():
        yield squeeze(name.casefold().translate(_UMLAUTS))
    if plain.startswith(_ARTICLE) and len(plain) > len(_ARTICLE) + _ENDING_FROM - 1:
        yield plain.removeprefix(_ARTICLE)
    if len(plain) > INSIDE_FROM and plain.isascii():
        yield re.sub("([aou])e", r"\1", plain)
    if is_unspaced(name):
        short = _ENDED.sub("", name.strip())
        if len(short) > 1:
            yield squeeze(short)


def _stem(folded: str) -> str:
    """Return a name without its last vowel, which declensions change; or nothing."""
    if folded[-1:] in tuple(_OTHER_VOWELS) and len(folded) >= INSIDE_FROM:
        return folded[:-1]
    if folded[-1:] in tuple(_LATIN_VOWELS) and len(folded) > INSIDE_FROM:
        return folded[:-1]
    return ""


def find_names(letters: Letters, wanted: Iterable[Wanted], lexicon: Lexicon) -> Iterator[Span]:
    """Yield where the names stand, whole words each; stretches may overlap."""
    for one in wanted:
        place = letters.folded.find(one.folded)
        while place >= 0:
            end = place + len(one.folded)
            first, last = letters.word_at(place), letters.word_at(end - 1)
            if first.behind == last.behind and _counts(letters, one, place, lexicon):
                start = letters.source(place) if is_unspaced(first.folded) else first.start
                stop = letters.source(end - 1) + 1 if is_unspaced(last.folded) else last.end
                yield Span(start, stop, one.kind)
            place = letters.folded.find(one.folded, place + 1)


def _counts(letters: Letters, one: Wanted, place: int, lexicon: Lexicon) -> bool:
    """Tell whether letters that are a name's stand for it."""
    end = place + len(one.folded)
    is_piece = letters.is_piece(place, end)
    if one.careful:
        written = letters.text[letters.source(place) : letters.source(end - 1) + 1]
        return is_piece and (written.isupper() if one.capitals else not written[0].islower())
    if is_unspaced(one.folded) or (is_piece and not one.stem):
        return True
    word = letters.word_at(place)
    if end > word.last:
        return _counts_across(letters, one, place, lexicon)
    if lexicon.is_ordinary(word.folded, begins_with_name=place == word.first):
        return False
    if len(one.folded) >= INSIDE_FROM and not one.stem:
        return True
    return _is_inflected(letters, one, place, word) or (
        len(one.folded) >= _ENDING_FROM
        and all(
            not rest or lexicon.is_joinable(rest)
            for rest in (letters.folded[word.first : place], letters.folded[end : word.last])
        )
    )


def _is_inflected(letters: Letters, one: Wanted, place: int, word: Word) -> bool:
    """Tell whether a name has only an ending behind it or, in Arabic and Hebrew, before it too."""
    length = len(one.folded)
    tail = word.last - place - length
    if length < _ENDING_FROM or tail > min(_ENDING, length - 1):
        return False
    if _SEMITIC.match(one.folded):
        return place - word.first <= _ENDING
    return letters.begins[place] == "1"


def _counts_across(letters: Letters, one: Wanted, place: int, lexicon: Lexicon) -> bool:
    """Tell the same of a name whose letters stand in several words."""
    if one.stem:
        return False
    if len(one.folded) >= ACROSS_FROM:
        return True
    end = place + len(one.folded)
    last = letters.word_at(end - 1)
    return (
        letters.begins[place] == "1"
        and len(one.folded) >= INSIDE_FROM
        and last.last - end <= _ENDING
        and not lexicon.is_ordinary(last.folded)
    )


def find_slips(
    letters: Letters, wanted: Iterable[Wanted], lexicon: Lexicon, memory: dict[str, str]
) -> Iterator[Span]:
    """Yield words that are a long name but for one slip: a letter more, less, other or swapped.

    ``memory`` keeps the kind that every word was found to be, an empty one for none.
    """
    words = {word.folded for word in letters.words if len(word.folded) >= _SLIP_FROM - 1}
    unknown = [
        word
        for word in words.difference(memory)
        if not (lexicon.is_common(word) or lexicon.is_known(word))
    ]
    names = [
        one for one in wanted if len(one.folded) >= _SLIP_FROM and not (one.careful or one.stem)
    ]
    memory.update(dict.fromkeys(words.difference(memory), ""))
    if names and unknown:
        sought = [one.folded for one in names]
        apart = cdist(unknown, sought, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)
        for row, column in zip(*(apart <= 1).nonzero(), strict=True):
            memory[unknown[row]] = names[column].kind
    for word in letters.words:
        if kind := memory.get(word.folded):
            yield Span(word.start, word.end, kind)
