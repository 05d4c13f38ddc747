"""Where writing begins: a new practice, one's drafts and suggestions, and what waits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from decapolis.library import actions
from decapolis.pages.contribute.contexts.start import start_page
from decapolis.pages.contribute.views.door import draft_of, for_members, person_of
from decapolis.pages.render import page


@require_safe
@for_members
def start(request: HttpRequest) -> HttpResponse:
    """Show what one can write, has begun, and is asked to decide."""
    return page(request, start_page(person_of(request)))


@require_POST
@for_members
def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Throw a draft away; the page that follows offers to take it back."""
    person = person_of(request)
    actions.discard_draft(by=person, draft=draft_of(draft_id, person))
    messages.success(request, _("The draft is thrown away. You can take it back below."))
    return redirect("contribute:start")


@require_POST
@for_members
def keep(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Take back a draft that was thrown away."""
    person = person_of(request)
    actions.keep_draft(by=person, draft=draft_of(draft_id, person))
    messages.success(request, _("The draft is back."))
    return redirect("contribute:start")
