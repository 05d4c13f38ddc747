"""Practices near to one in what they did: same technology, same partner, same theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from decapolis.kernel.permissions import Reader
from decapolis.kernel.sources import Sourced, numbered, sourced
from decapolis.library.choices import Status, Theme, Went
from decapolis.library.models import Partner, Practice, Technology
from decapolis.library.queries.rows import visible
from decapolis.organisations import queries as organisations
from decapolis.organisations.queries import PlaceFacts, place_of

MOST_CANDIDATES = 120  # of each sort, the newest; so that the cost does not grow with the library
SHOWN = 6

Tie = Literal["technology", "partner", "theme"]


@dataclass(frozen=True, slots=True)
class _Own:
    """What a practice may share with others."""

    technologies: frozenset[int]
    bodies: frozenset[int]  # organisations that took part
    themes: frozenset[str]


@dataclass(frozen=True, slots=True)
class RelatedPractice:
    """Another practice, and what ties it to this one."""

    slug: str
    title: str
    place: PlaceFacts
    line: Sourced | None  # its result, or its setback where it failed
    has_failed: bool
    went_label: str
    status_label: str
    tie: Tie
    why: str  # what they share, in words


def having_theme(practices: QuerySet[Practice], theme: str) -> QuerySet[Practice]:
    """Return the practices of a theme; the list of themes is searched as text on every database."""
    return practices.annotate(theme_words=Cast("themes", TextField())).filter(
        theme_words__contains=f'"{theme}"'
    )


def related_to(practice: Practice, *, reader: Reader | None) -> tuple[RelatedPractice, ...]:
    """Return up to six practices that share most with this one; one that failed is among them.

    Six queries. The practice's technologies and partners should have been fetched with it.
    """
    own = _Own(
        frozenset(one.pk for one in practice.technologies.all()),
        frozenset(one.organisation.pk for one in practice.partners.all() if one.organisation),
        frozenset(practice.themes),
    )
    others = visible(reader).exclude(pk=practice.pk).order_by("-pk")
    through = Practice.technologies.through.objects.filter(technology__in=own.technologies)
    partners = Partner.objects.filter(organisation__in=own.bodies)
    shared = others.filter(
        Q(pk__in=through.values("practice_id")) | Q(pk__in=partners.values("practice_id"))
    )
    alike = having_theme(others, practice.themes[0]) if practice.themes else others.none()
    found = {
        other.pk: other
        for candidates in (shared, alike)
        for other in _with_parts(candidates, reader)[:MOST_CANDIDATES]
    }
    ranked = sorted(found.values(), key=lambda other: (-_weight(other, own), other.title))
    return tuple(_related(other, own) for other in _with_a_failure(ranked))


def _with_parts(practices: QuerySet[Practice], reader: Reader | None) -> QuerySet[Practice]:
    pages = Prefetch("organisation", queryset=organisations.visible(reader))
    return (
        practices.defer("problem", "approach", "lessons", "barriers", "asked_as")
        .select_related("city", "country")
        .prefetch_related(
            Prefetch("technologies", queryset=Technology.objects.visible_to(reader)),
            Prefetch(
                "partners",
                queryset=Partner.objects.exclude(organisation=None).prefetch_related(pages),
            ),
        )
    )


def _weight(other: Practice, own: _Own) -> float:
    """Weigh what two practices share: a technology says most, a theme least."""
    return (
        3 * len(own.technologies & {one.pk for one in other.technologies.all()})
        + 2 * len(own.bodies & {one.organisation_id for one in other.partners.all()})
        + len(own.themes & set(other.themes))
        + other.evidence / 10
    )


def _with_a_failure(ranked: Sequence[Practice]) -> list[Practice]:
    """Keep the first six; where all went well, the last gives way to the nearest that did not."""
    chosen = list(ranked[:SHOWN])
    failed = next((other for other in ranked if _has_failed(other)), None)
    if failed and failed not in chosen:
        chosen[-1] = failed
    return chosen


def _has_failed(practice: Practice) -> bool:
    return practice.status == Status.CANCELLED or practice.went == Went.BADLY


def _related(other: Practice, own: _Own) -> RelatedPractice:
    sources = numbered(other.sources)
    failed = _has_failed(other)
    result = sourced(other.result, sources, other.result_source)
    setback = sourced(other.setback, sources, other.setback_source)
    tie, why = _why(other, own)
    return RelatedPractice(
        slug=other.slug,
        title=other.title,
        place=place_of(other, region=other.region),
        line=(setback or result) if failed else (result or setback),
        has_failed=failed,
        went_label=str(other.get_went_display()),
        status_label=str(other.get_status_display()),
        tie=tie,
        why=why,
    )


def _why(other: Practice, own: _Own) -> tuple[Tie, str]:
    same = [one.name for one in other.technologies.all() if one.pk in own.technologies]
    if same:
        return "technology", _("Same technology: {name}").format(name=min(same))
    partners = [
        one.organisation.name
        for one in other.partners.all()
        if one.organisation and one.organisation.pk in own.bodies
    ]
    if partners:
        return "partner", _("Same partner: {name}").format(name=partners[0])
    theme = next(theme for theme in other.themes if theme in own.themes)
    return "theme", _("Same theme: {name}").format(name=Theme(theme).label)
