"""What the pages of requests show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.kernel import numbers
from decapolis.library.choices import CallState
from decapolis.library.models import CallRequest, Contact, HandOver, Practice
from decapolis.library.queries.callable import (
    Agreed,
    CallTotals,
    Candidate,
    ToCall,
    candidates_for,
    could_agree,
    free_from,
    not_again,
    people_to_call,
    seats_of,
)
from decapolis.library.queries.calls import (
    CallFacts,
    asked_by,
    asked_of,
    asker_from,
    call_facts,
    is_at_hand,
    name_of,
    title_for,
)
from decapolis.library.rules import may_answer, may_consent
from decapolis.pages.calls.forms import (
    AcceptForm,
    AnswerForm,
    AskForm,
    ConsentForm,
    DeclineForm,
    PassForm,
    ShareForm,
)
from decapolis.pages.components import Crumb, Fault, Tab
from decapolis.pages.contribute.contexts.crumbs import crumbs_from
from decapolis.pages.forms import faults_of
from decapolis.pages.people.tabs import staff_tabs
from decapolis.people.models import Person

MOST_SHOWN = 50
F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class AskPage:
    """Where a member asks about a practice."""

    template: ClassVar[str] = "calls/ask.html"
    title: str
    crumbs: tuple[Crumb, ...]
    url: str
    practice_url: str
    consent_url: str
    found: ToCall
    since: str  # the day from which somebody can be asked; empty: now, or never
    can_ask: bool  # somebody can be asked now
    is_kept: bool  # what stands in the form was kept
    form: AskForm
    faults: tuple[Fault, ...]
    may_agree: bool


def ask_page(
    practice: Practice, reader: Person, *, form: AskForm | None, draft: CallRequest | None
) -> AskPage:
    """Return the form for a question, and whether it can be sent now."""
    today = timezone.localdate()
    since = free_from(seats_of(practice, but=not_again(reader, practice)), today=today)
    shown = form or AskForm.of(draft)
    return AskPage(
        title=practice.title,
        crumbs=crumbs_from(practice, _("Ask to talk")),
        url=reverse("calls:ask", args=[practice.slug]),
        practice_url=reverse("library:practice", args=[practice.slug]),
        consent_url=reverse("calls:consent", args=[practice.slug]),
        found=people_to_call(practice.slug, reader=reader),
        since=numbers.day(since) if since and since > today else "",
        can_ask=since is not None and since <= today,
        is_kept=draft is not None and form is None,
        form=shown,
        faults=faults_of(shown),
        may_agree=bool(may_consent(reader, practice)),
    )


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """Where someone agrees to be called about a practice."""

    template: ClassVar[str] = "calls/consent.html"
    title: str
    crumbs: tuple[Crumb, ...]
    url: str
    invite_url: str
    may_agree: bool
    why_not: str
    agreed: bool
    form: ConsentForm
    faults: tuple[Fault, ...]
    is_staff: bool
    could: tuple[Candidate, ...]  # whom staff can ask


def consent_page(
    practice: Practice, reader: Person, *, form: ConsentForm | None = None
) -> ConsentPage:
    """Return the terms on which someone can be called."""
    held = Contact.objects.filter(practice=practice, person=reader).first()
    verdict = may_consent(reader, practice)
    shown = form or ConsentForm.of(held)
    return ConsentPage(
        title=practice.title,
        crumbs=crumbs_from(practice, _("Be called")),
        url=reverse("calls:consent", args=[practice.slug]),
        invite_url=reverse("calls:invite", args=[practice.slug]),
        may_agree=bool(verdict),
        why_not=verdict.reason,
        agreed=held is not None,
        form=shown,
        faults=faults_of(shown),
        is_staff=reader.is_staff,
        could=could_agree(practice, reader=reader),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One hand that a request went through, in words."""

    who: str
    how: str
    day: str


@dataclass(frozen=True, slots=True)
class CallLine:
    """A request in a list, and in place what its reader can do."""

    facts: CallFacts
    url: str
    practice_url: str
    who: str
    made: str
    due: str
    accept: AcceptForm | None
    answer: AnswerForm | None
    decline: DeclineForm | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """Requests of both sides, and what one agreed to."""

    template: ClassVar[str] = "calls/list.html"
    lead: str
    of_me: tuple[CallLine, ...]
    by_me: tuple[CallLine, ...]
    agreed: tuple[Agreed, ...]
    month: str
    is_staff: bool


def list_page(me: Person, *, agreed: tuple[Agreed, ...]) -> ListPage:
    """Return one's requests; a constant number of queries."""
    of_me = tuple(_line(one) for one in asked_of(me, most=MOST_SHOWN))
    waiting = sum(1 for line in of_me if line.facts.is_at_me and line.facts.waits)
    words = ngettext("{n} request waits for you.", "{n} requests wait for you.", waiting)
    load, room = sum(one.load for one in agreed), sum(one.limit for one in agreed)
    month = _("This month you were asked {load} of at most {room} times.")
    return ListPage(
        lead=words.format(n=numbers.number(waiting)) if waiting else _("Nothing waits for you."),
        of_me=of_me,
        by_me=tuple(_line(one) for one in asked_by(me, most=MOST_SHOWN)),
        agreed=agreed,
        month=month.format(load=numbers.number(load), room=numbers.number(room)) if agreed else "",
        is_staff=me.is_staff,
    )


def _line(facts: CallFacts, forms: Mapping[str, Form] | None = None) -> CallLine:
    """Return a request with the forms that apply; one that was sent and refused is given."""
    mine = facts.is_at_me
    ids = f"c{facts.call_id}_"
    given = forms or {}
    accept, answer, decline = given.get("accept"), given.get("answer"), given.get("decline")
    return CallLine(
        facts=facts,
        url=reverse("calls:one", args=[facts.call_id]),
        practice_url=reverse("library:practice", args=[facts.practice]) if facts.practice else "",
        who=f"{facts.asker} ({facts.asker_from})" if facts.asker_from else facts.asker,
        made=numbers.day(facts.made.date()),
        due=numbers.day(facts.due.date()) if facts.due and facts.waits else "",
        accept=_or(accept, AcceptForm(auto_id=f"{ids}accept_%s")) if mine and facts.waits else None,
        answer=_or(answer, AnswerForm(auto_id=f"{ids}answer_%s"))
        if mine and facts.is_live
        else None,
        decline=_or(decline, DeclineForm(auto_id=f"{ids}decline_%s"))
        if mine and facts.is_live
        else None,
    )


def _or(given: Form | None, fresh: F) -> F:
    return given if isinstance(given, type(fresh)) else fresh


@dataclass(frozen=True, slots=True)
class CallPage:
    """One request, and what its reader can do with it."""

    template: ClassVar[str] = "calls/call.html"
    line: CallLine
    crumbs: tuple[Crumb, ...]
    steps: tuple[Step, ...]
    hand_on: PassForm | None
    no_one: bool  # it cannot be passed on to anybody
    share: ShareForm | None
    may_withdraw: bool
    ask_again_url: str
    faults: tuple[Fault, ...]


def call_page(
    call: CallRequest, reader: Person, *, forms: Mapping[str, Form] | None = None, said: str = ""
) -> CallPage:
    """Return a request as its reader sees it; ``forms`` are those that were sent and refused."""
    given = forms or {}
    [facts] = call_facts([call], reader=reader)
    acts = facts.is_at_me and facts.is_live
    candidates = candidates_for(call, reader=reader) if acts else ()
    fresh = PassForm(candidates, auto_id="pass_%s")
    sharing = facts.sharing
    again = facts.is_mine and facts.practice and not facts.is_live
    return CallPage(
        line=_line(facts, given),
        crumbs=(
            Crumb(_("My desk"), "/desk"),
            Crumb(_("Calls"), reverse("calls:list")),
            Crumb(facts.title),
        ),
        steps=tuple(
            Step(_who(hand.name, is_me=hand.is_me), hand.why, numbers.day(hand.at.date()))
            for hand in facts.hands
        ),
        hand_on=_or(given.get("pass"), fresh) if candidates else None,
        no_one=acts and not candidates,
        share=_or(given.get("share"), ShareForm.of(sharing)) if sharing else None,
        may_withdraw=facts.is_mine and facts.is_live,
        ask_again_url=reverse("calls:ask", args=[facts.practice]) if again else "",
        faults=faults_of(*given.values(), said=said),
    )


def _who(name: str, *, is_me: bool) -> str:
    return _("You") if is_me else name or _("A colleague")


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """What a link out of a mail does, for whoever has not signed in."""

    template: ClassVar[str] = "calls/linked.html"
    url: str
    desk_url: str
    does: str  # pass, decline, or nothing where it is at its end
    who: str
    title: str
    ended: str
    form: DeclineForm
    faults: tuple[Fault, ...]


def linked_page(
    hand: HandOver, url: str, *, does: str, form: DeclineForm | None = None, said: str = ""
) -> LinkedPage:
    """Return the page behind a link; it names nobody but who asked, and never what."""
    call, person = hand.call, hand.to
    waits = bool(may_answer(person, call)) and is_at_hand(hand)
    where = asker_from(call, reader=person)
    asker = name_of(call.asker)
    shown = form or DeclineForm()
    return LinkedPage(
        url=url,
        desk_url=reverse("calls:one", args=[call.pk]),
        does=does if waits else "",
        who=f"{asker} ({where})" if where else asker,
        title=title_for(call, person),
        ended="" if waits else _ended(hand),
        form=shown,
        faults=faults_of(shown, said=said),
    )


def _ended(hand: HandOver) -> str:
    if hand.call.to_id != hand.to_id:
        return _("It went on to somebody else.")
    words = {
        CallState.ACCEPTED: _("You accepted it. It stands on your desk."),
        CallState.ANSWERED: _("It is answered."),
        CallState.DECLINED: _("It is declined, and whoever asked is told."),
    }
    return words.get(CallState(hand.call.state), _("It does not wait any more."))


@dataclass(frozen=True, slots=True)
class TotalsPage:
    """How much is asked, for network staff."""

    template: ClassVar[str] = "calls/totals.html"
    totals: CallTotals
    states: tuple[tuple[str, int], ...]
    tabs: tuple[Tab, ...]


def totals_page(totals: CallTotals) -> TotalsPage:
    """Return totals without questions and names."""
    return TotalsPage(
        totals=totals,
        states=tuple((str(state.label), number) for state, number in totals.states),
        tabs=staff_tabs("/staff/calls"),
    )
