"""What is held on a person, to be read: every area as tables, however the data is made."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decapolis.kernel import numbers
from decapolis.kernel.charts import Table
from decapolis.organisations.choices import Ground, Role, Standing
from decapolis.pages.audit.words import act_as_title, door_in_words
from decapolis.pages.clock import time_there
from decapolis.pages.components import Fault
from decapolis.pages.forms import faults_of
from decapolis.people.models import Person
from decapolis.people.rules import may_erase
from decapolis.rights.queries import held_on, kept

MOST_ROWS = 20
LONGEST = 200
AREAS: dict[str, str | Promise] = {
    "account": gettext_lazy("Account and profile"),
    "roles": gettext_lazy("Roles and invitations"),
    "library": gettext_lazy("What you wrote, asked and answered"),
    "benchmarks": gettext_lazy("Scores and replies"),
    "files": gettext_lazy("Files"),
    "programs": gettext_lazy("Programs that act for you"),
    "notices": gettext_lazy("Notices"),
    "log": gettext_lazy("What was done"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of things that are held."""

    title: str
    table: Table
    more: str  # says how many rows only the file holds; empty: none


@dataclass(frozen=True, slots=True)
class Area:
    """What one part of the program holds."""

    key: str
    title: str
    parts: tuple[Part, ...]
    nothing: str  # names what is not there


@dataclass(frozen=True, slots=True)
class DataPage:
    """All that is held on whoever has signed in."""

    template: ClassVar[str] = "account/data.html"
    areas: tuple[Area, ...]
    kept: tuple[tuple[str, str], ...]  # what, and for how long


@dataclass(frozen=True, slots=True)
class LeavePage:
    """What goes and what stays, before someone leaves for good."""

    template: ClassVar[str] = "account/leave.html"
    form: forms.Form
    faults: tuple[Fault, ...]
    address: str
    refusal: str  # why they cannot go now; empty: they can


# What fields are called where their own name says little.
WORDS: dict[str, str | Promise] = {
    "act": gettext_lazy("What"),
    "at": gettext_lazy("When"),
    "by_name": gettext_lazy("By"),
    "email": gettext_lazy("E-mail address"),
    "ip": gettext_lazy("Network address"),
    "is_member": gettext_lazy("Member"),
    "is_operator": gettext_lazy("Operator"),
    "is_reviewer": gettext_lazy("Reviewer"),
    "is_staff": gettext_lazy("Network staff"),
    "practice__slug": gettext_lazy("Practice"),
    "subject_title": gettext_lazy("About"),
    "url": gettext_lazy("Leads to"),
    "user_agent": gettext_lazy("Browser"),
}
# What values mean, by their field.
MEANT: dict[str, Callable[[str], str]] = {
    "act": act_as_title,
    "door": door_in_words,
    "ground": lambda value: str(dict(Ground.choices).get(value, value)),
    "role": lambda value: str(dict(Role.choices).get(value, value)),
    "standing": lambda value: str(dict(Standing.choices).get(value, value)),
}


def data_page(person: Person) -> DataPage:
    """Return all that is held on someone, as tables."""
    return DataPage(
        areas=tuple(_area(key, parts, person) for key, parts in held_on(person).items()),
        kept=tuple((str(one.what), numbers.number(one.days)) for one in kept()),
    )


def leave_page(person: Person, form: forms.Form) -> LeavePage:
    """Return what goes and what stays."""
    verdict = may_erase(person, person)
    return LeavePage(form, faults_of(form), person.email, "" if verdict else verdict.reason)


def _area(key: str, parts: Mapping[str, Any], person: Person) -> Area:
    filled = {name: held for name, held in parts.items() if held}
    empty = [_words(name) for name, held in parts.items() if not held]
    return Area(
        key=key,
        title=str(AREAS.get(key, _words(key))),
        parts=tuple(_part(name, held, person) for name, held in filled.items()),
        nothing=_("Nothing is held of: {names}.").format(names=", ".join(empty).lower())
        if empty
        else "",
    )


def _part(name: str, held: Mapping[str, Any] | list[Mapping[str, Any]], person: Person) -> Part:
    if isinstance(held, Mapping):
        lines = tuple(
            (_words(field), _value(value, person, field)) for field, value in held.items()
        )
        return Part(_words(name), Table((), lines), "")
    fields = tuple(held[0])
    shown = held[:MOST_ROWS]
    rows = tuple(tuple(_value(one[field], person, field) for field in fields) for one in shown)
    more = _("{n} more are in the file.").format(n=numbers.number(len(held) - len(shown)))
    heads = tuple(map(_words, fields))
    return Part(_words(name), Table(heads, rows), more if len(held) > len(shown) else "")


def _words(name: str) -> str:
    """Return the name of a field as words.

    Examples
    --------
    >>> _words("practice__slug"), _words("ways_to_sign_in")
    ('Practice', 'Ways to sign in')
    """
    if name in WORDS:
        return str(WORDS[name])
    return " ".join(name.split("_")).replace("  ", " ").capitalize()


def _value(value: object, person: Person, field: str) -> str:
    """Return a value as it is read; what is long or nested is whole in the file alone."""
    match value:
        case None | "":
            words = _("none")
        case bool():
            words = _("yes") if value else _("no")
        case datetime():
            words = time_there(value, person)
        case date():
            words = numbers.day(value)
        case list() if all(isinstance(one, str) for one in value):
            words = _listed(value)
        case str() if field in MEANT:
            words = MEANT[field](value)
        case str() | int():
            words = str(value)
        case _:
            words = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()} …"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words) or _("none")
