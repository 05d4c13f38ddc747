"""Let a request come to someone: to whom it is put first, and to whom it goes on.

Called by the acts of this app, which have asked the rules.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.kernel import jobs
from decapolis.library.choices import CallState, Handed
from decapolis.library.models import CallRequest, HandOver
from decapolis.library.queries.callable import next_seat, seats_of
from decapolis.library.queries.calls import asker_from, name_of, path_of, title_for
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind, Rate
from decapolis.notices.queries import rates_of
from decapolis.people.models import Person

ANSWER_WITHIN = timedelta(days=14)
SEND_CALL = "library.tasks.send_call"


@transaction.atomic
def hand_to(*, by: Person | None, call: CallRequest, person: Person, why: Handed) -> HandOver:
    """Put a request to someone, who is told by notice and mail; it waits two weeks there."""
    now = timezone.now()
    call.to, call.handed, call.due, call.reminded = person, now, now + ANSWER_WITHIN, None
    call.state = CallState.WAITING if why == Handed.ASKED else CallState.PASSED
    call.word = ""
    call.save()
    made: HandOver = HandOver.objects.create(
        call=call, practice=call.practice, to=person, by=by, why=why, at=now
    )
    tell_asked(by=by, hand=made)
    return made


@transaction.atomic
def hand_to_next(*, by: Person | None, call: CallRequest, why: Handed) -> HandOver | None:
    """Put a request to the next who agreed and has room, never twice to one; None: nobody is."""
    had = {call.asker_id, *call.hands.values_list("to", flat=True)}
    seat = next_seat(seats_of(call.practice, but=had), today=timezone.localdate())
    if seat is None:
        return None
    return hand_to(by=by, call=call, person=Person.objects.get(pk=seat.person_id), why=why)


@transaction.atomic
def tell_asked(*, by: Person | None, hand: HandOver, again: bool = False) -> None:
    """Tell someone that a request waits for her, or still does.

    Where she wants such mail at once, it is a letter with links that answer, in place of the
    letter of the notice; otherwise the notice goes out in her rhythm.
    """
    call, person = hand.call, hand.to
    asker = name_of(call.asker)
    where = asker_from(call, reader=person)
    who = f"{asker} ({where})" if where else asker
    words = _("{who} still waits: {title}") if again else _("{who} asks to talk: {title}")
    text = _("Read the question; answer it, pass it on or decline it.")
    told = Told(words.format(who=who, title=title_for(call, person)), text, path_of(call))
    at_once = rates_of([person.pk], Kind.ASKED)[person.pk] == Rate.ONCE
    kind = Kind.ASKED
    notify(by=by, people=[person], kind=kind, told=told, subject=call, by_mail=not at_once)
    if at_once:
        jobs.later(SEND_CALL, hand_id=hand.pk, again=again)


@transaction.atomic
def tell_asker(*, by: Person | None, call: CallRequest, words: str, text: str = "") -> None:
    """Tell who asked what became of it; ``words`` take the practice's title and who acts."""
    title = words.format(title=title_for(call, call.asker), name=name_of(by) if by else "")
    told = Told(title, text, path_of(call))
    notify(by=by, people=[call.asker], kind=Kind.ANSWERED, told=told, subject=call)


@transaction.atomic
def tell_spared(*, by: Person | None, call: CallRequest, person: Person, text: str) -> None:
    """Tell someone at whom a request was that she need not answer it any more."""
    words = _("You need not answer any more: {title}")
    told = Told(words.format(title=title_for(call, person)), text, path_of(call))
    notify(by=by, people=[person], kind=Kind.ASKED, told=told, subject=call)
