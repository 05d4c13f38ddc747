"""Sentences made from figures by rule: what makes a city near, what differs, what is not known."""

from collections.abc import Sequence

from decapolis.indicators.choices import Level
from decapolis.indicators.queries import Figure, two_with_unit
from decapolis.peers.choices import FACETS, WORDS, Measure, climate_in_words
from decapolis.peers.queries.facts import PairFigure, UnknownFacet

# Partial distances up to which a figure is nearly the same, similar, somewhat different.
NEARLY, SIMILAR, SOMEWHAT = 0.04, 0.15, 0.3
MOST_NEAR, MOST_DIFFER, MOST_UNKNOWN = 3, 2, 3

ONLY_FOR = {Level.REGION.value: "the regions", Level.COUNTRY.value: "the countries"}


def pair_sentence(
    measure: Measure, mine: Figure, theirs: Figure, *, gap: float, my_city: str
) -> str:
    """Say what one figure tells of two cities: alike, or what the other one is instead."""
    if measure.facet == "place":
        where = "Also in" if gap == 0 else "In another country or territory:"
        return f"{where} {_the(theirs.word)}."
    if measure.facet == "climate":
        return _climate(mine.word, theirs.word, gap=gap, my_city=my_city)
    words = WORDS[measure.code]
    if mine.value is None or theirs.value is None:
        how = "The same" if gap == 0 else "Another"
        value = theirs.word if gap == 0 else f"{theirs.word}, against {mine.word} in {my_city}"
        sentence = f"{how} {words.noun}: {value}"
    elif mine.shown == theirs.shown:
        sentence = f"The same {words.noun} ({mine.shown})"
    elif gap < SIMILAR:
        how = "Nearly the same" if gap < NEARLY else "Similar"
        both = two_with_unit(mine.value, theirs.value, mine.unit)
        sentence = f"{how} {words.noun} ({both})"
    else:
        what = words.more if theirs.value > mine.value else words.less
        what = what if gap >= SOMEWHAT else f"Somewhat {what[0].lower()}{what[1:]}"
        sentence = f"{what}: {words.value.format(theirs.shown)} against {_short(mine)} in {my_city}"
    only = ONLY_FOR.get(measure.level)
    return f"{sentence}, known only for {only}." if only else f"{sentence}."


def _climate(mine: str, theirs: str, *, gap: float, my_city: str) -> str:
    if mine == theirs:
        return f"The same climate: {climate_in_words(mine)} ({mine})."
    how = "Similar" if gap < SIMILAR else "Somewhat different" if gap < SOMEWHAT else "Different"
    return (
        f"{how} climate: {climate_in_words(theirs)} ({theirs}), against "
        f"{climate_in_words(mine)} ({mine}) in {my_city}."
    )


def _short(figure: Figure) -> str:
    """Write a value again, without the words that follow its number."""
    keep_whole = figure.unit == "°C" or figure.unit.startswith("%")
    return figure.shown if keep_whole else figure.shown.split(" ")[0]


def _the(country: str) -> str:
    """Put the article before the countries that have one."""
    begins = ("United ", "Central African", "Dominican", "Democratic", "Russian", "Czech Republic")
    ends = ("Islands", "Philippines", "Netherlands", "Bahamas", "Maldives", "Republic")
    takes = country.startswith(begins) or country.endswith(ends)
    return f"the {country}" if takes else country


def reasons_for(
    figures: Sequence[PairFigure], unknown: Sequence[UnknownFacet], *, their_city: str
) -> tuple[str, ...]:
    """Choose what to tell of a peer: up to three likenesses, two differences, and what is missing.

    What weighs most comes first; what is alike only because both lie in one country or region says
    nothing new and is left to the country's own sentence. There is always at least one reason.
    """
    near, differ = near_figures(figures), differing_figures(figures)
    told = [pair for pair in near if not _follows_from_place(pair)]
    told.sort(key=lambda pair: pair.facet == "place")
    reasons = [pair.sentence for pair in told[:MOST_NEAR]]
    reasons += [pair.sentence for pair in differ if pair.facet != "place"][:MOST_DIFFER]
    if not reasons:
        closest = sorted(figures, key=lambda pair: (not pair.counted, pair.gap))
        reasons = [pair.sentence for pair in closest[:MOST_NEAR]]
    return (*reasons, *missing_sentences(unknown, their_city=their_city))


def near_figures(figures: Sequence[PairFigure]) -> list[PairFigure]:
    """Return the figures that make a city near, those that do most first."""
    near = [pair for pair in figures if pair.gap < SIMILAR]
    return sorted(near, key=lambda pair: -pair.weight * (SOMEWHAT - pair.gap))


def differing_figures(figures: Sequence[PairFigure]) -> list[PairFigure]:
    """Return the figures in which it differs, those that do most first."""
    differ = [pair for pair in figures if pair.gap >= SIMILAR]
    return sorted(differ, key=lambda pair: -pair.weight * pair.gap)


def _follows_from_place(pair: PairFigure) -> bool:
    return pair.facet == "latitude" or (
        pair.is_fallback and pair.facet != "place" and pair.gap == 0
    )


def missing_sentences(unknown: Sequence[UnknownFacet], *, their_city: str) -> list[str]:
    """Say which weighty questions stay open, and which only a region or country answers."""
    fallback = [facet.name for facet in unknown if facet.fallback][:MOST_UNKNOWN]
    open_ = [facet.name for facet in unknown if not facet.fallback and facet.mine][:MOST_UNKNOWN]
    sentences = []
    if fallback:
        be = "is" if len(fallback) == 1 else "are"
        sentences.append(f"{_capital(_list(fallback))} {be} known only for the region or country.")
    if open_:
        sentences.append(f"Not known for {their_city}: {_list(open_)}.")
    return sentences


def compare_sentence(figures: Sequence[PairFigure], unknown: Sequence[UnknownFacet]) -> str:
    """Sum up a comparison in one sentence: close on these, far on those.

    Facets are named once, the weightiest first; country and latitude speak for themselves.
    """
    told = [pair for pair in figures if pair.counted and not _follows_from_place(pair)]
    close = [FACETS[pair.facet] for pair in near_figures(told)][:5]
    far = [FACETS[pair.facet] for pair in differing_figures(told) if pair.gap >= SOMEWHAT][:3]
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
    span = two_with_unit(lower, upper, figure.unit, between="to")
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
