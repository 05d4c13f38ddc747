"""A request as a letter, with the links that answer it."""

from django.utils.translation import gettext as _

from decapolis.kernel import numbers
from decapolis.kernel.mail import Item, Letter, Link
from decapolis.library.models import HandOver
from decapolis.library.queries.calls import (
    asker_from,
    is_at_hand,
    link_token,
    name_of,
    path_of,
    title_for,
)
from decapolis.notices.choices import Kind
from decapolis.notices.queries import recipients, refusal_of, unsubscribe_token, wants_mail


def call_letter(hand_id: int, *, again: bool) -> Letter | None:
    """Return the letter to whom a request came; None where nothing is to be sent any more.

    Asked when it is sent, so that who left, stopped such mail, or answered meanwhile gets nothing.
    """
    named = HandOver.objects.filter(pk=hand_id)
    hand = named.select_related("call__practice", "call__asker", "to").first()
    if hand is None or not is_at_hand(hand):
        return None
    person = recipients([hand.to_id]).get(hand.to_id)
    if person is None or refusal_of(person) or not wants_mail(person, Kind.ASKED):
        return None
    return _letter(hand, again=again)


def _letter(hand: HandOver, *, again: bool) -> Letter:
    call, person = hand.call, hand.to
    asker, where = name_of(call.asker), asker_from(call, reader=person)
    title = title_for(call, person)
    link = f"/calls/{link_token(hand)}"
    stop = f"/notices/unsubscribe/{unsubscribe_token(person.pk, [Kind.ASKED])}"
    told = [_("“{question}”").format(question=call.question)]
    told += [_("They would like: {what}.").format(what=str(call.get_wants_display()).lower())]
    told += [_("Times: {times}").format(times=call.times)] if call.times else []
    subject = _("Still waits: {name} asks to talk") if again else _("{name} asks to talk: {title}")
    who = f"{asker} ({where})" if where else asker
    return Letter(
        to=person.email,
        subject=subject.format(name=asker, title=title),
        title=_("{who} asks about “{title}”").format(who=who, title=title),
        lead="\n".join(told),
        action=Link(_("Answer, or arrange to talk"), path_of(call)),
        others=(
            Item(
                _("Somebody else knows better?"),
                _("It goes to the next who agreed, or to whom you choose."),
                link=Link(_("Pass it on"), f"{link}?do=pass"),
            ),
            Item(
                _("Not this time?"),
                _("One click; a friendly word if you like."),
                link=Link(_("Decline"), f"{link}?do=decline"),
            ),
        ),
        foot=_(
            "Your address is shown only if you accept. The links are for you alone and work for "
            "30 days. Without an answer by {day} the request goes to somebody else."
        ).format(day=numbers.day(call.due.date()) if call.due else ""),
        foot_links=(
            Link(_("Be asked less often, or no more"), "/desk/calls#agreed"),
            Link(_("Stop this mail"), stop),
        ),
        unsubscribe_url=stop,
        reference=f"call {hand.pk}{' again' if again else ''}",
    )
