"""Read what cities did: practices of the library, by city and by the tool that they used."""

from collections.abc import Collection
from dataclasses import dataclass

from decapolis.kernel.permissions import Reader
from decapolis.library.models import Practice

MOST = 200


@dataclass(frozen=True, slots=True)
class Done:
    """A practice of a city that is strong somewhere; ``tools`` are codes of the ten."""

    slug: str
    title: str
    city_id: int
    city: str
    tools: tuple[str, ...]
    has_failed: bool


def practices_in(cities: Collection[int], *, reader: Reader | None) -> tuple[Done, ...]:
    """Return the practices of some cities that a reader may see, the best known first; 1 query."""
    rows = (
        Practice.objects.visible_to(reader)
        .filter(city__in=list(cities))
        .select_related("city")
        .only("slug", "title", "tools", "status", "went", "city__name", "city__id")
        .order_by("-evidence", "title")[:MOST]
    )
    return tuple(
        Done(
            slug=row.slug,
            title=row.title,
            city_id=row.city.pk,
            city=row.city.name,
            tools=tuple(row.tools),
            has_failed=row.status == "cancelled" or row.went == "badly",
        )
        for row in rows
        if row.city
    )
