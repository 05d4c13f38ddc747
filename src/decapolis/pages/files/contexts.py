"""What the pages of files show."""

from dataclasses import dataclass
from typing import ClassVar

from django.forms import Form
from django.utils.translation import gettext as _

from decapolis.files.queries import FileFacts, file_facts, photo_url
from decapolis.kernel import numbers
from decapolis.library.models import Document
from decapolis.pages.components import Crumb, Fault
from decapolis.pages.forms import error_of, faults_of
from decapolis.people.models import Person


@dataclass(frozen=True, slots=True)
class DocumentFormPage:
    """Where somebody writes about a document and hands it in."""

    template: ClassVar[str] = "files/document.html"
    crumbs: tuple[Crumb, ...]
    is_new: bool
    may_write: bool
    form: Form
    city_error: str
    faults: tuple[Fault, ...]
    file: FileFacts | None  # that it has now
    most: str  # megabytes
    must_choose_again: bool  # a file was chosen, and something else is to be mended
    own_cities: str  # for which they speak; empty for staff


@dataclass(frozen=True, slots=True)
class PhotoPage:
    """Where somebody adds, changes or takes away the photo of themselves."""

    template: ClassVar[str] = "files/photo.html"
    crumbs: tuple[Crumb, ...]
    form: Form
    faults: tuple[Fault, ...]
    photo: str


def document_form_page(
    form: Form,
    *,
    by: Person,
    document: Document | None,
    may_write: bool,
    most: int,
    own_cities: tuple[str, ...] = (),
) -> DocumentFormPage:
    """Return the form of a document, new where there is none."""
    here = (
        (Crumb(document.title, f"/documents/{document.slug}"), Crumb(_("Correct")))
        if document
        else (Crumb(_("A new document")),)
    )
    return DocumentFormPage(
        crumbs=(Crumb(_("Documents"), "/documents/"), *here),
        is_new=document is None,
        may_write=may_write,
        form=form,
        city_error=error_of(form, "city"),
        faults=faults_of(form),
        file=file_facts(document.file_id, reader=by) if document else None,
        most=numbers.number(most),
        must_choose_again=bool(form.files) and "file" not in form.errors and bool(form.errors),
        own_cities=numbers.listing(own_cities) if own_cities else "",
    )


def photo_page(form: Form, *, by: Person) -> PhotoPage:
    """Return the page of one's own photo."""
    return PhotoPage(
        crumbs=(
            Crumb(_("My desk"), "/desk"),
            Crumb(_("My profile"), f"/people/{by.pk}"),
            Crumb(_("My photo")),
        ),
        form=form,
        faults=faults_of(form),
        photo=photo_url(by.pk, reader=by),
    )
