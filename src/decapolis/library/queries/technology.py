"""Read technologies: who used one, how it went, what a unit cost, what to read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader
from decapolis.kernel.sources import SourceRef, numbered
from decapolis.library.choices import Went, has_failed
from decapolis.library.models import Technology
from decapolis.library.queries.costs import UnitCost, unit_costs
from decapolis.library.queries.document import DocumentRow, documents_about
from decapolis.library.queries.rows import PracticeRow, practice_rows
from decapolis.library.queries.rows import visible as visible_practices

MOST_PRACTICES = 60


@dataclass(frozen=True, slots=True)
class TechnologyRow:
    """A technology in a list."""

    slug: str
    name: str
    what: str
    solves: tuple[str, ...]  # themes
    maturity: str
    maturity_label: str
    practices: int  # that use it and may be seen
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class TechnologyFacts:
    """What the page of a technology shows."""

    row: TechnologyRow
    typical_cost: str  # in words, numbers of sources as in ``row.sources``; empty: not said
    prerequisites: tuple[str, ...]
    risks: tuple[str, ...]
    questions_to_ask: tuple[str, ...]
    standards: tuple[str, ...]
    practices: tuple[PracticeRow, ...]  # those that went badly first, then the best known
    went: Mapping[str, int]  # practices by how they went: well, mixed, badly, unclear
    unit_costs: tuple[UnitCost, ...]  # for `library.bridge.costs`, which makes ranges of them
    documents: tuple[DocumentRow, ...]  # that speak of it, then on its themes


def visible(reader: Reader | None) -> QuerySet[Technology]:
    """Return the technologies that a reader may see."""
    found: QuerySet[Technology] = Technology.objects.visible_to(reader)
    return found


def technology_facts(slug: str, *, reader: Reader | None) -> TechnologyFacts:
    """Return one technology with the practices that use it, in a constant number of queries.

    At most 60 practices are listed; counts and unit costs are of all of them.

    Raises
    ------
    NotFound
        There is none of that slug, or it may not be seen.
    """
    technology = visible(reader).filter(slug=slug).first()
    if technology is None:
        raise NotFound(_("There is no technology {slug!r}.").format(slug=slug[:120]))
    users = visible_practices(reader).filter(technologies=technology)
    known = list(users.order_by("-evidence", "title").values_list("slug", "went", "status"))
    known.sort(key=lambda one: not has_failed(status=one[2], went=one[1]))
    went = Counter(way for _slug, way, _status in known)
    return TechnologyFacts(
        row=_row(technology, len(known)),
        typical_cost=technology.typical_cost,
        prerequisites=tuple(technology.prerequisites),
        risks=tuple(technology.risks),
        questions_to_ask=tuple(technology.questions_to_ask),
        standards=tuple(technology.standards),
        practices=practice_rows([one[0] for one in known[:MOST_PRACTICES]], reader=reader),
        went={way: went[way] for way in Went.values},
        unit_costs=unit_costs(users),
        documents=documents_about(technology.solves, words=technology.name, reader=reader),
    )


def technology_rows(
    which: Sequence[str] | QuerySet[Technology], *, reader: Reader | None
) -> tuple[TechnologyRow, ...]:
    """Return rows of technologies in the given order, without those not to be seen.

    One query, however many; two for a queryset.

    Parameters
    ----------
    which
        Slugs, or a queryset (a slice of one will do).
    """
    slugs = which.values_list("slug", flat=True) if isinstance(which, QuerySet) else which
    order = list(dict.fromkeys(slugs))
    seen = Q(practices__in=visible_practices(reader).order_by().values("pk"))
    technologies = (
        visible(reader)
        .filter(slug__in=order)
        .annotate(users=Count("practices", filter=seen, distinct=True))
    )
    found = {one.slug: _row(one, one.users) for one in technologies}
    return tuple(found[slug] for slug in order if slug in found)


def _row(technology: Technology, practices: int) -> TechnologyRow:
    return TechnologyRow(
        slug=technology.slug,
        name=technology.name,
        what=technology.what,
        solves=tuple(technology.solves),
        maturity=technology.maturity,
        maturity_label=str(technology.get_maturity_display()),
        practices=practices,
        sources=numbered(technology.sources),
    )
