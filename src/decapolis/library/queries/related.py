"""Practices near to one in what they did: same technology, same partner, same theme."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader
from decapolis.kernel.sources import Sourced, numbered, sourced
from decapolis.library.choices import Status, Theme, Went, has_failed
from decapolis.library.models import Partner, Practice
from decapolis.library.queries.rows import NOT_IN_A_ROW, visible
from decapolis.organisations.queries import PlaceFacts, place_of

MOST = 200  # of each sort, the newest; so that the cost does not grow with the library
SHOWN = 6

# The list of themes as text, which need not be parsed to look a theme up.
_FIELDS = ("pk", "title", "evidence", "status", "went", "theme_words")

Tie = Literal["technology", "partner", "theme"]


@dataclass(frozen=True, slots=True)
class _Own:
    """What a practice may share with others, by key and name."""

    technologies: dict[int, str]
    bodies: dict[int, str]  # organisations that took part
    themes: tuple[str, ...]
    has_failed: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Another practice, as far as ranking needs it, and what it shares."""

    pk: int
    title: str
    evidence: int
    has_failed: bool
    technologies: frozenset[int]
    bodies: frozenset[int]
    themes: tuple[str, ...]


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

    Five queries. The practice's technologies and partners should have been fetched with it, as far
    as the reader may see them.
    """
    own = _Own(
        {one.pk: one.name for one in practice.technologies.all()},
        {
            one.organisation.pk: one.organisation.name
            for one in practice.partners.all()
            if one.organisation
        },
        tuple(practice.themes),
        has_failed(practice.status, practice.went),
    )
    ranked = sorted(_candidates(practice, own, reader), key=lambda one: _rank(one, own))
    chosen = {one.pk: one for one in _with_a_failure(ranked)}
    wanted = visible(reader).filter(pk__in=chosen).defer("themes", *NOT_IN_A_ROW)
    found = wanted.select_related("city", "country").in_bulk()
    return tuple(_related(found[pk], one, own) for pk, one in chosen.items() if pk in found)


def _candidates(practice: Practice, own: _Own, reader: Reader | None) -> list[_Candidate]:
    """Return practices that share a technology, a body or the first theme: the newest of each."""
    using = Practice.technologies.through.objects.filter(technology__in=own.technologies)
    joined = Partner.objects.filter(organisation__in=own.bodies)
    others = visible(reader).exclude(Q(pk=practice.pk) | Q(retells=practice)).order_by("-pk")
    shared = others.annotate(theme_words=Cast("themes", TextField())).filter(
        Q(pk__in=using.values("practice_id")) | Q(pk__in=joined.values("practice_id"))
    )
    alike = having_theme(others, own.themes[0]) if own.themes else others.none()
    rows = {row[0]: row for some in (shared, alike) for row in some.values_list(*_FIELDS)[:MOST]}
    technologies, bodies = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    for pk, key in using.filter(practice__in=rows).values_list("practice_id", "technology_id"):
        technologies[pk].add(key)
    for pk, body in joined.filter(practice__in=rows).values_list("practice_id", "organisation_id"):
        bodies[pk].add(body or 0)
    return [
        _Candidate(
            pk=pk,
            title=title,
            evidence=evidence,
            has_failed=has_failed(status, went),
            technologies=frozenset(technologies[pk]),
            bodies=frozenset(bodies[pk]),
            themes=tuple(theme for theme in own.themes if f'"{theme}"' in words),
        )
        for pk, title, evidence, status, went, words in rows.values()
    ]


def _is_near(one: _Candidate) -> bool:
    """Tell whether more than one wide theme is shared; six of those would say nothing."""
    return bool(one.technologies or one.bodies) or len(one.themes) > 1


def _rank(one: _Candidate, own: _Own) -> tuple[float, str]:
    """Order candidates, the nearest first: a shared technology says most, a theme least.

    Of what failed, others that failed are the nearer.
    """
    shared = 3 * len(one.technologies) + 2 * len(one.bodies) + len(one.themes)
    return -(shared + one.has_failed * own.has_failed + one.evidence / 10), one.title


def _with_a_failure(ranked: Sequence[_Candidate]) -> list[_Candidate]:
    """Keep the six nearest; if all went well, the last gives way to one that did not."""
    chosen = [one for one in ranked if _is_near(one)][:SHOWN]
    failed = next((one for one in ranked if one.has_failed), None)
    if failed and failed not in chosen:
        chosen[SHOWN - 1 :] = [failed]
    return chosen


def _related(other: Practice, one: _Candidate, own: _Own) -> RelatedPractice:
    sources = numbered(other.sources)
    result = sourced(other.result, sources, other.result_source)
    setback = sourced(other.setback, sources, other.setback_source)
    tie, why = _why(one, own)
    return RelatedPractice(
        slug=other.slug,
        title=other.title,
        place=place_of(other, region=other.region),
        line=(setback or result) if one.has_failed else (result or setback),
        has_failed=one.has_failed,
        went_label=str(Went(other.went).label),
        status_label=str(Status(other.status).label),
        tie=tie,
        why=why,
    )


def _why(one: _Candidate, own: _Own) -> tuple[Tie, str]:
    if one.technologies:
        name = min(own.technologies[pk] for pk in one.technologies)
        return "technology", _("Same technology: {name}").format(name=name)
    if one.bodies:
        name = min(own.bodies[pk] for pk in one.bodies)
        return "partner", _("Same partner: {name}").format(name=name)
    names = numbers.listing([str(Theme(theme).label) for theme in one.themes])
    words = ngettext("Same theme: {names}", "Same themes: {names}", len(one.themes))
    return "theme", words.format(names=names)
