"""Write organisations and their ties."""

from collections.abc import Sequence

from django.db import transaction

from decapolis.cities.bridge import match_cities, unknown_countries
from decapolis.kernel.permissions import Reader
from decapolis.kernel.records import Rejection
from decapolis.organisations.models import Organisation, Tie
from decapolis.organisations.validators import OrganisationRecord

FIELDS = (
    "name", "sector", "kind", "city", "city_name", "country", "about", "website", "sources",
    "asked_as", "visibility",
)  # fmt: skip


@transaction.atomic
def put_organisations(
    *, by: Reader | None, records: Sequence[tuple[int, OrganisationRecord]]
) -> list[Rejection]:
    """Add or replace organisations by slug, with all their ties."""
    rejected = unknown_countries(records)
    if rejected:
        return rejected
    cities = match_cities({_place(record) for _line, record in records if record.city})
    rows = [
        Organisation(
            city_id=cities.get(_place(record)),
            city_name=record.city or "",
            country_id=record.country,
            website=record.website or "",
            sources=[source.model_dump() for source in record.sources],
            **record.model_dump(
                include={"slug", "name", "sector", "kind", "about", "asked_as", "visibility"}
            ),
        )
        for _line, record in records
    ]
    Organisation.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["slug"], update_fields=FIELDS
    )
    _put_ties([record for _line, record in records])
    return []


def _place(record: OrganisationRecord) -> tuple[str, str, str]:
    return record.city or "", record.country or "", ""


def _put_ties(records: list[OrganisationRecord]) -> None:
    """Replace the ties of these organisations, and link every tie whose other side is now known."""
    by_slug = dict(Organisation.objects.values_list("slug", "pk"))
    by_name = {name.casefold(): pk for name, pk in Organisation.objects.values_list("name", "pk")}
    Tie.objects.filter(organisation__in=[by_slug[record.slug] for record in records]).delete()
    Tie.objects.bulk_create(
        Tie(
            organisation_id=by_slug[record.slug],
            other_name=tie.name,
            relation=tie.relation,
            project=tie.project or "",
        )
        for record in records
        for tie in record.works_with
    )
    loose = [tie for tie in Tie.objects.filter(other=None) if tie.other_name.casefold() in by_name]
    for tie in loose:
        tie.other_id = by_name[tie.other_name.casefold()]
    Tie.objects.bulk_update(loose, ["other"], batch_size=500)
