"""Read the library as a whole: how much it holds, where it is thin, what failed, what is new."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Q

from decapolis.kernel.permissions import Reader
from decapolis.library.choices import Part, Status, Went
from decapolis.library.models import Cost, Outcome
from decapolis.library.queries.document import DocumentRow, document_rows
from decapolis.library.queries.document import visible as visible_documents
from decapolis.library.queries.rows import visible

MOST_CANDIDATES = 200  # outcomes that are looked at, the newest, so that the cost does not grow
FAILED = Q(status=Status.CANCELLED) | Q(went=Went.BADLY)
NEWEST = F("started").desc(nulls_last=True)


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much the library holds."""

    practices: int
    cities: int
    countries: int
    with_cost: int  # practices that state an amount
    regions: tuple[tuple[str, int], ...]  # UN region, practices; most first
    added: date | None  # when the newest practice came in


@dataclass(frozen=True, slots=True)
class Missed:
    """A failure whose record says what was planned and what came, in one unit."""

    slug: str
    metric: str
    plan: float
    outcome: float
    unit: str
    lesson: str  # the first of the record; empty: none

    @property
    def times(self) -> float:
        """How far apart plan and outcome are, whichever is larger."""
        low, high = sorted((abs(self.plan), abs(self.outcome)))
        return high / low if low else float("inf")


def holdings(*, reader: Reader | None) -> Holdings:
    """Return how much the library holds and how it is spread over the world, in three queries."""
    practices = visible(reader).order_by()
    spread = list(
        practices.values_list("country__region", "country").annotate(
            count=Count("pk"), newest=Max("added")
        )
    )
    regions: Counter[str] = Counter()
    for region, _country, count, _newest in spread:
        regions[region or ""] += count
    costs = Cost.objects.filter(practice__in=practices.values("pk"))
    return Holdings(
        practices=regions.total(),
        cities=practices.exclude(city=None).values("city").distinct().count(),
        countries=len(spread),
        with_cost=costs.values("practice").distinct().count(),
        regions=tuple(regions.most_common()),
        added=max((newest for *_rest, newest in spread), default=None),
    )


def missed_plans(*, reader: Reader | None, limit: int = 3) -> tuple[Missed, ...]:
    """Return failures whose outcome lies furthest from the plan, each practice once.

    A failure was cancelled or went badly. Where an outcome states the plan alone, in the currency
    of the practice's whole cost, that cost is what came. Two queries.
    """
    failed = visible(reader).filter(FAILED)
    outcomes = list(
        Outcome.objects.filter(practice__in=failed.order_by().values("pk"), is_good=False)
        .exclude(expected=None)
        .order_by("-pk")
        .values_list(
            "practice", "practice__slug", "practice__lessons", "metric", "value", "expected", "unit"
        )[:MOST_CANDIDATES]
    )
    costs = _whole_costs({practice for practice, *_rest in outcomes})
    missed = []
    for practice, slug, lessons, metric, value, plan, unit in outcomes:
        came = costs.get((practice, unit)) if value is None else value
        if came is not None and plan is not None and came != plan:
            lesson = lessons[0] if lessons else ""
            missed.append(Missed(slug, metric, plan, came, unit, lesson))
    return tuple(_once(sorted(missed, key=lambda one: (-one.times, one.slug))))[:limit]


def _whole_costs(practices: Iterable[int]) -> dict[tuple[int, str], float]:
    """Return whole costs by practice and currency; the first where two are given."""
    rows = (
        Cost.objects.filter(practice__in=practices, part=Part.TOTAL)
        .order_by("-pk")
        .values_list("practice", "currency", "amount")
    )
    return {(practice, currency): float(amount) for practice, currency, amount in rows}


def other_failures(leave_out: Iterable[str], *, reader: Reader | None, limit: int) -> list[str]:
    """Return slugs of failures that say what went wrong, those best known first."""
    failed = visible(reader).filter(FAILED).exclude(setback="").exclude(slug__in=list(leave_out))
    ordered = failed.order_by("-evidence", NEWEST, "slug")
    return list(ordered.values_list("slug", flat=True)[:limit])


def newest_practices(*, reader: Reader | None, limit: int) -> list[str]:
    """Return slugs of the practices that were added last; of one day, those that began last."""
    ordered = visible(reader).order_by("-added", NEWEST, "slug")
    return list(ordered.values_list("slug", flat=True)[:limit])


def newest_documents(*, reader: Reader | None, limit: int) -> tuple[DocumentRow, ...]:
    """Return the documents of the latest years."""
    latest = F("year").desc(nulls_last=True)
    return document_rows(visible_documents(reader).order_by(latest, "slug")[:limit], reader=reader)


def _once(missed: Iterable[Missed]) -> list[Missed]:
    first: dict[str, Missed] = {}
    for one in missed:
        first.setdefault(one.slug, one)
    return list(first.values())
