"""Tables that network staff hand in: looked at, written whole, taken back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Never

from django.db import models, transaction
from django.db.models import Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import BaseModel

from decapolis.audit.actions import Change
from decapolis.audit.actions import record as audit
from decapolis.indicators.actions.putting import put_indicators, put_observations, put_sources
from decapolis.indicators.bridge import COLUMNS, UNIQUE, check_table, observation_row
from decapolis.indicators.bridge.handed import Handed, Preview, RowChange, checked_size, handed_of
from decapolis.indicators.choices import Table, UploadState
from decapolis.indicators.errors import (
    StillInUse,
    TableFaulty,
    UploadBuried,
    UploadDecided,
)
from decapolis.indicators.models import Indicator, Observation, Source, Upload, UploadedRow
from decapolis.indicators.queries.uploads import OBSERVATION_FIELDS, Standing, State, states_of
from decapolis.indicators.rules import may_upload
from decapolis.indicators.validators import IndicatorRecord, ObservationRecord, SourceRecord
from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader, Visibility, require
from decapolis.kernel.records import Rejection
from decapolis.kernel.rows import put_rows
from decapolis.people.models import Person

MOST_FAULTS = 200  # that are told; the rest is counted
LONGEST_NAME = 200
AT_ONCE = 500
KEPT = timedelta(days=1)  # for how long a file waits to be written
PUT: dict[str, Callable[..., list[Rejection]]] = {
    Table.OBSERVATIONS: put_observations,
    Table.INDICATORS: put_indicators,
    Table.SOURCES: put_sources,
}
MODELS: dict[str, type[models.Model]] = {
    Table.OBSERVATIONS: Observation,
    Table.INDICATORS: Indicator,
    Table.SOURCES: Source,
}


@transaction.atomic
def hand_in_upload(*, by: Person, handed: Handed) -> Upload:
    """Keep a table until it is written, a day at most, if nothing in it is wrong.

    Raises
    ------
    Forbidden
        They are not of network staff.
    FileMissing
        It is empty or too large.
    Unreadable
        It cannot be read as a table, or is of another kind.
    TableFaulty
        Rows that will not do.
    """
    preview_upload(by=by, handed=handed)
    return kept_as(by=by, handed=handed, state=UploadState.HELD)


@transaction.atomic
def kept_as(*, by: Person, handed: Handed, state: UploadState) -> Upload:
    """Keep a table, and forget those that nobody wrote. The caller has asked the rules."""
    Upload.objects.filter(written=None, made__lt=timezone.now() - KEPT).delete()
    held: Upload = Upload.objects.create(
        table=handed.table,
        name=_name(handed),
        content=handed.content,
        by=by,
        visibility=handed.visibility,
        state=state,
    )
    return held


def preview_upload(
    *, by: Person, handed: Handed, progress: Callable[[int], None] | None = None
) -> Preview:
    """Return what a table would change. Nothing is written.

    Parameters
    ----------
    progress
        Called now and then with the number of rows that were looked at.

    Raises
    ------
    Forbidden
        They are not of network staff.
    FileMissing
        It is empty or too large.
    Unreadable
        It cannot be read as a table, or is of another kind.
    TableFaulty
        Rows that will not do.
    """
    require(may_upload(by))
    preview, _records = _looked_at(handed, progress)
    return preview


@transaction.atomic
def write_upload(*, by: Person, upload: Upload) -> Upload:
    """Write a table that was handed in, whole; it is checked again first.

    Raises
    ------
    Forbidden
        They are not of network staff.
    UploadDecided
        It was written already, or its file is gone.
    TableFaulty
        What it stands on changed since it was handed in.
    """
    require(may_upload(by))
    held = _locked(upload)
    if held.written is not None or held.content is None:
        raise UploadDecided(_("This table was written already, or its file is gone."))
    preview, records = _looked_at(handed_of(held))
    touched = {one.line for one in preview.changes}
    _written(by, held.table, [one for one in records if one[0] in touched])
    UploadedRow.objects.bulk_create(
        [
            UploadedRow(upload=held, key=one.key, before=one.before, after=one.after)
            for one in preview.changes
        ],
        batch_size=AT_ONCE,
    )
    held.content, held.written, held.state = None, timezone.now(), UploadState.HELD
    held.outcome = {}
    held.added, held.changed, held.same = preview.added, preview.changed, preview.same
    held.save()
    told = {"table": held.table, "added": held.added, "changed": held.changed, "same": held.same}
    audit(by=by, act="indicators.upload_written", subject=held, change=Change({}, told))
    return held


@transaction.atomic
def discard_upload(*, by: Person, upload: Upload) -> None:
    """Throw away a table that was handed in and not written.

    Raises
    ------
    Forbidden
        They are not of network staff.
    UploadDecided
        It was written already.
    """
    require(may_upload(by))
    held = _locked(upload)
    if held.written is not None:
        raise UploadDecided(_("This table was written already. Take it back instead."))
    held.delete()


@transaction.atomic
def take_back_upload(*, by: Person, upload: Upload) -> Upload:
    """Undo an upload: what it brought is removed, what it replaced is put back.

    A row that something else has changed since stays as it is, and is counted.

    Raises
    ------
    Forbidden
        They are not of network staff.
    UploadDecided
        It was never written, or is taken back already.
    UploadBuried
        A later upload wrote over some of its rows.
    StillInUse
        Values or indices need what it brought.
    """
    require(may_upload(by))
    held = _locked(upload)
    if held.written is None or held.taken_back is not None:
        raise UploadDecided(_("There is nothing to take back: this is not written any more."))
    _refuse_where_buried(held)
    rows = list(held.rows.all())
    there = states_of(held.table, [row.key for row in rows])
    mine = [row for row in rows if row.key in there and _is_as(there[row.key].state, row.after)]
    gone = [there[row.key].pk for row in mine if row.before is None]
    back = {row.key: row.before for row in mine if row.before is not None}
    _remove(held.table, gone)
    _put_back(held.table, back, there)
    held.taken_back, held.kept = timezone.now(), len(rows) - len(mine)
    held.save(update_fields=["taken_back", "kept"])
    told = {"removed": len(gone), "put_back": len(back), "kept": held.kept}
    audit(by=by, act="indicators.upload_taken_back", subject=held, change=Change({}, told))
    return held


def _is_as(state: State, after: State) -> bool:
    """Tell whether a row stands as an upload left it; earlier releases knew fewer fields."""
    return all(state.get(name) == value for name, value in after.items())


def _name(handed: Handed) -> str:
    name = handed.name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in name if letter.isprintable())[-LONGEST_NAME:] or "table"


def _looked_at(
    handed: Handed, progress: Callable[[int], None] | None = None
) -> tuple[Preview, Sequence[tuple[int, BaseModel]]]:
    """Check a table whole, and compare it with what stands there."""
    checked_size(handed)
    checked = check_table(handed.content, table=handed.table, name=_name(handed), progress=progress)
    if checked.faults:
        _refuse(checked.faults)
    records = _read_by(checked.records, handed)
    told = [(line, *_as_state(record)) for line, record in records]
    there = states_of(handed.table, {key for _line, key, _state in told})
    changes = tuple(
        RowChange(line, key, there[key].state if key in there else None, state)
        for line, key, state in told
        if key not in there or there[key].state != state
    )
    return Preview(changes, len(told) - len(changes)), records


def _read_by(
    records: Sequence[tuple[int, BaseModel]], handed: Handed
) -> Sequence[tuple[int, BaseModel]]:
    """Say of each indicator or source who may read it."""
    if handed.table == Table.OBSERVATIONS:
        return records
    stands = dict(MODELS[handed.table]._default_manager.values_list("pk", "visibility"))
    told = []
    for line, record in records:
        if isinstance(record, IndicatorRecord | SourceRecord):
            key = record.code if isinstance(record, IndicatorRecord) else record.id
            wanted = record.visibility or handed.visibility or stands.get(key)
            level = Visibility(wanted or Visibility.PUBLIC)
            told.append((line, record.model_copy(update={"visibility": level})))
    return told


def _refuse(faults: Sequence[Rejection]) -> Never:
    """Tell what is wrong, no more than a person can use.

    Raises
    ------
    TableFaulty
        Always.
    """
    count = len(faults)
    words = ngettext(
        "{n} thing is wrong in this table. Nothing was written.",
        "{n} things are wrong in this table. Nothing was written.",
        count,
    ).format(n=numbers.number(count))
    more = max(0, count - MOST_FAULTS)
    raise TableFaulty(words, faults=faults[:MOST_FAULTS], more=more)


def _as_state(record: BaseModel) -> tuple[str, State]:
    """Return the key of a record and its fields, as `states_of` gives them."""
    if isinstance(record, ObservationRecord):
        subject, _city, _country, code, period, _year, value, word, unit, source = observation_row(
            record
        )
        state = dict(zip(OBSERVATION_FIELDS, (value, word, unit), strict=True))
        return f"{subject}|{code}|{period}|{source}", state
    values = record.model_dump(mode="json")
    return str(values.pop("code" if isinstance(record, IndicatorRecord) else "id")), values


def _locked(upload: Upload) -> Upload:
    """Return an upload that no other act changes meanwhile.

    Raises
    ------
    UploadDecided
        It is gone.
    """
    found = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if found is None:
        raise UploadDecided(_("This table was thrown away. Hand it in again."))
    return found


def _written(by: Reader, table: str, records: Sequence[tuple[int, BaseModel]]) -> None:
    """Write checked records, if what they stand on did not go away in this moment."""
    rejected = PUT[table](by=by, records=records)
    if rejected:
        _refuse(rejected)


def _refuse_where_buried(upload: Upload) -> None:
    """Let nobody take back what others wrote over.

    Raises
    ------
    UploadBuried
        A later upload did.
    """
    keys = UploadedRow.objects.filter(upload=upload).values("key")
    later = (
        Upload.objects.filter(
            table=upload.table, written__gt=upload.written, taken_back=None,
            rows__key__in=Subquery(keys),
        )
        .order_by("-written")
        .first()
    )  # fmt: skip
    if later is not None:
        words = _("“{name}” of {day} wrote over some of these rows. Take that back first.")
        day = numbers.day(later.written.date() if later.written else None)
        raise UploadBuried(words.format(name=later.name, day=day))


def _remove(table: str, keys: Sequence[int | str]) -> None:
    """Remove what an upload brought.

    Raises
    ------
    StillInUse
        Others need it.
    """
    try:
        for start in range(0, len(keys), AT_ONCE):
            part = keys[start : start + AT_ONCE]
            MODELS[table]._default_manager.filter(pk__in=part).delete()
    except models.ProtectedError as error:
        words = _(
            "Values, or an index, use what this table brought. Take those back first, then this."
        )
        raise StillInUse(words) from error


def _put_back(table: str, states: Mapping[str, State], there: Mapping[str, Standing]) -> None:
    if table == Table.OBSERVATIONS:
        old = (_observation(key, state) for key, state in states.items())
        put_rows(Observation, fields=COLUMNS, unique=UNIQUE, rows=old)
        return
    schema: type[BaseModel] = IndicatorRecord if table == Table.INDICATORS else SourceRecord
    name = next(iter(schema.model_fields))
    rows = [MODELS[table](**{name: key, **state}) for key, state in states.items()]
    fields = sorted({field for state in states.values() for field in state})
    if fields:
        MODELS[table]._default_manager.bulk_update(rows, fields, batch_size=AT_ONCE)


def _observation(key: str, state: State) -> tuple[Any, ...]:
    """Return the values of `COLUMNS`."""
    subject, code, period, source = key.split("|")
    kind, _colon, place = subject.partition(":")
    return (
        subject,
        int(place) if kind == "city" else None,
        place if kind == "country" else None,
        code,
        period,
        int(period[-4:]) if period else None,
        state["value"],
        state["word"],
        state["unit"],
        source,
    )
