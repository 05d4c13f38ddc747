"""One record of the library on its page."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.kept import Kept
from decapolis.library.queries.document import DocumentFacts, document_facts
from decapolis.library.queries.organisation import OrganisationWorks, organisation_works
from decapolis.library.queries.practice import PracticeFacts, practice_facts
from decapolis.library.queries.rows import opened
from decapolis.library.queries.technology import TechnologyFacts, technology_facts
from decapolis.library.rules import may_correct_document
from decapolis.organisations.queries import OrganisationFacts, organisation_facts
from decapolis.pages.contribute.included import contribution_of
from decapolis.pages.contribute.room import room_of
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
    """Show what one city did, what it cost, what came of it and what went wrong.

    Raises
    ------
    Http404
        It is not there, or it may not be seen.
    """
    reader = request.user
    held = opened(reader).select_related("city__country", "circle").filter(slug=slug).first()
    if held is None:
        raise Http404(_("There is no practice {slug!r}.").format(slug=slug[:120]))
    room = room_of(held, reader=reader)
    # what is closed is for a few of those who may see the same, and is never kept for all of them
    found = practice_facts(slug, reader=reader) if room.is_closed else _kept(slug, reader)
    around = contexts.Around(
        contribution_of(held, reader=reader),
        None if room.is_quiet else trust_of(held, reader=reader),
        room,
    )
    response = page(
        request, contexts.practice_page(found, city=reader_city(request), around=around)
    )
    if room.is_closed:
        add_never_cache_headers(response)
    return response


def _kept(slug: str, reader: Reader | None) -> PracticeFacts:
    return _found(_PRACTICES, practice_facts, slug, reader)


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
