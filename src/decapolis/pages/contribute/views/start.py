"""Where writing begins: a new practice, one's drafts and suggestions, and what waits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from decapolis.kernel.errors import NotFound
from decapolis.library import actions
from decapolis.library.models import Draft
from decapolis.pages.contribute.contexts.start import start_page
from decapolis.pages.doors import for_members
from decapolis.pages.http import signed_in
from decapolis.pages.render import page
from decapolis.people.models import Person


@require_safe
@for_members
def start(request: HttpRequest) -> HttpResponse:
    """Show what one can write, has begun, and is asked to decide."""
    return page(request, start_page(signed_in(request)))


@require_POST
@for_members
def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Throw a draft away; the page that follows offers to take it back."""
    person = signed_in(request)
    actions.discard_draft(by=person, draft=draft_of(draft_id, person))
    messages.success(request, _("The draft is thrown away. You can take it back below."))
    return redirect("contribute:start")


@require_POST
@for_members
def keep(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Take back a draft that was thrown away."""
    person = signed_in(request)
    actions.keep_draft(by=person, draft=draft_of(draft_id, person))
    messages.success(request, _("The draft is back."))
    return redirect("contribute:start")


def draft_of(draft_id: int, person: Person, *, new_only: bool = False) -> Draft:
    """Return one of somebody's own drafts.

    Raises
    ------
    NotFound
        There is none of that number, or it is not theirs.
    """
    drafts = Draft.objects.visible_to(person).select_related("practice")
    if new_only:
        drafts = drafts.filter(practice=None, discarded=None)
    found: Draft | None = drafts.filter(pk=draft_id).first()
    if found is None:
        raise NotFound(_("There is no such draft. Perhaps it was handed in already."))
    return found
