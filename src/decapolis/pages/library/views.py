"""One record of the library on its page."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.kept import Kept
from decapolis.library.queries.document import DocumentFacts, document_facts
from decapolis.library.queries.organisation import OrganisationWorks, organisation_works
from decapolis.library.queries.practice import PracticeFacts, practice_facts
from decapolis.library.queries.rows import visible
from decapolis.library.queries.technology import TechnologyFacts, technology_facts
from decapolis.library.rules import may_correct_document
from decapolis.organisations.queries import OrganisationFacts, organisation_facts
from decapolis.pages.contribute.included import contribution_of
from decapolis.pages.http import reader_city
from decapolis.pages.library import contexts
from decapolis.pages.render import page
from decapolis.pages.review.included import trust_of

Facts = TypeVar("Facts")
Facts_co = TypeVar("Facts_co", covariant=True)

MOST_KEPT = 500  # of each kind
_PRACTICES: Kept[str, PracticeFacts] = Kept(MOST_KEPT)
_DOCUMENTS: Kept[str, DocumentFacts] = Kept(MOST_KEPT)
_TECHNOLOGIES: Kept[str, TechnologyFacts] = Kept(MOST_KEPT)
_ORGANISATIONS: Kept[str, OrganisationFacts] = Kept(MOST_KEPT)
_WORKS: Kept[str, OrganisationWorks] = Kept(MOST_KEPT)


class Reading(Protocol[Facts_co]):
    """Reads one record, as far as a reader may see it."""

    def __call__(self, slug: str, *, reader: Reader | None) -> Facts_co:
        """Return what its page shows, or raise `NotFound`."""


@require_safe
def practice(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what one city did, what it cost, what came of it and what went wrong."""
    facts = _found(_PRACTICES, practice_facts, slug, request.user)
    held = get_object_or_404(visible(request.user).select_related("city__country"), slug=slug)
    context = contexts.practice_page(
        facts,
        city=reader_city(request),
        contribution=contribution_of(held, reader=request.user),
        trust=trust_of(held, reader=request.user),
    )
    return page(request, context)


@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a document holds and where to read it."""
    facts = _found(_DOCUMENTS, document_facts, slug, request.user)
    may = request.user.is_authenticated and bool(may_correct_document(request.user, facts.held))
    return page(request, contexts.document_page(facts, may_correct=may))


@require_safe
def technology(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a technology needs, risks and cost, and who used it."""
    facts = _found(_TECHNOLOGIES, technology_facts, slug, request.user)
    return page(request, contexts.technology_page(facts))


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an organisation, whom it works with and what it took part in."""
    facts = _found(_ORGANISATIONS, organisation_facts, slug, request.user)
    works = _found(_WORKS, organisation_works, slug, request.user)
    return page(request, contexts.organisation_page(facts, works))


def _found(kept: Kept[str, Facts], read: Reading[Facts], slug: str, reader: Reader | None) -> Facts:
    """Return a record, read again when records have changed.

    Raises
    ------
    Http404
        It is not there, or it may not be seen.
    """

    def make(_slugs: Sequence[str]) -> Mapping[str, Facts]:
        return {slug: read(slug, reader=reader)}

    try:
        return kept.get([slug], make, reader=reader)[slug]
    except NotFound as error:
        raise Http404(error.message) from error
