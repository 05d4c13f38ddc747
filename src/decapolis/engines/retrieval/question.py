"""Understand a question: what of it names a place, a size, a price, years, a theme or an outcome.

What is understood becomes items that a reader sees and can take away; what is left is matched by
words and meaning. An item weighs on the order of the answers; where nothing is left to match, as
in "small Dutch cities since 2020", it filters them.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from decapolis.engines.retrieval.amounts import Amount, amounts, flat
from decapolis.engines.retrieval.words import (
    UNSPACED,
    Meant,
    bare,
    city_words,
    cues,
    generic,
    size_words,
    stopwords,
    thesaurus,
)
from decapolis.engines.text import fold

MOST_LETTERS = 1000
MOST_NAMES = 400
MOST_PIECES = 160
SIZES = {
    "small": (-math.inf, 100_000.0),
    "medium": (100_000.0, 500_000.0),
    "large": (500_000.0, math.inf),
    "very-large": (2_000_000.0, math.inf),
}
_FILTERING = frozenset({"country", "region", "size", "price", "years", "outcome"})
_TAKEN_OUT = frozenset({"region", "size", "price", "years", "country"})
_AT = frozenset(
    fold("in at near from around of across en de dans a au aux nach bei aus em da do no na di nel "
         "nella nei della te uit van bij для في").split()
)  # fmt: skip
_LONGEST_NAME = 5
_SHORTEST_NAME = 4
_LONGEST_PIECE = 13  # Korean letters are counted one by one
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class CityRef:
    """A city as the gazetteer knows it."""

    city_id: int
    name: str
    country: str
    region: str = ""
    population: int = 0
    is_main: bool = True  # the name asked for is its own, not another spelling
    is_held: bool = False  # the index has entries of it


@dataclass(frozen=True)
class Lexicon:
    """Names of places, all folded.

    Attributes
    ----------
    cities
        Every city that a name can stand for, the likeliest first. Only the names that stand in the
        question (`names_in`) need to be there.
    countries
        ISO code by name, in any number of languages.
    states
        ``US:Ohio`` by name.
    common
        Words that are no place unless something says so: "nice", "reading".
    """

    cities: Mapping[str, tuple[CityRef, ...]] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    common: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Understood:
    """One thing that a question says.

    Attributes
    ----------
    kind
        place, country, region, size, price, years, theme, outcome or record-kind.
    words
        As they stand in the question.
    key
        Names the item in a page's address, so that a reader can take it away.
    mode
        ``filter``: others are left out; ``weight``: these come first.
    values
        City ids, country codes, ``US:Ohio``, themes, or the outcome or kind of record asked for.
    low, high
        Of years (calendar), size (people) or price (in ``unit``); infinite where open.
    name
        Of a city, as the gazetteer has it.
    """

    kind: str
    words: str
    key: str
    mode: str = "weight"
    values: tuple[str, ...] = ()
    low: float = -math.inf
    high: float = math.inf
    unit: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what was understood of it.

    ``core`` is the text without the places, sizes, prices and years that are matched otherwise;
    ``subject`` says whether anything of content is left in it. ``subjects`` are those that the
    thesaurus knows, with the records' own terms as values.
    """

    text: str
    core: str
    items: tuple[Understood, ...] = ()
    subject: bool = True
    subjects: tuple[Understood, ...] = ()

    def of(self, kind: str) -> tuple[Understood, ...]:
        """Return the items of a kind."""
        return tuple(item for item in self.items if item.kind == kind)


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    start: int
    end: int
    capital: bool
    capitals: bool


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    item: Understood


def names_in(text: str) -> list[str]:
    """Return every run of words in a text, folded, that a gazetteer might know.

    Examples
    --------
    >>> names_in("bikes in New York")
    ['bikes', 'bikes in', 'bikes in new', 'bikes in new york', 'in new', 'in new york', 'new', \
'new york', 'york']
    """
    words = _words(text[:MOST_LETTERS])
    names: dict[str, None] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1):
            name = " ".join(word.folded for word in words[start:end])
            if name not in stopwords():
                names[name] = None
        names.update(dict.fromkeys(_pieces(words[start].folded)))
    return list(names)[:MOST_NAMES]


def understand(
    text: str, lexicon: Lexicon, *, today: date, without: Iterable[str] = ()
) -> Question:
    """Return what a question says.

    Parameters
    ----------
    text
        As typed; only the first `MOST_LETTERS` letters are read.
    lexicon
        The places that can be named.
    today
        For "in the last five years".
    without
        Keys of items that the reader took away; their words are matched like any others.

    Examples
    --------
    >>> asked = understand("small cities in Spain that gave up on LED lights since 2015",
    ...     Lexicon(countries={"spain": "ES"}), today=date(2026, 1, 1))
    >>> [(item.kind, item.words) for item in asked.items if item.kind != "theme"]
    [('size', 'small cities'), ('country', 'Spain'), ('years', 'since 2015')]
    >>> asked.core
    'that gave up on LED lights'
    """
    text = " ".join(text[:MOST_LETTERS].split())
    removed = frozenset(without)
    words = _words(text)
    found = _apart([*_amounts(text, today), *_phrases(text, words, lexicon)])
    found = _apart([*found, *_cities(text, words, lexicon, found)])
    found = [one for one in found if one.item.key not in removed]
    core = _core(text, words, found)
    subject = _has_subject(words, found)
    items = _merged([one.item for one in found], subject=subject)
    subjects = tuple(item for item in _subjects(core) if item.key not in removed)
    return Question(text, core if subject else text, items, subject, subjects)


def _has_subject(words: list[_Word], found: list[_Found]) -> bool:
    """Tell whether a word of content is left beside those of the items that can filter."""
    facts = [one for one in found if one.item.kind in _FILTERING and not _is_mention(one.item)]
    return any(
        word.folded not in stopwords()
        and word.folded not in generic()
        and not any(one.start <= word.start and word.end <= one.end for one in facts)
        for word in words
    )


def _words(text: str) -> list[_Word]:
    plain = flat(text)
    return [
        _Word(fold(said), match.start(), match.end(), said[0].isupper(), said.isupper())
        for match in _WORD.finditer(plain)
        if fold(said := text[match.start() : match.end()])
    ]


def _amounts(text: str, today: date) -> Iterator[_Found]:
    for amount in amounts(flat(text), today=today):
        yield _Found(amount.start, amount.end, _amount_item(text, amount))


def _amount_item(text: str, amount: Amount) -> Understood:
    ends = "-".join("" if math.isinf(end) else f"{end:.0f}" for end in (amount.low, amount.high))
    return Understood(
        kind=amount.kind, words=text[amount.start : amount.end].strip(),
        key=f"{amount.kind}:{ends}{amount.unit}", low=amount.low, high=amount.high,
        unit=amount.unit,
    )  # fmt: skip


def _phrases(text: str, words: list[_Word], lexicon: Lexicon) -> Iterator[_Found]:
    """Find cues, regions, countries and states, word by word."""
    folded = [bare(word.folded) for word in words]
    for place, word in enumerate(words):
        for end, meant in cues().at(folded, place, capitals=word.capitals):
            yield _phrase(text, word.start, words[end - 1].end, meant)
        for phrase, meant in cues().inside(word.folded):
            end = word.end if phrase == word.folded else word.start
            yield _Found(word.start, end, _item(meant, text[word.start : word.end]))
        yield from _named(text, words, place, lexicon)
        yield from _sized(text, words, place)


def _subjects(core: str) -> Iterator[Understood]:
    """Yield the subjects of the thesaurus that stand in a text, each once."""
    words = _words(core)
    folded = [bare(word.folded) for word in words]
    seen: set[str] = set()
    for place, word in enumerate(words):
        said = [
            (core[word.start : words[end - 1].end], meant)
            for end, meant in thesaurus().at(folded, place, capitals=word.capitals)
        ]
        said += [(phrase, meant) for phrase, meant in thesaurus().inside(word.folded)]
        for phrase, meant in said:
            if meant.name not in seen:
                seen.add(meant.name)
                yield replace(_item(meant, phrase), name=meant.name)


def _sized(text: str, words: list[_Word], place: int) -> Iterator[_Found]:
    """Find an adjective of size that a word or two part from its city: "small Dutch cities"."""
    name = size_words().get(words[place].folded)
    near = words[max(0, place - 2) : place + 3]
    if name and any(word.folded in city_words() for word in near):
        yield _phrase(text, words[place].start, words[place].end, Meant("size", name))


def _named(text: str, words: list[_Word], place: int, lexicon: Lexicon) -> Iterator[_Found]:
    for end in range(place + 1, min(place + _LONGEST_NAME, len(words)) + 1):
        name = " ".join(word.folded for word in words[place:end])
        if name in stopwords() or (len(name) < _SHORTEST_NAME and not words[place].capital):
            continue
        start, stop = words[place].start, words[end - 1].end
        if name in lexicon.states:
            value = lexicon.states[name]
            yield _phrase(
                text, start, stop, Meant("region", fold(name).replace(" ", "-"), (value,))
            )
        if name in lexicon.countries:
            code = lexicon.countries[name]
            yield _phrase(text, start, stop, Meant("country", code, (code,)))


def _phrase(text: str, start: int, end: int, meant: Meant) -> _Found:
    return _Found(start, end, _item(meant, text[start:end]))


def _item(meant: Meant, words: str) -> Understood:
    low, high = SIZES[meant.name] if meant.kind == "size" else (-math.inf, math.inf)
    return Understood(
        kind=meant.kind, words=words, key=f"{meant.kind}:{meant.name.lower()}",
        values=meant.values or (meant.name,), low=low, high=high,
    )  # fmt: skip


def _cities(
    text: str, words: list[_Word], lexicon: Lexicon, found: list[_Found]
) -> Iterator[_Found]:
    """Find cities among the words that are not taken yet."""
    for place, word in enumerate(words):
        for end in range(min(place + _LONGEST_NAME, len(words)), place, -1):
            name = " ".join(part.folded for part in words[place:end])
            cities = lexicon.cities.get(name)
            if cities and _is_city(name, cities, words, place, lexicon):
                stop = words[end - 1].end
                yield _Found(word.start, stop, _city(cities, text[word.start : stop], found))
                break
        for piece in _pieces(word.folded):
            if piece in lexicon.cities:
                yield _Found(word.start, word.start, _city(lexicon.cities[piece], piece, found))


def _is_city(
    name: str, cities: tuple[CityRef, ...], words: list[_Word], place: int, lexicon: Lexicon
) -> bool:
    """Tell whether a word that is a city's name means the city here."""
    if name in stopwords() or name in generic() or name.isdecimal():
        return False
    shouted = all(word.capital for word in words) and len(words) > 1
    capital = words[place].capital and (place > 0 or len(words) == 1) and not shouted
    said = capital or (place > 0 and words[place - 1].folded in _AT)
    if cities[0].is_held and name not in lexicon.common:
        return cities[0].is_main or len(name) > _SHORTEST_NAME or capital
    if len(name) < _SHORTEST_NAME and not UNSPACED.search(name):
        return capital and cities[0].is_main
    known = cities[0].is_main and name not in lexicon.common and cities[0].population >= 300_000  # noqa: PLR2004 -- well known
    return known or (said and (capital or name not in lexicon.common))


def _city(cities: tuple[CityRef, ...], said: str, found: list[_Found]) -> Understood:
    """Choose between namesakes: in a country or state that the question names, else the first."""
    named = {value for one in found for value in one.item.values}
    within = [c for c in cities if c.country in named or f"{c.country}:{c.region}" in named]
    city = (within or list(cities))[0]
    return Understood(
        kind="place", words=said, key=f"place:{city.city_id}",
        values=(str(city.city_id), city.country), name=city.name,
    )  # fmt: skip


def _pieces(word: str) -> list[str]:
    """Return the parts of a word of a script without spaces that could be a name."""
    if not UNSPACED.search(word):
        return []
    return [
        word[start : start + length]
        for start in range(len(word))
        for length in range(2, _LONGEST_PIECE)
        if start + length <= len(word)
    ][:MOST_PIECES]


def _apart(found: list[_Found]) -> list[_Found]:
    """Keep finds that do not overlap; the longer wins, then the earlier given."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda f: f.start - f.end):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)


def _core(text: str, words: list[_Word], found: list[_Found]) -> str:
    """Return the text without what is matched otherwise, nor the small word before it.

    A city stays, under the name that the records use.
    """
    cuts: list[tuple[int, int, str]] = []
    for one in found:
        if one.item.kind in _TAKEN_OUT and not _is_mention(one.item):
            before = [word for word in words if word.end <= one.start]
            small = bool(before) and before[-1].folded in _AT
            cuts.append((before[-1].start if small else one.start, one.end, ""))
        elif one.item.kind == "place" and fold(one.item.name) != fold(one.item.words):
            cuts.append((one.start, one.end, f" {one.item.name} "))
    kept, place = [], 0
    for start, end, instead in cuts:
        kept += [text[place:start], instead]
        place = max(place, end)
    kept.append(text[place:])
    return " ".join(" ".join(kept).split()).strip(" ,;")


def _is_mention(item: Understood) -> bool:
    """Tell whether a cost is only mentioned, so that its word may be part of the subject."""
    return item.key == "price:asked" and " " not in item.words


def _merged(items: list[Understood], *, subject: bool) -> tuple[Understood, ...]:
    """Give each thing once, filtering where the question has no other subject."""
    once: dict[str, Understood] = {}
    for item in items:
        filters = not subject and item.kind in _FILTERING and item.key != "price:asked"
        once.setdefault(item.key, replace(item, mode="filter" if filters else "weight"))
    return tuple(once.values())
