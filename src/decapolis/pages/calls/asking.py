"""Ask about a practice, agree to be asked, and ask someone to agree."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from decapolis.kernel.errors import DomainError
from decapolis.kernel.permissions import require
from decapolis.library import actions
from decapolis.library.errors import NobodyFree
from decapolis.library.models import Practice
from decapolis.library.queries.calls import draft_for
from decapolis.library.queries.versions import practice_to_write
from decapolis.library.rules import may_ask, may_ask_to_consent
from decapolis.pages.calls.contexts import ask_page, consent_page
from decapolis.pages.calls.forms import AskForm, ConsentForm
from decapolis.pages.doors import for_members, require_safe_or_post, told
from decapolis.pages.forms import add_fault, key_of, status_of
from decapolis.pages.http import signed_in
from decapolis.pages.render import page
from decapolis.people.models import Person


@require_safe_or_post
@for_members
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form for a question, and send it; what cannot be sent now is kept."""
    me = signed_in(request)
    practice = practice_to_write(slug, reader=me)
    require(may_ask(me, practice))
    if request.method != "POST":
        draft = draft_for(slug, asker=me)
        return page(request, ask_page(practice, me, form=None, draft=draft))
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            return _sent(request, me, practice, form)
        except DomainError as error:
            add_fault(form, told(error))
    context = ask_page(practice, me, form=form, draft=None)
    return page(request, context, status=status_of(form))


def _sent(request: HttpRequest, me: Person, practice: Practice, form: AskForm) -> HttpResponse:
    question = form.asked()
    if "keep" not in request.POST:
        try:
            call = actions.ask_to_talk(by=me, practice=practice, question=question)
        except NobodyFree as error:
            messages.warning(request, error.message)
        else:
            messages.success(
                request, _("Your question is on its way. You get a notice when they answer.")
            )
            return redirect("calls:one", call_id=call.pk)
    actions.keep_question(by=me, practice=practice, question=question)
    return redirect("calls:ask", slug=practice.slug)


@require_safe_or_post
@for_members
def consent(request: HttpRequest, slug: str) -> HttpResponse:
    """Show on what terms one can be called; take them, or the consent back."""
    me = signed_in(request)
    practice = practice_to_write(slug, reader=me)
    if request.method != "POST":
        require(may_ask(me, practice))
        return page(request, consent_page(practice, me))
    if request.POST.get("do") == "take_back":
        number = actions.take_back_contact(by=me, practice=practice)
        messages.success(request, _taken_back(number))
        return redirect("calls:consent", slug=slug)
    form = ConsentForm(request.POST)
    if form.is_valid():
        try:
            actions.agree_to_be_called(by=me, practice=practice, terms=form.terms())
        except DomainError as error:
            add_fault(form, told(error))
        else:
            messages.success(request, _("Members can ask you about this, on these terms."))
            return redirect("calls:consent", slug=slug)
    context = consent_page(practice, me, form=form)
    return page(request, context, status=status_of(form))


def _taken_back(number: int) -> str:
    gone = _("Nobody can ask you about this any more. To undo it, agree again.")
    if not number:
        return gone
    words = ngettext(
        "{n} request that was with you went on or is declined.",
        "{n} requests that were with you went on or are declined.",
        number,
    )
    return f"{gone} {words.format(n=number)}"


@require_POST
@for_members
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask someone, for network staff, whether she would be called.

    Raises
    ------
    Http404
        They are not of the staff, or there is no such person.
    """
    me = signed_in(request)
    if not may_ask_to_consent(me):
        raise Http404
    practice = practice_to_write(slug, reader=me)
    key = key_of(request.POST.get("person"))
    found = Person.objects.visible_to(me).filter(pk=key or 0).first()
    if found is None:
        raise Http404
    try:
        actions.ask_to_consent(by=me, person=found, practice=practice)
    except DomainError as error:
        messages.error(request, told(error).message)
    else:
        messages.success(request, _("{name} is asked by notice.").format(name=found.name))
    return redirect("calls:consent", slug=slug)
