"""One suggestion: what it would change, and what is decided."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from decapolis.initiatives.actions import becoming
from decapolis.kernel.errors import DomainError
from decapolis.library import actions
from decapolis.library.actions import Written
from decapolis.library.models import Suggestion
from decapolis.library.queries.contributions import suggestion_to_read
from decapolis.pages.contribute.contexts.suggestion import suggestion_page
from decapolis.pages.doors import for_members, require_safe_or_post, told
from decapolis.pages.http import signed_in
from decapolis.pages.render import page
from decapolis.people.models import Person


@require_safe_or_post
@for_members
def suggestion(request: HttpRequest, number: int) -> HttpResponse:
    """Show a suggestion beside what stands there; take what its reader decides."""
    person = signed_in(request)
    found = suggestion_to_read(number, reader=person)
    if request.method != "POST":
        return page(request, suggestion_page(found, reader=person))
    reason = request.POST.get("reason", "").strip()
    try:
        return _decided(request, person, found, reason)
    except DomainError as error:
        fault = told(error)
        found = suggestion_to_read(number, reader=person)
        context = suggestion_page(found, reader=person, fault=fault, reason=reason)
        return page(request, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _decided(request: HttpRequest, person: Person, found: Suggestion, reason: str) -> HttpResponse:
    match request.POST.get("do", ""):
        case "accept":
            version = becoming.accept_suggestion(by=person, suggestion=found, reason=reason)
            messages.success(request, _("Accepted. This is how it stands now."))
            return redirect("library:practice", slug=version.practice.slug)
        case "decline":
            actions.decline_suggestion(by=person, suggestion=found, reason=reason)
            messages.success(request, _("Declined. Whoever suggested it reads your reason."))
        case "withdraw":
            actions.withdraw_suggestion(by=person, suggestion=found)
            messages.success(request, _("Your suggestion is withdrawn."))
        case "edit" if found.practice:
            written = Written(found.record, found.base, found.note)
            actions.save_draft(by=person, practice=found.practice, written=written)
            return redirect("contribute:edit", slug=found.practice.slug)
    return redirect("contribute:suggestion", number=found.pk)
