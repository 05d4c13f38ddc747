"""All that was ever given a city on a criterion, as far as its reader may see it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from decapolis.benchmarks.queries.editions import edition_to_read, entrant_to_read
from decapolis.benchmarks.queries.marks import marked_leaves
from decapolis.pages.assessments.contexts.past import history_page
from decapolis.pages.doors import or_not_found
from decapolis.pages.render import page


@require_safe
@or_not_found
def history(
    request: HttpRequest, framework: str, edition: str, code: str, criterion_id: int
) -> HttpResponse:
    """Show each mark with who gave it and when, its proof, and what took its place.

    Raises
    ------
    Http404
        The criterion is not marked in this edition.
    """
    found = edition_to_read(framework, edition, reader=request.user)
    entrant = entrant_to_read(found, code)
    chosen = next((one for one in marked_leaves(found) if one.pk == criterion_id), None)
    if chosen is None:
        raise Http404(_("There is no such criterion."))
    return page(request, history_page(entrant, chosen, reader=request.user))
