"""Organisations as search knows them."""

from collections.abc import Iterator

from decapolis.organisations.models import Organisation
from decapolis.search.validators import EntryDraft

_CHUNK = 500


def organisation_drafts() -> Iterator[EntryDraft]:
    """Yield every organisation as an entry; two queries for each 500."""
    rows = Organisation.objects.select_related("city", "country").prefetch_related("ties")
    for row in rows.order_by("pk").iterator(_CHUNK):
        city, country = row.city, row.country
        ties = list(row.ties.all())
        place = [part for part in (row.city_name, country.name if country else "") if part]
        yield EntryDraft(
            kind="organisation",
            slug=row.slug,
            title=row.name,
            paragraphs=(
                ", ".join(place),
                row.about,
                *(": ".join(filter(None, [tie.other_name, tie.project])) for tie in ties),
            ),
            keywords=(
                *place,
                city.admin1_name if city else "",
                str(row.get_sector_display()),
                row.kind.replace("-", " "),
            ),
            hints=tuple(row.asked_as),
            city_id=row.city_id,
            city_name=row.city_name,
            region=city.admin1_name if city else "",
            country=row.country_id or "",
            population=city.population if city else None,
            subkind=row.sector,
            visibility=row.visibility,
        )
