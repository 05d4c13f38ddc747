"""Requests on one's desk: what I was asked, what I asked, and what becomes of it."""

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from decapolis.kernel.errors import DomainError
from decapolis.library import actions
from decapolis.library.models import CallRequest
from decapolis.library.queries.callable import agreed_by, call_totals, candidates_for
from decapolis.library.queries.calls import call_to_read
from decapolis.pages.calls.contexts import call_page, list_page, totals_page
from decapolis.pages.calls.forms import AcceptForm, AnswerForm, DeclineForm, PassForm, ShareForm
from decapolis.pages.doors import for_members, require_safe_or_post, told
from decapolis.pages.forms import add_fault
from decapolis.pages.http import signed_in
from decapolis.pages.render import page
from decapolis.people.models import Person


@require_safe
@for_members
def listing(request: HttpRequest) -> HttpResponse:
    """List requests of both sides, and what one agreed to be asked about."""
    me = signed_in(request)
    return page(request, list_page(me, agreed=agreed_by(me)))


@require_safe_or_post
@for_members
def one(request: HttpRequest, call_id: int) -> HttpResponse:
    """Show a request, and take what its reader does with it."""
    me = signed_in(request)
    call = call_to_read(call_id, reader=me)
    if request.method != "POST":
        return page(request, call_page(call, me))
    do = request.POST.get("do", "")
    form = _form(request, do, call, me)
    said = ""
    if form is None or form.is_valid():
        try:
            return _done(request, do, call, form)
        except DomainError as error:
            said = _put(form, told(error))
    context = call_page(
        call_to_read(call_id, reader=me), me, forms={do: form} if form else {}, said=said
    )
    return page(request, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _form(request: HttpRequest, do: str, call: CallRequest, me: Person) -> forms.Form | None:
    ids = f"c{call.pk}_{do}_%s"
    match do:
        case "accept":
            return AcceptForm(request.POST, auto_id=ids)
        case "answer":
            return AnswerForm(request.POST, auto_id=ids)
        case "decline":
            return DeclineForm(request.POST, auto_id=ids)
        case "pass":
            return PassForm(candidates_for(call, reader=me), request.POST, auto_id="pass_%s")
        case "share":
            return ShareForm(request.POST, auto_id="share_%s")
    return None


def _put(form: forms.Form | None, error: DomainError) -> str:
    """Put a refusal at its field; return what stands above the form instead."""
    if form is not None and error.field in form.fields:
        add_fault(form, error)
        return ""
    return error.message


def _done(
    request: HttpRequest, do: str, call: CallRequest, form: forms.Form | None
) -> HttpResponse:
    me, held = signed_in(request), form.cleaned_data if form else {}
    match do:
        case "accept":
            actions.accept_call(by=me, call=call, word=held["word"])
            said = _("Accepted. They now see your address, and you hear from them.")
        case "answer":
            actions.answer_call(by=me, call=call, text=held["answer"])
            said = _("Your answer is sent.")
        case "decline":
            actions.decline_call(by=me, call=call, word=held["word"])
            said = _("Declined. They are told.")
        case "pass":
            found = Person.objects.visible_to(me).get(pk=int(held["to"]))
            actions.pass_on_call(by=me, call=call, to=found)
            said = _("Passed on to {name}.").format(name=found.name)
        case "withdraw":
            actions.withdraw_call(by=me, call=call)
            messages.success(request, _("Your request is taken back."))
            return redirect("calls:list")
        case "share" if isinstance(form, ShareForm):
            actions.share_answer(by=me, call=call, share=form.share())
            said = _("Saved. It is kept only while both sides agree.")
        case _:
            return redirect("calls:one", call_id=call.pk)
    messages.success(request, said)
    return redirect("calls:one", call_id=call.pk)


@require_safe
@for_members
def totals(request: HttpRequest) -> HttpResponse:
    """Show network staff how much is asked, without questions and names.

    Raises
    ------
    Http404
        They are not of the staff.
    """
    found = call_totals(reader=signed_in(request))
    if found is None:
        raise Http404
    return page(request, totals_page(found))
