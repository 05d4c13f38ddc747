"""Write countries, cities and names."""

from collections.abc import Sequence

from django.db import transaction

from decapolis.cities.bridge import fold
from decapolis.cities.models import City, CityName, Country
from decapolis.cities.validators import (
    CityIdentifiersRecord,
    CityNamesRecord,
    CityRecord,
    CountryRecord,
)
from decapolis.kernel.permissions import Reader
from decapolis.kernel.records import Rejection

BATCH = 2000


@transaction.atomic
def put_countries(*, by: Reader | None, records: Sequence[tuple[int, CountryRecord]]) -> list[Rejection]:
    """Add or replace countries by ISO code."""
    rows = [Country(**record.model_dump()) for _line, record in records]
    fields = [name for name in CountryRecord.model_fields if name != "iso2"]
    Country.objects.bulk_create(rows, BATCH, update_conflicts=True, unique_fields=["iso2"], update_fields=fields)
    return []


@transaction.atomic
def put_cities(*, by: Reader | None, records: Sequence[tuple[int, CityRecord]]) -> list[Rejection]:
    """Add or replace cities by GeoNames id; their own name becomes their main name."""
    known = set(Country.objects.values_list("iso2", flat=True))
    rejected = [
        Rejection(line, "country_iso2", f"There is no country {record.country_iso2!r}. Load countries first.")
        for line, record in records
        if record.country_iso2 not in known
    ]
    if rejected:
        return rejected
    rows = [
        City(country_id=record.country_iso2, **record.model_dump(exclude={"country_iso2"}))
        for _line, record in records
    ]
    fields = ["country", *(name for name in CityRecord.model_fields if name not in {"id", "country_iso2"})]
    City.objects.bulk_create(rows, BATCH, update_conflicts=True, unique_fields=["id"], update_fields=fields)
    _put_names([(city.pk, name, True) for city in rows for name in {city.name, city.ascii_name}])
    return []


@transaction.atomic
def put_city_names(*, by: Reader | None, records: Sequence[tuple[int, CityNamesRecord]]) -> list[Rejection]:
    """Add other names of cities."""
    rejected = _unknown_cities(records)
    if not rejected:
        main = set(CityName.objects.filter(is_main=True).values_list("city_id", "name"))
        _put_names(
            [
                (record.city_id, name, False)
                for _line, record in records
                for name in dict.fromkeys(record.names)
                if name and (record.city_id, name) not in main
            ]
        )
    return rejected


@transaction.atomic
def put_city_identifiers(
    *, by: Reader | None, records: Sequence[tuple[int, CityIdentifiersRecord]]
) -> list[Rejection]:
    """Set the codes of cities in other registers."""
    rejected = _unknown_cities(records)
    if not rejected:
        cities = City.objects.in_bulk([record.city_id for _line, record in records])
        for _line, record in records:
            city = cities[record.city_id]
            for name, value in record.model_dump(exclude={"city_id"}).items():
                setattr(city, name, value)
        City.objects.bulk_create(
            cities.values(),
            BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["wikidata_id", "un_wup_code", "us_census_geoid"],
        )
    return rejected


def _unknown_cities(
    records: Sequence[tuple[int, CityNamesRecord]] | Sequence[tuple[int, CityIdentifiersRecord]],
) -> list[Rejection]:
    known = set(City.objects.values_list("pk", flat=True))
    return [
        Rejection(line, "city_id", f"There is no city {record.city_id}. Load cities first.")
        for line, record in records
        if record.city_id not in known
    ]


def _put_names(names: list[tuple[int, str, bool]]) -> None:
    rows = [
        CityName(city_id=city, name=name[:200], folded=fold(name)[:200], is_main=is_main)
        for city, name, is_main in names
    ]
    CityName.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["city", "name"], update_fields=["folded", "is_main"]
    )
