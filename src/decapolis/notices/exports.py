"""Notices as mail; and what is held here of one person."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.kernel.mail import Item, Letter, Link
from decapolis.notices.choices import Kind
from decapolis.notices.models import Notice, Refusal, Rhythm
from decapolis.notices.queries import (
    Recipient,
    recipients,
    refusal_of,
    unsubscribe_token,
    wants_mail,
)

DESK = "/desk/notices"


def letter_of(*, person_id: int, notice_ids: Sequence[int]) -> Letter | None:
    """Return notices as a letter to the person they are for; None where nothing may be sent.

    Asked when it is sent, so that who left, is no member any more or stopped mail of that kind gets
    nothing, though it was given to the post before. Nor is anything sent to an address that the
    mail server refused.
    """
    person = recipients([person_id]).get(person_id)
    if person is None or refusal_of(person):
        return None
    notices = [
        notice
        for notice in Notice.objects.filter(pk__in=notice_ids, person=person_id).order_by("made")
        if wants_mail(person, notice.kind)
    ]
    return _letter(person, notices) if notices else None


def _letter(person: Recipient, notices: Sequence[Notice]) -> Letter:
    kinds = sorted({Kind(notice.kind) for notice in notices})
    stop = f"/notices/unsubscribe/{unsubscribe_token(person.pk, kinds)}"
    labels = ", ".join(f"“{kind.label}”" for kind in kinds)
    first = notices[0]
    if len(notices) == 1:
        title, lead = first.title, first.text
        items: tuple[Item, ...] = ()
        action = Link(_("Open"), f"{DESK}/{first.pk}/open")
    else:
        number = len(notices)
        title = ngettext("{n} notice for you", "{n} notices for you", number).format(n=number)
        lead, items = "", tuple(map(_item, notices))
        action = Link(_("All my notices"), DESK)
    return Letter(
        to=person.email,
        subject=title if len(notices) == 1 else f"{title}: {first.title}",
        title=title,
        lead=lead,
        items=items,
        action=action,
        foot=_("You get this mail for the kinds of notices that you chose: {kinds}.").format(
            kinds=labels
        ),
        foot_links=(
            Link(_("Stop this mail"), stop),
            Link(_("Choose how often"), f"{DESK}/rhythms"),
        ),
        unsubscribe_url=stop,
        reference=f"notices {person.pk} {' '.join(str(notice.pk) for notice in notices)}",
    )


def _item(notice: Notice) -> Item:
    link = Link(_("Open"), f"{DESK}/{notice.pk}/open")
    return Item(notice.title, notice.text, str(notice.get_kind_display()), link)


def held_on(person: models.Model) -> dict[str, Any]:
    """Return what is kept here of someone, for the file that they may have of it."""
    mine = Notice.objects.filter(person=person.pk)
    return {
        "notices": list(mine.values("made", "kind", "title", "text", "url", "read", "mailed")),
        "how_often_by_mail": list(
            Rhythm.objects.filter(person=person.pk).values("kind", "rate", "before")
        ),
        "refused_mail": list(
            Refusal.objects.filter(person=person.pk).values("address", "said", "at")
        ),
    }
