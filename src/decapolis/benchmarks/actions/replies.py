"""A city's right of reply: what it says of a mark, with proof, and what came of it."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change
from decapolis.audit.actions import record as audit
from decapolis.benchmarks.actions.marks import Scored, put_marks
from decapolis.benchmarks.actions.publishing import keep_run
from decapolis.benchmarks.actions.telling import tell
from decapolis.benchmarks.choices import Hand, ReplyState
from decapolis.benchmarks.errors import (
    AlreadyAnswered,
    MarkOutOfRange,
    ProofRefused,
    ReplyOpen,
)
from decapolis.benchmarks.models import Criterion, Entrant, Reply
from decapolis.benchmarks.queries.concerned import speakers, staff
from decapolis.benchmarks.queries.documents import document_of
from decapolis.benchmarks.rules import may_answer, may_reply
from decapolis.benchmarks.validators.marks import (
    LEAST_LETTERS,
    Evidence,
    clean_evidence,
    clean_text,
)
from decapolis.benchmarks.validators.records import within
from decapolis.kernel.permissions import require
from decapolis.notices.actions import Told
from decapolis.notices.choices import Kind as Notices
from decapolis.people.models import Person


@dataclass(frozen=True, slots=True)
class Said:
    """What a city says of a mark.

    Attributes
    ----------
    wants
        The value that it holds to be right; None where it only comments.
    proof
        Needed where it wants another value.
    """

    text: str
    wants: float | None = None
    proof: Evidence = field(default_factory=Evidence)


@dataclass(frozen=True, slots=True)
class Answer:
    """What network staff say to a reply.

    Attributes
    ----------
    value
        The new mark, where it is upheld; what the city wants unless given.
    """

    is_upheld: bool
    text: str
    value: float | None = None


@transaction.atomic
def reply(*, by: Person, entrant: Entrant, criterion: Criterion, said: Said) -> Reply:
    """Reply to a published mark of one's own city; network staff are told.

    Raises
    ------
    Forbidden
        They do not speak for the city, or the edition is not published.
    TextMissing
        It says nothing.
    ProofRefused
        It wants another value without proof, or the proof cannot be looked up.
    MarkOutOfRange
        What it wants is not on the scale.
    ReplyOpen
        A reply to this mark waits already.
    """
    held = Entrant.objects.select_related("edition__framework", "city__country").get(pk=entrant.pk)
    require(may_reply(by, held))
    text = clean_text(said.text, field="text", least=LEAST_LETTERS)
    _check_value(held, criterion, said.wants)
    if said.wants is not None and not said.proof:
        raise ProofRefused(_("Name a document or an address that shows it."), field="url")
    proof = clean_evidence(said.proof) if said.proof else Evidence()
    made = _made(
        Reply(
            edition=held.edition,
            entrant=held,
            criterion=criterion,
            text=text,
            wants=said.wants,
            document=document_of(proof.document, reader=by),
            url=proof.url,
            page=proof.page,
            by=by,
        )
    )
    audit(
        by=by,
        act="benchmarks.replied",
        subject=made,
        change=Change({}, {"wants": said.wants} if said.wants is not None else {}),
        note=text,
        concerns=[held.city],
    )
    title = _("{city} replies to {criterion}").format(city=held.name, criterion=criterion.name)
    told = Told(title, text, f"/staff/rankings/replies/{made.pk}")
    tell(by=by, edition=held.edition, people=staff(held.edition), told=told, kind=Notices.DESK)
    return made


@transaction.atomic
def answer_reply(*, by: Person, reply: Reply, answer: Answer) -> Reply:
    """Uphold a reply, which changes the mark and makes the index anew, or not, and say why.

    Raises
    ------
    Forbidden
        They are not of network staff, or are of the city.
    AlreadyAnswered
        Somebody was faster.
    TextMissing
        There is no reason.
    MarkOutOfRange
        It is upheld without a value, or the value is not on the scale.
    NotBuilt
        The index cannot be made with it. Nothing was changed.
    """
    rows = Reply.objects.select_related("edition__framework", "entrant__city__country", "criterion")
    held = rows.select_for_update(of=("self",)).get(pk=reply.pk)
    if held.state != ReplyState.OPEN:
        raise AlreadyAnswered(_("This reply is answered already."))
    require(may_answer(by, held))
    text = clean_text(answer.text, field="text", least=LEAST_LETTERS)
    value = held.wants if answer.value is None else answer.value
    after: dict[str, object] = {"state": str(ReplyState.DISMISSED)}
    held.state = ReplyState.DISMISSED
    if answer.is_upheld:
        _uphold(by, held, value, text)
        held.state = ReplyState.UPHELD
        after = {"state": str(held.state), held.criterion.code: value}
    held.answer, held.answered_by, held.answered_at = text, by, timezone.now()
    held.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    act = "benchmarks.reply_answered"
    change = Change({"state": str(ReplyState.OPEN)}, after)
    audit(by=by, act=act, subject=held, change=change, note=text, concerns=[held.entrant.city])
    title = _("Your reply to {criterion} was answered").format(criterion=held.criterion.name)
    told = Told(title, text, f"{held.edition.path}/{held.entrant.code}")
    people = speakers(held.edition, held.entrant)
    tell(by=by, edition=held.edition, people=people, told=told, kind=Notices.ANSWERED)
    return held


def _uphold(by: Person, reply: Reply, value: float | None, why: str) -> None:
    if value is None:
        raise MarkOutOfRange(_("Say which mark it is now."), field="value")
    entrant = Entrant.objects.select_related("edition__framework").get(pk=reply.entrant_id)
    key = reply.document.slug if reply.document else ""
    proof = Evidence(key, reply.url, reply.page)
    scored = Scored(reply.criterion, value, why, (proof,) if proof else ())
    put_marks(by=by, entrant=entrant, hand=Hand.SETTLED, scored=[scored])
    keep_run(by=by, edition=entrant.edition)


def _check_value(entrant: Entrant, criterion: Criterion, value: float | None) -> None:
    if criterion.framework_id != entrant.edition.framework_id or criterion.children.exists():
        raise MarkOutOfRange(
            _("{criterion} is not marked in this edition.").format(criterion=criterion.name),
            field=criterion.code,
        )
    if value is not None and not within(value, criterion.low, criterion.high):
        raise MarkOutOfRange(
            _("{value:g} is not on the scale of {criterion}.").format(
                value=value, criterion=criterion.name
            ),
            field="wants",
        )


def _made(reply: Reply) -> Reply:
    try:
        with transaction.atomic():
            reply.save()
    except IntegrityError as error:
        raise ReplyOpen(
            _("A reply to this mark waits for an answer. Wait for it, then reply again.")
        ) from error
    return reply
