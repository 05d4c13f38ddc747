"""Agree to be called about a practice, and take it back."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, record
from decapolis.audit.models import AuditEntry, Concern
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import require
from decapolis.library.actions.calls import end_calls_of
from decapolis.library.errors import AskedAlready, LimitOutOfRange
from decapolis.library.models import CallNote, CallRequest, Contact, HandOver, Practice
from decapolis.library.models.contacts import LIVE, MOST_A_MONTH, USUAL_A_MONTH
from decapolis.library.rules import may_ask_to_consent, may_consent
from decapolis.notices.actions import Told, forget_about, notify
from decapolis.notices.choices import Kind
from decapolis.people.models import Person

LONGEST_NOTE = 200
LONGEST_PAUSE = timedelta(days=366)
ASKED_AGAIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Consent:
    """On what terms someone agrees: how often a month, for what, and until when she is away."""

    most_a_month: int = USUAL_A_MONTH
    note: str = ""
    paused_until: date | None = None


@transaction.atomic
def agree_to_be_called(*, by: Person, practice: Practice, terms: Consent) -> Contact:
    """Agree to be called about a practice, or change on what terms. Nobody agrees for another.

    Raises
    ------
    Forbidden
        She is no member, may not see it, or speaks for no body that took part.
    LimitOutOfRange
        More than one can answer, or a day that lies behind or too far ahead; ``field`` says which.
    """
    require(may_consent(by, practice))
    _check(terms)
    held = Contact.objects.filter(practice=practice, person=by).first()
    before = _state(held) if held else {}
    contact, is_new = Contact.objects.update_or_create(
        practice=practice,
        person=by,
        defaults={
            "most_a_month": terms.most_a_month,
            "note": " ".join(terms.note.split())[:LONGEST_NOTE],
            "paused_until": terms.paused_until,
        },
    )
    record(
        by=by,
        act="library.contact_agreed" if is_new else "library.contact_changed",
        subject=contact,
        change=Change.between(before, _state(contact)),
        concerns=[by],
    )
    return contact


@transaction.atomic
def take_back_contact(*, by: Person, practice: Practice) -> int:
    """Take one's consent back: from now on she is asked no more, and her name is gone.

    What waits at her, or what she accepted and has not answered, goes to the next who agreed, or
    is declined where there is none. Return how many requests that were.

    Raises
    ------
    NotFound
        She has not agreed.
    """
    held = Contact.objects.select_for_update().filter(practice=practice, person=by).first()
    if held is None:
        raise NotFound(_("You have not agreed to be called about this."))
    record(
        by=by,
        act="library.contact_taken_back",
        subject=held,
        change=Change.between(_state(held), {}),
        concerns=[by],
    )
    held.delete()
    return end_calls_of(by=by, person=by, practice=practice)


@transaction.atomic
def ask_to_consent(*, by: Person, person: Person, practice: Practice) -> None:
    """Ask someone, for network staff, whether she would be called; she agrees or not herself.

    Raises
    ------
    Forbidden
        They are not of the staff.
    NotFound
        She speaks for no body of the practice, or may not see it.
    AskedAlready
        She agreed already, or was asked within a month.
    """
    require(may_ask_to_consent(by))
    if not may_consent(person, practice):
        raise NotFound(_("This person cannot be called about this practice."))
    if Contact.objects.filter(practice=practice, person=person).exists():
        raise AskedAlready(_("{name} has agreed already.").format(name=person))
    if _was_asked(person, practice):
        raise AskedAlready(_("{name} was asked within the last month.").format(name=person))
    told = Told(
        _("May colleagues call you about “{title}”?").format(title=practice.title),
        _("You set how often a month, and can take it back at any time."),
        f"/practices/{practice.slug}/call/consent",
    )
    notify(by=by, people=[person], kind=Kind.ASKED, told=told, subject=practice)
    record(by=by, act="library.consent_asked", subject=practice, concerns=[person])


@transaction.atomic
def forget_calls(*, by: Person | None, person: Person) -> None:
    """Take out what is held here of someone who is about to be erased.

    Their consents, what waits at them, and the words of their questions; an answer that both sides
    agreed to keep stays, without their name. Called by the erasure of a person, before
    `people.actions.erase`, which writes it down.
    """
    Contact.objects.filter(person=person).delete()
    end_calls_of(by=by, person=person, practice=None)
    asked = CallRequest.objects.filter(asker=person)
    forget_about(by=by, subjects=asked)  # they tell others of the asker by name
    kept = CallNote.objects.kept()
    kept.filter(call__asker=person).update(asker_named=False)
    kept.filter(call__to=person).update(answerer_named=False)
    asked.exclude(note__in=kept).filter(state__in=["draft", *LIVE]).delete()
    asked.exclude(note__in=kept).update(question="", times="")
    CallRequest.objects.filter(to=person).exclude(note__in=kept).update(word="")
    HandOver.objects.filter(by=person).update(by=None)


def _was_asked(person: Person, practice: Practice) -> bool:
    lately = AuditEntry.objects.filter(
        act="library.consent_asked",
        subject_kind=practice._meta.label_lower,
        subject_key=str(practice.pk),
        at__gte=timezone.now() - ASKED_AGAIN,
    )
    hers = Concern.objects.filter(kind=person._meta.label_lower, key=str(person.pk))
    return lately.filter(concerns__in=hers).exists()


def _check(terms: Consent) -> None:
    """Refuse terms that cannot be kept.

    Raises
    ------
    LimitOutOfRange
        As said.
    """
    if not 0 <= terms.most_a_month <= MOST_A_MONTH:
        raise LimitOutOfRange(
            _("Choose from 0 to {most} requests a month.").format(most=MOST_A_MONTH),
            field="most_a_month",
        )
    today = timezone.localdate()
    if terms.paused_until and not today <= terms.paused_until <= today + LONGEST_PAUSE:
        raise LimitOutOfRange(
            _("Choose a day between today and a year from now."), field="paused_until"
        )


def _state(contact: Contact) -> dict[str, object]:
    return {
        "most_a_month": contact.most_a_month,
        "note": contact.note,
        "paused_until": contact.paused_until,
    }
