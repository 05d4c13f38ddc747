"""Documents: hand in a file, add a document, correct one."""

from django.http import HttpRequest, HttpResponse
from ninja import File, Status, UploadedFile

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.contribute.bases import mark_shown
from decapolis.api.contribute.schemas import (
    DocumentIn,
    DocumentRecordOut,
    DocumentWrittenOut,
    FileOut,
)
from decapolis.api.scopes import ScopedRouter
from decapolis.cities.bridge import find_city
from decapolis.files.actions import Upload, keep_upload
from decapolis.files.models import File as Kept
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Visibility
from decapolis.library.actions.documents import Whose, add_document, correct_document
from decapolis.library.models import Document
from decapolis.library.queries.document import visible
from decapolis.library.queries.document_record import mark_of, plain_record
from decapolis.library.queries.written import document_or_faults
from decapolis.library.validators import DocumentRecord
from decapolis.people.models import Person

NEW_SLUG = "new-document"  # until it is written and gets its own

router = ScopedRouter(Scope.CONTRIBUTE, tags=["Documents"])


@router.post("/files", response={201: FileOut})
def hand_in_file(request: HttpRequest, file: File[UploadedFile]) -> Status[FileOut]:
    """Hand in a file; name its key in a document within a day, else it is forgotten."""
    upload = Upload(file.name or "", file)
    kept = keep_upload(by=caller(request), upload=upload, visibility=Visibility.STAFF)
    return Status(201, FileOut.model_validate(kept))


@router.get("/documents/{slug}/record", response=DocumentRecordOut)
def get_document_record(
    request: HttpRequest, slug: str, response: HttpResponse
) -> DocumentRecordOut:
    """A document as a record: take it, change it, and send it back with its ETag as If-Match."""
    document = _document(request, slug)
    response["ETag"] = f'"{mark_of(document)}"'
    return DocumentRecordOut(record=plain_record(document), city=document.city_id)


@router.post("/documents", response={201: DocumentWrittenOut}, operation_id="add_document")
def write_new_document(request: HttpRequest, body: DocumentIn) -> Status[DocumentWrittenOut]:
    """Add a document of a city that you speak for; staff of any."""
    me = caller(request)
    made = add_document(by=me, record=_record(me, body), whose=_whose(me, body))
    return Status(201, DocumentWrittenOut(document=made.slug))


@router.put("/documents/{slug}", response=DocumentWrittenOut, operation_id="correct_document")
def write_document(request: HttpRequest, slug: str, body: DocumentIn) -> DocumentWrittenOut:
    """Write a document anew, whole, where nobody was faster (If-Match)."""
    me, document = caller(request), _document(request, slug)
    made = correct_document(
        by=me,
        document=document,
        record=_record(me, body, document),
        whose=_whose(me, body),
        seen=mark_shown(request),
    )
    return DocumentWrittenOut(document=made.slug)


def _document(request: HttpRequest, slug: str) -> Document:
    """Return a document that the reader may see.

    Raises
    ------
    NotFound
        There is none.
    """
    found = visible(request.user).filter(slug=slug).select_related("city__country", "file").first()
    if found is None:
        raise NotFound("There is no such document.")
    return found


def _record(me: Person, body: DocumentIn, document: Document | None = None) -> DocumentRecord:
    """Return what was sent as a record; here only staff say who may see it."""
    values = {**body.record, "slug": document.slug if document else NEW_SLUG}
    if not me.is_staff:
        values["visibility"] = document.visibility if document else Visibility.PUBLIC
    return document_or_faults(values)


def _whose(me: Person, body: DocumentIn) -> Whose:
    """Return the city and the file that were named.

    Raises
    ------
    NotFound
        There is no such file of theirs.
    """
    city = find_city(str(body.city)) if body.city is not None else None
    file = Kept.objects.filter(key=body.file, by=me, is_held=False).first() if body.file else None
    if body.file and file is None:
        raise NotFound("You handed in no such file, or it has its place already.", field="file")
    return Whose(city, file, drops_file=body.drops_file)
