"""Write countries, cities and names."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from decapolis.cities.bridge import fold
from decapolis.cities.models import City, CityName, Country
from decapolis.cities.queries import country_codes
from decapolis.cities.validators import (
    CityIdentifiersRecord,
    CityNamesRecord,
    CityRecord,
    CountryRecord,
)
from decapolis.kernel.permissions import Reader
from decapolis.kernel.records import Rejection
from decapolis.kernel.rows import put_rows


@transaction.atomic
def put_countries(
    *, by: Reader | None, records: Sequence[tuple[int, CountryRecord]]
) -> list[Rejection]:
    """Add or replace countries by two-letter code; a three-letter code belongs to one of them."""
    holders = dict(Country.objects.values_list("iso3", "iso2"))
    rejected = []
    for line, record in records:
        holder = holders.setdefault(record.iso3, record.iso2)
        if holder != record.iso2:
            reason = f"{record.iso3!r} is the code of {holder!r} already. Correct one of them."
            rejected.append(Rejection(line, "iso3", reason))
    if not rejected:
        Country.objects.bulk_create(
            [Country(**record.model_dump()) for _line, record in records],
            update_conflicts=True,
            unique_fields=["iso2"],
            update_fields=[name for name in CountryRecord.model_fields if name != "iso2"],
        )
        country_codes.cache_clear()
    return rejected


@transaction.atomic
def put_cities(*, by: Reader | None, records: Sequence[tuple[int, CityRecord]]) -> list[Rejection]:
    """Add or replace cities by GeoNames id; their own name becomes their main name."""
    known = set(Country.objects.values_list("iso2", flat=True))
    rejected = [
        Rejection(
            line, "country_iso2", f"There is no country {record.country_iso2!r}. Load it first."
        )
        for line, record in records
        if record.country_iso2 not in known
    ]
    if rejected:
        return rejected
    rows = [
        City(country_id=record.country_iso2, **record.model_dump(exclude={"country_iso2"}))
        for _line, record in records
    ]
    City.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["country", *(CityRecord.model_fields.keys() - {"id", "country_iso2"})],
    )
    main = CityName.objects.filter(city__in=[city.pk for city in rows], is_main=True)
    main.update(is_main=False)  # a city may have taken another name
    _put_names((city.pk, name, True) for city in rows for name in {city.name, city.ascii_name})
    return []


@transaction.atomic
def put_city_names(
    *, by: Reader | None, records: Sequence[tuple[int, CityNamesRecord]]
) -> list[Rejection]:
    """Add other names of cities."""
    rejected = _unknown_cities(records)
    if not rejected:
        cities = {record.city_id for _line, record in records}
        names = CityName.objects.filter(is_main=True, city__in=cities)
        main = set(names.values_list("city_id", "name"))
        _put_names(
            (record.city_id, name, False)
            for _line, record in records
            for name in record.names
            if (record.city_id, name) not in main
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
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["wikidata_id", "un_wup_code", "us_census_geoid"],
        )
    return rejected


def _unknown_cities(
    records: Sequence[tuple[int, CityNamesRecord]] | Sequence[tuple[int, CityIdentifiersRecord]],
) -> list[Rejection]:
    wanted = {record.city_id for _line, record in records}
    known = set(City.objects.filter(pk__in=wanted).order_by().values_list("pk", flat=True))
    return [
        Rejection(line, "city_id", f"There is no city {record.city_id}. Load cities first.")
        for line, record in records
        if record.city_id not in known
    ]


def _put_names(names: Iterable[tuple[int, str, bool]]) -> None:
    put_rows(
        CityName,
        fields=("city", "name", "folded", "is_main"),
        unique=("city", "name"),
        rows=((city, name, fold(name)[:200], is_main) for city, name, is_main in names),
    )
