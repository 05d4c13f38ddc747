"""The form of a document: a new one, or one that is there."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.files.actions import Upload, keep_upload, remove_file
from decapolis.files.models import File
from decapolis.kernel.errors import DomainError
from decapolis.kernel.permissions import Forbidden, Visibility, require
from decapolis.library.actions import Whose, add_document, correct_document
from decapolis.library.models import Document
from decapolis.library.queries.document import visible
from decapolis.library.rules import may_add_document, may_correct_document
from decapolis.organisations.queries import hats_of
from decapolis.pages.doors import for_members, require_safe_or_post
from decapolis.pages.files.contexts import document_form_page
from decapolis.pages.files.forms import DocumentForm
from decapolis.pages.files.uploads import was_too_large
from decapolis.pages.http import signed_in
from decapolis.pages.render import page
from decapolis.people.models import Person


@require_safe_or_post
@for_members
def new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new document, and take what was written and chosen."""
    person = signed_in(request)
    if request.method != "POST":
        cities = _cities_of(person)
        start = {"city": cities[0]} if len(cities) == 1 and not person.is_staff else {}
        form = DocumentForm(initial=start, is_staff=person.is_staff)
        return _page(request, form, None)
    form = _filled(request, person, None)
    if form.is_valid():
        made = _saved(person, form, None)
        if made:
            return _done(request, made, form)
    return _page(request, form, None, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_safe_or_post
@for_members
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form of a document that is there, and take what was changed.

    Raises
    ------
    Http404
        There is none, or it may not be seen.
    """
    person = signed_in(request)
    document = visible(person).filter(slug=slug).select_related("city__country", "file").first()
    if document is None:
        raise Http404
    require(may_correct_document(person, document))
    if request.method != "POST":
        return _page(request, DocumentForm.of(document, is_staff=person.is_staff), document)
    form = _filled(request, person, document)
    if form.is_valid():
        made = _saved(person, form, document)
        if made:
            return _done(request, made, form)
    return _page(request, form, document, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _filled(request: HttpRequest, person: Person, document: Document | None) -> DocumentForm:
    return DocumentForm(
        request.POST,
        request.FILES,
        document=document,
        is_staff=person.is_staff,
        was_too_large=was_too_large(request),
    )


def _saved(person: Person, form: DocumentForm, document: Document | None) -> Document | None:
    """Keep the file and write the document; None where something is to be mended first."""
    held = form.cleaned_data
    kept: File | None = None
    try:
        _check_may(person, form.found, document)
        if held["file"]:
            upload = Upload(held["file"].name, held["file"])
            kept = keep_upload(by=person, upload=upload, visibility=Visibility.STAFF)
        return _written(person, form, document, kept)
    except DomainError as error:
        if kept:
            remove_file(by=person, file=kept)
        field = "city" if isinstance(error, Forbidden) else error.field
        form.add_error(field if field in form.fields else None, error.message)
    return None


def _check_may(person: Person, city: City | None, document: Document | None) -> None:
    """Refuse before a file is looked at for nothing."""
    if document is None or (city and city.pk) != document.city_id:
        require(may_add_document(person, city))


def _written(
    person: Person, form: DocumentForm, document: Document | None, kept: File | None
) -> Document:
    record = form.record
    if record is None:  # a valid form has one
        raise Http404
    held = form.cleaned_data
    whose = Whose(form.found, kept, drops_file=held["drops_file"])
    if document is None:
        return add_document(by=person, record=record, whose=whose)
    return correct_document(
        by=person, document=document, record=record, whose=whose, seen=held["seen"]
    )


def _done(request: HttpRequest, document: Document, form: DocumentForm) -> HttpResponse:
    words = _("The document is saved.")
    if form.cleaned_data["file"]:
        words = _(
            "The document is saved. Its file is being looked at; it can be had in a minute, and "
            "its words can be found then."
        )
    messages.success(request, words)
    return redirect("library:document", document.slug)


def _cities_of(person: Person) -> tuple[str, ...]:
    """Return the cities for which somebody speaks."""
    hats = hats_of(person, reader=person)
    bodies = [hat.body for hat in hats if hat.body and hat.speaks and hat.body.kind == "city"]
    return tuple(dict.fromkeys(body.label for body in bodies))


def _page(
    request: HttpRequest,
    form: DocumentForm,
    document: Document | None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    person = signed_in(request)
    cities = () if person.is_staff else _cities_of(person)
    context = document_form_page(
        form,
        by=person,
        document=document,
        may_write=person.is_staff or bool(cities),
        most=settings.UPLOAD_MB,
        own_cities=cities,
    )
    return page(request, context, status=status)
