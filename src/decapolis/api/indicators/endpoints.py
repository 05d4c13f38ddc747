"""Indicators, their sources, and observations."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from decapolis.api.indicators.schemas import (
    CoverageOut,
    DataSource,
    HeapOut,
    IndicatorDetail,
    IndicatorFilters,
    IndicatorItem,
    ObservationFilters,
    ObservationItem,
    SeriesFilters,
    SeriesLine,
    SeriesOut,
    SeriesPoint,
    SourceShare,
    SpreadOut,
)
from decapolis.api.paging import Page, Window, page_of
from decapolis.cities.errors import UnknownCity
from decapolis.cities.models import City
from decapolis.indicators.bridge import Entry, Question, catalogue, spread_of
from decapolis.indicators.choices import FALLBACK_LEVELS
from decapolis.indicators.errors import UnknownIndicator
from decapolis.indicators.models import Observation, Source
from decapolis.indicators.queries import lines_of

router = Router(tags=["Figures"])


@router.get("/indicators", response=Page[IndicatorItem])
def list_indicators(
    request: HttpRequest, filters: Query[IndicatorFilters], window: Query[Window]
) -> Page[IndicatorItem]:
    """The catalogue of what is measured and how far it reaches, by code."""
    question = Question(
        words=filters.q,
        themes=tuple(filters.theme),
        levels=tuple(filters.level),
        sources=tuple(filters.source),
    )
    found = sorted(catalogue(request.user).found(question), key=lambda one: one.indicator.code)
    items = (IndicatorItem(**_told(one)) for one in found[window.part])
    return page_of(request, window, total=len(found), items=items)


@router.get("/indicators/{code}", response=IndicatorDetail)
def get_indicator(request: HttpRequest, code: str) -> IndicatorDetail:
    """One indicator: what it means, its sources, and how its latest values lie."""
    entry = _known(request, code)
    spread = spread_of(entry.indicator, reader=request.user)
    lower, upper = spread.half or (None, None)
    return IndicatorDetail(
        **_told(entry),
        sources=[
            SourceShare(
                **DataSource.model_validate(part.source).model_dump(),
                values=part.values,
                first=part.first,
                last=part.last,
            )
            for part in entry.coverage.sources
        ],
        spread=SpreadOut(
            places=spread.places,
            low=spread.low,
            lower_quartile=lower,
            median=spread.middle,
            upper_quartile=upper,
            high=spread.high,
            heaps=[HeapOut.model_validate(heap) for heap in spread.heaps],
        ),
    )


@router.get("/indicators/{code}/series", response=SeriesOut)
def get_indicator_series(
    request: HttpRequest, code: str, filters: Query[SeriesFilters]
) -> SeriesOut:
    """The years of one indicator for one or several cities. What is not known is not there."""
    one = _known(request, code).indicator
    names = _names(filters.city)
    lines = lines_of(code, filters.city, reader=request.user)
    cited = {point.source_id for line in lines for point in line.points}
    return SeriesOut(
        indicator=one.code,
        unit=one.unit,
        direction=one.direction,
        lines=[
            SeriesLine(
                city_id=line.city_id,
                city=names[line.city_id],
                points=[SeriesPoint.model_validate(point) for point in line.points],
            )
            for line in lines
        ],
        sources=list(map(DataSource.model_validate, Source.objects.filter(pk__in=cited))),
    )


@router.get("/observations", response=Page[ObservationItem])
def list_observations(
    request: HttpRequest, filters: Query[ObservationFilters], window: Query[Window]
) -> Page[ObservationItem]:
    """Single values, every year and source of them. Name a city, country, indicator or source."""
    asked = {
        "city__in": filters.city,
        "country__in": filters.country,
        "indicator__in": filters.indicator,
        "source__in": filters.source,
        "year__gte": filters.since,
        "year__lte": filters.until,
    }
    seen = Observation.objects.visible_to(request.user)
    found = seen.filter(**{name: value for name, value in asked.items() if value})
    items = (
        ObservationItem(
            city_id=row.city_id,
            country=row.country_id,
            indicator=row.indicator_id,
            period=row.period,
            year=row.year,
            value=row.value,
            word=row.word,
            unit=row.unit,
            source=row.source_id,
        )
        for row in found.order_by("pk")[window.part]
    )
    return page_of(request, window, total=found.count(), items=items)


@router.get("/sources", response=Page[DataSource])
def list_sources(request: HttpRequest, window: Query[Window]) -> Page[DataSource]:
    """Where the figures come from, with licence and the words that credit them."""
    found = Source.objects.visible_to(request.user).order_by("id")
    items = map(DataSource.model_validate, found[window.part])
    return page_of(request, window, total=found.count(), items=items)


def _names(asked: Sequence[int]) -> dict[int, str]:
    """Return the names of cities.

    Raises
    ------
    UnknownCity
        One of them is none.
    """
    names = dict(City.objects.filter(pk__in=asked).values_list("pk", "name"))
    missing = [city for city in asked if city not in names]
    if missing:
        raise UnknownCity(f"There is no city with the GeoNames id {missing[0]}.", near=[])
    return names


def _known(request: HttpRequest, code: str) -> Entry:
    """Return an indicator with its reach.

    Raises
    ------
    UnknownIndicator
        There is none of this code that may be read.
    """
    entry = catalogue(request.user).by_code.get(code)
    if entry is None:
        raise UnknownIndicator(f"There is no indicator {code[:60]!r}.")
    return entry


def _told(entry: Entry) -> dict[str, Any]:
    """Return what every answer tells of an indicator."""
    indicator = entry.indicator
    names = set(IndicatorItem.model_fields) - {"is_fallback", "coverage"}
    told = {name: getattr(indicator, name) for name in names}
    return {
        **told,
        "is_fallback": indicator.level in FALLBACK_LEVELS,
        "coverage": CoverageOut.model_validate(entry.coverage),
    }
