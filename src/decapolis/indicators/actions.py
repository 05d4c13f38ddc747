"""Write sources, indicators and observations."""

from collections.abc import Sequence

from django.db import transaction

from decapolis.cities.models import City, Country
from decapolis.indicators.models import Indicator, Observation, Source
from decapolis.indicators.validators import WORD_UNIT, IndicatorRecord, ObservationRecord, SourceRecord
from decapolis.kernel.permissions import Reader
from decapolis.kernel.records import Rejection

BATCH = 2000


@transaction.atomic
def put_sources(*, by: Reader | None, records: Sequence[tuple[int, SourceRecord]]) -> list[Rejection]:
    """Add or replace sources by id."""
    Source.objects.bulk_create(
        [Source(**record.model_dump()) for _line, record in records],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["title", "attribution", "licence", "url"],
    )
    return []


@transaction.atomic
def put_indicators(*, by: Reader | None, records: Sequence[tuple[int, IndicatorRecord]]) -> list[Rejection]:
    """Add or replace indicators by code."""
    Indicator.objects.bulk_create(
        [Indicator(**record.model_dump()) for _line, record in records],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[name for name in IndicatorRecord.model_fields if name != "code"],
    )
    return []


@transaction.atomic
def put_observations(
    *, by: Reader | None, records: Sequence[tuple[int, ObservationRecord]]
) -> list[Rejection]:
    """Add or replace observations by subject, indicator, period and source."""
    rejected = _unknown(records)
    if not rejected:
        Observation.objects.bulk_create(
            [_row(record) for _line, record in records],
            BATCH,
            update_conflicts=True,
            unique_fields=["subject", "indicator", "period", "source"],
            update_fields=["value", "word", "unit"],
        )
    return rejected


def _unknown(records: Sequence[tuple[int, ObservationRecord]]) -> list[Rejection]:
    known = {
        "city_id": (set(City.objects.values_list("pk", flat=True)), "city"),
        "country_iso2": (set(Country.objects.values_list("pk", flat=True)), "country"),
        "indicator": (set(Indicator.objects.values_list("pk", flat=True)), "indicator"),
        "source": (set(Source.objects.values_list("pk", flat=True)), "source"),
    }
    return [
        Rejection(line, field, f"There is no {word} {value!r}. Load it first.")
        for line, record in records
        for field, (keys, word) in known.items()
        if (value := getattr(record, field)) is not None and value not in keys
    ]


def _row(record: ObservationRecord) -> Observation:
    is_word = record.unit == WORD_UNIT
    return Observation(
        subject=f"city:{record.city_id}" if record.city_id else f"country:{record.country_iso2}",
        city_id=record.city_id,
        country_id=record.country_iso2,
        indicator_id=record.indicator,
        period=record.year,
        year=int(record.year[-4:]) if record.year else None,
        value=None if is_word else float(record.value),
        word=record.value[:60] if is_word else "",
        unit=record.unit,
        source_id=record.source,
    )
