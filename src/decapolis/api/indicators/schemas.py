"""What the API tells of indicators, sources and observations, and how they are filtered."""

from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from decapolis.api.shapes import SEVERAL, CityId, CountryCode, Out

Code = Annotated[str, StringConstraints(max_length=60)]


class DataSource(Out):
    """Where figures come from, and on what terms."""

    id: str
    title: str
    attribution: str = Field(description="Keep these words when you pass a figure on.")
    licence: str
    url: str


class IndicatorItem(Out):
    """What is measured, in which unit, and which way is better."""

    code: str
    name: str
    unit: str
    direction: str = Field(description="higher-is-better, lower-is-better or context.")
    theme: str
    level: str = Field(
        description="What a value describes; region and country tell nothing of a city."
    )
    is_fallback: bool = Field(description="Of the region or country, not of the city itself.")
    licence: str
    origin: str


class ObservationItem(Out):
    """One value of one city or country."""

    city_id: int | None = Field(description="GeoNames id; null: of a country.")
    country: str | None = Field(description="ISO 3166-1 alpha-2; null: of a city.")
    indicator: str
    period: str = Field(description="2019, 2006-2020, or empty: undated.")
    year: int | None = Field(description="Last year of the period.")
    value: float | None = Field(description="Null where the value is a word.")
    word: str = Field(description="A class, such as BWh.")
    unit: str
    source: str = Field(description="Id of its data source.")


class IndicatorFilters(Schema):
    """Which indicators are asked for."""

    theme: list[Code] = Field([], description=f"Theme of the catalogue. {SEVERAL}")
    level: list[Code] = Field([], description=f"What the values describe. {SEVERAL}")


class ObservationFilters(Schema):
    """Which observations are asked for."""

    city: list[CityId] = Field([], description=f"GeoNames id. {SEVERAL}")
    country: list[CountryCode] = Field([], description=f"National values of a country. {SEVERAL}")
    indicator: list[Code] = Field([], description=f"Code. {SEVERAL}")
    source: list[Code] = Field([], description=f"Id of a data source. {SEVERAL}")
    since: int | None = Field(None, ge=1800, le=2100, description="Of this year or later.")
    until: int | None = Field(None, ge=1800, le=2100, description="Of this year or before.")
