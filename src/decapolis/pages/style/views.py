"""Show the components at work."""

from django.http import HttpRequest, HttpResponse

from decapolis.pages.render import page
from decapolis.pages.style.contexts import BriefSample, StylePage
from decapolis.pages.style.forms import SampleForm


def style(request: HttpRequest) -> HttpResponse:
    """Show every component and chart with sample data, labelled as sample."""
    form = SampleForm(request.GET if "note" in request.GET else {"note": "", "kind": "report"})
    return page(request, StylePage(form=form))


def brief(request: HttpRequest) -> HttpResponse:
    """Show the sheets of a brief with sample data."""
    return page(request, BriefSample())
