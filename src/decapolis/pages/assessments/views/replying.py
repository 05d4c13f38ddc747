"""A city replies to its published scores."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from decapolis.benchmarks import actions
from decapolis.benchmarks.actions import Evidence, Said
from decapolis.benchmarks.models import Entrant
from decapolis.benchmarks.queries.editions import edition_to_read, entrant_to_read
from decapolis.benchmarks.queries.marks import marked_leaves, replies_of
from decapolis.benchmarks.rules import may_reply
from decapolis.kernel.errors import DomainError
from decapolis.pages.assessments.contexts import answering
from decapolis.pages.assessments.forms import ReplyForm
from decapolis.pages.doors import for_members, require_safe_or_post, told
from decapolis.pages.forms import add_fault, status_of
from decapolis.pages.http import signed_in
from decapolis.pages.render import page
from decapolis.people.models import Person


@require_safe_or_post
@for_members
def reply(request: HttpRequest, framework: str, edition: str, code: str) -> HttpResponse:
    """Show the form in which a city replies to a score, and take what it says."""
    me = signed_in(request)
    found = edition_to_read(framework, edition, reader=me)
    entrant = entrant_to_read(found, code)
    verdict = may_reply(me, entrant)
    form = ReplyForm(
        request.POST if request.method == "POST" else None,
        criteria=answering.scores_of(entrant),
        documents=answering.documents_of(entrant, reader=me),
        initial={"criterion": request.GET.get("criterion", "")},
    )
    if request.method == "POST" and form.is_valid() and _said(me, entrant, form):
        messages.success(request, _("Your reply stands beside the score. Network staff answer it."))
        return redirect(answering.card_url(entrant))
    replies = replies_of(found, reader=me, entrant=entrant)
    reason = "" if verdict else verdict.reason
    shown = answering.reply_page(entrant, form=form, reason=reason, replies=replies)
    return page(request, shown, status=status_of(form))


def _said(me: Person, entrant: Entrant, form: Form) -> bool:
    held = form.cleaned_data
    chosen = {one.code: one for one in marked_leaves(entrant.edition)}[held["criterion"]]
    proof = Evidence(held["document"], held["url"], held["page"])
    said = Said(text=held["text"], wants=held["wants"], proof=proof)
    try:
        actions.reply(by=me, entrant=entrant, criterion=chosen, said=said)
    except DomainError as error:
        add_fault(form, told(error))
        return False
    return True
