"""From what a browser sends to a record of the open import format, whole or not.

What is typed stays as it was typed: whether it is a number is told when it is handed in.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict

from decapolis.cities.bridge import find_city
from decapolis.kernel.errors import DomainError
from decapolis.library.actions import FOR_NEW
from decapolis.library.choices import Disclosure, Nature, OutcomeKind, Part, Recurrence, Went
from decapolis.library.queries.comparing import with_sources
from decapolis.library.validators import Values

MOST_ROWS = 100  # of one list

LINES = ("title", "city", "region", "country", "started", "ended", "status", "problem", "approach")
CHOSEN = ("themes", "tools", "technology_slugs")
GROUPS = {"lead": ("name", "sector"), "result": ("text", "source"), "setback": ("text", "source")}
ROWS = {
    "costs": (
        "amount", "currency", "part", "recurrence", "nature", "covers", "price_year", "source",
        "quantity", "unit", "scope", "read_from", "claim",
    ),
    "funding": ("kind", "name", "amount", "currency"),
    "outcomes": (
        "metric", "value", "unit", "baseline", "expected", "year", "kind", "good", "source",
        "text", "claim",
    ),
    "partners": ("name", "sector"),
    "sources": ("title", "url", "publisher", "year"),
}  # fmt: skip
SENTENCES = ("lessons", "barriers")
LISTS = (*ROWS, *SENTENCES)
NUMBERS = {"amount", "quantity", "value", "baseline", "expected"}
# What a select says where nobody has chosen; it is left out of the record.
USUAL: dict[str, Mapping[str, str]] = {
    "costs": {"part": Part.TOTAL, "recurrence": Recurrence.ONCE, "nature": Nature.UNCLEAR},
    "outcomes": {"kind": OutcomeKind.REPORTED},
}
NOT_ON_THE_FORM = ("asked_as", "visibility", "circle")
SPACED = re.compile(r"[-\u2212]?\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:\.\d+)?")
NAMED = re.compile(r"(?P<list>[a-z]+)-(?P<number>\d{1,3})-(?P<part>[a-z_]+)")


def read_values(post: QueryDict, *, held: Mapping[str, Any]) -> Values:
    """Return what was typed in the shape of a record; empty rows stay, as ``{}``.

    Parameters
    ----------
    held
        The record that the form began from: what is not on the form stays as it is there.
    """
    values: Values = {name: held[name] for name in NOT_ON_THE_FORM if name in held}
    level = _typed(post, "visibility")
    if not held and level in FOR_NEW and level != Disclosure.PUBLIC:
        values["visibility"] = level
    values |= _lines(post)
    for name, parts in GROUPS.items():
        group = {part: text for part in parts if (text := _typed(post, f"{name}-{part}"))}
        if group.keys() - {"source"}:
            values[name] = group
    for name in CHOSEN:
        chosen = list(dict.fromkeys(_clean(one) for one in post.getlist(name) if one))
        if chosen:
            values[name] = chosen
    named = [line.strip() for line in _typed(post, "technologies").split("\n") if line.strip()]
    values |= {"technologies": named} if named else {}
    for name, rows in _rows(post).items():
        if rows:
            values[name] = rows
    return settled(values)


def settled(values: Values) -> Values:
    """Part a suggested city, ``Dayton, Ohio, United States``, into its city, region and country."""
    city = values.get("city", "")
    if city.count(",") == 0:
        return values
    try:
        found = find_city(city)
    except DomainError:
        return values
    if found.label != city:
        return values
    place = {"city": found.name, "country": found.country_id}
    return {**values, **place, **({"region": found.admin1_name} if found.admin1_name else {})}


def with_row(values: Values, name: str) -> Values:
    """Add an empty row to a list."""
    rows = list(values.get(name, ()))
    if name not in LISTS or len(rows) >= MOST_ROWS:
        return values
    return {**values, name: [*rows, {} if name in ROWS else ""]}


def without_row(values: Values, name: str, number: int) -> Values:
    """Take a row out of a list; figures that named a source keep it under its new number."""
    rows = list(values.get(name, ()))
    if name not in LISTS or number >= len(rows):
        return values
    kept = [row for place, row in enumerate(rows) if place != number]
    made = {**values, name: kept}
    return _renumbered(made, len(rows), {number}) if name == "sources" else made


def without_blanks(values: Values) -> Values:
    """Leave out the rows that nobody filled in."""
    made = dict(values)
    for name in LISTS:
        rows = made.get(name, ())
        blank = {place for place, row in enumerate(rows) if not row}
        if blank:
            made[name] = [row for row in rows if row]
            made = _renumbered(made, len(rows), blank) if name == "sources" else made
        if name in made and not made[name]:
            del made[name]
    return made


def _lines(post: QueryDict) -> Values:
    """Return the fields that stand by themselves."""
    values: Values = {name: text for name in LINES if (text := _typed(post, name))}
    if "title" in values:
        values["title"] = " ".join(values["title"].split("\n"))  # it is typed where it can wrap
    went = _typed(post, "went")
    return {**values, "went": went} if went and went != Went.UNCLEAR else values


def _renumbered(values: Values, count: int, gone: set[int]) -> Values:
    kept = [place for place in range(count) if place not in gone]
    return with_sources(values, {old: new for new, old in enumerate(kept)})


def _rows(post: QueryDict) -> dict[str, list[Any]]:
    """Return the rows of every list in the order of their numbers."""
    found: dict[str, dict[int, Any]] = {name: {} for name in LISTS}
    for name in post:
        match = NAMED.fullmatch(name)
        if match and match["list"] in found:
            rows, number = found[match["list"]], int(match["number"])
            if match["list"] in SENTENCES:
                rows[number] = _typed(post, name)
            elif number not in rows:
                rows[number] = dict(_row(post, match["list"], number))
    return {
        name: [row for _number, row in sorted(rows.items())][:MOST_ROWS]
        for name, rows in found.items()
    }


def _row(post: QueryDict, name: str, number: int) -> Iterator[tuple[str, Any]]:
    usual: Mapping[str, str] = USUAL.get(name, {})
    for part in ROWS[name]:
        text = _typed(post, f"{name}-{number}-{part}")
        if not text or text == usual.get(part):
            continue
        if part == "claim":
            yield part, True
        elif part == "good":
            yield part, {"yes": True, "no": False}.get(text, text)
        else:
            yield part, _number(text) if part in NUMBERS else text


def _typed(post: QueryDict, name: str) -> str:
    return _clean(post.get(name, "") or "")


def _clean(text: str) -> str:
    """Return text as every database and every other browser has it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return plain.encode("utf-8", "ignore").decode("utf-8").strip()


def _number(text: str) -> str:
    """Take spaces between thousands and the long minus as they are meant."""
    if SPACED.fullmatch(text):
        text = re.sub(r"\s", "", text)
    is_below_zero = re.fullmatch(r"\u2212[\d.]+", text)
    return text.replace("\u2212", "-") if is_below_zero else text
