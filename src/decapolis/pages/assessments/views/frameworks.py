"""Network staff take in frameworks: an example to begin from, or a file of their own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from decapolis.benchmarks import actions
from decapolis.benchmarks.exports import empty_table, framework_jsonl
from decapolis.benchmarks.models import Framework
from decapolis.benchmarks.queries.frameworks import examples, record_of
from decapolis.benchmarks.rules import may_manage
from decapolis.benchmarks.validators import FrameworkRecord
from decapolis.kernel.errors import DomainError
from decapolis.pages.assessments.contexts.frameworks import frameworks_page
from decapolis.pages.assessments.forms import FrameworkForm
from decapolis.pages.doors import only_for, require_safe_or_post, told
from decapolis.pages.forms import add_fault, status_of
from decapolis.pages.http import signed_in
from decapolis.pages.render import page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
staff_only = only_for(may_manage)


@staff_only
@require_safe_or_post
def listing(request: HttpRequest) -> HttpResponse:
    """Show the examples and what is there, and take in one of them or a file.

    Raises
    ------
    Http404
        There is no such example.
    """
    me, form, trouble = signed_in(request), FrameworkForm(), ""
    if request.method == "POST" and (slug := request.POST.get("example")):
        try:
            record = next((one.record for one in examples() if one.slug == slug), None)
            if record is None:
                raise Http404(_("There is no such example."))
            return _taken(request, record.model_dump(mode="json"))
        except DomainError as error:
            trouble = told(error).message
    elif request.method == "POST":
        form = FrameworkForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return _taken(request, form.cleaned_data["file"])
            except DomainError as error:
                add_fault(form, error, {error.field or "": "file"})
    status = 422 if trouble else status_of(form)
    return page(request, frameworks_page(me, form=form, trouble=trouble), status=status)


@staff_only
@require_safe
def as_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a framework as the file from which it can be loaded."""
    content = framework_jsonl(_record(request, slug))
    return _file(content.encode(), f"frameworks-{slug}.jsonl", "application/jsonl; charset=utf-8")


@staff_only
@require_safe
def as_table(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an empty table with a column for each criterion, to be filled in and handed in."""
    return _file(empty_table(_record(request, slug)), f"{slug}.xlsx", XLSX)


def _taken(request: HttpRequest, record: object) -> HttpResponse:
    made = actions.load_framework(by=signed_in(request), record=record)
    messages.success(request, _("{name} is taken in.").format(name=made.name))
    return redirect("assessments:frameworks")


def _record(request: HttpRequest, slug: str) -> FrameworkRecord:
    """Return a framework that is there, or an example.

    Raises
    ------
    Http404
        There is neither.
    """
    there = Framework.objects.visible_to(request.user).filter(slug=slug).first()
    if there is not None:
        return record_of(there)
    for one in examples():
        if one.slug == slug:
            return one.record
    raise Http404(_("There is no such framework."))


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
