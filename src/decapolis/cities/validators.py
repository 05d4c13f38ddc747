"""The record files of countries, cities and their names: what the loader accepts."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

# No longer than the columns that hold them: PostgreSQL refuses what SQLite would take.
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]
GeoNamesId = Annotated[int, Field(gt=0, lt=2**31)]
Iso2 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


def split_list(value: object) -> object:
    """Read ``a|b`` or ``a;b`` of a table's cell as a list."""
    if isinstance(value, str):
        return [part.strip() for part in value.replace("|", ";").split(";") if part.strip()]
    return value


def split_bars(value: object) -> object:
    """Read ``One sentence.|Another; longer one.`` of a table's cell as a list."""
    if isinstance(value, str):
        return [part.strip() for part in value.split("|") if part.strip()]
    return value


def empty_is_none(value: object) -> object:
    """Read an empty cell as unknown."""
    return None if value == "" else value


Listed = Annotated[list[Text], BeforeValidator(split_list)]
Counted = Annotated[Annotated[int, Field(ge=0, lt=2**31)] | None, BeforeValidator(empty_is_none)]
Year = Annotated[Annotated[int, Field(ge=1800, le=2100)] | None, BeforeValidator(empty_is_none)]


class Record(BaseModel):
    """A row of a record file; a field that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


class CountryRecord(Record):
    """One country a row."""

    iso2: Iso2
    iso3: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    name: Label
    region: Note = ""
    subregion: Note = ""
    income_group: Annotated[Note, StringConstraints(max_length=40)] = ""
    languages: Listed = []
    currency: Annotated[str, StringConstraints(pattern=r"^([A-Z]{3})?$")] = ""


class CityRecord(Record):
    """One city a row."""

    id: GeoNamesId
    name: Name
    ascii_name: Name
    country_iso2: Iso2
    admin1_code: Annotated[Note, StringConstraints(max_length=20)] = ""
    admin1_name: Annotated[Note, StringConstraints(max_length=120)] = ""
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    population: Counted = None
    elevation_m: Annotated[
        Annotated[int, Field(ge=-500, le=9000)] | None, BeforeValidator(empty_is_none)
    ] = None
    timezone: Note = ""


class CityNamesRecord(Record):
    """Other names of one city, parted by ``|``."""

    city_id: GeoNamesId
    names: Annotated[list[Name], BeforeValidator(split_bars)]


class CityIdentifiersRecord(Record):
    """Codes of one city in other registers."""

    city_id: GeoNamesId
    wikidata_id: Annotated[Note, StringConstraints(max_length=20)] = ""
    un_wup_code: Annotated[Note, StringConstraints(max_length=10)] = ""
    us_census_geoid: Annotated[Note, StringConstraints(max_length=10)] = ""
