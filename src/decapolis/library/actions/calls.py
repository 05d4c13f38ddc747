"""Ask to talk about a practice, and what becomes of it: accept, answer, pass on, decline."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, record
from decapolis.kernel import numbers
from decapolis.kernel.permissions import require
from decapolis.library.actions.handing import (
    hand_to,
    hand_to_next,
    tell_asked,
    tell_asker,
    tell_spared,
)
from decapolis.library.choices import CallState, Handed, Wanted
from decapolis.library.errors import (
    AskedAlready,
    AskedTooOften,
    CallEnded,
    CallTextMissing,
    NobodyFree,
    TooLong,
)
from decapolis.library.models import CallRequest, Contact, HandOver, Practice
from decapolis.library.models.contacts import LIVE, OPEN
from decapolis.library.queries.callable import (
    candidates_for,
    free_from,
    next_seat,
    not_again,
    seats_of,
)
from decapolis.library.queries.calls import is_at_hand
from decapolis.library.rules import may_answer, may_ask, may_withdraw_call
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.people.models import Person

MOST_OPEN = 5
MOST_A_DAY = 10
LONGEST_QUESTION = 2000
LONGEST_ANSWER = 10_000
LONGEST_WORD = 1000
LONGEST_TIMES = 300
REMIND_AFTER = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Question:
    """What someone asks, what they would like, and when they could talk, in their words."""

    text: str
    wants: Wanted = Wanted.CALL
    times: str = ""


@transaction.atomic
def ask_to_talk(*, by: Person, practice: Practice, question: Question) -> CallRequest:
    """Ask about a practice; it goes to whoever agreed and was asked least for her limit.

    Raises
    ------
    Forbidden
        They are no member, or may not see the practice.
    CallTextMissing
        There is no question.
    TooLong
        It is longer than anyone reads.
    AskedTooOften
        They wait for five answers already, or asked ten times today.
    AskedAlready
        They wait for an answer about this practice.
    NobodyFree
        Nobody can be asked now; ``since`` says from when. `keep_question` keeps the text.
    """
    require(may_ask(by, practice))
    asked = _checked(question)
    Person.objects.select_for_update().get(pk=by.pk)  # two at once: one after the other
    _check_patience(by, practice)
    list(Contact.objects.select_for_update().filter(practice=practice))
    seats = seats_of(practice, but=not_again(by, practice))
    today = timezone.localdate()
    seat = next_seat(seats, today=today)
    if seat is None:
        since = free_from(seats, today=today)
        raise NobodyFree(_nobody(since), since=since)
    CallRequest.objects.filter(asker=by, practice=practice, state=CallState.DRAFT).delete()
    call = CallRequest(practice=practice, asker=by, **asked)
    hand_to(by=by, call=call, person=Person.objects.get(pk=seat.person_id), why=Handed.ASKED)
    _record(by, call, act="library.call_asked")
    return call


@transaction.atomic
def keep_question(*, by: Person, practice: Practice, question: Question) -> CallRequest:
    """Keep a question that cannot be sent now; its writer is told when it can.

    Raises
    ------
    Forbidden
        They are no member, or may not see the practice.
    CallTextMissing
        There is no question.
    TooLong
        It is longer than anyone reads.
    """
    require(may_ask(by, practice))
    asked = _checked(question)
    since = free_from(seats_of(practice, but=not_again(by, practice)), today=timezone.localdate())
    due = timezone.make_aware(datetime.combine(since, time())) if since else None
    kept: CallRequest = CallRequest.objects.update_or_create(
        practice=practice,
        asker=by,
        state=CallState.DRAFT,
        defaults={**asked, "due": due},
    )[0]
    return kept


@transaction.atomic
def accept_call(*, by: Person, call: CallRequest, word: str = "") -> CallRequest:
    """Say yes: the asker reads her name and address from now on, and when she can talk.

    Raises
    ------
    Forbidden
        The request is not at her.
    CallEnded
        It does not wait.
    TooLong
        The word is.
    """
    held = _held(by, call, OPEN)
    held.word = _clean(word, LONGEST_WORD, "word")
    _settle(by, held, CallState.ACCEPTED)
    tell_asker(by=by, call=held, words=_("{name} can talk to you: {title}"), text=held.word)
    return held


@transaction.atomic
def answer_call(*, by: Person, call: CallRequest, text: str) -> CallRequest:
    """Answer in writing, at once or after the talk. An answer stays as it was given.

    Raises
    ------
    Forbidden
        The request is not at her.
    CallEnded
        It is answered, withdrawn or went on.
    CallTextMissing
        There is no answer.
    TooLong
        It is longer than anyone reads.
    """
    held = _held(by, call, LIVE)
    answer = _clean(text, LONGEST_ANSWER, "answer")
    if not answer:
        raise CallTextMissing(_("Write an answer; a line is enough."), field="answer")
    held.answer = answer
    _settle(by, held, CallState.ANSWERED)
    text = _("Read the answer on your desk.")
    tell_asker(by=by, call=held, words=_("{name} answered: {title}"), text=text)
    return held


@transaction.atomic
def pass_on_call(*, by: Person, call: CallRequest, to: Person | None = None) -> HandOver:
    """Pass a request on: to someone who agreed or a colleague, or to the next who agreed.

    Whoever gets it accepts, answers, passes on or declines in turn. Nobody gets it twice.

    Raises
    ------
    Forbidden
        The request is not at her.
    CallEnded
        It is answered, withdrawn or went on.
    NobodyFree
        She cannot be asked now, or nobody can.
    """
    held = _held(by, call, LIVE)
    before = held.state
    list(Contact.objects.select_for_update().filter(practice=held.practice))
    if to is None:
        made = hand_to_next(by=by, call=held, why=Handed.PASSED)
        if made is None:
            raise NobodyFree(_("Nobody else who agreed can be asked now."), since=None)
    else:
        if to.pk not in {one.person_id for one in candidates_for(held, reader=by)}:
            raise NobodyFree(
                _("This person cannot be asked now. Choose another from the list."), since=None
            )
        made = hand_to(by=by, call=held, person=to, why=Handed.PASSED)
    text = _("Whoever had it passed it on to somebody who may know better.")
    _went_on(by, held, "library.call_passed_on", before=before, text=text)
    return made


@transaction.atomic
def decline_call(*, by: Person, call: CallRequest, word: str = "") -> CallRequest:
    """Say no, with a friendly word or without; her address is not shown any more.

    Raises
    ------
    Forbidden
        The request is not at her.
    CallEnded
        It is answered, withdrawn or went on.
    TooLong
        The word is.
    """
    held = _held(by, call, LIVE)
    _decline(by, held, _clean(word, LONGEST_WORD, "word"))
    return held


@transaction.atomic
def withdraw_call(*, by: Person, call: CallRequest) -> CallRequest:
    """Take back what one asked, or throw away what one could not send.

    Raises
    ------
    Forbidden
        Somebody else asked.
    CallEnded
        It is at its end.
    """
    held = _locked(call)
    require(may_withdraw_call(by, held))
    if held.state == CallState.DRAFT:
        held.delete()
        return held
    if held.state not in LIVE:
        raise CallEnded(_("This request is at its end already. Load the page again."))
    held.word = ""
    _settle(by, held, CallState.WITHDRAWN)
    if held.to:
        text = _("Whoever asked took the request back.")
        tell_spared(by=by, call=held, person=held.to, text=text)
    return held


@transaction.atomic
def end_calls_of(*, by: Person | None, person: Person, practice: Practice | None) -> int:
    """Take all that is at someone from her: it goes to the next who agreed, or is declined.

    Called where she takes her consent back (for that practice) or is erased. Return how many.
    """
    calls = CallRequest.objects.select_for_update().filter(to=person, state__in=LIVE)
    calls = calls.filter(practice=practice) if practice else calls
    keys = list(calls.values_list("pk", flat=True))
    for key in keys:
        held = _again(key)
        before = held.state
        if hand_to_next(by=by, call=held, why=Handed.ENDED) is None:
            _decline(by, held, "")
        else:
            _went_on(by, held, "library.call_passed_on", before=before)
    return len(keys)


@transaction.atomic
def remind_of_calls(*, by: Person | None, now: datetime) -> int:
    """Remind, once each, those at whom a request waits since five days; return how many."""
    waiting = CallRequest.objects.open().filter(
        handed__lte=now - REMIND_AFTER, due__gt=now, reminded=None
    )
    hands = HandOver.objects.filter(call__in=waiting).select_related(
        "call__practice", "call__asker", "to"
    )
    told = [hand for hand in hands if is_at_hand(hand)]
    for hand in told:
        CallRequest.objects.filter(pk=hand.call_id).update(reminded=now)
        tell_asked(by=by, hand=hand, again=True)
    return len(told)


@transaction.atomic
def move_on_call(*, by: Person | None, call: CallRequest, now: datetime) -> CallRequest:
    """Let a request that nobody answered in two weeks go to the next who agreed, or expire.

    Both sides are told. Where it is not due any more, nothing happens.
    """
    held = _locked(call)
    if held.state not in OPEN or held.due is None or held.due > now:
        return held
    before, had = held.state, held.to
    if hand_to_next(by=by, call=held, why=Handed.EXPIRED):
        text = _("It was not answered in two weeks, and is now with somebody else.")
        _went_on(by, held, "library.call_went_on", before=before, text=text)
    else:
        _settle(by, held, CallState.EXPIRED, now=now)
        text = _("It was not answered in two weeks, and nobody else can be asked. We are sorry.")
        tell_asker(by=by, call=held, words=_("Nobody answered: {title}"), text=text)
    if had:
        tell_spared(by=by, call=held, person=had, text=_("Two weeks are over."))
    return held


@transaction.atomic
def tell_of_room(*, by: Person | None, now: datetime) -> int:
    """Tell those who keep a question that somebody can be asked again; return how many."""
    ready = CallRequest.objects.filter(state=CallState.DRAFT, due__lte=now)
    told = 0
    for call in ready.select_related("practice", "asker"):
        seats = seats_of(call.practice, but=not_again(call.asker, call.practice))
        if next_seat(seats, today=timezone.localdate()) is None:
            continue
        CallRequest.objects.filter(pk=call.pk).update(due=None)
        if may_ask(call.asker, call.practice):
            title = _("You can ask now: {title}").format(title=call.practice.title)
            path = f"/practices/{call.practice.slug}/call"
            said = Told(title, _("We kept what you wrote. Look at it and send it."), path)
            told += notify(by=by, people=[call.asker], kind=Kind.ANSWERED, told=said, subject=call)
    return told


def _decline(by: Person | None, held: CallRequest, word: str) -> None:
    held.word = word
    _settle(by, held, CallState.DECLINED)
    text = word or _("It cannot be answered just now. You can ask somebody else.")
    tell_asker(by=by, call=held, words=_("Declined: {title}"), text=text)


def _settle(
    by: Person | None, held: CallRequest, state: CallState, *, now: datetime | None = None
) -> None:
    """Let a request be where it waits no longer for an answer, and write that down."""
    before = held.state
    held.state, held.due = state, None
    if state not in LIVE:
        held.ended = now or timezone.now()
    held.save()
    _record(by, held, act=f"library.call_{state}", before=before)


def _went_on(
    by: Person | None, held: CallRequest, act: str, *, before: str, text: str = ""
) -> None:
    """Write down that a request went on, and tell who asked."""
    _record(by, held, act=act, before=before)
    tell_asker(by=by, call=held, words=_("Your request went on: {title}"), text=text)


def _held(by: Person, call: CallRequest, states: tuple[CallState, ...]) -> CallRequest:
    """Return a request as it stands, held until the act is done.

    Raises
    ------
    CallEnded
        It is in none of these states.
    """
    held = _locked(call)
    require(may_answer(by, held))
    if held.state not in states:
        raise CallEnded(_("This was answered or ended already. Load the page again."))
    return held


def _locked(call: CallRequest) -> CallRequest:
    CallRequest.objects.select_for_update().filter(pk=call.pk).first()
    return _again(call.pk)


def _again(key: int) -> CallRequest:
    found: CallRequest | None = (
        CallRequest.objects.select_related("practice", "asker", "to").filter(pk=key).first()
    )
    if found is None:
        raise CallEnded(_("This request is gone."))
    return found


def _checked(question: Question) -> dict[str, str]:
    """Return a question as a request holds it.

    Raises
    ------
    CallTextMissing
        It is none.
    """
    text = _clean(question.text, LONGEST_QUESTION, "question")
    if not text:
        raise CallTextMissing(_("Write what you would like to know."), field="question")
    times = _clean(question.times, LONGEST_TIMES, "times")
    return {"question": text, "wants": question.wants, "times": times}


def _clean(text: str, most: int, field: str) -> str:
    """Return a text without what frames it.

    Raises
    ------
    TooLong
        As said.
    """
    plain = text.replace("\0", "").strip()
    if len(plain) > most:
        raise TooLong(
            _("Write at most {n} characters.").format(n=numbers.number(most)), field=field
        )
    return plain


def _check_patience(by: Person, practice: Practice) -> None:
    """Refuse who waits for many answers, or asks all day.

    Raises
    ------
    AskedAlready
        About this practice they wait already.
    AskedTooOften
        As said.
    """
    mine = CallRequest.objects.filter(asker=by)
    waiting = list(mine.open().values_list("practice", flat=True))
    if practice.pk in waiting:
        raise AskedAlready(
            _("Your last request about this practice still waits. It stands on your desk.")
        )
    if len(waiting) >= MOST_OPEN:
        raise AskedTooOften(
            _("{n} requests of yours wait for an answer. Withdraw one, or wait.").format(
                n=MOST_OPEN
            )
        )
    today = mine.exclude(state=CallState.DRAFT).filter(made__gt=timezone.now() - timedelta(days=1))
    if today.count() >= MOST_A_DAY:
        raise AskedTooOften(
            _("You asked {n} times within a day. Go on tomorrow.").format(n=MOST_A_DAY)
        )


def _nobody(since: date | None) -> str:
    if since is None:
        return _("Nobody else who agreed to be called can be asked about this practice.")
    return _(
        "All who agreed were asked as often as they wish this month. You can ask from {day} on."
    ).format(day=numbers.day(since))


def _record(by: Person | None, call: CallRequest, *, act: str, before: str = "") -> None:
    """Write down what happened to a request, for its two sides; never what was asked or said."""
    was = {"state": before} if before else {}
    hands = call.hands.select_related("to")
    record(
        by=by,
        act=act,
        subject=call,
        change=Change.between(was, {"state": str(call.state)}),
        concerns=[call.asker, *(hand.to for hand in hands)],
    )
