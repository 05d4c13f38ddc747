"""The operator's page, and what is done there. For others there is nothing at its address."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from decapolis.kernel.errors import NotFound
from decapolis.pages.operator import actions
from decapolis.pages.operator.contexts import operator_page
from decapolis.pages.operator.rules import may_operate
from decapolis.pages.render import page
from decapolis.people.models import Person

View = Callable[[HttpRequest], HttpResponse]


def for_operators(view: View) -> View:
    """Let operators in; whoever else has signed in finds nothing."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not may_operate(cast("Person", request.user)):
            raise Http404
        return view(request)

    return guarded


@for_operators
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show how the machine stands."""
    return page(request, operator_page(cast("Person", request.user)))


@for_operators
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Let one job that was given up begin anew, or all of them."""
    person = cast("Person", request.user)
    if "all" in request.POST:
        number = actions.try_all_again(by=person)
        said = ngettext("{n} job begins anew.", "{n} jobs begin anew.", number).format(n=number)
        messages.success(request, said)
    else:
        try:
            actions.try_again(by=person, job_id=request.POST.get("job", ""))
        except NotFound as error:
            messages.warning(request, error.message)
        else:
            messages.success(request, _("The job begins anew."))
    return redirect("operator:overview")
