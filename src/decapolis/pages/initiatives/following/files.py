"""Documents and days as files, for the team of an initiative and nobody else."""

from typing import cast, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decapolis.initiatives.exports.documents import Which
from decapolis.initiatives.exports.files import PDF, Ending, calendar_file, document_file
from decapolis.initiatives.exports.material import material_of
from decapolis.initiatives.queries.calendars import calendar_of
from decapolis.initiatives.queries.plan import plan_of
from decapolis.kernel.handing import handed_out
from decapolis.pages.doors import for_members, or_not_found
from decapolis.pages.initiatives.following.views import of_team


@require_safe
@for_members
def document(request: HttpRequest, key: str, which: str, ending: str) -> HttpResponse:
    """Send one document as PDF or Word; of a request for information with amounts if so chosen.

    Raises
    ------
    Http404
        There is no such document.
    """
    me, initiative = of_team(request, key)
    if which not in Which.values or ending not in get_args(Ending):
        raise Http404
    held = material_of(initiative, me, today=timezone.localdate())
    with_money = request.GET.get("money") == "yes"
    made = document_file(Which(which), held, cast("Ending", ending), with_money=with_money)
    return handed_out(made, in_viewer=made.media_type == PDF)


@require_safe
@for_members
def milestones(request: HttpRequest, key: str) -> HttpResponse:
    """Send the days of the plan for a calendar."""
    me, initiative = of_team(request, key)
    return handed_out(calendar_file(plan_of(initiative, me)))


@require_safe
@never_cache
@or_not_found
def calendar(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 -- the address is enough
    """Send the days of the plan to a calendar that has an address for it, and nothing else."""
    link = calendar_of(token)
    return handed_out(calendar_file(plan_of(link.initiative, link.person)))
