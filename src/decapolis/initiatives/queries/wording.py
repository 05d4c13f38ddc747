"""The fields of a plan as they are read: numbers, dates, choices and links in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from decapolis.initiatives.choices import LineKind
from decapolis.initiatives.models import Line, Plan
from decapolis.initiatives.queries.shown import Fact
from decapolis.initiatives.validators.fields import KINDS, FieldSpec
from decapolis.kernel import numbers


@dataclass(frozen=True, slots=True)
class Linked:
    """What the reader may see of that to which the lines point: address by key.

    Attributes
    ----------
    activities
        Titles of the standing activities, by key.
    """

    practices: Mapping[int, str]
    documents: Mapping[int, str]
    activities: Mapping[int, str]


def facts_of(kind: LineKind, row: Line, plan: Plan, linked: Linked) -> tuple[Fact, ...]:
    """Return every field of a line that is filled in, but its title."""
    return tuple(_facts(kind, row, plan, linked))


def _facts(kind: LineKind, row: Line, plan: Plan, linked: Linked) -> Iterator[Fact]:
    for spec in KINDS[kind].fields[1:]:
        if spec.name in UNSAID and getattr(row, spec.name) == UNSAID[spec.name](row, plan):
            continue
        text, url = (
            _link(spec, row, linked)
            if spec.is_link
            else (words_of(spec, getattr(row, spec.name), plan, row), "")
        )
        if spec.input == "url" and text:
            url = text
        if text:
            yield Fact(spec.name, str(spec.label), text, url)


# What goes without saying.
UNSAID: dict[str, Any] = {
    "currency": lambda _row, plan: plan.currency,
    "price_year": lambda _row, plan: plan.price_year,
    "years": lambda _row, _plan: 1,
    "outcome": lambda row, _plan: row.outcome if not row.is_gate else None,
}


def words_of(spec: FieldSpec, value: Any, plan: Plan, row: Line | None = None) -> str:  # noqa: ANN401 -- of any field
    """Return a value as it is read; nothing where it is not known."""
    if value is None or value == "":
        return ""
    if spec.choices is not None:
        listed = dict(spec.choices.choices)
        return str(listed.get(value, value))  # a word that is listed no longer is read as it is
    match spec.input:
        case "check":
            words = _("yes") if value else ""
        case "date":
            words = numbers.day(value)
        case "money":
            words = numbers.money(value, getattr(row, "currency", "") or plan.currency)
        case "number" | "whole":
            words = numbers.number(value)
        case _:
            words = str(value)
    return words


def _link(spec: FieldSpec, row: Any, linked: Linked) -> tuple[str, str]:  # noqa: ANN401 -- a line of any kind
    if spec.input == "activities":
        return numbers.listing([one.title for one in row.after.all()]), ""
    key = getattr(row, f"{spec.name}_id")
    if spec.input == "activity":
        return linked.activities.get(key, ""), ""
    if spec.input in {"practice", "document"}:
        slug = (linked.practices if spec.input == "practice" else linked.documents).get(key, "")
        return slug, f"/{spec.input}s/{slug}" if slug else ""
    found = getattr(row, spec.name)
    if found is None:
        return "", ""
    if spec.input == "organisation":
        return found.name, f"/organisations/{found.slug}"
    return found.name, f"/indicators/{found.pk}"
