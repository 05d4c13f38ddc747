"""What a ranking says, made from its run by rule."""

from collections.abc import Mapping, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.benchmarks.bridge.chances import SURE, Stand
from decapolis.benchmarks.choices import Kind
from decapolis.benchmarks.models import Run
from decapolis.kernel import numbers
from decapolis.pages.benchmarks.contexts.keeping import Held

BARS_PUBLISHED, BARS_OWN, BARS_OLD = "published", "own", "old"
FIRM = 0.75  # neighbours that are told apart less surely than this are not


def share_text(share: float | None) -> str:
    """Return a part as a reader has it: 71%, under 1%, over 99%, never."""
    if share is None:
        return ""
    if share == 0:
        return "\N{EN DASH}"
    if share < 0.01:  # noqa: PLR2004 -- one in a hundred
        return _("under 1%")
    if 0.99 < share < 1:  # noqa: PLR2004 -- the same from above
        return _("over 99%")
    return numbers.percent(round(100 * share), 0)


def weightings(run: Run) -> str:
    """Return what a run was made anew by, in one word: its weights alone, or more."""
    inputs = run.doubt.get("inputs", [])
    is_weights = all(one["kind"] == "noise" for one in inputs)
    return _("weightings") if is_weights else _("ways to make it")


def ways_of(held: Held) -> str:
    """Return what the draws are: ways to weigh the criteria, or to make the index."""
    inputs = held.run.doubt.get("inputs", [])
    draws = numbers.number(held.run.draws)
    if all(one["kind"] == "noise" for one in inputs):
        return _("{draws} ways to weigh the {n} criteria").format(
            draws=draws, n=numbers.number(len(held.leaves))
        )
    return _("{draws} ways to make the index").format(draws=draws)


def headline(held: Held, stood: Sequence[Stand]) -> SafeString:
    """Say who is first under how many of the ways, and below which place order is chance."""
    if not stood:
        return SafeString()
    names = {code: place.city.name for code, place in held.places.items()}
    if stood[0].first is None:
        words = _("{city} is first of {of}. How sure that is was not worked out.")
        return format_html(words, city=names[stood[0].code], of=numbers.number(len(stood)))
    best = max(stood, key=lambda one: one.first or 0.0)
    share = format_html(
        "<b>{}</b>",
        _("{share} of {ways}").format(share=share_text(best.first), ways=ways_of(held)),
    )
    first = format_html(_("{city} comes first under {share}."), city=names[best.code], share=share)
    return format_html("{} {}", first, below_which(stood))


def below_which(stood: Sequence[Stand]) -> str:
    """Say from which place on no city is surely above the next."""
    over = [one.over_next for one in stood if one.over_next is not None]
    if not over:
        return ""
    start = next(
        (at for at in range(len(over)) if max(over[at:]) < FIRM),
        len(over),
    )
    if start >= len(over) / 2:
        surely = sum(value >= SURE for value in over)
        words = ngettext(
            "{n} of {of} cities is surely above the next one.",
            "{n} of {of} cities are surely above the next one.",
            surely,
        )
        return words.format(n=numbers.number(surely), of=numbers.number(len(over) + 1))
    most = numbers.percent(round(100 * max(over[start:])), 0)
    if start == 0:
        words = _("No city beats the next one in more than {most} of them: read the groups, not "
                  "the ranks.")  # fmt: skip
        return words.format(most=most)
    words = _(
        "Below {place} place no city beats the next one in more than {most} of them: read the "
        "groups, not the ranks."
    )
    return words.format(place=numbers.ordinal(stood[start - 1].rank), most=most)


def firmness(run: Run, names: Mapping[str, str], stood: Sequence[Stand]) -> str:
    """Say in one sentence how firm an order is."""
    known = [one for one in stood if one.low is not None and one.high is not None]
    if not known:
        return _("How firm its order is was not worked out.")
    wide = sorted((one.high or 0) - (one.low or 0) + 1 for one in known)
    best = max(stood, key=lambda one: one.first or 0.0)
    words = ngettext(
        "{city} is first in {share} of all {ways}; the city in the middle has one place.",
        "{city} is first in {share} of all {ways}; the city in the middle could have any of "
        "{wide} places, of {of}.",
        wide[len(wide) // 2],
    )
    return words.format(
        city=names[best.code],
        share=share_text(best.first),
        ways=weightings(run),
        wide=numbers.number(wide[len(wide) // 2]),
        of=numbers.number(len(stood)),
    )


def place_text(stand: Stand) -> str:
    """Say where a city stands: ``11th, or anywhere from 4th to 17th``."""
    rank = numbers.ordinal(stand.rank)
    if stand.low is None or stand.high is None:
        return rank
    if stand.low == stand.high == stand.rank:
        return _("{rank}, whatever the weights").format(rank=rank)
    words = _("{rank}, or anywhere from {low} to {high}")
    return words.format(rank=rank, low=numbers.ordinal(stand.low), high=numbers.ordinal(stand.high))


def bars_words(run: Run, whose: str) -> str:
    """Say in the key of a ranking what its bars are of; ``whose`` is one of `BARS_...`."""
    words = {
        BARS_PUBLISHED: _("Place in 90% of {ways} (5% to 95%)"),
        BARS_OWN: _("Place in 90% of {ways} around yours (5% to 95%)"),
        BARS_OLD: _("Place in 90% of {ways}, not yet around yours"),
    }
    return words[whose].format(ways=weightings(run))


def group_words() -> str:
    """Return the title of a group, to be filled in."""
    return _("Group {n}. Places {first} to {last}, not to be told apart from {nth}")


def alone_words() -> str:
    """Return the title of a group of one, to be filled in."""
    return _("Group {n}. By itself")


def group_title(number: int, places: Sequence[int]) -> str:
    """Say what the cities of a group have in common; their places are in order."""
    if len(places) == 1:
        return alone_words().format(n=number)
    first, last = places[0], places[-1]
    nth = numbers.ordinal(first)
    return group_words().format(n=number, first=first, last=last, nth=nth)


def how_drawn(held: Held) -> str:
    """Say how intervals and groups were made."""
    if not held.ranking.draws:
        return _("No intervals were worked out for this ranking.")
    words = _(
        "{doubt} {draws} times the index was made anew; a bar holds the places that a city had in "
        "90% of them. {groups} Around weights of your own it is made fewer times, which can move "
        "an end by a place or two."
    )
    return words.format(
        doubt=" ".join(held.ranking.doubt),
        draws=numbers.number(held.ranking.draws),
        groups=how_grouped(),
    )


def how_grouped() -> str:
    """Say where a group ends."""
    words = _("A group ends where a city is below its first in more than {sure} of the draws.")
    return words.format(sure=numbers.percent(100 * SURE, 0))


def what_it_cannot_tell(held: Held) -> tuple[str, ...]:
    """Say what the ranking leaves open."""
    facts = held.facts
    said = []
    if facts.kind == Kind.OBSERVED:
        said.append(
            _("What lies behind a score: the published table gives numbers, not their proof.")
        )
    if facts.kind == Kind.UPLOADED:
        said.append(_("Whether the figures are right: they are as the spreadsheet gave them."))
    if held.ranking.left_out:
        words = _("Anything on {cities}: too little is known of them.")
        said.append(words.format(cities=numbers.listing(held.ranking.left_out)))
    if held.ranking.imputed:
        words = ngettext(
            "{n} value that nobody reported: it was filled in by rule.",
            "{n} values that nobody reported: they were filled in by rule.",
            held.ranking.imputed,
        )
        said.append(words.format(n=numbers.number(held.ranking.imputed)))
    said += [
        _("Anything on cities that are not in it. A missing city is not a bad one."),
        _("Which weights are right: that is a judgement. The bars show what follows from others."),
        _("Whether a city would do better by copying another: that, its practices tell."),
    ]
    return tuple(said)
