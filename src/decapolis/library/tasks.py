"""What can wait: the meanings of what was written, and drafts that nobody wants back."""

from datetime import timedelta

from django.utils import timezone

from decapolis.kernel.jobs import every, task
from decapolis.library import actions
from decapolis.library.models import CallRequest, HandOver
from decapolis.library.queries.letters import call_letter
from decapolis.notices.actions import send
from decapolis.search.actions import refresh_vectors

KEPT = timedelta(days=30)


@task
def refresh_meanings() -> int:
    """Let what was written be found by meaning also; return how many entries."""
    return refresh_vectors(by=None)


@task
def take_in_file(document_id: int) -> str:
    """Look at the file of a document and let its words be found; return what became of it."""
    return actions.take_in_file(by=None, document_id=document_id)


@every(days=1)
@task
def forget_discarded() -> int:
    """Forget drafts that were thrown away a month ago."""
    return actions.forget_discarded(by=None, before=timezone.now() - KEPT)


@task
def send_call(hand_id: int, *, again: bool = False) -> str:
    """Send a request, with the links that answer it, to whom it came; return what became of it."""
    letter = call_letter(hand_id, again=again)
    if letter is None:
        return "not wanted any more"
    return send(by=None, person_id=HandOver.objects.get(pk=hand_id).to_id, letter=letter)


@every(hours=6)
@task
def keep_calls_moving() -> int:
    """Remind after five days, pass on after fourteen, tell of room; return how many moved on."""
    now = timezone.now()
    actions.remind_of_calls(by=None, now=now)
    actions.tell_of_room(by=None, now=now)
    due = list(CallRequest.objects.open().filter(due__lte=now))
    for call in due:
        actions.move_on_call(by=None, call=call, now=now)
    return len(due)
