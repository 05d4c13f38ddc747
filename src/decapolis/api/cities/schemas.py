"""What the API tells of cities, countries and peers, and how they are filtered."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, field_validator

from decapolis.api.shapes import SEVERAL, CountryCode, Out
from decapolis.indicators.queries import Figure
from decapolis.library.choices import Theme

SizeClass = Literal["small", "medium", "large", "very-large"]
SIZE = "Size class: under 100,000 people, to 500,000, to 2 million, over 2 million."
MOST_PEERS = 200
Degrees = Annotated[float, Field(description="Degrees, WGS 84.")]


class CityName(Out):
    """A city as it is picked from a list."""

    id: int = Field(description="GeoNames id.")
    label: str = Field(description="Name, state or province, country.")


class CityItem(CityName):
    """A city of the gazetteer."""

    name: str
    region: str = Field(description="State or province.")
    country: str
    country_code: str
    lat: Degrees
    lon: Degrees
    population: int | None = Field(description="GeoNames; undated. Null: unknown.")
    practices: int = Field(description="How many practices of it you may see.")


class Linked(Out):
    """A record of the library, by name."""

    slug: str
    title: str


class CityDetail(CityItem):
    """A city with its identifiers and what the library holds of it."""

    elevation_m: int | None
    timezone: str
    wikidata_id: str
    un_wup_code: str
    us_census_geoid: str
    other_names: list[str]
    practice_list: list[Linked]
    documents: list[Linked]
    partners: list[Linked]


class FigureItem(Out):
    """The latest value of one indicator."""

    code: str
    name: str
    theme: str
    direction: str
    value: float | None = Field(description="Null where the value is a word.")
    word: str
    shown: str = Field(description="The value with its unit, as people read it.")
    unit: str
    period: str = Field(description="2019, 2006-2020, or empty: undated.")
    level: str
    is_fallback: bool = Field(
        description="Of the region or country; tells nothing of the city itself."
    )
    source_id: str
    source: str
    attribution: str
    url: str


class PointItem(Out):
    """One value of a series."""

    period: str
    value: float
    source_id: str


class Figures(Out):
    """What is known of a city."""

    figures: list[FigureItem] = Field(description="The latest of each, fallbacks last.")
    series: dict[str, list[PointItem]] = Field(
        description="By indicator, where there are several years."
    )


class PairItem(Out):
    """One figure known for two cities."""

    facet: str
    noun: str
    mine: FigureItem
    theirs: FigureItem
    gap: float = Field(description="From 0, alike, to 1.")
    weight: float = Field(description="Its part of all that is known for both.")
    my_place: float | None = Field(
        description="Percentile among all cities with it; null for a class."
    )
    their_place: float | None
    of_n: int
    is_fallback: bool
    sentence: str


class UnknownItem(Out):
    """A question that could not be answered for both, or only by region or country."""

    facet: str
    name: str
    mine: bool = Field(description="Whether the city's own figure is known.")
    theirs: bool
    fallback: bool = Field(description="Whether both were compared by region or country instead.")
    weight: float


class Trait(Out):
    """One figure on which a peer is near or differs; the comparison of two cities tells all."""

    noun: str
    mine: str = Field(description="The value with its unit, as people read it.")
    theirs: str
    gap: float = Field(description="From 0, alike, to 1.")
    is_fallback: bool
    sentence: str

    @field_validator("mine", "theirs", mode="before")
    @classmethod
    def _as_read(cls, figure: object) -> object:
        return figure.shown if isinstance(figure, Figure) else figure


class PeerItem(Out):
    """A city like the one asked for, and why."""

    city_id: int
    name: str
    country: str
    label: str
    distance: float = Field(description="From 0, alike, to 1.")
    rank: int
    of_n: int = Field(description="How many cities share enough to be compared.")
    shared: int = Field(description="How many figures were compared.")
    evidence: float = Field(description="Part of the weight known for both, 0 to 1.")
    reasons: list[str]
    near: list[Trait]
    differ: list[Trait]
    unknown: list[str] = Field(description="Questions that could not be answered for both.")

    @field_validator("unknown", mode="before")
    @classmethod
    def _names(cls, facets: Any) -> Any:  # noqa: ANN401 -- pydantic's signature
        return [getattr(facet, "name", facet) for facet in facets]


class Peers(Out):
    """The nearest cities, nearest first. Empty: too little is known of the city."""

    city: CityName
    theme: str | None
    peers: list[PeerItem]


class ComparisonItem(Out):
    """Two cities, figure by figure, closest first."""

    mine: CityName
    theirs: CityName
    theme: str | None
    distance: float | None = Field(description="Null: the two share too little.")
    rank: int | None
    of_n: int
    shared: int
    evidence: float
    says: str
    reasons: list[str]
    figures: list[PairItem]
    unknown: list[UnknownItem]


class CountryItem(Out):
    """A country or territory of ISO 3166-1."""

    iso2: str
    iso3: str
    name: str
    region: str = Field(description="UN region.")
    subregion: str
    income_group: str = Field(description="World Bank; empty: unknown.")
    languages: list[str]
    currency: str = Field(description="ISO 4217; empty: unknown.")


class CountryDetail(CountryItem):
    """A country, and how many of its cities there are."""

    cities: int = Field(description="How many cities the gazetteer holds.")


class CityFilters(Schema):
    """Which cities are asked for."""

    q: str | None = Field(
        None, max_length=200, description="The beginning of any name, in any script."
    )
    country: list[CountryCode] = Field([], description=f"ISO 3166-1 alpha-2. {SEVERAL}")
    size: list[SizeClass] = Field([], description=f"{SIZE} {SEVERAL}")
    has_practices: bool | None = Field(None, description="Only those with a practice, or without.")


class CountryFilters(Schema):
    """Which countries are asked for."""

    region: list[Annotated[str, Field(max_length=60)]] = Field(
        [], description=f"UN region. {SEVERAL}"
    )


class SuggestQuery(Schema):
    """The beginning of a name."""

    q: str = Field("", max_length=200, description="The beginning of any name, in any script.")
    limit: int = Field(8, ge=1, le=20, description="How many to give.")


class PeerQuery(Schema):
    """For what cities are compared."""

    theme: Theme | None = Field(None, description="Null: for nothing in particular.")
    limit: int = Field(
        10, ge=0, le=MOST_PEERS, description="How many to give; 0: as many as may be."
    )


class ThemeQuery(Schema):
    """For what two cities are compared."""

    theme: Theme | None = Field(None, description="Null: for nothing in particular.")


def label_of(place: Any) -> CityName:  # noqa: ANN401 -- a Place of peers
    """Return the city of a comparison as it is picked from a list."""
    return CityName(id=place.city_id, label=place.label)
