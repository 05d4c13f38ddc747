"""A question as a letter, with the link that answers it."""

from django.utils.translation import gettext as _

from decapolis.initiatives.models import Ask
from decapolis.initiatives.queries.asking import has_voice, link_token, waits
from decapolis.kernel import numbers
from decapolis.kernel.mail import Letter, Link
from decapolis.notices.choices import Kind
from decapolis.notices.queries import recipients, refusal_of, unsubscribe_token, wants_mail


def ask_letter(ask_id: int) -> Letter | None:
    """Return the letter that asks; None where nothing is to be sent any more.

    Asked when it is sent, so that who lost the seat, stopped such mail or answered meanwhile gets
    nothing.
    """
    rows = Ask.objects.filter(pk=ask_id)
    ask = rows.select_related("initiative__city", "review", "person").first()
    if ask is None or not waits(ask) or not has_voice(ask):
        return None
    person = recipients([ask.person_id]).get(ask.person_id)
    if person is None or refusal_of(person) or not wants_mail(person, Kind.INITIATIVES):
        return None
    return _letter(ask, person.email)


def _letter(ask: Ask, address: str) -> Letter:
    initiative = ask.initiative
    stop = f"/notices/unsubscribe/{unsubscribe_token(ask.person_id, [Kind.INITIATIVES])}"
    title, lead = words_of(ask)
    return Letter(
        to=address,
        subject=title,
        title=title,
        lead=lead,
        action=Link(_("Answer in two minutes"), f"/initiatives/answer/{link_token(ask)}"),
        foot=_(
            "The link is for you alone, works without signing in, takes one answer, and ends "
            "after 30 days. The answer is read by your team and nobody else."
        ),
        foot_links=(
            Link(_("Answer signed in"), f"{initiative.path}/progress"),
            Link(_("Stop this mail"), stop),
        ),
        unsubscribe_url=stop,
        reference=f"ask {ask.pk}",
    )


def words_of(ask: Ask) -> tuple[str, str]:
    """Return what a question is called, and what it asks."""
    name = ask.initiative.title
    if ask.review is None:
        lead = _("What was done since the last report, what is stuck, and what do you need?")
        return _("How goes “{title}”?").format(title=name), lead
    title = _("{n} days after approval: “{title}”").format(n=ask.review.day, title=name)
    lead = _(
        "The review was due on {day}. Is it on its way? What went well, what went wrong, what do "
        "you change?"
    ).format(day=numbers.day(ask.review.due))
    return title, lead
