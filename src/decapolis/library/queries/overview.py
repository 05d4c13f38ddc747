"""Read the library as a whole: how much it holds, where it is thin, what failed, what is new."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Prefetch, Q

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
    """Return how much the library holds and how it is spread over the world, in two queries."""
    practices = visible(reader).order_by()
    found = practices.aggregate(
        practices=Count("pk", distinct=True),
        cities=Count("city", distinct=True),
        countries=Count("country", distinct=True),
        with_cost=Count("pk", distinct=True, filter=Q(costs__isnull=False)),
        added=Max("added"),
    )
    regions = practices.values_list("country__region").annotate(count=Count("pk"))
    spread = sorted(((name or "", count) for name, count in regions), key=lambda one: -one[1])
    return Holdings(**found, regions=tuple(spread))


def missed_plans(*, reader: Reader | None, limit: int = 3) -> tuple[Missed, ...]:
    """Return failures whose outcome lies furthest from the plan, each practice once.

    A failure was cancelled or went badly. Where an outcome states the plan alone, in the currency
    of the practice's whole cost, that cost is what came. Two queries.
    """
    failed = visible(reader).filter(FAILED)
    outcomes = (
        Outcome.objects.filter(practice__in=failed.order_by().values("pk"), is_good=False)
        .exclude(expected=None)
        .select_related("practice")
        .prefetch_related(Prefetch("practice__costs", queryset=Cost.objects.order_by("pk")))
        .order_by("-pk")[:MOST_CANDIDATES]
    )
    missed = [
        _missed(outcome, value)
        for outcome in outcomes
        if (value := _what_came(outcome)) is not None and value != outcome.expected
    ]
    return tuple(_once(sorted(missed, key=lambda one: (-one.times, one.slug))))[:limit]


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


def _what_came(outcome: Outcome) -> float | None:
    """Return the value that stands against the plan; None where the record holds none."""
    if outcome.value is not None:
        return outcome.value
    whole = [cost for cost in outcome.practice.costs.all() if cost.part == Part.TOTAL]
    return float(whole[0].amount) if whole and whole[0].currency == outcome.unit else None


def _missed(outcome: Outcome, value: float) -> Missed:
    lessons = outcome.practice.lessons
    return Missed(
        slug=outcome.practice.slug,
        metric=outcome.metric,
        plan=float(outcome.expected or 0),
        outcome=value,
        unit=outcome.unit,
        lesson=lessons[0] if lessons else "",
    )


def _once(missed: Iterable[Missed]) -> list[Missed]:
    first: dict[str, Missed] = {}
    for one in missed:
        first.setdefault(one.slug, one)
    return list(first.values())
