"""Practices in lists: what one line of a list, the brief, a map or a table shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from decapolis.kernel.permissions import Reader
from decapolis.kernel.sources import Sourced, SourceRef, numbered, sourced
from decapolis.library.choices import Evidence, Status, Went, has_failed
from decapolis.library.models import Cost, Practice, Technology
from decapolis.library.queries.costs import CostFacts, cost_facts
from decapolis.library.queries.levels import Known, known_of, with_levels
from decapolis.library.queries.residents import Residents, residents_of
from decapolis.organisations.queries import PlaceFacts, place_of

# Long text and lists that a list of practices would read and parse for nothing.
NOT_IN_A_ROW = (
    "tools",
    "problem",
    "approach",
    "technologies_named",
    "lessons",
    "barriers",
    "asked_as",
)


@dataclass(frozen=True, slots=True)
class TechnologyLink:
    """An entry of the technology catalogue."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """A practice in a list."""

    slug: str
    title: str
    place: PlaceFacts
    lead: str
    themes: tuple[str, ...]
    technologies: tuple[TechnologyLink, ...]
    started: int | None
    ended: int | None
    status: str
    status_label: str
    went: str
    went_label: str
    evidence: int  # own results: 0 none stated, 1 expected, 2 reported, 3 measured, 4 checked
    evidence_label: str
    known: Known  # the mark: the level where it was reviewed, else how its own results are known
    result: Sourced | None
    setback: Sourced | None
    cost: CostFacts | None  # the first, where there are several
    sources: tuple[SourceRef, ...]
    is_nameless: bool  # told without its city: figures are rounded, no source can be read

    @property
    def evidence_level(self) -> int | None:
        """The level of evidence by review; None: nobody has reviewed it."""
        return self.known.level or None

    @property
    def evidence_words(self) -> str:
        """The mark in words."""
        return _("Told without its name") if self.is_nameless else self.known.words

    @property
    def has_failed(self) -> bool:
        """Whether it was cancelled or went badly."""
        return has_failed(self.status, self.went)


def visible(reader: Reader | None) -> QuerySet[Practice]:
    """Return the practices that a reader may see."""
    found: QuerySet[Practice] = Practice.objects.visible_to(reader)
    return found


def opened(reader: Reader | None) -> QuerySet[Practice]:
    """Return the practices that a reader may read by their address: also what is closed to others.

    For the pages of one practice; lists, counts and searches begin with `visible`.
    """
    found: QuerySet[Practice] = Practice.objects.open_to(reader)
    return found


def practice_rows(
    which: Sequence[str] | QuerySet[Practice], *, reader: Reader | None
) -> tuple[PracticeRow, ...]:
    """Return rows of practices in the given order, without those not to be seen.

    Four queries, however many, one more where some were reviewed; and one for a queryset.

    Parameters
    ----------
    which
        Slugs, or a queryset (a slice of one will do).
    """
    slugs = which.values_list("slug", flat=True) if isinstance(which, QuerySet) else which
    order = list(dict.fromkeys(slugs))
    wanted = visible(reader).filter(slug__in=order).defer(*NOT_IN_A_ROW)
    practices = list(with_row_parts(wanted, reader=reader))
    found = {row.slug: row for row in rows_of(practices, reader=reader)}
    return tuple(found[slug] for slug in order if slug in found)


def with_row_parts(practices: QuerySet[Practice], *, reader: Reader | None) -> QuerySet[Practice]:
    """Fetch with each practice what `rows_of` needs of other tables: three queries in all."""
    return (
        with_levels(practices)
        .select_related("city", "country")
        .prefetch_related(
            Prefetch("costs", queryset=Cost.objects.order_by("pk")),
            Prefetch(
                "technologies", queryset=Technology.objects.visible_to(reader).only("slug", "name")
            ),
        )
    )


def links(technologies: Iterable[Technology]) -> tuple[TechnologyLink, ...]:
    """Return technologies as links, by name."""
    return tuple(
        TechnologyLink(technology.slug, technology.name)
        for technology in sorted(technologies, key=lambda one: one.name.casefold())
    )


def rows_of(practices: Sequence[Practice], *, reader: Reader | None) -> tuple[PracticeRow, ...]:
    """Return the rows of practices that were fetched `with_row_parts`; two queries at most."""
    residents = residents_of(practice.city for practice in practices)
    known = known_of(practices, reader=reader)
    return tuple(row_of(one, residents.get(one.city_id or 0), known[one.pk]) for one in practices)


def row_of(practice: Practice, residents: Residents | None, known: Known) -> PracticeRow:
    """Return the row of a practice that was fetched `with_row_parts`."""
    sources = numbered(practice.sources)
    costs = practice.costs.all()
    return PracticeRow(
        slug=practice.slug,
        title=practice.title,
        place=place_of(practice, region=practice.region),
        lead=practice.lead_name,
        themes=tuple(practice.themes),
        technologies=links(practice.technologies.all()),
        started=practice.started,
        ended=practice.ended,
        status=practice.status,
        status_label=str(Status(practice.status).label),
        went=practice.went,
        went_label=str(Went(practice.went).label),
        evidence=practice.evidence,
        evidence_label=str(Evidence(practice.evidence).label),
        known=known,
        result=sourced(practice.result, sources, practice.result_source),
        setback=sourced(practice.setback, sources, practice.setback_source),
        cost=cost_facts(costs[0], country=practice.country, sources=sources, residents=residents)
        if costs
        else None,
        sources=sources,
        is_nameless=practice.retells_id is not None,
    )
