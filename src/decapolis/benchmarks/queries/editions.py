"""Read editions: a framework's rounds, and who takes part."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from decapolis.benchmarks.models import Edition, Entrant, Run
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """One edition as a list and the head of its page show it."""

    edition_id: int
    framework: str
    framework_name: str
    slug: str
    name: str
    year: int | None
    kind: str
    kind_label: str
    state: str
    state_label: str
    about: str
    attribution: str
    licence: str
    url: str
    visibility: str
    cities: int
    published_at: datetime | None
    withdrawn_at: datetime | None
    why_withdrawn: str
    path: str

    @property
    def title(self) -> str:
        """Framework and edition: ``Ten tools of a city government, 2018/19``."""
        return f"{self.framework_name}, {self.name}"


@dataclass(frozen=True, slots=True)
class EntrantFacts:
    """Who takes part; ``city_id`` is None where the unit is no city of the gazetteer."""

    entrant_id: int
    code: str
    name: str
    label: str
    city_id: int | None
    country: str
    groups: tuple[tuple[str, str], ...]
    one_reader: str = ""  # why one reviewer was enough; empty: two marked it, or nobody


def editions(*, reader: Reader | None, framework: str = "") -> tuple[EditionFacts, ...]:
    """Return the editions that a reader may see, newest first within a framework; one query."""
    rows = _rows(reader)
    if framework:
        rows = rows.filter(framework__slug=framework)
    return tuple(facts_of(row) for row in rows)


def editions_of_city(city_id: int, *, reader: Reader | None) -> tuple[EditionFacts, ...]:
    """Return the editions in which a city takes part, as far as a reader may see them."""
    taken = list(Entrant.objects.filter(city=city_id).values_list("edition", flat=True))
    if not taken:  # as most cities; the whole question is long
        return ()
    return tuple(facts_of(row) for row in _rows(reader).filter(pk__in=taken))


def edition_to_read(framework: str, slug: str, *, reader: Reader | None) -> Edition:
    """Return an edition, with its framework and source.

    Raises
    ------
    NotFound
        There is none, or it may not be seen.
    """
    found = _rows(reader).filter(framework__slug=framework, slug=slug).first()
    if found is None:
        raise NotFound(_("There is no such edition."))
    return found


def facts_of(row: Edition) -> EditionFacts:
    """Return the facts of an edition that `edition_to_read` gave."""
    source, framework = row.source, row.framework
    return EditionFacts(
        edition_id=row.pk,
        framework=framework.slug,
        framework_name=framework.name,
        slug=row.slug,
        name=row.name,
        year=row.year,
        kind=row.kind,
        kind_label=str(row.get_kind_display()),
        state=row.state,
        state_label=str(row.get_state_display()),
        about=row.about,
        attribution=source.attribution if source else framework.attribution,
        licence=source.licence if source else framework.licence,
        url=source.url if source else framework.url,
        visibility=row.visibility,
        cities=getattr(row, "number", 0),
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
        why_withdrawn=row.why_withdrawn,
        path=row.path,
    )


def entrants_of(edition: Edition) -> tuple[EntrantFacts, ...]:
    """Return who takes part in an edition that may be seen, by name; one query."""
    rows = Entrant.objects.filter(edition=edition).select_related("city__country")
    return tuple(entrant_facts(row) for row in rows.order_by("name", "pk"))


def entrant_facts(row: Entrant) -> EntrantFacts:
    """Return the facts of one; its city should have been fetched with its country."""
    city = row.city
    return EntrantFacts(
        entrant_id=row.pk,
        code=row.code,
        name=row.name,
        label=city.label if city else row.name,
        city_id=row.city_id,
        country=city.country_id if city else "",
        groups=tuple(sorted(row.groups.items())),
        one_reader=row.one_reader,
    )


def entrant_to_read(edition: Edition, code: str) -> Entrant:
    """Return one of those who take part in an edition that may be seen.

    Raises
    ------
    NotFound
        There is none of that code.
    """
    rows = Entrant.objects.filter(edition=edition, code=code)
    found = rows.select_related("city__country", "edition__framework").first()
    if found is None:
        raise NotFound(_("It takes no part in this edition."))
    return found


def run_to_read(edition: Edition, *, reader: Reader | None) -> Run | None:
    """Return the run that counts; None where there is none, or it may not be seen yet."""
    found: Run | None = Run.objects.visible_to(reader).current().filter(edition=edition).first()
    return found


def _rows(reader: Reader | None) -> QuerySet[Edition]:
    seen: QuerySet[Edition] = Edition.objects.visible_to(reader)
    return (
        seen.select_related("framework", "source")
        .annotate(number=Count("entrants"))
        .order_by("framework__name", "-year", "-pk")
    )
