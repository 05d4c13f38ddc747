"""The operator's page, and what is done there. For others there is nothing at its address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from decapolis.kernel.errors import NotFound
from decapolis.pages.doors import only_for
from decapolis.pages.http import signed_in
from decapolis.pages.operator import actions
from decapolis.pages.operator.contexts import operator_page
from decapolis.pages.operator.rules import may_operate
from decapolis.pages.render import page

for_operators = only_for(may_operate)


@for_operators
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show how the machine stands."""
    return page(request, operator_page(signed_in(request)))


@for_operators
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Let one job that was given up begin anew, or all of them."""
    person = signed_in(request)
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
