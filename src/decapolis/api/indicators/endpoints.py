"""Indicators, their sources, and observations."""

from django.http import HttpRequest
from ninja import Query, Router

from decapolis.api.indicators.schemas import (
    DataSource,
    IndicatorFilters,
    IndicatorItem,
    ObservationFilters,
    ObservationItem,
)
from decapolis.api.paging import Page, Window, page_of
from decapolis.indicators.choices import FALLBACK_LEVELS
from decapolis.indicators.models import Indicator, Observation, Source
from decapolis.kernel.errors import NotFound

router = Router(tags=["Figures"])


@router.get("/indicators", response=Page[IndicatorItem])
def list_indicators(
    request: HttpRequest, filters: Query[IndicatorFilters], window: Query[Window]
) -> Page[IndicatorItem]:
    """The catalogue of what is measured, by code."""
    asked = {"theme__in": filters.theme, "level__in": filters.level}
    found = Indicator.objects.filter(**{name: value for name, value in asked.items() if value})
    items = map(_indicator, found.order_by("code")[window.part])
    return page_of(request, window, total=found.count(), items=items)


@router.get("/indicators/{code}", response=IndicatorItem)
def get_indicator(request: HttpRequest, code: str) -> IndicatorItem:
    """One indicator."""
    return _indicator(_known(code))


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
    found = Observation.objects.filter(**{name: value for name, value in asked.items() if value})
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
    found = Source.objects.order_by("id")
    items = map(DataSource.model_validate, found[window.part])
    return page_of(request, window, total=found.count(), items=items)


def _known(code: str) -> Indicator:
    indicator = Indicator.objects.filter(code=code).first()
    if indicator is None:
        raise NotFound(f"There is no indicator {code[:60]!r}.")
    return indicator


def _indicator(indicator: Indicator) -> IndicatorItem:
    told = {
        name: getattr(indicator, name)
        for name in IndicatorItem.model_fields
        if name != "is_fallback"
    }
    return IndicatorItem(**told, is_fallback=indicator.level in FALLBACK_LEVELS)
