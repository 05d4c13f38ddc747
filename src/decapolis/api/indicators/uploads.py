"""Tables of figures: network staff hand them in, see what became of them, and take them back."""

from django.http import HttpRequest
from ninja import File, Query, Router, Schema, UploadedFile
from pydantic import Field

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.indicators.schemas import FaultOut, UploadOut
from decapolis.api.paging import Page, Window, page_of
from decapolis.api.scopes import ScopedRouter, own
from decapolis.indicators import actions
from decapolis.indicators.bridge.handed import MOST_BYTES, Handed, is_large, kept_faults
from decapolis.indicators.choices import Table, UploadState
from decapolis.indicators.errors import UnknownUpload
from decapolis.indicators.models import Upload
from decapolis.indicators.queries import uploads_seen
from decapolis.indicators.rules import may_upload
from decapolis.kernel.permissions import Visibility, require

router = ScopedRouter(Scope.CONTRIBUTE, tags=["Figures"])
reading = Router(tags=["Figures"])


class UploadFilters(Schema):
    """What a table holds, and whether it is only looked at."""

    table: Table = Field(Table.OBSERVATIONS, description="What each row is.")
    dry_run: bool = Field(default=False, description="Check and count only; nothing is written.")
    visibility: Visibility | None = Field(
        None, description="Who may read indicators or sources whose rows do not say."
    )


@reading.get("/staff/uploads", response=Page[UploadOut], openapi_extra=own(Scope.STAFF))
def list_uploads(request: HttpRequest, window: Query[Window]) -> Page[UploadOut]:
    """Tables that were written, the newest first. For network staff."""
    require(may_upload(request.user))
    found = uploads_seen(request.user)
    items = map(_told, found[window.part])
    return page_of(request, window, total=found.count(), items=items)


@router.post("/staff/uploads", response=UploadOut)
def upload_figures(
    request: HttpRequest, filters: Query[UploadFilters], file: File[UploadedFile]
) -> UploadOut:
    """Write a table of figures, whole or not at all; what is wrong is told by row and column.

    CSV or XLSX with the columns of the record format. Rows with the key of one that stands there
    replace it. A table of over 2,000 rows is checked and written later: look at its `state`. For
    network staff.
    """
    me = caller(request)
    content = file.read(MOST_BYTES + 1)
    handed = Handed(file.name or "", content, filters.table, filters.visibility or "")
    if is_large(handed):
        return _told(actions.hand_in_large(by=me, handed=handed, writes=not filters.dry_run))
    if filters.dry_run:
        preview = actions.preview_upload(by=me, handed=handed)
        seen = Upload(table=handed.table, name=handed.name, added=preview.added)
        seen.changed, seen.same = preview.changed, preview.same
        return _told(seen)
    held = actions.hand_in_upload(by=me, handed=handed)
    return _told(actions.write_upload(by=me, upload=held))


@reading.get("/staff/uploads/{int:upload_id}", response=UploadOut, openapi_extra=own(Scope.STAFF))
def get_upload(request: HttpRequest, upload_id: int) -> UploadOut:
    """One table, and how far a large one is: `faulty` tells what is wrong. For network staff."""
    require(may_upload(request.user))
    return _told(_known(request, upload_id))


@router.post("/staff/uploads/{int:upload_id}/take-back", response=UploadOut)
def take_back_upload(request: HttpRequest, upload_id: int) -> UploadOut:
    """Undo an upload: what it brought is removed, what it replaced is put back. For staff."""
    me = caller(request)
    require(may_upload(me))
    return _told(actions.take_back_upload(by=me, upload=_known(request, upload_id)))


def _told(upload: Upload) -> UploadOut:
    """Return a table with what a job found wrong."""
    told = UploadOut.model_validate(upload)
    if upload.state != UploadState.FAULTY:
        return told
    faulty = kept_faults(upload)
    wrong = [FaultOut(row=one.line, column=one.field, detail=one.reason) for one in faulty.faults]
    return told.model_copy(update={"detail": faulty.message, "faults": wrong})


def _known(request: HttpRequest, upload_id: int) -> Upload:
    """Return an upload that the caller may see.

    Raises
    ------
    UnknownUpload
        There is none.
    """
    held: Upload | None = Upload.objects.visible_to(request.user).filter(pk=upload_id).first()
    if held is None:
        raise UnknownUpload("There is no such upload.")
    return held
