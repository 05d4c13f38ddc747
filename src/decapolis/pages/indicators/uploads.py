"""The staff's tables of figures: handed in, looked at, written, taken back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from decapolis.indicators import actions
from decapolis.indicators.actions import preview_upload
from decapolis.indicators.bridge.handed import (
    MOST_BYTES,
    Handed,
    handed_of,
    is_large,
    kept_faults,
    kept_preview,
)
from decapolis.indicators.choices import Table, UploadState
from decapolis.indicators.errors import TableFaulty
from decapolis.indicators.exports import template_csv, template_xlsx
from decapolis.indicators.models import Upload
from decapolis.indicators.queries import uploads_seen, uploads_waiting
from decapolis.indicators.rules import may_upload
from decapolis.kernel.errors import DomainError
from decapolis.pages.doors import only_for, require_safe_or_post
from decapolis.pages.forms import add_fault, status_of
from decapolis.pages.http import signed_in
from decapolis.pages.indicators import contexts
from decapolis.pages.indicators.forms import UploadForm
from decapolis.pages.render import page

staff_only = only_for(may_upload)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff_only
@require_safe_or_post
def desk(request: HttpRequest) -> HttpResponse:
    """List tables that were written, and take a new one: it is looked at before it is written."""
    me = signed_in(request)
    posted = request.POST if request.method == "POST" else None
    form = UploadForm(posted, request.FILES if posted is not None else None)
    faulty: TableFaulty | None = None
    if posted is not None and form.is_valid():
        try:
            handed = _handed(form)
            hand_in = actions.hand_in_large if is_large(handed) else actions.hand_in_upload
            return redirect("indicators:upload", hand_in(by=me, handed=handed).pk)
        except TableFaulty as error:
            faulty = error
            add_fault(form, error)
        except DomainError as error:
            add_fault(form, error)
    shown = contexts.uploads_page(
        uploads_seen(me), form=form, faulty=faulty, waiting=uploads_waiting(me)
    )
    return page(request, shown, status=status_of(form))


@staff_only
@require_safe_or_post
def look(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Show what a table would change, and write it or throw it away."""
    me, held = signed_in(request), _known(request, upload_id)
    if request.method == "POST":
        return _decided(request, held)
    if held.written is not None or held.content is None:
        return page(request, contexts.written_page(held))
    if held.state != UploadState.HELD or held.outcome:
        return page(request, _of_a_job(held))
    try:
        shown = preview_upload(by=me, handed=handed_of(held))
        return page(request, contexts.preview_page(held, shown))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("indicators:uploads")


@staff_only
@require_POST
def take_back(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Undo an upload."""
    held = _known(request, upload_id)
    try:
        done = actions.take_back_upload(by=signed_in(request), upload=held)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, contexts.taken_back_words(done))
    return redirect("indicators:upload", held.pk)


@staff_only
@require_safe
def template(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Give an empty table to fill in: ``observations-csv``, ``sources-xlsx``.

    Raises
    ------
    Http404
        There is no such table.
    """
    table, _dash, ending = name.rpartition("-")
    if table not in Table.values or ending not in {"csv", "xlsx"}:
        raise Http404(_("There is no such template."))
    is_csv = ending == "csv"
    body = template_csv(table) if is_csv else template_xlsx(table)
    response = HttpResponse(body, content_type="text/csv; charset=utf-8" if is_csv else XLSX)
    response["Content-Disposition"] = f'attachment; filename="{table}.{ending}"'
    return response


def _of_a_job(held: Upload) -> contexts.OfAJob:
    """Return what is told of a large table: how far it is, what is wrong, or what would change."""
    if held.state == UploadState.FAULTY:
        return contexts.faulty_page(held, kept_faults(held))
    if held.state == UploadState.HELD:
        return contexts.preview_page(held, kept_preview(held))
    return contexts.at_work_page(held)


def _handed(form: UploadForm) -> Handed:
    file = form.cleaned_data["file"]
    content = file.read(MOST_BYTES + 1)
    told = form.cleaned_data
    return Handed(file.name or "", content, told["table"], told["visibility"])


def _known(request: HttpRequest, upload_id: int) -> Upload:
    """Return an upload that the reader may see.

    Raises
    ------
    Http404
        There is none.
    """
    found = Upload.objects.visible_to(request.user).filter(pk=upload_id).first()
    if found is None:
        raise Http404(_("There is no such table."))
    return found


def _decided(request: HttpRequest, held: Upload) -> HttpResponse:
    """Write a table or throw it away, as the button says."""
    me = signed_in(request)
    try:
        if request.POST.get("decision") == "discard":
            actions.discard_upload(by=me, upload=held)
            messages.success(request, _("The table is thrown away. Nothing was changed."))
            return redirect("indicators:uploads")
        if request.POST.get("decision") == "write":
            if held.outcome:
                actions.write_later(by=me, upload=held)
            else:
                actions.write_upload(by=me, upload=held)
                messages.success(request, _("The table is written."))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("indicators:uploads")
    return redirect("indicators:upload", held.pk)
