"""What the API tells of indicators, sources and observations, and how they are filtered."""

from datetime import datetime
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
    visibility: str = Field(description="public, network or staff: who may read its figures.")


class CoverageOut(Out):
    """How far an indicator reaches."""

    cities: int = Field(description="With a value of their own.")
    countries: int = Field(description="In which these lie, or that have a value themselves.")
    values: int
    first: int | None = Field(description="First year; null: all values are undated.")
    last: int | None = Field(description="Newest year.")


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
    definition: str = Field(description="What is counted, and how; may be empty.")
    origin: str = Field(description="Its sources in words.")
    visibility: str = Field(description="public, network or staff: who may read its figures.")
    coverage: CoverageOut


class SourceShare(DataSource):
    """A source of an indicator, and how much comes from it."""

    values: int
    first: int | None = Field(description="First year; null: undated.")
    last: int | None = Field(description="Newest year.")


class HeapOut(Out):
    """How many places have a value from `low` up to `high`."""

    low: float
    high: float
    count: int


class SpreadOut(Out):
    """How the latest values lie, over all cities or countries that have one."""

    places: int
    low: float | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None
    high: float | None
    heaps: list[HeapOut] = Field(description="Empty for classes.")


class IndicatorDetail(IndicatorItem):
    """One indicator with its sources and how its values lie."""

    sources: list[SourceShare]
    spread: SpreadOut


class SeriesPoint(Out):
    """One value; a year that is not there is unknown."""

    year: int = Field(description="Last year of the period.")
    period: str
    value: float
    source: str = Field(validation_alias="source_id", description="Id of its data source.")


class SeriesLine(Out):
    """The years of one city, oldest first."""

    city_id: int
    city: str
    points: list[SeriesPoint]


class SeriesOut(Out):
    """One indicator of several cities over the years."""

    indicator: str
    unit: str
    direction: str
    lines: list[SeriesLine] = Field(description="In the order asked.")
    sources: list[DataSource] = Field(description="Those that the points name.")


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


class FaultOut(Out):
    """One thing that is wrong in a table."""

    row: int
    column: str
    detail: str


class UploadOut(Out):
    """A table of figures that was handed in, and what it changed or would change."""

    id: int | None = Field(description="Null: it was only looked at (`dry_run`).")
    table: str = Field(description="observations, indicators or sources.")
    name: str
    added: int
    changed: int
    same: int = Field(description="Rows that stood there already.")
    written: datetime | None
    taken_back: datetime | None
    kept: int = Field(description="Rows that had changed by the time it was taken back.")
    state: str = Field(
        description="Of a large table: checking, faulty, held (nothing is wrong) or writing."
    )
    progress: int = Field(description="Rows that were looked at so far.")
    detail: str = Field("", description="What is wrong, where it is faulty.")
    faults: list[FaultOut] = Field([], description="The same by row and column.")


class IndicatorFilters(Schema):
    """Which indicators are asked for."""

    q: str = Field("", max_length=120, description="Words of its name, definition or source.")
    theme: list[Code] = Field([], description=f"Theme of the catalogue. {SEVERAL}")
    level: list[Code] = Field([], description=f"What the values describe. {SEVERAL}")
    source: list[Code] = Field([], description=f"Id of a data source. {SEVERAL}")


class SeriesFilters(Schema):
    """Of which cities a series is asked for."""

    city: list[CityId] = Field(min_length=1, max_length=20, description=f"GeoNames id. {SEVERAL}")


class ObservationFilters(Schema):
    """Which observations are asked for."""

    city: list[CityId] = Field([], description=f"GeoNames id. {SEVERAL}")
    country: list[CountryCode] = Field([], description=f"National values of a country. {SEVERAL}")
    indicator: list[Code] = Field([], description=f"Code. {SEVERAL}")
    source: list[Code] = Field([], description=f"Id of a data source. {SEVERAL}")
    since: int | None = Field(None, ge=1800, le=2100, description="Of this year or later.")
    until: int | None = Field(None, ge=1800, le=2100, description="Of this year or before.")
