"""The staff's tables of figures: what was written, and what a table would change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.forms import Form
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.cities.models import City
from decapolis.indicators.bridge.handed import Preview, RowChange
from decapolis.indicators.choices import Table as Kind
from decapolis.indicators.choices import UploadState
from decapolis.indicators.errors import TableFaulty
from decapolis.indicators.models import Upload
from decapolis.kernel import numbers
from decapolis.kernel.charts import Table
from decapolis.pages.components import Crumb, Fault, Tab
from decapolis.pages.forms import faults_of
from decapolis.pages.people.tabs import staff_tabs

DESK = "/staff/indicators"
MOST_LISTED, MOST_CHANGES = 50, 100


@dataclass(frozen=True, slots=True)
class UploadLine:
    """One table that was written."""

    upload_id: int
    name: str
    what: str
    line: str
    is_back: bool  # taken back


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A large table that is not written yet."""

    upload_id: int
    name: str
    what: str
    line: str


@dataclass(frozen=True, slots=True)
class Template:
    """An empty table to fill in."""

    label: str
    csv_url: str
    xlsx_url: str


@dataclass(frozen=True, slots=True)
class UploadsPage:
    """The room of the staff's desk where figures are handed in."""

    template: ClassVar[str] = "indicators/uploads.html"
    tabs: tuple[Tab, ...]
    form: Form
    faults: tuple[Fault, ...]
    wrong: Table | None
    more: str  # how many faults are not shown
    uploads: tuple[UploadLine, ...]
    waiting: tuple[WaitingLine, ...]
    templates: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What a table would change."""

    template: ClassVar[str] = "indicators/preview.html"
    crumbs: tuple[Crumb, ...]
    upload: Upload
    what: str
    says: str
    changes: Table | None
    more: str
    has_changes: bool


@dataclass(frozen=True, slots=True)
class AtWorkPage:
    """A large table at which a job works."""

    template: ClassVar[str] = "indicators/at_work.html"
    crumbs: tuple[Crumb, ...]
    upload: Upload
    what: str
    says: str
    looked: int  # rows, of all


@dataclass(frozen=True, slots=True)
class FaultyPage:
    """A large table in which something will not do."""

    template: ClassVar[str] = "indicators/faulty.html"
    crumbs: tuple[Crumb, ...]
    upload: Upload
    what: str
    says: str
    wrong: Table | None
    more: str


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A table that was written, with the way to take it back."""

    template: ClassVar[str] = "indicators/written.html"
    crumbs: tuple[Crumb, ...]
    upload: Upload
    what: str
    says: str
    back: str  # what its taking back did; empty: it stands


OfAJob = AtWorkPage | FaultyPage | PreviewPage


def uploads_page(
    uploads: "QuerySet[Upload]",
    *,
    form: Form,
    faulty: TableFaulty | None,
    waiting: "QuerySet[Upload]",
) -> UploadsPage:
    """Return the room, with what is wrong in the table that was just handed in."""
    return UploadsPage(
        tabs=staff_tabs(DESK),
        form=form,
        faults=faults_of(form),
        wrong=_wrong(faulty) if faulty else None,
        more=_more(faulty.more) if faulty and faulty.more else "",
        uploads=tuple(map(_line, uploads[:MOST_LISTED])),
        waiting=tuple(map(_waiting, waiting[:MOST_LISTED])),
        templates=tuple(
            Template(str(kind.label), _template(kind, "csv"), _template(kind, "xlsx"))
            for kind in Kind
        ),
    )


def preview_page(upload: Upload, preview: Preview) -> PreviewPage:
    """Return what a table would change: what is replaced first, then what is new."""
    ordered = sorted(preview.changes, key=lambda one: (one.before is None, one.line))
    shown, count = ordered[:MOST_CHANGES], len(ordered)
    left = preview.added + preview.changed - len(shown)
    words = ngettext("{n} more row would change.", "{n} more rows would change.", left)
    return PreviewPage(
        crumbs=_crumbs(upload),
        upload=upload,
        what=str(Kind(upload.table).label),
        says=_counted(preview.added, preview.changed, preview.same),
        changes=_changes(upload.table, shown) if shown else None,
        more=words.format(n=numbers.number(left)) if left else "",
        has_changes=bool(count),
    )


def at_work_page(upload: Upload) -> AtWorkPage:
    """Return how far a job is with a large table."""
    return AtWorkPage(
        crumbs=_crumbs(upload),
        upload=upload,
        what=str(Kind(upload.table).label),
        says=_far(upload),
        looked=upload.progress,
    )


def faulty_page(upload: Upload, faulty: TableFaulty) -> FaultyPage:
    """Return what a job found wrong with a large table."""
    return FaultyPage(
        crumbs=_crumbs(upload),
        upload=upload,
        what=str(Kind(upload.table).label),
        says=faulty.message,
        wrong=_wrong(faulty) if faulty.faults else None,
        more=_more(faulty.more) if faulty.more else "",
    )


def _far(upload: Upload) -> str:
    """Say how far a job is."""
    if upload.state == UploadState.WRITING:
        return _("It is being written, whole or not at all.")
    if not upload.progress:
        return _("It is about to be checked.")
    words = _("It is being checked: {n} of {all} rows so far.")
    return words.format(n=numbers.number(upload.progress), all=numbers.number(upload.rows_in_all))


def _waiting(upload: Upload) -> WaitingLine:
    is_at_work = upload.state in {UploadState.CHECKING, UploadState.WRITING}
    line = _far(upload) if is_at_work else f"{UploadState(upload.state).label}."
    return WaitingLine(upload.pk, upload.name, str(Kind(upload.table).label), line)


def written_page(upload: Upload) -> WrittenPage:
    """Return a table that was written."""
    return WrittenPage(
        crumbs=_crumbs(upload),
        upload=upload,
        what=str(Kind(upload.table).label),
        says=_counted(upload.added, upload.changed, upload.same),
        back=taken_back_words(upload) if upload.taken_back else "",
    )


def taken_back_words(upload: Upload) -> str:
    """Say what taking a table back did."""
    told = _(
        "The table is taken back: what it brought is removed, what it replaced is there again."
    )
    if upload.kept:
        words = ngettext(
            "{n} row had changed since and stays as it is.",
            "{n} rows had changed since and stay as they are.",
            upload.kept,
        )
        told += " " + words.format(n=numbers.number(upload.kept))
    return told


def _crumbs(upload: Upload) -> tuple[Crumb, ...]:
    return (
        Crumb(_("Network staff"), "/staff"),
        Crumb(_("Upload figures"), DESK),
        Crumb(upload.name),
    )


def _template(kind: Kind, ending: str) -> str:
    return f"{DESK}/template/{kind.value}-{ending}"


def _wrong(faulty: TableFaulty) -> Table:
    rows = tuple(
        (str(one.line) if one.line else "", one.field, one.reason) for one in faulty.faults
    )
    return Table((_("Row"), _("Column"), _("What to do")), rows)


def _more(count: int) -> str:
    words = ngettext(
        "{n} more is not shown. Mend these first.",
        "{n} more are not shown. Mend these first.",
        count,
    )
    return words.format(n=numbers.number(count))


def _counted(added: int, changed: int, same: int) -> str:
    parts = [
        ngettext("{n} new", "{n} new", added).format(n=numbers.number(added)),
        ngettext("{n} changed", "{n} changed", changed).format(n=numbers.number(changed)),
        ngettext("{n} as it stands already", "{n} as they stand already", same).format(
            n=numbers.number(same)
        ),
    ]
    return _("Rows: {counts}.").format(counts=numbers.listing(parts))


def _line(upload: Upload) -> UploadLine:
    when = upload.written.date() if upload.written else None
    by = str(upload.by) if upload.by else _("someone who left")
    told = _("{counts} By {name}, {day}.").format(
        counts=_counted(upload.added, upload.changed, upload.same), name=by, day=numbers.day(when)
    )
    is_back = upload.taken_back is not None
    return UploadLine(upload.pk, upload.name, str(Kind(upload.table).label), told, is_back)


def _changes(table: str, changes: Sequence[RowChange]) -> Table:
    names = _city_names(one.key for one in changes) if table == Kind.OBSERVATIONS else {}
    rows = tuple(
        (str(one.line), _what(one.key, names), _before(one), _shown(one.after, one.before))
        for one in changes
    )
    heads = (_("Row"), _("What"), _("Stands there"), _("Would stand there"))
    return Table(heads, rows)


def _city_names(keys: Iterable[str]) -> dict[str, str]:
    subjects = (key.partition("|")[0] for key in keys)
    ids = [int(subject[5:]) for subject in subjects if subject.startswith("city:")]
    return {
        f"city:{pk}": name for pk, name in City.objects.filter(pk__in=ids).values_list("pk", "name")
    }


def _what(key: str, names: dict[str, str]) -> str:
    """Return a key in words: ``Dayton, poverty_rate, 2023 (census)``."""
    if "|" not in key:
        return key
    subject, code, period, source = key.split("|")
    place = names.get(subject, subject.partition(":")[2])
    parts = ", ".join(part for part in (place, code, period) if part)
    return f"{parts} ({source})"


def _before(change: RowChange) -> str:
    return _("nothing") if change.before is None else _shown(change.before, change.after)


def _shown(state: dict[str, Any], other: dict[str, Any] | None) -> str:
    """Return what a row holds: of a value its figure, of others what differs."""
    if "value" in state and "word" in state:
        return state["word"] or numbers.quantity(state["value"], state["unit"], full=True)
    nothing = _("nothing")
    names = [name for name in state if other is None or state[name] != other.get(name)]
    told = [
        f"{name}: {state[name] or nothing}" for name in names if other is not None or state[name]
    ]
    return "; ".join(told)[:300]
