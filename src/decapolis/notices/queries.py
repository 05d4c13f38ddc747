"""Read notices: how many are new, who wants mail when, and where mail came back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.contrib.auth import get_user_model
from django.core import signing
from django.db.models import Count, F, QuerySet
from django.db.models.lookups import IsNull
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.kernel.permissions import Reader
from decapolis.notices.choices import USUAL, Kind, Rate
from decapolis.notices.errors import UnknownLink
from decapolis.notices.models import Notice, Refusal, Rhythm

SALT = "decapolis.notices.unsubscribe"


class Recipient(Protocol):
    """What notices know of a person."""

    pk: int
    email: str
    time_zone: str
    is_active: bool
    is_member: bool
    is_staff: bool
    left: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """How often someone wants mail of one kind."""

    kind: Kind
    rate: Rate
    usual: Rate


@dataclass(frozen=True, slots=True)
class MailState:
    """How the mail of all stands, for the operator."""

    due: int  # will go out at their rhythm
    late: int  # are due and not yet given to the post
    last: datetime | None
    refused: tuple[tuple[str, str], ...]  # address, what the server said


def recipients(people: Iterable[int]) -> dict[int, Recipient]:
    """Return people by id, without those who left."""
    found = get_user_model()._default_manager.filter(pk__in=set(people))
    return {person.pk: person for person in found if person.is_active and person.left is None}


def may_be_mailed(person: Recipient, kind: str) -> bool:
    """Tell whether mail of a kind may go to someone; who is no member hears of membership alone."""
    return person.is_member or person.is_staff or kind == Kind.MEMBERSHIP


def wants_mail(person: Recipient, kind: str) -> bool:
    """Tell whether mail of a kind may go to someone, and they have not stopped it."""
    rate = rates_of([person.pk], Kind(kind))[person.pk]
    return may_be_mailed(person, kind) and rate != Rate.NEVER


def rates_of(people: Iterable[int], kind: Kind) -> dict[int, Rate]:
    """Return how often people want mail of one kind; one query."""
    ids = set(people)
    chosen = Rhythm.objects.filter(person__in=ids, kind=kind).values_list("person", "rate")
    return dict.fromkeys(ids, USUAL[kind]) | {who: Rate(rate) for who, rate in chosen}


def rhythms_of(person_id: int) -> tuple[Choice, ...]:
    """Return how often someone wants mail, kind by kind."""
    chosen = dict(Rhythm.objects.filter(person=person_id).values_list("kind", "rate"))
    return tuple(Choice(kind, Rate(chosen.get(kind, USUAL[kind])), USUAL[kind]) for kind in Kind)


def is_stopped(person_id: int, kinds: Iterable[Kind]) -> bool:
    """Tell whether someone gets no mail of these kinds."""
    rates = {choice.kind: choice.rate for choice in rhythms_of(person_id)}
    return all(rates[kind] == Rate.NEVER for kind in kinds)


def unread(person: Reader | None) -> int:
    """Return how many notices someone has not read, for the frame of a page."""
    found: int = Notice.objects.visible_to(person).filter(read=None).count()
    return found


def unread_by_kind(person: Reader | None) -> dict[Kind, int]:
    """Return how many notices of each kind someone has not read."""
    mine = Notice.objects.visible_to(person).filter(read=None).order_by()
    counted = mine.values_list("kind").annotate(Count("pk"))
    return {Kind(kind): number for kind, number in counted}


def notices_of(
    person: Reader | None, *, kind: str = "", only_new: bool = False
) -> QuerySet[Notice]:
    """Return someone's notices: those not read first, the latest first among each."""
    found: QuerySet[Notice] = Notice.objects.visible_to(person)
    found = found.filter(kind=kind) if kind else found
    found = found.filter(read=None) if only_new else found
    return found.order_by(IsNull(F("read"), rhs=False), "-made", "-pk")


def refusal_of(person: Recipient) -> Refusal | None:
    """Return what the mail server said of someone's present address, where it refused it."""
    return Refusal.objects.filter(person=person.pk, address=person.email).first()


def people_due(now: datetime) -> list[int]:
    """Return the ids of those for whom mail is due."""
    due = Notice.objects.filter(mailed=None, due__lte=now).order_by("person")
    return list(due.values_list("person", flat=True).distinct())


def mail_state() -> MailState:
    """Return how the mail of all stands."""
    now = timezone.now()
    waiting = Notice.objects.filter(mailed=None, due__isnull=False)
    last = Notice.objects.exclude(mailed=None).order_by("-mailed")
    return MailState(
        due=waiting.filter(due__gt=now).count(),
        late=waiting.filter(due__lte=now).count(),
        last=last.values_list("mailed", flat=True).first(),
        refused=tuple(Refusal.objects.order_by("-at").values_list("address", "said")[:50]),
    )


def unsubscribe_token(person_id: int, kinds: Iterable[str]) -> str:
    """Return the secret of a link that stops mail of these kinds, and does nothing else."""
    return signing.dumps([person_id, *sorted(set(kinds))], salt=SALT)


def read_token(token: str) -> tuple[int, tuple[Kind, ...]]:
    """Return whom a link is for, and which kinds of mail it stops.

    Raises
    ------
    UnknownLink
        It was cut, or is not ours.
    """
    try:
        person_id, *kinds = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise UnknownLink(
            _("This link is not whole. Open it from the mail again, or sign in and choose there.")
        ) from error
    return person_id, tuple(Kind(kind) for kind in kinds if kind in Kind.values)
