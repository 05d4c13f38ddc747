"""Add and correct documents, with the file that somebody hands in."""

from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change
from decapolis.audit.actions import record as audit
from decapolis.cities.models import City
from decapolis.files.actions import examine, hold, remove_file
from decapolis.files.choices import Refusal, State
from decapolis.files.models import File
from decapolis.kernel.jobs import later
from decapolis.kernel.permissions import Reader, Visibility, require
from decapolis.library.actions.records import let_be_found, put_documents
from decapolis.library.choices import DocumentKind
from decapolis.library.errors import DocumentChanged, NothingChanged, RecordFaulty
from decapolis.library.models import Document
from decapolis.library.queries.document_record import mark_of, plain_record
from decapolis.library.queries.entries import document_drafts
from decapolis.library.queries.written import free_slug, none_rejected
from decapolis.library.rules import may_add_document, may_correct_document
from decapolis.library.validators import DocumentRecord, Fault
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.people.models import Person

TAKE_IN = "library.tasks.take_in_file"


@dataclass(frozen=True, slots=True)
class Whose:
    """What a record of a document does not say: exactly which city's it is, and its file.

    ``file`` is one that the writer handed in just now; None leaves the one that is there, unless
    ``drops_file``.
    """

    city: City | None = None
    file: File | None = None
    drops_file: bool = False


@transaction.atomic
def add_document(*, by: Person, record: DocumentRecord, whose: Whose) -> Document:
    """Add a document under a free address made of its title, with its file if there is one.

    Raises
    ------
    Forbidden
        They do not speak for its city, or the file is not theirs.
    RecordFaulty
        It names a country that is not known, or a video that is not at a safe address.
    """
    require(may_add_document(by, whose.city))
    written = record.model_copy(update={"slug": free_slug(record.title, of=Document)})
    written = _pointed(written, record.slug)
    document = _put(by, written, whose)
    audit(
        by=by,
        act="library.document_added",
        subject=document,
        change=Change({}, _state(document)),
        concerns=_concerned(document),
    )
    return document


@transaction.atomic
def correct_document(
    *, by: Person, document: Document, record: DocumentRecord, whose: Whose, seen: str
) -> Document:
    """Write a document anew.

    Parameters
    ----------
    seen
        The mark (`mark_of`) of what the writer began from.

    Raises
    ------
    Forbidden
        They may not change it, or not move it to another city.
    DocumentChanged
        Somebody else did since.
    NothingChanged
        It says what stands there already.
    RecordFaulty
        As for `add_document`.
    """
    held = Document.objects.select_for_update().get(pk=document.pk)
    require(may_correct_document(by, held))
    if seen != mark_of(held):
        raise DocumentChanged(
            _("Somebody changed this document while you wrote. Look at it, and save again.")
        )
    if (whose.city and whose.city.pk) != held.city_id:
        require(may_add_document(by, whose.city))
    before, concerned = _state(held), _concerned(held)
    kept = {"slug": held.slug, "asked_as": held.asked_as}
    now = _put(by, record.model_copy(update=kept), whose)
    after = _state(now)
    if after == before:
        raise NothingChanged(_("Nothing is different from what stands there. Change something."))
    audit(
        by=by,
        act="library.document_corrected",
        subject=now,
        change=Change.between(before, after),
        concerns=[*concerned, *_concerned(now)],
    )
    return now


def take_in_file(*, by: Reader | None, document_id: int) -> str:
    """Let the file of a document be looked at, and its words be found; return what became of it.

    For a job: it takes long, and may come again.
    """
    document = Document.objects.filter(pk=document_id).select_related("file").first()
    if document is None or document.file is None:
        return "gone"
    file = examine(by=by, key=document.file.key)
    if file is None:
        return "gone"
    with transaction.atomic():
        document.refresh_from_db()
        _refresh(by, document)
        if file.state == State.REFUSED:
            _tell(by, document, file)
    return str(file.state)


def _pointed(record: DocumentRecord, stood_for: str) -> DocumentRecord:
    """Let addresses of the page itself, written before it had one, lead to it."""

    def moved(address: str) -> str:
        start, _slash, end = address.rpartition("/documents/")
        return f"{start}/documents/{record.slug}" if start and end == stood_for else address

    sources = [one.model_copy(update={"url": moved(one.url)}) for one in record.sources]
    return record.model_copy(update={"url": moved(record.url), "sources": sources})


def _put(by: Person, record: DocumentRecord, whose: Whose) -> Document:
    """Write a record by the loader's own function, and let it be found as it is now.

    Raises
    ------
    RecordFaulty
        It names a country that is not known, or a video that is not at a safe address.
    """
    if record.kind == DocumentKind.VIDEO and not record.url.startswith("https://"):
        words = _("Write the address of the video; it begins with https://.")
        raise RecordFaulty(words, faults=[Fault("url", words)])
    none_rejected(put_documents(by=by, records=[(1, record)]))
    document: Document = Document.objects.select_related("file").get(slug=record.slug)
    document.city = whose.city
    gone = document.file if whose.file or whose.drops_file else None
    if gone:
        document.file = None
    if whose.file:
        document.file = hold(by=by, file=whose.file, visibility=Visibility(record.visibility))
        later(TAKE_IN, key=f"take-in-{document.pk}", document_id=document.pk)
    document.save(update_fields=["city", "file"])
    if gone:
        remove_file(by=by, file=gone)
    _refresh(by, document)
    return document


def _refresh(by: Reader | None, document: Document) -> None:
    let_be_found(by=by, drafts=document_drafts(Document.objects.filter(pk=document.pk)))


def _tell(by: Reader | None, document: Document, file: File) -> None:
    if not isinstance(file.by, Person):
        return
    title = _("Your file was refused: {title}").format(title=document.title)
    told = Told(title, str(Refusal(file.refusal).label), f"/documents/{document.slug}/edit")
    notify(by=by, people=[file.by], kind=Kind.CHANGES, told=told, subject=document)


def _state(document: Document) -> dict[str, Any]:
    file = document.file
    return {
        **plain_record(document),
        **({"city": document.city.label} if document.city else {}),
        **({"file": f"{file.name} ({file.digest[:12]})"} if file else {}),
    }


def _concerned(document: Document) -> list[models.Model]:
    """Return whose log tells of it: of no city, where its members may not see it."""
    is_open = document.visibility != Visibility.STAFF
    return [document.city] if document.city and is_open else []
