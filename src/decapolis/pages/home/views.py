"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from decapolis.pages.find.forms import FindQuery
from decapolis.pages.home.contexts import home_page
from decapolis.pages.http import reader_city
from decapolis.pages.render import page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Ask the one question, and show what an answer looks like."""
    question = FindQuery.read(request.GET).text
    return page(request, home_page(question, reader_city(request), reader=request.user))
