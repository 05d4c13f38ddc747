"""Write sources, indicators and observations."""

from collections.abc import Sequence

from django.db import models, transaction

from decapolis.cities.models import City, Country
from decapolis.indicators.bridge import COLUMNS, UNIQUE, observation_row
from decapolis.indicators.models import Indicator, Observation, Source
from decapolis.indicators.validators import IndicatorRecord, ObservationRecord, SourceRecord
from decapolis.kernel.permissions import Reader, Visibility
from decapolis.kernel.records import Rejection
from decapolis.kernel.rows import put_rows


def _read_by(wanted: str | None, stands: str | None) -> dict[str, str]:
    """Return who may read a record: as it says, else as it stands; a new one everyone."""
    return {"visibility": wanted or stands or Visibility.PUBLIC}


@transaction.atomic
def put_sources(
    *, by: Reader | None, records: Sequence[tuple[int, SourceRecord]]
) -> list[Rejection]:
    """Add or replace sources by id."""
    stands = dict(Source.objects.values_list("pk", "visibility"))
    Source.objects.bulk_create(
        [
            Source(**record.model_dump() | _read_by(record.visibility, stands.get(record.id)))
            for _line, record in records
        ],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[name for name in SourceRecord.model_fields if name != "id"],
    )
    return []


@transaction.atomic
def put_indicators(
    *, by: Reader | None, records: Sequence[tuple[int, IndicatorRecord]]
) -> list[Rejection]:
    """Add or replace indicators by code."""
    stands = dict(Indicator.objects.values_list("pk", "visibility"))
    Indicator.objects.bulk_create(
        [
            Indicator(**record.model_dump() | _read_by(record.visibility, stands.get(record.code)))
            for _line, record in records
        ],
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
        rows = (observation_row(record) for _line, record in records)
        put_rows(Observation, fields=COLUMNS, unique=UNIQUE, rows=rows)
    return rejected


def _unknown(records: Sequence[tuple[int, ObservationRecord]]) -> list[Rejection]:
    subjects: dict[str, type[models.Model]] = {
        "city_id": City,
        "country_iso2": Country,
        "indicator": Indicator,
        "source": Source,
    }
    rejected = []
    for field, model in subjects.items():
        wanted = {getattr(record, field) for _line, record in records} - {None}
        unknown = wanted.difference(
            model._default_manager.filter(pk__in=wanted).order_by().values_list("pk", flat=True)
        )
        rejected += [
            Rejection(
                line, field, f"There is no {model.__name__.lower()} {value!r}. Load it first."
            )
            for line, record in records
            if (value := getattr(record, field)) in unknown
        ]
    return rejected
