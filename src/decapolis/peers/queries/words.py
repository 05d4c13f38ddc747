"""Sentences made from figures by rule: what makes a city near, what differs, what is not known."""

from collections.abc import Sequence
from typing import NamedTuple

from decapolis.indicators.choices import Level
from decapolis.indicators.queries import Figure
from decapolis.kernel import numbers
from decapolis.peers.choices import FACETS, WORDS, Measure, Words, climate_in_words
from decapolis.peers.queries.facts import UnknownFacet

# Partial distances up to which a figure is nearly the same, similar, somewhat different.
NEARLY, SIMILAR, SOMEWHAT = 0.04, 0.15, 0.3
MOST_CLOSE, MOST_FAR, MOST_UNKNOWN = 5, 3, 3

ONLY_FOR = {Level.REGION.value: "the regions", Level.COUNTRY.value: "the countries"}


class Told(NamedTuple):
    """What a sentence needs of a figure."""

    value: float | None  # None: it is a word
    word: str
    unit: str


def pair_sentence(measure: Measure, mine: Told, theirs: Told, *, gap: float, my_city: str) -> str:
    """Say what one figure tells of two cities: alike, or what the other one is instead."""
    if measure.facet == "place":
        where = "Also in" if gap == 0 else "In another country or territory:"
        return f"{where} {_the(theirs.word)}."
    if measure.facet == "climate":
        return _climate(mine.word, theirs.word, gap=gap, my_city=my_city)
    if mine.value is None or theirs.value is None:
        how = "The same" if gap == 0 else "Another"
        value = theirs.word if gap == 0 else f"{theirs.word}, against {mine.word} in {my_city}"
        sentence = f"{how} {WORDS[measure.code].noun}: {value}"
    else:
        words = WORDS[measure.code]
        sentence = _of_numbers(words, mine.value, theirs.value, mine.unit, gap, my_city)
    only = ONLY_FOR.get(measure.level)
    return f"{sentence}, known only for {only}." if only else f"{sentence}."


def _of_numbers(
    words: Words, mine: float, theirs: float, unit: str, gap: float, my_city: str
) -> str:
    shown, their_short = numbers.written_out(theirs, unit)
    my_short = numbers.written_out(mine, unit)[1]
    if gap >= SIMILAR:
        what = words.more if theirs > mine else words.less
        what = what if gap >= SOMEWHAT else f"Somewhat {what[0].lower()}{what[1:]}"
        return f"{what}: {words.value.format(shown)} against {my_short} in {my_city}"
    if my_short == their_short:
        return f"The same {words.noun} ({shown})"
    how = "Nearly the same" if gap < NEARLY else "Similar"
    return f"{how} {words.noun} ({my_short} and {shown})"


def _climate(mine: str, theirs: str, *, gap: float, my_city: str) -> str:
    if mine == theirs:
        return f"The same climate: {climate_in_words(mine)} ({mine})."
    how = "Similar" if gap < SIMILAR else "Somewhat different" if gap < SOMEWHAT else "Different"
    return (
        f"{how} climate: {climate_in_words(theirs)} ({theirs}), against "
        f"{climate_in_words(mine)} ({mine}) in {my_city}."
    )


def _the(country: str) -> str:
    """Put the article before the countries that have one."""
    begins = ("United ", "Central African", "Dominican", "Democratic", "Russian", "Czech Republic")
    ends = ("Islands", "Philippines", "Netherlands", "Bahamas", "Maldives", "Republic")
    takes = country.startswith(begins) or country.endswith(ends)
    return f"the {country}" if takes else country


def missing_sentences(unknown: Sequence[UnknownFacet], *, their_city: str) -> tuple[str, ...]:
    """Say which weighty questions stay open, and which only a region or country answers."""
    fallback = [facet.name for facet in unknown if facet.fallback][:MOST_UNKNOWN]
    open_ = [facet.name for facet in unknown if not facet.fallback and facet.mine][:MOST_UNKNOWN]
    sentences = []
    if fallback:
        be = "is" if len(fallback) == 1 else "are"
        sentences.append(f"{_capital(_list(fallback))} {be} known only for the region or country.")
    if open_:
        sentences.append(f"Not known for {their_city}: {_list(open_)}.")
    return tuple(sentences)


def compare_sentence(
    near: Sequence[str], differ: Sequence[str], unknown: Sequence[UnknownFacet]
) -> str:
    """Sum up a comparison in one sentence: close on these facets, far on those; in this order."""
    close = [FACETS[facet] for facet in near[:MOST_CLOSE]]
    far = [FACETS[facet] for facet in differ[:MOST_FAR]]
    missing = [facet.name for facet in unknown if not facet.fallback][:MOST_UNKNOWN]
    parts = []
    if close:
        parts.append(f"close on {_list(close)}")
    if far:
        parts.append(f"far on {_list(far)}")
    if missing:
        parts.append(f"not known for both: {_list(missing)}")
    return f"{_capital('; '.join(parts))}." if parts else "Neither close nor far on any figure."


def gaps_sentence(fallback: Sequence[str], unknown: Sequence[str], *, my_city: str) -> str:
    """Say which figures of a city's own are missing, so that they count less or not at all."""
    sentences = []
    if unknown:
        sentences.append(f"Not known for {my_city} and so not compared: {_list(unknown)}.")
    if fallback:
        be = "is" if len(fallback) == 1 else "are"
        sentences.append(f"{_capital(_list(fallback))} {be} known only for the region or country.")
    return " ".join(sentences)


def range_sentence(figure: Figure, *, quartiles: Sequence[float]) -> str:
    """Say where a city's figure lies against the middle half of its peers."""
    lower, _median, upper = quartiles
    value = figure.value or 0.0
    where = "Above" if value > upper else "Below" if value < lower else "Within"
    span = numbers.two_quantities(lower, upper, figure.unit, between="to")
    return f"{where} the middle half of its peers, {span}."


def closeness_in_words(rank: int, of_n: int) -> str:
    """Say in two words how near a place among the comparable cities is."""
    part = rank / max(of_n, 1)
    for limit, words in (
        (0.02, "Very close"),
        (0.1, "Close"),
        (0.3, "Fairly close"),
        (0.6, "Not close"),
    ):
        if part <= limit:
            return words
    return "Far"


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
