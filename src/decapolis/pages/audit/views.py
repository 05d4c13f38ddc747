"""The log: for everyone what concerns them, for staff and operators all of it."""

import csv
import io
from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from decapolis.library.exports import harmless
from decapolis.pages.audit.contexts import log_page, log_rows
from decapolis.pages.audit.forms import LogQuery
from decapolis.pages.http import signed_in
from decapolis.pages.render import page
from decapolis.people.models import Person


@login_required
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show what was done."""
    return page(request, log_page(signed_in(request), LogQuery.read(request.GET)))


@login_required
@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    """Send a view of the log as CSV, all its pages."""
    lines = _lines(signed_in(request), LogQuery.read(request.GET))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _lines(person: Person, query: LogQuery) -> Iterator[str]:
    for row in log_rows(person, query):
        line = io.StringIO()
        csv.writer(line).writerow([harmless(cell) for cell in row])
        yield line.getvalue()
