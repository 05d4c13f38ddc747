"""Tell people, and keep how they want to be told.

Nothing here enters the audit log: the act that a notice tells of is recorded by the app that did
it, and what someone reads, and how often they want mail, is their own affair.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.kernel import jobs, mail
from decapolis.kernel.errors import NotFound
from decapolis.kernel.forgetting import Forgetting
from decapolis.kernel.permissions import Reader
from decapolis.notices.choices import USUAL, Kind, Rate
from decapolis.notices.errors import NoPath
from decapolis.notices.models import Notice, Refusal, Rhythm
from decapolis.notices.queries import may_be_mailed, rates_of, read_token, recipients
from decapolis.notices.validators import next_post

SEND_AT_ONCE = "notices.tasks.send_at_once"
SEND_LETTER = "notices.tasks.send_letter"
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Told:
    """What people are told: one sentence, perhaps more, and where it leads (a path)."""

    title: str
    text: str = ""
    url: str = ""


@transaction.atomic
def notify(
    *,
    by: Reader | None,
    people: Iterable[models.Model],
    kind: Kind,
    told: Told,
    subject: models.Model | None = None,
    by_mail: bool = True,
) -> int:
    """Tell people something on the page, and by mail in their rhythm. Return how many were told.

    The caller sees to it that each of them may see ``subject``, and that title and text hold
    nothing that one of them may not see: a notice is kept as it was written, whatever is hidden
    later, until `withdraw`. Who acts is not told of their own act, and nobody who left.

    Parameters
    ----------
    by_mail
        False where the caller sends a letter of its own in place of that of the notice.

    Raises
    ------
    NoPath
        The address leads out of the platform.
    """
    if told.url and (not told.url.startswith("/") or told.url.startswith(("//", "/\\"))):
        raise NoPath(
            _("A notice leads to a path such as /practices/one, not to {url!r}.").format(
                url=told.url[:100]
            )
        )
    acting = by.pk if isinstance(by, models.Model) else None
    there = recipients(person.pk for person in people if person.pk != acting)
    rates, now = rates_of(there, kind), timezone.now()
    Notice.objects.bulk_create(
        Notice(
            person_id=pk,
            by_id=acting,
            kind=kind,
            title=told.title[:LONGEST_TITLE],
            text=told.text,
            url=told.url,
            subject_kind=subject._meta.label_lower if subject else "",
            subject_key=str(subject.pk) if subject else "",
            due=next_post(rates[pk], after=now, zone=person.time_zone) if by_mail else None,
        )
        for pk, person in there.items()
    )
    for pk in there:
        if by_mail and rates[pk] == Rate.ONCE:
            jobs.later(SEND_AT_ONCE, key=str(pk), person_id=pk)
    return len(there)


@transaction.atomic
def post_due(*, by: Reader | None, person_id: int, now: datetime) -> int:
    """Give all mail that is due for someone to the post; return how many letters.

    A notice is marked and its letter handed over in one transaction, so that each goes out by one
    letter. Kinds that are mailed at once make a letter each; all others go in one digest. What
    someone may no longer be told, because they left or are no member any more, is dropped.
    """
    due = Notice.objects.select_for_update().filter(person=person_id, mailed=None, due__lte=now)
    notices = list(due.order_by("made", "pk"))
    person = recipients([person_id]).get(person_id)
    dropped = [n.pk for n in notices if person is None or not may_be_mailed(person, n.kind)]
    Notice.objects.filter(pk__in=dropped).update(due=None)
    posted = [notice for notice in notices if notice.pk not in set(dropped)]
    Notice.objects.filter(pk__in=[notice.pk for notice in posted]).update(mailed=now)
    letters = _letters(person_id, posted)
    for notice_ids in letters:
        jobs.later(SEND_LETTER, person_id=person_id, notice_ids=notice_ids)
    return len(letters)


def _letters(person_id: int, notices: Sequence[Notice]) -> list[list[int]]:
    """Part notices into letters: a kind that is mailed at once alone, the others together."""
    parts: dict[str, list[int]] = {}
    rates = {kind: _rate(person_id, Kind(kind)) for kind in {notice.kind for notice in notices}}
    for notice in notices:
        part = notice.kind if rates[notice.kind] == Rate.ONCE else ""
        parts.setdefault(part, []).append(notice.pk)
    return list(parts.values())


@transaction.atomic
def mark_read(*, by: Reader, notice_ids: Iterable[int]) -> int:
    """Note that someone has read notices of theirs; return how many were new."""
    mine = Notice.objects.visible_to(by).filter(pk__in=list(notice_ids), read=None)
    return int(mine.update(read=timezone.now()))


@transaction.atomic
def mark_all_read(*, by: Reader, kind: str = "") -> int:
    """Note that someone has read all their notices, or those of one kind. Return how many."""
    mine = Notice.objects.visible_to(by).filter(read=None)
    mine = mine.filter(kind=kind) if kind else mine
    return int(mine.update(read=timezone.now()))


@transaction.atomic
def open_notice(*, by: Reader, notice_id: int) -> Notice:
    """Note that someone has read a notice, and return it.

    Raises
    ------
    NotFound
        There is no such notice, or it is not theirs.
    """
    notice: Notice | None = Notice.objects.visible_to(by).filter(pk=notice_id).first()
    if notice is None:
        raise NotFound(_("You have no such notice."))
    mark_read(by=by, notice_ids=[notice_id])
    return notice


@transaction.atomic
def set_rhythm(*, by: models.Model, kind: Kind, rate: Rate) -> None:
    """Keep how often someone wants mail of a kind; what waits goes out in the new rhythm."""
    _set_rhythm(by.pk, kind, rate)


@transaction.atomic
def unsubscribe(*, by: Reader | None, token: str) -> tuple[Kind, ...]:
    """Stop the mail that a link out of a mail names; return its kinds. The link is all it needs.

    Raises
    ------
    UnknownLink
        The link was cut, or is not ours.
    """
    person_id, kinds = read_token(token)
    for kind in kinds:
        _set_rhythm(person_id, kind, Rate.NEVER)
    return kinds


@transaction.atomic
def subscribe_again(*, by: Reader | None, token: str) -> tuple[Kind, ...]:
    """Undo `unsubscribe`: mail comes in the rhythm that it had before.

    Raises
    ------
    UnknownLink
        The link was cut, or is not ours.
    """
    person_id, kinds = read_token(token)
    stopped = Rhythm.objects.filter(person=person_id, kind__in=kinds, rate=Rate.NEVER)
    for rhythm in stopped:
        kind = Kind(rhythm.kind)
        _set_rhythm(person_id, kind, Rate(rhythm.before or USUAL[kind]))
    return kinds


def _set_rhythm(person_id: int, kind: Kind, rate: Rate) -> None:
    person = recipients([person_id]).get(person_id)
    was = _rate(person_id, kind)
    if person is None or was == rate:
        return
    before = was if rate == Rate.NEVER else ""
    Rhythm.objects.update_or_create(
        person_id=person_id, kind=kind, defaults={"rate": rate, "before": before}
    )
    now = timezone.now()
    waiting = Notice.objects.filter(person=person_id, kind=kind, mailed=None, due__isnull=False)
    moved = waiting.update(due=next_post(rate, after=now, zone=person.time_zone))
    if moved and rate == Rate.ONCE:
        jobs.later(SEND_AT_ONCE, key=str(person_id), person_id=person_id)


def _rate(person_id: int, kind: Kind) -> Rate:
    return rates_of([person_id], kind)[person_id]


def send(*, by: Reader | None, person_id: int, letter: mail.Letter) -> str:
    """Send a letter; return what became of it. An address that is refused is not tried again."""
    try:
        mail.send(letter)
    except mail.Refused as error:
        mark_refused(by=by, person_id=person_id, address=letter.to, said=error.said)
        return "refused"
    return "sent"


@transaction.atomic
def mark_refused(*, by: Reader | None, person_id: int, address: str, said: str) -> None:
    """Note that the mail server knows no such address; nothing more is sent there."""
    Refusal.objects.update_or_create(
        person_id=person_id,
        defaults={"address": address, "said": said[:500], "at": timezone.now()},
    )


@transaction.atomic
def trust_address_again(*, by: models.Model) -> None:
    """Send mail to someone's address again, since they say that it works."""
    Refusal.objects.filter(person=by.pk).delete()


@transaction.atomic
def forget_old(*, by: Reader | None, now: datetime) -> int:
    """Forget notices that are older than they are kept, read or not; return how many."""
    kept = timedelta(days=settings.KEEP_NOTICES_DAYS)
    gone, _by_model = Notice.objects.filter(made__lt=now - kept).delete()
    return gone


@transaction.atomic
def forget_about(*, by: Reader | None, subjects: models.QuerySet[Any]) -> None:
    """Forget what anybody was told of these: it names whom nothing here shall name any more."""
    _about(subjects).delete()


@transaction.atomic
def withdraw(*, by: Reader | None, person: models.Model, subjects: models.QuerySet[Any]) -> None:
    """Take back what someone was told of these, since they may not see them any more.

    It goes from their list, and out of mail that was not sent yet.
    """
    _about(subjects).filter(person=person.pk).delete()


def _about(subjects: models.QuerySet[Any]) -> models.QuerySet[Notice]:
    keys = [str(key) for key in subjects.values_list("pk", flat=True)]
    kind = subjects.model._meta.label_lower
    return Notice.objects.filter(subject_kind=kind, subject_key__in=keys)


@transaction.atomic
def forget_person(*, by: Reader | None, person_id: int, gone: Forgetting) -> None:
    """Take out all that is kept for someone here. Called by the erasure of a person.

    Others keep what they were told of the person's acts, without the name. Words that can mean
    nobody else are taken out of everybody's notices.
    """
    for kept in (Notice, Rhythm, Refusal):
        kept.objects.filter(person=person_id).delete()
    theirs = {"subject_kind": settings.AUTH_USER_MODEL.lower(), "subject_key": str(person_id)}
    Notice.objects.filter(**theirs).delete()  # they tell others of them by name
    _take_out(Notice.objects.filter(by=person_id), gone)
    certain = gone.certain
    said = models.Q()
    for word in certain.words:
        said |= models.Q(title__icontains=word) | models.Q(text__icontains=word)
    if certain.words:
        _take_out(Notice.objects.filter(said), certain)


def _take_out(notices: models.QuerySet[Notice], gone: Forgetting) -> None:
    for notice in notices.iterator(chunk_size=500):
        title, text = gone.text(notice.title)[:LONGEST_TITLE], gone.text(notice.text)
        if (title, text) != (notice.title, notice.text):
            Notice.objects.filter(pk=notice.pk).update(title=title, text=text)
