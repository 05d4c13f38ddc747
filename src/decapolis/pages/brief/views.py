"""The brief: on its page, as PDF, as Word."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from decapolis.briefs.bridge import brief_for
from decapolis.briefs.exports import as_docx, as_pdf
from decapolis.briefs.queries import Brief
from decapolis.kernel.errors import DomainError
from decapolis.pages.brief.contexts import ask_page, brief_page
from decapolis.pages.brief.forms import BriefQuery
from decapolis.pages.http import reader_city, show_city
from decapolis.pages.render import page

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def brief(request: HttpRequest) -> HttpResponse:
    """Show the brief for a city and a question, or the form where one of them is missing."""
    own = reader_city(request)
    query = BriefQuery.read(request.GET, own=own)
    if query.is_blank or "change" in request.GET:
        return page(request, ask_page(query, own=own))
    try:
        made = _made(request, query)
    except DomainError as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return page(request, ask_page(query, error, own=own), status=status)
    return page(request, brief_page(made, query))


@require_safe
def pdf(request: HttpRequest) -> HttpResponse:
    """Send the brief as PDF; what cannot be answered goes back to the form."""
    query = BriefQuery.read(request.GET, own=reader_city(request))
    try:
        made = _made(request, query)
    except DomainError:
        return redirect(query.url())
    return _file(as_pdf(made, paper=query.paper), made, "pdf", "application/pdf", "inline")


@require_safe
def docx(request: HttpRequest) -> HttpResponse:
    """Send the brief as a Word document; what cannot be answered goes back to the form."""
    query = BriefQuery.read(request.GET, own=reader_city(request))
    try:
        made = _made(request, query)
    except DomainError:
        return redirect(query.url())
    return _file(as_docx(made), made, "docx", WORD, "attachment")


def _made(request: HttpRequest, query: BriefQuery) -> Brief:
    city = query.found_city()
    show_city(request, city)
    return brief_for(
        city,
        query.question,
        reader=request.user,
        today=timezone.localdate(),
        quantity=query.number(),
    )


def _file(data: bytes, made: Brief, suffix: str, kind: str, way: str) -> HttpResponse:
    name = slugify(f"brief {made.city.name} {made.question[:60]}") or "brief"
    return HttpResponse(
        data,
        content_type=kind,
        headers={"Content-Disposition": f'{way}; filename="{name}.{suffix}"'},
    )
