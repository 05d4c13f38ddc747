"""Read requests to talk: those of both sides, the links of a mail, and what was kept of answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader, Visibility, readable_by
from decapolis.library.choices import CallState
from decapolis.library.errors import LinkSpent
from decapolis.library.models import CallNote, CallRequest, Contact, HandOver
from decapolis.library.models.contacts import LIVE, OPEN
from decapolis.organisations.queries import hat_names
from decapolis.people.models import FORMER, Person

SALT = "decapolis.library.call"
LINK_LIVES = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Hand:
    """One person through whose hands a request went; ``name`` is empty where it is not told."""

    name: str
    why: str
    at: datetime
    is_me: bool


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the two sides of an answer agree to keep, as one of them sees it."""

    mine: str  # of `Visibility`; empty: I do not agree
    mine_named: bool
    theirs: bool  # the other side agrees
    kept_for: str  # in words; empty: nothing is kept


@dataclass(frozen=True, slots=True)
class CallFacts:
    """A request as one of its people sees it."""

    call_id: int
    practice: str  # slug; empty: not open to the reader
    title: str
    state: CallState
    state_label: str
    wants_label: str
    question: str
    times: str
    asker: str
    asker_from: str  # Innovation officer, Dayton
    asked: str  # who is to answer; empty: not told yet
    address: str  # of who answers; empty: she has not accepted
    word: str  # hers to the asker: when she can talk, or why not
    answer: str
    made: datetime
    due: datetime | None
    hands: tuple[Hand, ...]
    is_mine: bool  # I asked
    is_at_me: bool
    sharing: Sharing | None

    @property
    def waits(self) -> bool:
        """Whether somebody is to answer."""
        return self.state in OPEN

    @property
    def is_live(self) -> bool:
        """Whether it is not at its end."""
        return self.state in LIVE


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A question and its answer, kept on the practice with the consent of both sides."""

    call_id: int
    question: str
    answer: str
    asker: str  # empty: not to be named
    answerer: str
    at: datetime
    is_public: bool


def call_to_read(call_id: int, *, reader: Reader | None) -> CallRequest:
    """Return a request of one's own, or that one was asked.

    Raises
    ------
    NotFound
        There is none of that number, or it is others'.
    """
    found = _calls(CallRequest.objects.visible_to(reader).filter(pk=call_id)).first()
    if found is None:
        raise NotFound(_("There is no such request, or it is not yours."))
    return found


def draft_for(slug: str, *, asker: Person) -> CallRequest | None:
    """Return what someone wrote about a practice and could not send yet."""
    mine = CallRequest.objects.visible_to(asker).filter(asker=asker, practice__slug=slug)
    found: CallRequest | None = mine.filter(state=CallState.DRAFT).first()
    return found


def asked_of(person: Person, *, most: int) -> tuple[CallFacts, ...]:
    """Return what someone was asked: what waits at her first, by day; six queries."""
    mine = CallRequest.objects.visible_to(person).exclude(asker=person)
    return _in_order(call_facts(_calls(mine)[: most * 2], reader=person))[:most]


def asked_by(person: Person, *, most: int) -> tuple[CallFacts, ...]:
    """Return what someone asked: what is not at its end first; six queries."""
    mine = CallRequest.objects.visible_to(person).filter(asker=person)
    return _in_order(call_facts(_calls(mine)[: most * 2], reader=person))[:most]


def _in_order(calls: Iterable[CallFacts]) -> tuple[CallFacts, ...]:
    return tuple(
        sorted(calls, key=lambda call: (not (call.is_at_me and call.waits), not call.is_live))
    )


def _calls(calls: QuerySet[CallRequest]) -> QuerySet[CallRequest]:
    hands = HandOver.objects.select_related("to").order_by("at", "pk")
    return calls.select_related("practice", "asker", "to", "note").prefetch_related(
        Prefetch("hands", queryset=hands)
    )


def call_facts(calls: Iterable[CallRequest], *, reader: Person) -> tuple[CallFacts, ...]:
    """Return requests that the reader may see, as they see them; a constant number of queries."""
    rows = list(calls)
    hats = hat_names({row.asker_id for row in rows}, reader=reader)
    known = _named_ones(rows)
    return tuple(_facts(row, reader, hats.get(row.asker_id, ""), known) for row in rows)


def _named_ones(rows: Sequence[CallRequest]) -> set[tuple[int, int]]:
    """Return who agreed to be named to members, by practice."""
    practices = {row.practice_id for row in rows}
    agreed = Contact.objects.standing().filter(practice__in=practices)
    return set(agreed.values_list("practice", "person"))


def _facts(
    call: CallRequest, reader: Person, asker_from: str, known: set[tuple[int, int]]
) -> CallFacts:
    is_mine, is_at_me = call.asker_id == reader.pk, call.to_id == reader.pk
    is_open = call.practice.visibility in readable_by(reader)
    told = is_mine or is_at_me  # who passed it on reads no answer
    accepted = call.state in {CallState.ACCEPTED, CallState.ANSWERED}
    is_named = accepted or is_at_me or (call.practice_id, call.to_id) in known
    there = call.to is not None and call.to.left is None
    shows_address = is_mine and call.state == CallState.ACCEPTED
    return CallFacts(
        call_id=call.pk,
        practice=call.practice.slug if is_open else "",
        title=title_for(call, reader),
        state=CallState(call.state),
        state_label=str(call.get_state_display()),
        wants_label=str(call.get_wants_display()),
        question=call.question,
        times=call.times,
        asker=name_of(call.asker),
        asker_from=asker_from,
        asked=name_of(call.to) if call.to and told and is_named else "",
        address=call.to.email if call.to and there and shows_address else "",
        word=call.word if told else "",
        answer=call.answer if told else "",
        made=call.made,
        due=call.due,
        hands=tuple(_hand(one, reader, known, accepted=accepted) for one in call.hands.all()),
        is_mine=is_mine,
        is_at_me=is_at_me,
        sharing=_sharing(call, is_mine=is_mine) if told else None,
    )


def _hand(hand: HandOver, reader: Person, known: set[tuple[int, int]], *, accepted: bool) -> Hand:
    took_it = accepted and hand.call.to_id == hand.to_id
    is_named = took_it or hand.to_id == reader.pk or (hand.practice_id, hand.to_id) in known
    name = name_of(hand.to) if is_named else ""
    return Hand(name, str(hand.get_why_display()), hand.at, hand.to_id == reader.pk)


def _sharing(call: CallRequest, *, is_mine: bool) -> Sharing | None:
    if call.state != CallState.ANSWERED or not call.answer:
        return None
    note: CallNote | None = getattr(call, "note", None)
    if note is None:
        return Sharing("", mine_named=False, theirs=False, kept_for="")
    mine, theirs = (
        (note.by_asker, note.by_answerer) if is_mine else (note.by_answerer, note.by_asker)
    )
    named = note.asker_named if is_mine else note.answerer_named
    level = _level(note)
    return Sharing(mine, named, bool(theirs), str(Visibility(level).label) if level else "")


def _level(note: CallNote) -> str:
    """Return who may read what was kept: the narrower of the two words; empty for nobody."""
    if not (note.by_asker and note.by_answerer):
        return ""
    both = {note.by_asker, note.by_answerer}
    return Visibility.PUBLIC if both == {Visibility.PUBLIC} else Visibility.NETWORK


def name_of(person: Person) -> str:
    """Return how someone is named to members; never by their address."""
    return person.name or (FORMER if person.left else _("A member"))


def title_for(call: CallRequest, reader: Person) -> str:
    """Return the title of the practice of a request, where the reader may still see that."""
    if call.practice.visibility in readable_by(reader):
        return str(call.practice.title)
    return _("a practice that is closed now")


def asker_from(call: CallRequest, *, reader: Person) -> str:
    """Return what whoever asked is, as the reader may know: ``Mayor, Dayton``."""
    return hat_names([call.asker_id], reader=reader).get(call.asker_id, "")


def path_of(call: CallRequest) -> str:
    """Return where a request stands."""
    return f"/desk/calls/{call.pk}"


def kept_answers(slug: str, *, reader: Reader | None, most: int = 20) -> tuple[KeptAnswer, ...]:
    """Return what was asked and answered about a practice, as far as it was kept for the reader."""
    notes = CallNote.objects.filter(practice__slug=slug)
    if not notes.exists():  # as of most; the whole question is long
        return ()
    rows = notes.visible_to(reader).select_related("call__asker", "call__to")[:most]
    return tuple(
        KeptAnswer(
            note.call_id,
            note.call.question,
            note.call.answer,
            name_of(note.call.asker) if note.asker_named else "",
            name_of(note.call.to) if note.answerer_named and note.call.to else "",
            note.call.ended or note.call.made,
            _level(note) == Visibility.PUBLIC,
        )
        for note in rows
    )


def link_token(hand: HandOver) -> str:
    """Return the secret of the links by which one person declines or passes on one request."""
    return signing.dumps([hand.pk, hand.call_id, hand.to_id], salt=SALT)


def hand_of(token: str) -> HandOver:
    """Return to whom, and of which request, a link is.

    Raises
    ------
    LinkSpent
        It was cut, is not ours, or is older than 30 days.
    """
    try:
        hand_id, call_id, person_id = signing.loads(token, salt=SALT, max_age=LINK_LIVES)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkSpent(
            _("This link is not whole, or is older than 30 days. Sign in and look at your desk.")
        ) from error
    named = HandOver.objects.filter(pk=hand_id, call=call_id, to=person_id)
    hand = named.select_related("call__practice", "call__asker", "call__to", "to").first()
    if hand is None or not hand.to.is_active:
        raise LinkSpent(_("This request is gone."))
    return hand


def is_at_hand(hand: HandOver) -> bool:
    """Tell whether a request still waits where it came by this hand."""
    return hand.call.state in OPEN and hand.call.to_id == hand.to_id


def held_on(person: Person) -> dict[str, object]:
    """Return consents and requests of someone, as JSON has them; beside `people.export_of`."""
    agreed = Contact.objects.filter(person=person)
    asked = CallRequest.objects.filter(asker=person)
    of_them = CallRequest.objects.filter(to=person)
    return {
        "agreed_to_be_called": list(
            agreed.values("practice__slug", "consented_at", "most_a_month", "note", "paused_until")
        ),
        "asked": list(asked.values("practice__slug", "made", "state", "question", "times")),
        "was_asked": list(of_them.values("practice__slug", "made", "state", "word", "answer")),
    }
