"""Two records of a practice side by side, and one made of both.

Source numbers mean nothing outside their record, so that figures are compared with the source
itself in place of its number.
"""

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from decapolis.library.queries.wording import FIELDS, LISTS, field_label, in_words

Record = Mapping[str, Any]

SOURCED = ("result", "setback")
FIGURES = ("costs", "outcomes")
ALIKE = {
    "costs": ("part", "covers", "currency"),
    "outcomes": ("metric",),
    "funding": ("name", "kind"),
    "partners": ("name",),
    "sources": ("url",),
}
MOST_WORDS = 1500  # of a text whose words are compared one by one
NEAR = 0.6  # of the letters of two sentences, from which one is the other reworded


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a text; whether the other side lacks it."""

    text: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two records tell differently, in plain words."""

    field: str  # the field of the record that it belongs to: costs
    label: str  # Cost
    before: tuple[Stretch, ...]  # empty: there was nothing
    after: tuple[Stretch, ...]  # empty: there is nothing any more

    @property
    def before_text(self) -> str:
        """What was said before, whole."""
        return "".join(part.text for part in self.before)

    @property
    def after_text(self) -> str:
        """What is said after, whole."""
        return "".join(part.text for part in self.after)


def compare_records(before: Record, after: Record) -> tuple[Difference, ...]:
    """Return what two records tell differently, in the order of the page."""
    return tuple(
        Difference(field, field_label(field), *_stretches(_told(field, old), _told(field, new)))
        for field in FIELDS
        for old, new in pairs_of(field, before, after)
    )


def changed_fields(before: Record, after: Record) -> frozenset[str]:
    """Return the fields that two records tell differently."""
    return frozenset(name for name in FIELDS if _key(name, before) != _key(name, after))


def merged(*, mine: Record, theirs: Record, take: Iterable[str]) -> dict[str, Any]:
    """Return my record with some fields of theirs.

    The sources of both are kept: theirs under their numbers, then those that I alone name.

    Parameters
    ----------
    take
        Names of fields.
    """
    sources = list(theirs.get("sources", ()))
    places: dict[int, int] = {}
    for number, source in enumerate(mine.get("sources", ())):
        if source not in sources:
            sources.append(source)
        places[number] = sources.index(source)
    moved = with_sources(mine, places)
    taken = set(take) - {"sources"}
    made = {name: value for name, value in moved.items() if name not in taken}
    made |= {name: value for name, value in theirs.items() if name in taken}
    order = (*PRIVATE, *FIELDS)
    made["sources"] = sources
    return {name: made[name] for name in sorted(made, key=lambda one: _place(order, one))}


def with_sources(record: Record, places: Mapping[int, int | None]) -> dict[str, Any]:
    """Return a record whose source numbers are others now; a number without a place is dropped."""

    def moved(figure: Any) -> Any:  # noqa: ANN401 -- JSON is any
        if not isinstance(figure, Mapping) or "source" not in figure:
            return figure
        place = places.get(_number(figure["source"]))
        kept = {name: value for name, value in figure.items() if name != "source"}
        return kept if place is None else {**kept, "source": place}

    made = dict(record)
    for name in SOURCED:
        if name in made:
            made[name] = moved(made[name])
    for name in FIGURES:
        if isinstance(made.get(name), list):
            made[name] = [moved(figure) for figure in made[name]]
    return made


def resolved(field: str, value: Any, record: Record) -> Any:  # noqa: ANN401 -- JSON is any
    """Return a value with the source itself in place of its number."""
    if isinstance(value, Mapping) and "source" in value and (field in SOURCED or field in FIGURES):
        sources = record.get("sources", ())
        place = _number(value["source"])
        source = sources[place] if 0 <= place < len(sources) else None
        return {**value, "source": source}
    return value


def same(value: Any) -> str:  # noqa: ANN401 -- JSON is any
    """Return a text that two values share when they say the same.

    PostgreSQL gives back the float 1e30 as a whole number, which is not quite the same to Python.
    """
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False)


PRIVATE = ("slug", "asked_as", "visibility", "circle")


def _place(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _number(value: Any) -> int:  # noqa: ANN401 -- JSON is any
    try:
        return int(value)
    except (TypeError, ValueError):
        return -1


def _plain(value: Any) -> Any:  # noqa: ANN401 -- JSON is any
    """Leave out what is not said, and write 50 as 50.0."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items() if one not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _items(field: str, record: Record) -> list[Any]:
    """Return the things that a field holds, each with its source."""
    value = record.get(field)
    if value in (None, "", [], {}):
        return []
    values = value if field in LISTS and isinstance(value, list) else [value]
    return [resolved(field, one, record) for one in values]


def _key(field: str, record: Record) -> list[str]:
    return [same(one) for one in _items(field, record)]


def _told(field: str, value: Any) -> str:  # noqa: ANN401 -- JSON is any
    return "" if value is None else in_words(field, value)


def pairs_of(field: str, before: Record, after: Record) -> Iterator[tuple[Any, Any]]:
    """Yield what differs: the old and the new of each thing, None where one side lacks it."""
    old, new = _items(field, before), _items(field, after)
    kept = {same(one) for one in old} & {same(one) for one in new}
    gone = [one for one in old if same(one) not in kept]
    come = [one for one in new if same(one) not in kept]
    for one in gone:
        other = next((two for two in come if _is_alike(field, one, two)), None)
        if other is not None:
            come.remove(other)
        yield one, other
    for one in come:
        yield None, one


def _is_alike(field: str, one: Any, other: Any) -> bool:  # noqa: ANN401 -- JSON is any
    """Tell whether one thing is the other, changed."""
    if field not in LISTS:
        return True
    if field in ALIKE:
        return any(one.get(name) and one.get(name) == other.get(name) for name in ALIKE[field])
    return difflib.SequenceMatcher(None, str(one), str(other)).quick_ratio() > NEAR


def _stretches(before: str, after: str) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Cut two texts where they differ, by words."""
    if not before or not after:
        return tuple(_whole(before)), tuple(_whole(after))
    old, new = (_words(text) for text in (before, after))
    if max(len(old), len(new)) > MOST_WORDS:
        return tuple(_whole(before)), tuple(_whole(after))
    left: list[Stretch] = []
    right: list[Stretch] = []
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for kind, begin, end, at, until in blocks:
        is_new = kind != "equal"
        left += [Stretch("".join(old[begin:end]), is_new)] if end > begin else []
        right += [Stretch("".join(new[at:until]), is_new)] if until > at else []
    return tuple(left), tuple(right)


def _whole(text: str) -> Iterator[Stretch]:
    if text:
        yield Stretch(text, is_new=True)


def _words(text: str) -> list[str]:
    """Return the words of a text, each with the space after it."""
    return re.findall(r"\S*\s+|\S+", text)
