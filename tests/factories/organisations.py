"""Valid organisations and ties."""

from itertools import count

from decapolis.organisations.choices import Relation, Sector
from decapolis.organisations.models import Organisation, Tie

_numbers = count(1)


def organisation(name: str = "", **fields: object) -> Organisation:
    """Return a new organisation."""
    number = next(_numbers)
    where = fields.get("city")
    values = {
        "city_name": where.name if where else "",
        "country": where.country if where else None,
        "slug": f"organisation-{number}",
        "name": name or f"Organisation {number}",
        "sector": Sector.NONPROFIT,
        "kind": "network",
        "about": "It helps cities.",
        "website": "https://organisation.example/",
        "sources": [{"url": "https://organisation.example/about", "title": "About"}],
    } | fields
    return Organisation.objects.create(**values)


def tie(of: Organisation, other: Organisation | str, **fields: object) -> Tie:
    """Return a tie to another organisation, or to a body known by name alone."""
    known = isinstance(other, Organisation)
    values = {
        "organisation": of,
        "other_name": other.name if known else other,
        "other": other if known else None,
        "relation": Relation.PARTNER_OF,
        "project": "A shared project",
    } | fields
    return Tie.objects.create(**values)
