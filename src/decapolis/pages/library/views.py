"""One record of the library on its page."""

from collections.abc import Callable
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from decapolis.kernel.errors import NotFound
from decapolis.library.queries.document import document_facts
from decapolis.library.queries.organisation import organisation_works
from decapolis.library.queries.practice import practice_facts
from decapolis.library.queries.technology import technology_facts
from decapolis.library.rules import may_correct_document
from decapolis.organisations.queries import organisation_facts
from decapolis.pages.contribute.included import contribution_of
from decapolis.pages.http import reader_city
from decapolis.pages.library import contexts
from decapolis.pages.render import page
from decapolis.pages.review.included import trust_of

Facts = TypeVar("Facts")


@require_safe
def practice(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what one city did, what it cost, what came of it and what went wrong."""
    facts = _found(lambda: practice_facts(slug, reader=request.user))
    written = _found(lambda: contribution_of(slug, reader=request.user))
    trust = _found(lambda: trust_of(slug, reader=request.user))
    context = contexts.practice_page(
        facts, city=reader_city(request), contribution=written, trust=trust
    )
    return page(request, context)


@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a document holds and where to read it."""
    facts = _found(lambda: document_facts(slug, reader=request.user))
    may = request.user.is_authenticated and bool(may_correct_document(request.user, facts.held))
    return page(request, contexts.document_page(facts, may_correct=may))


@require_safe
def technology(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a technology needs, risks and cost, and who used it."""
    facts = _found(lambda: technology_facts(slug, reader=request.user))
    return page(request, contexts.technology_page(facts))


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an organisation, whom it works with and what it took part in."""
    facts = _found(lambda: organisation_facts(slug, reader=request.user))
    works = _found(lambda: organisation_works(slug, reader=request.user))
    return page(request, contexts.organisation_page(facts, works))


def _found(read: Callable[[], Facts]) -> Facts:
    """Read a record.

    Raises
    ------
    Http404
        It is not there, or it may not be seen.
    """
    try:
        return read()
    except NotFound as error:
        raise Http404(error.message) from error
