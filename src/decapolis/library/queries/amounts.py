"""Read the amounts of many practices with all that may honestly be made of each."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from decapolis.kernel.sources import numbered
from decapolis.library.choices import Part
from decapolis.library.models import Cost, Practice
from decapolis.library.queries.costs import CostFacts, cost_facts
from decapolis.library.queries.residents import residents_of
from decapolis.organisations.queries import PlaceFacts, place_of


@dataclass(frozen=True, slots=True)
class PublishedCost:
    """One amount of one practice."""

    slug: str
    title: str
    place: PlaceFacts
    themes: tuple[str, ...]
    cost: CostFacts

    @property
    def city(self) -> str:
        """The city as the practice names it, else the practice itself."""
        return self.place.city or self.title


def published_costs(
    practices: QuerySet[Practice], *, units: bool = False, slugs: Collection[str] = ()
) -> tuple[PublishedCost, ...]:
    """Return amounts of practices, funding left out; the queryset began with ``visible_to``.

    Two queries, however many.

    Parameters
    ----------
    units
        Those that say how many units were bought.
    slugs
        Further those of these practices, whatever they say.
    """
    wanted = Q(practice__slug__in=slugs)
    if units:
        wanted |= Q(quantity__gt=0) & ~Q(unit="")
    costs = list(
        Cost.objects.filter(wanted, practice__in=practices.order_by().values("pk"))
        .exclude(part=Part.FUNDING)
        .select_related("practice__city", "practice__country")
        .order_by("practice__title", "pk")
    )
    residents = residents_of({cost.practice.city for cost in costs})
    return tuple(
        PublishedCost(
            slug=practice.slug,
            title=practice.title,
            place=place_of(practice, region=practice.region),
            themes=tuple(practice.themes),
            cost=cost_facts(
                cost,
                country=practice.country,
                sources=numbered(practice.sources),
                residents=residents.get(practice.city_id or 0),
            ),
        )
        for cost in costs
        for practice in (cost.practice,)
    )
