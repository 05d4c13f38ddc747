"""Large tables: checked and written by a job, while the page shows how far it is."""

from django.db import transaction
from django.utils.translation import gettext as _

from decapolis.indicators.actions.uploads import kept_as, preview_upload, write_upload
from decapolis.indicators.bridge.handed import Handed, checked_size, handed_of
from decapolis.indicators.choices import UploadState
from decapolis.indicators.errors import TableFaulty, UploadDecided
from decapolis.indicators.models import Upload
from decapolis.indicators.rules import may_upload
from decapolis.kernel import jobs
from decapolis.kernel.errors import DomainError
from decapolis.kernel.permissions import Reader, require
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.people.models import Person

MOST_KEPT = 100  # changes that the page shows
CHECK, WRITE = "indicators.tasks.check_upload", "indicators.tasks.write_checked"


@transaction.atomic
def hand_in_large(*, by: Person, handed: Handed, writes: bool = False) -> Upload:
    """Keep a large table and let a job check it; who handed it in is told what came of it.

    Parameters
    ----------
    writes
        Write it as soon as nothing is wrong, without another look.

    Raises
    ------
    Forbidden
        They are not of network staff.
    FileMissing
        It is empty or too large.
    """
    require(may_upload(by))
    checked_size(handed)
    held = kept_as(by=by, handed=handed, state=UploadState.CHECKING)
    if not handed.name.lower().endswith(".xlsx"):
        held.rows_in_all = max(0, handed.content.count(b"\n") - 1)
        held.save(update_fields=["rows_in_all"])
    jobs.later(CHECK, key=f"check-{held.pk}", upload_id=held.pk, writes=writes)
    return held


@transaction.atomic
def write_later(*, by: Person, upload: Upload) -> None:
    """Let a job write a large table that was checked.

    Raises
    ------
    Forbidden
        They are not of network staff.
    UploadDecided
        It was written already, or it is being checked or written.
    """
    require(may_upload(by))
    held = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if held is None or held.written is not None or held.state != UploadState.HELD:
        raise UploadDecided(_("This table was written already, or a job is at work on it."))
    Upload.objects.filter(pk=held.pk).update(state=UploadState.WRITING)
    jobs.later(WRITE, key=f"write-{held.pk}", upload_id=held.pk, person_id=by.pk)


def check_large(*, by: Reader | None, upload_id: int, writes: bool = False) -> str:
    """Check a large table, for the job; return what became of it."""
    held = Upload.objects.filter(pk=upload_id, state=UploadState.CHECKING).first()
    if held is None or held.by is None:
        return "not wanted any more"

    def at(rows: int) -> None:
        Upload.objects.filter(pk=upload_id).update(progress=rows)

    try:
        preview = preview_upload(by=held.by, handed=handed_of(held), progress=at)
    except DomainError as error:
        _wrong(held, error)
        return "faulty"
    counts = {"added": preview.added, "changed": preview.changed, "same": preview.same}
    ordered = sorted(preview.changes, key=lambda one: (one.before is None, one.line))
    kept = [[one.line, one.key, one.before, one.after] for one in ordered[:MOST_KEPT]]
    rows = preview.same + len(preview.changes)
    Upload.objects.filter(pk=upload_id).update(
        state=UploadState.HELD, outcome=counts | {"changes": kept}, rows_in_all=rows, progress=rows
    )
    if writes:
        write_later(by=held.by, upload=held)
        return "to be written"
    _tell(
        held, _("Nothing is wrong in “{name}”. Look at it, then write it.").format(name=held.name)
    )
    return "checked"


def write_large(*, by: Reader | None, upload_id: int, person_id: int) -> str:
    """Write a large table that was checked, for the job; return what became of it."""
    held = Upload.objects.filter(pk=upload_id, state=UploadState.WRITING, written=None).first()
    person = Person.objects.filter(pk=person_id).first()
    if held is None or person is None:
        return "not wanted any more"
    try:
        write_upload(by=person, upload=held)
    except DomainError as error:
        _wrong(held, error)
        return "faulty"
    _tell(held, _("“{name}” is written.").format(name=held.name))
    return "written"


def _wrong(upload: Upload, error: DomainError) -> None:
    """Keep what is wrong, and tell who handed the table in."""
    told: dict[str, object] = {"message": error.message}
    if isinstance(error, TableFaulty):
        told["faults"] = [[one.line, one.field, one.reason] for one in error.faults]
        told["more"] = error.more
    held = Upload.objects.filter(pk=upload.pk, written=None)
    if held.update(state=UploadState.FAULTY, outcome=told):  # else it was thrown away meanwhile
        _tell(
            upload,
            _("Something is wrong in “{name}”. Nothing was written.").format(name=upload.name),
        )


def _tell(upload: Upload, title: str) -> None:
    if upload.by is not None:
        told = Told(title, "", f"/staff/indicators/{upload.pk}")
        notify(by=None, people=[upload.by], kind=Kind.DESK, told=told, subject=upload)
