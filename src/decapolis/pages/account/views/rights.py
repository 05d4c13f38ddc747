"""What is held on oneself, to read and to take along; and to leave for good."""

import logging
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from decapolis.kernel.mail import written
from decapolis.pages.account.forms import LeaveForm
from decapolis.pages.account.holding import data_page, leave_page
from decapolis.pages.account.letters import last_letter
from decapolis.pages.account.proof import proof_needed
from decapolis.pages.doors import require_safe_or_post
from decapolis.pages.http import signed_in
from decapolis.pages.render import page
from decapolis.people.rules import may_erase
from decapolis.rights import actions

logger = logging.getLogger(__name__)


@require_safe
@proof_needed
def data(request: HttpRequest) -> HttpResponse:
    """Show all that is held on whoever has signed in."""
    return page(request, data_page(signed_in(request)))


@require_safe
@proof_needed
def file(request: HttpRequest) -> HttpResponse:
    """Hand it out as one file of JSON."""
    me = signed_in(request)
    held = {
        "made": timezone.now(),
        "by": settings.PUBLIC_URL,
        **actions.export_of(by=me, person=me),
    }
    response = JsonResponse(
        held, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="decapolis-my-data.json"'
    return response


@require_safe_or_post
@proof_needed
def leave(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, and erase who means it."""
    me = signed_in(request)
    posted = request.POST if request.method == "POST" else None
    form = LeaveForm(posted, address=me.email)
    if not may_erase(me, me) or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return page(request, leave_page(me, form), status=status)
    address = me.email
    actions.leave(by=me, person=me)
    logout(request)
    _say_goodbye(address)
    messages.success(request, _("You have left the network. Your name and addresses are gone."))
    return redirect("/")


def _say_goodbye(address: str) -> None:
    """Tell the address that it is done, in case somebody else did it; nothing of it is kept."""
    try:
        written(last_letter(address)).send()
    except OSError:
        logger.exception("Word that an account was erased could not be sent.")
