"""Read into which groups the cities of an edition fall: region, size, and its own groups."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from decapolis.benchmarks.models import Edition, Entrant
from decapolis.cities.choices import SIZE_CLASSES

LEAST = 3  # cities: fewer are no ranking
REGION, SIZE = "region", "size"


@dataclass(frozen=True, slots=True)
class Grouping:
    """Some of the cities: ``kind`` is what they have in common, ``key`` stands in addresses."""

    kind: str
    key: str
    label: str
    codes: tuple[str, ...]


def groupings(edition: Edition) -> tuple[Grouping, ...]:
    """Return the groups of at least three cities that are not all; one query."""
    rows = Entrant.objects.filter(edition=edition).select_related("city__country").order_by("pk")
    found: dict[tuple[str, str, str], list[str]] = {}
    total = 0
    for row in rows:
        total += 1
        for name in _of(row):
            found.setdefault(name, []).append(row.code)
    return tuple(
        Grouping(kind, key, label, tuple(codes))
        for (kind, key, label), codes in sorted(found.items())
        if LEAST <= len(codes) < total
    )


def _of(row: Entrant) -> list[tuple[str, str, str]]:
    own = [(name, f"{name}:{label}", str(label)) for name, label in row.groups.items() if label]
    if row.city is None:
        return own
    region, people = row.city.country.region, row.city.population or 0
    size = [
        (_("Size"), f"{SIZE}:{name}", _(label))
        for name, label, least, below in SIZE_CLASSES
        if least <= people and (below is None or people < below)
    ]
    return [*own, *([(_("Region"), f"{REGION}:{region}", region)] if region else []), *size]
