"""The page that says who may read a practice."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.kernel import numbers
from decapolis.kernel.permissions import Visibility
from decapolis.library.bridge.retelling import Retelling, retelling_of
from decapolis.library.choices import Disclosure, OutcomeKind, Theme
from decapolis.library.models import Cost, Outcome, Practice
from decapolis.library.queries.disclosure import Team, count_members, team_of, widest_before
from decapolis.pages.components import Crumb, Fault
from decapolis.pages.contribute.contexts.crumbs import crumbs_from
from decapolis.pages.contribute.fields import Option
from decapolis.pages.contribute.readers import ReadersForm, levels_for
from decapolis.pages.contribute.room import either
from decapolis.pages.forms import error_of, faults_of
from decapolis.people.models import Person
from decapolis.people.queries import circles_of


@dataclass(frozen=True, slots=True)
class Level:
    """One level, and who reads the practice then."""

    value: str
    label: str
    says: str
    is_chosen: bool
    is_off: bool  # there is no circle to choose


@dataclass(frozen=True, slots=True)
class Told:
    """One figure as members will read it."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What members will read, and what was taken out of it for that."""

    title: str
    place: str
    result: str
    problem: tuple[str, ...]
    approach: tuple[str, ...]
    setback: str
    barriers: tuple[str, ...]
    lessons: tuple[str, ...]
    outcomes: tuple[Told, ...]
    costs: tuple[str, ...]
    also: str  # what is told as it stands: status, themes, technologies
    hidden: tuple[str, ...]
    remains: tuple[str, ...]  # it cannot be shared so
    was_open: bool  # others could read it with its name


@dataclass(frozen=True, slots=True)
class Undo:
    """What was just done, and the level before."""

    words: str
    level: str
    circle: str


@dataclass(frozen=True, slots=True)
class ReadersPage:
    """Who may read a practice: the levels, and what members would read without its name."""

    template: ClassVar[str] = "contribute/readers.html"
    title: str
    crumbs: tuple[Crumb, ...]
    url: str
    practice_url: str
    edit_url: str
    now: str
    before: str  # who could read it until now; empty: only its team ever did
    levels: tuple[Level, ...]
    circles: tuple[Option, ...]
    circle_fault: str
    preview: Preview | None  # None: the reader may not share it so
    read_fault: str
    is_read: bool
    base: int
    faults: tuple[Fault, ...]
    undo: Undo | None


def readers_page(
    practice: Practice, *, form: ReadersForm, reader: Person, was: tuple[str, str] = ("", "")
) -> ReadersPage:
    """Return the page as someone who may disclose the practice sees it.

    Parameters
    ----------
    was
        The level before what was just done, and the slug of its circle.
    """
    offered = levels_for(practice, reader)
    chosen = form["level"].value() if form.is_bound else practice.visibility
    circles = _circles(practice, form, reader)
    team = team_of(practice)
    members = count_members()
    is_team = Disclosure.NAMELESS in offered
    return ReadersPage(
        title=practice.title,
        crumbs=crumbs_from(practice, _("Who may read this")),
        url=reverse("contribute:readers", args=[practice.slug]),
        practice_url=reverse("library:practice", args=[practice.slug]),
        edit_url=reverse("contribute:edit", args=[practice.slug]),
        now=done_words(practice),
        before=_before(practice),
        levels=tuple(
            Level(
                value=one.value,
                label=str(one.label),
                says=_says(one, team, members, has_circle=bool(circles)),
                is_chosen=one.value == chosen,
                is_off=one == Disclosure.CIRCLE and not circles,
            )
            for one in offered
        ),
        circles=circles,
        circle_fault=error_of(form, "circle"),
        preview=_preview(practice, retelling_of(practice)) if is_team else None,
        read_fault=error_of(form, "read"),
        is_read=bool(form.is_bound and form["read"].value() and not form.has_error("read")),
        base=practice.version,
        faults=faults_of(form),
        undo=_undo(practice, was, [one.value for one in offered]),
    )


def done_words(practice: Practice) -> str:
    """Return in a sentence who reads a practice now."""
    circle = practice.circle
    if practice.visibility == Disclosure.CIRCLE and circle:
        return _("Now your team and the circle “{name}” read it.").format(name=circle.name)
    words = {
        Disclosure.PUBLIC: _("Now everyone reads it."),
        Disclosure.NETWORK: _("Now the members of the network read it."),
        Disclosure.NAMELESS: _("Now members read it without your name."),
        Disclosure.STAFF: _("Now only network staff read it."),
    }
    return words.get(Disclosure(practice.visibility), _("Now only your team reads it."))


def _says(level: Disclosure, team: Team, members: int, *, has_circle: bool) -> str:
    circle = (
        _("The people of the circle read the whole, and whoever speaks for {bodies}: {us}.")
        if has_circle
        else _("You sit in no circle. Network staff form them: ask there.")
    )
    words = {
        Disclosure.PUBLIC: _(
            "Whoever comes by reads it, also without signing in, and so do search engines."
        ),
        Disclosure.NETWORK: _("The {members} of the network read it. The public does not."),
        Disclosure.NAMELESS: _(
            "The {members} of the network read it without city, names, sources and exact figures. "
            "Only whoever speaks for {bodies} reads the whole: {us}."
        ),
        Disclosure.CIRCLE: circle,
        Disclosure.TEAM: _(
            "Only whoever speaks for {bodies} reads it: {us}. Network staff do not."
        ),
        Disclosure.STAFF: _("Only network staff read it."),
    }
    counted = ngettext("{n} member", "{n} members", members)
    return words[level].format(
        members=counted.format(n=numbers.number(members)),
        bodies=either(team.bodies),
        us=_people(team.count),
    )


def _people(count: int) -> str:
    words = ngettext("{n} person", "{n} people", count)
    return words.format(n=numbers.number(count))


def _before(practice: Practice) -> str:
    """Say who may have read it: closing a practice takes nothing out of anybody's memory."""
    match widest_before(practice):
        case Visibility.PUBLIC if practice.visibility == Visibility.PUBLIC:
            return _(
                "Everyone can read it now. Whoever read or copied it may keep it, and so may "
                "search engines."
            )
        case Visibility.PUBLIC:
            return _(
                "Everyone could read it. Whoever read or copied it may have it still, and so may "
                "search engines."
            )
        case Visibility.NETWORK if practice.visibility == Visibility.NETWORK:
            return _("Members read it with your name now. Whoever did may remember it.")
        case Visibility.NETWORK:
            return _("Members could read it with your name. Whoever did may remember it.")
    return ""


def _circles(practice: Practice, form: ReadersForm, reader: Person) -> tuple[Option, ...]:
    held = practice.circle.slug if practice.circle else ""
    chosen = str(form["circle"].value() or "") if form.is_bound else held
    return tuple(
        Option(one.slug, f"{one.name}: {_people(len(one.people))}", one.slug == chosen)
        for one in circles_of(reader)
    )


def _undo(practice: Practice, was: tuple[str, str], offered: list[str]) -> Undo | None:
    level, circle = was
    here = (practice.visibility, practice.circle.slug if practice.circle else "")
    if level not in offered or was == here:
        return None
    return Undo(done_words(practice), level, circle)


def _preview(practice: Practice, told: Retelling) -> Preview:
    return Preview(
        title=told.title,
        place=told.place,
        result=told.result,
        problem=_paragraphs(told.problem),
        approach=_paragraphs(told.approach),
        setback=told.setback,
        barriers=told.barriers,
        lessons=told.lessons,
        outcomes=tuple(map(_outcome, told.outcomes)),
        costs=tuple(map(_cost, told.costs)),
        also=_also(practice),
        hidden=told.hidden,
        remains=told.remains,
        was_open=bool(widest_before(practice)),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.splitlines() if part.strip())


def _outcome(one: Outcome) -> Told:
    figures = " ".join(_figures(one))
    return Told(str(OutcomeKind(one.kind).label), one.metric, f"{one.text} {figures}".strip())


def _figures(one: Outcome) -> Iterator[str]:
    shown = (
        (_("Figure: {value}."), one.value),
        (_("Before: {value}."), one.baseline),
        (_("Expected: {value}."), one.expected),
    )
    for words, value in shown:
        if value is not None:
            yield words.format(value=numbers.quantity(value, one.unit))


def _cost(one: Cost) -> str:
    parts = (one.get_part_display(), one.get_nature_display(), one.get_recurrence_display())
    amount = numbers.money(one.amount, one.currency)
    return _("About {amount}, at prices of {year}: {what}.").format(
        amount=amount, year=one.price_year, what=", ".join(part.lower() for part in parts)
    )


def _also(practice: Practice) -> str:
    """Return what is told as it stands: it names no place, but few cities share all of it."""
    themes = [Theme(one).label for one in practice.themes if one in Theme.values]
    named = [one.name for one in practice.technologies.all()]
    parts = (practice.get_status_display(), practice.get_went_display(), *themes, *named)
    return ", ".join(dict.fromkeys(map(str, parts)))
