"""Cities, countries, peers."""

from django.http import HttpRequest
from ninja import Query, Router

from decapolis.api.cities.schemas import (
    MOST_PEERS,
    CityDetail,
    CityFilters,
    CityItem,
    CityName,
    ComparisonItem,
    CountryDetail,
    CountryFilters,
    CountryItem,
    FigureItem,
    Figures,
    Linked,
    PairItem,
    PeerItem,
    PeerQuery,
    Peers,
    PointItem,
    SuggestQuery,
    ThemeQuery,
    UnknownItem,
    label_of,
)
from decapolis.api.paging import Page, Window, page_of
from decapolis.cities.bridge import suggest_cities
from decapolis.cities.models import City, Country
from decapolis.cities.queries import all_cities
from decapolis.indicators.queries import key_figures, series
from decapolis.kernel.errors import NotFound
from decapolis.library.queries.cities import (
    CityQuestion,
    CityRow,
    cities_found,
    city_rows,
    practice_counts,
)
from decapolis.library.queries.city import city_library
from decapolis.peers.bridge import compare, peers_of
from decapolis.peers.queries import Comparison

router = Router(tags=["Cities"])


@router.get("/cities", response=Page[CityItem])
def list_cities(
    request: HttpRequest, filters: Query[CityFilters], window: Query[Window]
) -> Page[CityItem]:
    """The gazetteer, largest first."""
    asked = CityQuestion(
        name=filters.q or "",
        countries=tuple(filters.country),
        sizes=tuple(filters.size),
        has_practices=filters.has_practices,
    )
    found = cities_found(asked, reader=request.user)
    rows = city_rows(found[window.part], practice_counts(reader=request.user))
    return page_of(request, window, total=found.count(), items=map(_city, rows))


@router.get("/cities/suggest", response=list[CityName], operation_id="suggest_cities")
def list_suggestions(request: HttpRequest, asked: Query[SuggestQuery]) -> list[CityName]:
    """Cities one of whose names begins so, for a type-ahead; a place may follow a comma."""
    return [
        CityName(id=city.pk, label=city.label)
        for city in suggest_cities(asked.q, limit=asked.limit)
    ]


@router.get("/cities/{int:city_id}", response=CityDetail)
def get_city(request: HttpRequest, city_id: int) -> CityDetail:
    """One city with its names and identifiers, and what the library holds of it."""
    city = _known(city_id)
    row = city_rows([city], practice_counts(reader=request.user))[0]
    library = city_library(city_id, reader=request.user)
    names = city.names.filter(is_main=False).order_by("name").values_list("name", flat=True)
    return CityDetail(
        **_city(row).model_dump(),
        elevation_m=city.elevation_m,
        timezone=city.timezone,
        wikidata_id=city.wikidata_id,
        un_wup_code=city.un_wup_code,
        us_census_geoid=city.us_census_geoid,
        other_names=list(names),
        practice_list=[Linked(slug=one.slug, title=one.title) for one in library.practices],
        documents=[Linked(slug=one.slug, title=one.title) for one in library.documents],
        partners=[
            Linked(slug=one.organisation.slug, title=one.organisation.name)
            for one in library.partners
        ],
    )


@router.get("/cities/{int:city_id}/figures", response=Figures)
def list_figures(request: HttpRequest, city_id: int) -> Figures:
    """Every figure of a city with its year and source, and series where there are several years."""
    _known(city_id)
    return Figures(
        figures=[
            FigureItem.model_validate(one)
            for one in key_figures([city_id], reader=request.user)[city_id]
        ],
        series={
            code: [PointItem.model_validate(point) for point in points]
            for code, points in series(city_id, reader=request.user).items()
        },
    )


@router.get("/cities/{int:city_id}/peers", response=Peers)
def list_peers(request: HttpRequest, city_id: int, asked: Query[PeerQuery]) -> Peers:
    """Cities like this one for a theme, nearest first, each with its reasons."""
    city = _known(city_id)
    found = peers_of(city_id, theme=asked.theme, limit=asked.limit or MOST_PEERS)
    return Peers(
        city=CityName(id=city.pk, label=city.label),
        theme=asked.theme,
        peers=[PeerItem.model_validate(peer) for peer in found],
    )


@router.get("/cities/{int:city_id}/peers/{int:other_id}", response=ComparisonItem)
def compare_cities(
    request: HttpRequest, city_id: int, other_id: int, asked: Query[ThemeQuery]
) -> ComparisonItem:
    """Two cities, figure by figure, closest first."""
    found = _compared(city_id, other_id, asked.theme)
    return ComparisonItem(
        mine=label_of(found.mine),
        theirs=label_of(found.theirs),
        theme=found.theme,
        distance=found.distance,
        rank=found.rank,
        of_n=found.of_n,
        shared=found.shared,
        evidence=found.evidence,
        says=found.says,
        reasons=list(found.reasons),
        figures=[PairItem.model_validate(pair) for pair in found.figures],
        unknown=[UnknownItem.model_validate(one) for one in found.unknown],
    )


@router.get("/countries", response=Page[CountryItem])
def list_countries(
    request: HttpRequest, filters: Query[CountryFilters], window: Query[Window]
) -> Page[CountryItem]:
    """Countries and territories of ISO 3166-1, by name."""
    found = Country.objects.order_by("name")
    if filters.region:
        found = found.filter(region__in=filters.region)
    items = map(CountryItem.model_validate, found[window.part])
    return page_of(request, window, total=found.count(), items=items)


@router.get("/countries/{iso2}", response=CountryDetail)
def get_country(request: HttpRequest, iso2: str) -> CountryDetail:
    """One country; its national figures are among the observations."""
    found = _known_country(iso2)
    told = CountryItem.model_validate(found).model_dump()
    return CountryDetail(**told, cities=found.cities.count())


def _known(city_id: int) -> City:
    city = all_cities().filter(pk=city_id).first()
    if city is None:
        raise NotFound(f"There is no city with the GeoNames id {str(city_id)[:20]}.")
    return city


def _known_country(iso2: str) -> Country:
    country = Country.objects.filter(iso2=iso2.upper()).first()
    if country is None:
        raise NotFound(f"There is no country with the code {iso2[:10]!r}.")
    return country


def _compared(city_id: int, other_id: int, theme: str | None) -> Comparison:
    found = compare(city_id, other_id, theme=theme)
    if found is None:
        raise NotFound("One of these cities is not in the gazetteer.")
    return found


def _city(row: CityRow) -> CityItem:
    return CityItem(
        id=row.city_id,
        label=row.label,
        name=row.name,
        region=row.region,
        country=row.country,
        country_code=row.country_code,
        lat=row.lat,
        lon=row.lon,
        population=row.population,
        practices=row.practices,
    )
