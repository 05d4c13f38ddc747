"""The record files of countries, cities and their names: what the loader accepts."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
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
Whole = Annotated[int | None, BeforeValidator(empty_is_none)]
Counted = Annotated[Annotated[int, Field(ge=0)] | None, BeforeValidator(empty_is_none)]
Year = Annotated[Annotated[int, Field(ge=1800, le=2100)] | None, BeforeValidator(empty_is_none)]


class Record(BaseModel):
    """A row of a record file; a field that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class CountryRecord(Record):
    """One country a row."""

    iso2: Iso2
    iso3: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    name: Text
    region: str = ""
    subregion: str = ""
    income_group: str = ""
    languages: Listed = []
    currency: Annotated[str, StringConstraints(pattern=r"^([A-Z]{3})?$")] = ""


class CityRecord(Record):
    """One city a row."""

    id: Annotated[int, Field(gt=0)]
    name: Text
    ascii_name: Text
    country_iso2: Iso2
    admin1_code: str = ""
    admin1_name: str = ""
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    population: Counted = None
    elevation_m: Whole = None
    timezone: str = ""


class CityNamesRecord(Record):
    """Other names of one city, parted by ``|``."""

    city_id: Annotated[int, Field(gt=0)]
    names: Annotated[list[str], BeforeValidator(lambda value: value.split("|") if isinstance(value, str) else value)]


class CityIdentifiersRecord(Record):
    """Codes of one city in other registers."""

    city_id: Annotated[int, Field(gt=0)]
    wikidata_id: str = ""
    un_wup_code: str = ""
    us_census_geoid: str = ""
