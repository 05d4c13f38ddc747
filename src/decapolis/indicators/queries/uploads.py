"""What was uploaded, and what stands now at the keys of an upload."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import QuerySet

from decapolis.indicators.choices import Table, UploadState
from decapolis.indicators.models import Indicator, Observation, Source, Upload
from decapolis.indicators.validators import IndicatorRecord, SourceRecord
from decapolis.kernel.permissions import Reader

AT_ONCE = 500  # keys that one statement names
SOURCE_FIELDS = tuple(name for name in SourceRecord.model_fields if name != "id")
INDICATOR_FIELDS = tuple(name for name in IndicatorRecord.model_fields if name != "code")
OBSERVATION_KEY = ("subject", "indicator_id", "period", "source_id")
OBSERVATION_FIELDS = ("value", "word", "unit")
State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at one key: the row's number in the database, and its fields."""

    pk: int | str
    state: State


def uploads_seen(reader: Reader | None) -> QuerySet[Upload]:
    """Return uploads that were written, the newest first, without their files."""
    found: QuerySet[Upload] = Upload.objects.visible_to(reader)
    return found.filter(written__isnull=False).defer("content", "outcome").select_related("by")


def uploads_waiting(reader: Reader | None) -> QuerySet[Upload]:
    """Return large tables that a job is at work on, or that wait for a decision, newest first."""
    found: QuerySet[Upload] = Upload.objects.visible_to(reader)
    waiting = found.filter(written=None).exclude(state=UploadState.HELD, outcome={})
    return waiting.defer("content", "outcome").select_related("by")


def states_of(table: str, keys: Collection[str]) -> dict[str, Standing]:
    """Return what stands now at the keys of a kind of table; what does not exist is left out.

    The key of an observation is ``subject|indicator|period|source``, such as
    ``city:4509884|poverty_rate|2023|census_acs_2023``; of the others their code or id.
    """
    if table == Table.OBSERVATIONS:
        return _observations(keys)
    is_indicators = table == Table.INDICATORS
    model: type[models.Model] = Indicator if is_indicators else Source
    fields = ("code", *INDICATOR_FIELDS) if is_indicators else ("id", *SOURCE_FIELDS)
    return {
        row[fields[0]]: Standing(row[fields[0]], {name: row[name] for name in fields[1:]})
        for some in _parts(keys)
        for row in model._default_manager.filter(pk__in=some).values(*fields)
    }


def _observations(keys: Collection[str]) -> dict[str, Standing]:
    wanted = set(keys)
    codes = {key.split("|")[1] for key in wanted}
    sources = {key.split("|")[3] for key in wanted}
    found = {}
    for some in _parts(codes):
        rows = Observation.objects.filter(indicator__in=some, source__in=sources)
        names = ("pk", *OBSERVATION_KEY, *OBSERVATION_FIELDS)
        for pk, *rest in rows.values_list(*names).iterator(5_000):
            key = "|".join(rest[:4])
            if key in wanted:
                found[key] = Standing(pk, dict(zip(OBSERVATION_FIELDS, rest[4:], strict=True)))
    return found


def _parts(keys: Collection[str]) -> Iterator[list[str]]:
    rest = iter(sorted(keys))
    while some := list(islice(rest, AT_ONCE)):
        yield some
