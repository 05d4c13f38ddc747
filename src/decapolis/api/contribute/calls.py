"""Whom to call: ask, answer, agree to be asked."""

from django.http import HttpRequest
from ninja import Path, Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.contribute.schemas import (
    AnswerIn,
    CallIn,
    CallOut,
    CallsOut,
    ContactIn,
    ContactOut,
    DoneOut,
    KeptOut,
    PassOnIn,
    ShareIn,
    WordIn,
)
from decapolis.api.scopes import ScopedRouter, own
from decapolis.api.shapes import RowId
from decapolis.kernel.errors import NotFound
from decapolis.library import actions
from decapolis.library.actions import Consent, Question, Share
from decapolis.library.errors import NobodyFree
from decapolis.library.models import CallRequest, Practice
from decapolis.library.queries.calls import (
    asked_by,
    asked_of,
    call_facts,
    call_to_read,
    kept_answers,
)
from decapolis.library.queries.versions import practice_to_write
from decapolis.people.models import Person

router = ScopedRouter(Scope.PEOPLE, tags=["Calls"])
READS = own(Scope.PEOPLE)
MOST = 100


@router.get("/practices/{slug}/answers", response=list[KeptOut])
def list_answers(request: HttpRequest, slug: str) -> list[KeptOut]:
    """What was asked and answered about a practice, and kept with the consent of both sides."""
    practice = practice_to_write(slug, reader=request.user)
    rows = kept_answers(practice.slug, reader=request.user)
    return [KeptOut.model_validate(row) for row in rows]


@router.get("/calls", response=CallsOut, openapi_extra=READS)
def list_calls(request: HttpRequest) -> CallsOut:
    """The requests that you were asked and those that you made."""
    me = caller(request)
    return CallsOut(
        asked_of_me=[CallOut.model_validate(one) for one in asked_of(me, most=MOST)],
        asked_by_me=[CallOut.model_validate(one) for one in asked_by(me, most=MOST)],
    )


@router.get("/calls/{int:call_id}", response=CallOut, openapi_extra=READS)
def get_call(request: HttpRequest, call_id: Path[RowId]) -> CallOut:
    """A request that you made, or were asked."""
    return _out(request, call_id)


@router.post("/practices/{slug}/calls", response={201: CallOut})
def ask_to_talk(request: HttpRequest, slug: str, body: CallIn) -> Status[CallOut]:
    """Ask about a practice; it goes to whoever agreed and was asked least."""
    practice = practice_to_write(slug, reader=request.user)
    made = _asked(caller(request), practice, body)
    return Status(201, _out(request, made.pk))


@router.post("/calls/{int:call_id}/accept", response=CallOut)
def accept_call(request: HttpRequest, call_id: Path[RowId], body: WordIn) -> CallOut:
    """Say yes: who asked reads your name and address from now on."""
    actions.accept_call(by=caller(request), call=_call(request, call_id), word=body.word)
    return _out(request, call_id)


@router.post("/calls/{int:call_id}/answer", response=CallOut)
def answer_call(request: HttpRequest, call_id: Path[RowId], body: AnswerIn) -> CallOut:
    """Answer in writing; an answer stays as it was given."""
    actions.answer_call(by=caller(request), call=_call(request, call_id), text=body.text)
    return _out(request, call_id)


@router.post("/calls/{int:call_id}/pass-on", response=CallOut)
def pass_on_call(request: HttpRequest, call_id: Path[RowId], body: PassOnIn) -> CallOut:
    """Pass a request on, to someone or to the next who agreed."""
    to = None if body.to is None else _colleague(request, body.to)
    actions.pass_on_call(by=caller(request), call=_call(request, call_id), to=to)
    return _out(request, call_id)


@router.post("/calls/{int:call_id}/decline", response=CallOut)
def decline_call(request: HttpRequest, call_id: Path[RowId], body: WordIn) -> CallOut:
    """Say no, with a friendly word or without."""
    actions.decline_call(by=caller(request), call=_call(request, call_id), word=body.word)
    return _out(request, call_id)


@router.post("/calls/{int:call_id}/withdraw", response=DoneOut)
def withdraw_call(request: HttpRequest, call_id: Path[RowId]) -> DoneOut:
    """Take back what you asked."""
    actions.withdraw_call(by=caller(request), call=_call(request, call_id))
    return DoneOut()


@router.post("/calls/{int:call_id}/share", response=CallOut)
def share_answer(request: HttpRequest, call_id: Path[RowId], body: ShareIn) -> CallOut:
    """Agree, for your side, that question and answer are kept on the practice; or take it back."""
    share = Share(body.level, body.named)
    actions.share_answer(by=caller(request), call=_call(request, call_id), share=share)
    return _out(request, call_id)


@router.put("/practices/{slug}/contact", response=ContactOut)
def agree_to_be_called(request: HttpRequest, slug: str, body: ContactIn) -> ContactOut:
    """Agree to be called about a practice, or change on what terms."""
    practice = practice_to_write(slug, reader=request.user)
    terms = Consent(body.most_a_month, body.note, body.paused_until)
    made = actions.agree_to_be_called(by=caller(request), practice=practice, terms=terms)
    return ContactOut.model_validate(made)


@router.delete("/practices/{slug}/contact", response=DoneOut)
def take_back_contact(request: HttpRequest, slug: str) -> DoneOut:
    """Take your consent back; what waits at you goes to the next who agreed."""
    practice = practice_to_write(slug, reader=request.user)
    actions.take_back_contact(by=caller(request), practice=practice)
    return DoneOut()


def _asked(me: Person, practice: Practice, body: CallIn) -> CallRequest:
    """Ask, or keep the question where it cannot be sent now and its writer wants that.

    Raises
    ------
    NobodyFree
        They do not.
    """
    question = Question(body.question, body.wants, body.times)
    try:
        return actions.ask_to_talk(by=me, practice=practice, question=question)
    except NobodyFree:
        if not body.keep:
            raise
        return actions.keep_question(by=me, practice=practice, question=question)


def _colleague(request: HttpRequest, key: int) -> Person:
    """Return someone to whom a request can go on.

    Raises
    ------
    NotFound
        There is nobody of that number.
    """
    found = Person.objects.visible_to(request.user).filter(pk=key).first()
    if found is None:
        raise NotFound("There is nobody here of this number.", field="to")
    return found


def _call(request: HttpRequest, call_id: int) -> CallRequest:
    return call_to_read(call_id, reader=request.user)


def _out(request: HttpRequest, call_id: int) -> CallOut:
    facts = call_facts([_call(request, call_id)], reader=caller(request))
    return CallOut.model_validate(facts[0])
