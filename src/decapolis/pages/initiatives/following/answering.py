"""The link of a letter: one person answers one question, without signing in."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from decapolis.initiatives.actions.reports import ReportGiven, write_report
from decapolis.initiatives.actions.reviews import ReviewAnswer, answer_review
from decapolis.initiatives.models import Ask
from decapolis.initiatives.queries.asking import ask_of, ask_shown, waits
from decapolis.initiatives.queries.letters import words_of
from decapolis.kernel.errors import DomainError
from decapolis.kernel.origin import Door, acting_from
from decapolis.pages.doors import or_not_found, require_safe_or_post
from decapolis.pages.forms import add_fault
from decapolis.pages.http import client_address
from decapolis.pages.initiatives.following.contexts import answer_page
from decapolis.pages.initiatives.following.forms import OnTrackForm, ReportForm, ReviewForm
from decapolis.pages.render import page


@never_cache
@require_safe_or_post
@or_not_found
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question of a letter, and take its answer once. Looking does nothing.

    The link is all it needs: for one person, one question, thirty days, while they have a seat. It
    shows the title of the initiative and nothing else of it.
    """
    ask = ask_of(token)
    sent = request.method == "POST"
    kind: type[OnTrackForm] = ReviewForm if ask.review else ReportForm
    form = kind(request.POST if sent else None)
    if sent and not waits(ask):
        return redirect("following:answer", token=token)
    if sent and form.is_valid():
        try:
            with acting_from(Door.MAIL, client_address(request)):
                _take(ask, form)
        except DomainError as error:
            add_fault(form, error)
        else:
            return redirect("following:answer", token=token)
    shown = ask_shown(ask)
    context = answer_page(
        shown, request.path, words=words_of(ask), form=form if shown.is_open else None
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent else HTTPStatus.OK
    return page(request, context, status=status)


def _take(ask: Ask, form: OnTrackForm) -> None:
    if ask.review is not None:
        answer = ReviewAnswer(**form.told)  # type: ignore[arg-type]
        answer_review(by=ask.person, review=ask.review, answer=answer, ask=ask)
    else:
        given = ReportGiven(**form.told)  # type: ignore[arg-type]
        write_report(by=ask.person, initiative=ask.initiative, given=given, ask=ask)
