"""Say what was understood of a question, and why an entry was found, in short sentences."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.engines.retrieval.fuse import Floats, Ints, Signs, inside
from decapolis.engines.retrieval.question import Question, Understood
from decapolis.engines.retrieval.words import generic
from decapolis.engines.text import fold
from decapolis.kernel.numbers import listing, locale, number
from decapolis.search.bridge import keywords
from decapolis.search.bridge.index import Index
from decapolis.search.models import Entry
from decapolis.search.queries import Said

MOST_REASONS = 5
MOST_TEXTS = 2000  # kept in memory for one state of the index
MOST_WORDS = 5
CLOSE_HINT = 0.42
CLOSE_PASSAGE = 0.35
CLOSE_CITY = 0.6
SAME_SUBJECT = 0.4
_STEM = 5


@dataclass(frozen=True, slots=True)
class Answering:
    """A question and what speaks for each entry.

    ``near`` is NaN where nothing is known; ``meant`` tells whether meaning was matched.
    """

    question: Question
    signs: Signs
    topic: Floats
    near: Floats
    meant: bool


def said(question: Question) -> tuple[Said, ...]:
    """Return what was understood, for readers; a subject goes before the theme of its words."""
    subjects = {item.words for item in question.subjects}
    items = [item for item in question.items if item.kind != "theme" or item.words not in subjects]
    return tuple(
        Said(
            kind=item.kind,
            words=item.words,
            says=_says(item),
            key=item.key,
            mode=item.mode,
            values=item.values,
            low=item.low if math.isfinite(item.low) else None,
            high=item.high if math.isfinite(item.high) else None,
            unit=item.unit,
        )
        for item in (*items, *question.subjects)
    )


def _says(item: Understood) -> str:
    """Return an item as a chip says it."""
    fixed = {
        "outcome:badly": _("went badly or was stopped"),
        "outcome:well": _("went well"),
        "outcome:mixed": _("mixed results"),
        "price:asked": _("what it costs"),
        "price:low": _("costs little"),
        "price:high": _("costs much"),
        "record-kind:document": _("documents"),
        "record-kind:organisation": _("organisations"),
        "record-kind:technology": _("technologies"),
        "record-kind:practice": _("practices"),
    }
    if item.key in fixed:
        return fixed[item.key]
    if item.kind == "size":
        return _range(item, _("over {low} people"), _("up to {high} people"))
    if item.kind == "years":
        return _range(item, _("since {low}"), _("until {high}"))
    return place_name(item)


def place_name(item: Understood) -> str:
    """Return a place in the reader's language where it has a name there, else as it was said."""
    if item.kind == "country":
        return str(locale().territories.get(item.values[0], item.words))
    if item.kind == "region":
        name = item.key.partition(":")[2].replace("-", " ").title()
        return re.sub(r"^Us ", "US ", name)
    return item.name or item.words


def _range(item: Understood, over: str, under: str) -> str:
    show = (lambda value: f"{value:.0f}") if item.kind == "years" else number
    parts = []
    if math.isfinite(item.low):
        parts.append(over.format(low=show(item.low)))
    if math.isfinite(item.high):
        parts.append(under.format(high=show(item.high)))
    return ", ".join(parts) or item.words


@dataclass(frozen=True, slots=True)
class Why:
    """Why an entry was found: in sentences, and by which signs (`Hit.signs`)."""

    reasons: tuple[str, ...] = ()
    signs: frozenset[str] = frozenset()


def reasons_of(page: Ints, state: Answering, index: Index) -> list[Why]:
    """Return for each entry of a page why it was found; one query."""
    texts = _texts(index.ids[page].tolist(), index) if state.question.text else {}
    told = []
    for place in page.tolist():
        text = texts.get(int(index.ids[place]), "")
        told.append(Why(_reasons(place, text, state, index), _signs_of(place, text, state, index)))
    return told


def _texts(ids: list[int], index: Index) -> dict[int, str]:
    """Return the words that a reader can see; hints are not among them. Read once for an index."""
    held = index.texts
    found = {pk: held[pk] for pk in ids if pk in held}
    missing = [pk for pk in ids if pk not in found]
    if missing:
        rows = Entry.objects.filter(pk__in=missing).values_list("pk", "title", "text", "keywords")
        fresh = {pk: fold(" ".join(parts)) for pk, *parts in rows}
        if len(held) > MOST_TEXTS:
            held.clear()
        held.update(fresh)
        found |= fresh
    return found


def _reasons(place: int, text: str, state: Answering, index: Index) -> tuple[str, ...]:
    question, signs = state.question, state.signs
    reasons = []
    words = _matching(question.core, text) if signs.words[place] else []
    telling = [word for word in words if word.strip("“”") not in generic()]
    if telling:
        said = ngettext("It has the word {words}.", "It has the words {words}.", len(telling))
        reasons.append(said.format(words=listing(telling)))
    if signs.subject[place] >= SAME_SUBJECT:
        reasons += [
            _("It is about {subject}.").format(subject=item.name)
            for item in question.subjects
            if not _is_said(item.name, words) and any(_folded(term) in text for term in item.values)
        ]
    if signs.hint[place] >= CLOSE_HINT or (signs.words[place] and not words):
        reasons.append(_("It answers similar questions."))
    elif signs.passage[place] >= CLOSE_PASSAGE:
        reasons.append(_("Its text is close in meaning."))
    reasons += [_agrees(item, place, index) for item in question.items]
    if question.text and state.near[place] >= CLOSE_CITY:
        reasons.append(_("Its city is much like yours."))
    if not reasons and question.subject and question.text:
        reasons.append(_("It is near the subject."))
    return tuple(dict.fromkeys(filter(None, reasons)))[:MOST_REASONS]


def _signs_of(place: int, text: str, state: Answering, index: Index) -> frozenset[str]:
    """Name what speaks for an entry: its words, its subjects, its meaning, what it agrees with."""
    question, signs = state.question, state.signs
    found = {item.key for item in question.items if _agrees(item, place, index)}
    words = bool(signs.words[place]) and bool(_matching(question.core, text))
    if words:
        found.add("words")
    if signs.subject[place] >= SAME_SUBJECT:
        found |= {
            f"subject:{item.name}"
            for item in question.subjects
            if any(_folded(term) in text for term in item.values)
        }
    means = signs.hint[place] >= CLOSE_HINT or signs.passage[place] >= CLOSE_PASSAGE
    if means or (signs.words[place] and not words):
        found.add("meaning")
    return frozenset(found)


def _is_said(subject: str, words: list[str]) -> bool:
    """Tell whether the words that were told name a subject already."""
    return set(_folded(subject).split()) <= {_folded(word.strip("“”")) for word in words}


def _matching(core: str, text: str) -> list[str]:
    """Return the words of a question that stand in a text, whatever their ending."""
    found = [f"“{word}”" for word, begins in _beginnings(core) if begins.search(text)]
    return found[:MOST_WORDS]


@lru_cache(maxsize=256)  # asked for every entry of a page
def _beginnings(core: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the words of a question, each with the pattern of how it begins."""
    return tuple(
        (word, re.compile(rf"\b{re.escape(start[: max(_STEM, len(start) - 2)])}"))
        for word in keywords.content(core)
        for start in [fold(word)]
    )


@lru_cache(maxsize=4096)
def _folded(term: str) -> str:
    return fold(term)


def _agrees(item: Understood, place: int, index: Index) -> str:
    """Return a sentence where an entry is what an item says, else nothing."""
    columns = index.columns
    if item.kind in {"place", "country", "region"}:
        here = inside(item, columns)[place]
        return _("It is in {place}.").format(place=place_name(item)) if here else ""
    if item.kind == "size":
        return _between(
            columns.population[place], item, _("Its city is of the size that you asked for.")
        )
    if item.kind == "years":
        year = columns.started[place]
        return _between(year, item, _("It began in {year}.").format(year=_year(year)))
    if item.kind == "price" and not item.values:
        return _between(columns.cost[place], item, _("Its cost is in the range."))
    if item.kind == "theme" and item.values[0] in columns.themes:
        return _("Its theme fits.") if columns.themes[item.values[0]][place] else ""
    return _outcome(item, str(columns.went[place]), str(columns.status[place]))


def _outcome(item: Understood, went: str, status: str) -> str:
    if item.key == "outcome:badly":
        if status == "cancelled":
            return _("It was cancelled.")
        return {"badly": _("It went badly."), "mixed": _("It had mixed results.")}.get(went, "")
    return _("It went well.") if item.key == "outcome:well" and went == "well" else ""


def _between(value: np.float32, item: Understood, sentence: str) -> str:
    return sentence if item.low <= value <= item.high else ""


def _year(value: np.float32) -> str:
    return "" if np.isnan(value) else f"{value:.0f}"
