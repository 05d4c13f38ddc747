"""What Decapolis says about itself."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from decapolis.pages.about import contexts
from decapolis.pages.render import page


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what this is, what it holds and by which rules."""
    return page(request, contexts.about_page(reader=request.user))


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Say how things are compared, in plain words."""
    return page(request, contexts.MethodPage())


@require_safe
def money(request: HttpRequest) -> HttpResponse:
    """Say how amounts of different countries and years are compared."""
    return page(request, contexts.money_page())


@require_safe
def peers(request: HttpRequest) -> HttpResponse:
    """Say how it is told which cities are alike."""
    return page(request, contexts.peers_page())


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Say how a question finds records."""
    return page(request, contexts.SearchPage())


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Name all sources with the words that credit them and their licences."""
    return page(request, contexts.sources_page(reader=request.user))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say who can use this, what was tried, and what is still hard."""
    return page(request, contexts.AccessibilityPage())
