"""Costs by analogy and the transfer check: shown to whoever reads the plan, written by its team."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decapolis.initiatives.actions.comparing import choose_comparable, forget_comparable
from decapolis.initiatives.actions.lines import put_line
from decapolis.initiatives.actions.transfer import (
    What,
    make_of_finding,
    put_finding,
    unmake_of_finding,
)
from decapolis.initiatives.bridge.transfer import Key
from decapolis.initiatives.choices import LineKind
from decapolis.initiatives.errors import LineFaulty
from decapolis.initiatives.models import BudgetLine, Initiative
from decapolis.initiatives.queries.initiatives import initiative_of
from decapolis.initiatives.queries.plan import plan_of
from decapolis.kernel.errors import DomainError
from decapolis.pages.doors import for_members, or_not_found, require_safe_or_post, told
from decapolis.pages.forms import add_fault, whole_number
from decapolis.pages.http import signed_in
from decapolis.pages.initiatives.costing.contexts import (
    Forms,
    costs_page,
    line_page,
    transfer_page,
)
from decapolis.pages.initiatives.costing.forms import (
    FindingForm,
    RangeForm,
    ScopeForm,
    WhyForm,
    amount_in,
    check_in,
)
from decapolis.pages.render import page
from decapolis.people.models import Person


@require_safe
@never_cache
@or_not_found
def costs(request: HttpRequest, key: str) -> HttpResponse:
    """Show every budget line beside what others paid, the total, and the money by year."""
    initiative = initiative_of(key, reader=request.user)
    return page(request, costs_page(initiative, request.user))


@require_safe_or_post
@never_cache
@or_not_found
def line(request: HttpRequest, key: str, line_id: int) -> HttpResponse:
    """Show one budget line and its analogues; take what its team says of them."""
    if request.method == "POST":
        return _change_line(request, key, line_id)
    initiative = initiative_of(key, reader=request.user)
    return _line_answer(request, initiative, line_id)


@for_members
def _change_line(request: HttpRequest, key: str, line_id: int) -> HttpResponse:
    me = signed_in(request)
    initiative = initiative_of(key, reader=me)
    rows = BudgetLine.objects.visible_to(me).standing().select_related("plan__initiative__city")
    found = rows.filter(pk=line_id, plan__initiative=initiative).first()
    if not isinstance(found, BudgetLine):
        raise Http404
    act = LINE_ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        forms = act(request, me, found)
    except DomainError as error:
        said = told(error).message
        return _line_answer(request, initiative, line_id, said=said)
    if forms:
        return _line_answer(request, initiative, line_id, forms=forms)
    return redirect(reverse("costing:line", args=[key, line_id]))


def _line_answer(
    request: HttpRequest,
    initiative: Initiative,
    line_id: int,
    *,
    forms: Forms | None = None,
    said: str = "",
) -> HttpResponse:
    context = line_page(initiative, line_id, request.user, forms=forms, said=said)
    if context is None:
        raise Http404
    status = HTTPStatus.UNPROCESSABLE_ENTITY if forms or said else HTTPStatus.OK
    return page(request, context, status=status)


def _choose(request: HttpRequest, me: Person, line: BudgetLine) -> Forms | None:
    """Compare with an amount, or take one out, with the reason.

    Raises
    ------
    Http404
        The form names no amount.
    """
    key = request.POST.get("amount", "")
    amount, counts = amount_in(key), request.POST.get("do") == "add"
    if amount is None:
        raise Http404
    form = WhyForm(request.POST, auto_id=f"{amount[0]}-{amount[1]:f}-%s".replace(".", "-"))
    if form.is_valid():
        try:
            choose_comparable(
                by=me, line=line, amount=amount, counts=counts, why=form.cleaned_data["why"]
            )
        except DomainError as error:
            add_fault(form, told(error))
        else:
            words = (
                _("Compared with it.") if counts else _("Taken out. It stands below, left aside.")
            )
            messages.success(request, words)
            return None
    return {key: form}


def _forget(request: HttpRequest, me: Person, line: BudgetLine) -> None:
    """Take back what the team said of an amount.

    Raises
    ------
    Http404
        The form names no amount.
    """
    amount = amount_in(request.POST.get("amount", ""))
    if amount is None:
        raise Http404
    forget_comparable(by=me, line=line, amount=amount)
    messages.success(request, _("Taken back. The amount stands again where the rules put it."))


def _scope(request: HttpRequest, me: Person, line: BudgetLine) -> Forms | None:
    form = ScopeForm(request.POST, held=line.scope)
    return None if _put(request, me, line, form) else {"scope": form}


def _range(request: HttpRequest, me: Person, line: BudgetLine) -> Forms | None:
    form = RangeForm(request.POST)
    return None if _put(request, me, line, form) else {"range": form}


def _put(request: HttpRequest, me: Person, line: BudgetLine, form: ScopeForm | RangeForm) -> bool:
    """Write fields of the line itself, as the plan's own page does; return whether they stand."""
    if not form.is_valid():
        return False
    version = whole_number(request.POST.get("version"))
    try:
        put_line(by=me, plan=line.plan, kind=LineKind.COST, values=form.cleaned_data, line=line,
                 version=version)  # fmt: skip
    except LineFaulty as error:
        for name, fault in error.faults.items():
            form.add_error(name if name in form.fields else None, fault)
        return False
    except DomainError as error:
        add_fault(form, told(error))
        return False
    messages.success(request, _("Saved in the plan."))
    return True


LINE_ACTS: dict[str, Callable[[HttpRequest, Person, BudgetLine], Forms | None]] = {
    "add": _choose,
    "take_out": _choose,
    "forget": _forget,
    "scope": _scope,
    "range": _range,
}


@require_safe_or_post
@never_cache
@or_not_found
def transfer(request: HttpRequest, key: str) -> HttpResponse:
    """Show whether what the practices stood on holds here; take what the team says of it."""
    if request.method == "POST":
        return _change_transfer(request, key)
    initiative = initiative_of(key, reader=request.user)
    return page(request, transfer_page(initiative, request.user))


@for_members
def _change_transfer(request: HttpRequest, key: str) -> HttpResponse:
    me = signed_in(request)
    initiative = initiative_of(key, reader=me)
    plan_of(initiative, me)
    text = request.POST.get("check", "")
    check = check_in(text)
    if check is None:
        raise Http404
    form = FindingForm(request.POST, auto_id="-".join(filter(None, check)) + "-%s")
    try:
        done = _done(request, me, initiative, check, form)
    except DomainError as error:
        add_fault(form, told(error))
        done = False
    if done:
        at = "-".join(filter(None, check))
        return redirect(reverse("costing:transfer", args=[key]) + f"#{at}")
    context = transfer_page(initiative, me, form=form, key=text)
    return page(request, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _done(
    request: HttpRequest, me: Person, initiative: Initiative, check: Key, form: FindingForm
) -> bool:
    """Do what the form asks; return whether it was done.

    Raises
    ------
    Http404
        It asks for nothing that there is.
    """
    what: What = "task" if request.POST.get("what") == "task" else "risk"
    match request.POST.get("do", ""):
        case "make":
            made = make_of_finding(by=me, initiative=initiative, key=check, what=what)
            words = _("It stands in the plan now: {title}.").format(title=str(made))
        case "unmake":
            unmake_of_finding(by=me, initiative=initiative, key=check, what=what)
            words = _("Taken out of the plan again.")
        case "say":
            if not form.is_valid():
                return False
            put_finding(by=me, initiative=initiative, key=check, **form.cleaned_data)
            words = _("Saved.")
        case _:
            raise Http404
    messages.success(request, words)
    return True
