"""Questions that were sent by letter: whose they are, their links, and who is to be asked."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.utils.translation import gettext as _

from decapolis.initiatives.choices import Stage
from decapolis.initiatives.errors import LinkSpent
from decapolis.initiatives.models import Ask, Initiative
from decapolis.people.choices import LEADS, MAKERS, Seat
from decapolis.people.models import Person, TeamSeat

SALT = "decapolis.initiatives.ask"
LINK_LIVES = timedelta(days=30)
UNDER_WAY = (Stage.APPROVED, Stage.RUNNING)
REVIEWED = (*UNDER_WAY, Stage.DONE)  # a look back a year after approval comes after the end, too


@dataclass(frozen=True, slots=True)
class AskShown:
    """A question as whom it was sent to sees it, also without signing in.

    Attributes
    ----------
    days
        After approval; 0: it asks how it goes.
    """

    title: str
    city: str
    path: str
    days: int
    on: date
    is_answered: bool
    is_open: bool


def link_token(ask: Ask) -> str:
    """Return the secret of the link by which one person answers one question."""
    return signing.dumps([ask.pk, ask.person_id], salt=SALT)


def ask_of(token: str) -> Ask:
    """Return which question a link is for.

    Raises
    ------
    LinkSpent
        It was cut, is not ours, is older than 30 days, or the seat is gone.
    """
    try:
        ask_id, person_id = signing.loads(token, salt=SALT, max_age=LINK_LIVES)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkSpent(
            _("This link is not whole, or is older than 30 days. Sign in and answer there.")
        ) from error
    rows = Ask.objects.filter(pk=ask_id, person=person_id)
    found = rows.select_related("initiative__city", "person", "review").first()
    if found is None or not has_voice(found):
        raise LinkSpent(_("This question is not yours any more, or the initiative is gone."))
    return found


def has_voice(ask: Ask) -> bool:
    """Tell whether whom a question was sent to still writes in that team."""
    seats = TeamSeat.objects.of_members().filter(
        team=ask.initiative.team_id, person=ask.person_id, seat__in=MAKERS
    )
    return bool(seats.exists())


def waits(ask: Ask) -> bool:
    """Tell whether a question still wants an answer."""
    if ask.review is not None:
        is_asked = ask.review.answered is None and ask.initiative.stage in REVIEWED
    else:
        is_asked = ask.initiative.stage in UNDER_WAY
    return is_asked and ask.answered is None


def ask_shown(ask: Ask) -> AskShown:
    """Return a question with no more of its initiative than its letter said."""
    done = ask.answered is not None or (ask.review is not None and ask.review.answered is not None)
    return AskShown(
        title=ask.initiative.title,
        city=ask.initiative.city.name,
        path=f"{ask.initiative.path}/progress",
        days=ask.review.day if ask.review else 0,
        on=ask.on,
        is_answered=done,
        is_open=waits(ask),
    )


def to_be_asked(initiative: Initiative) -> tuple[Person, ...]:
    """Return who is asked how it goes: the owners, or else the sponsors."""
    seats = TeamSeat.objects.of_members().filter(team=initiative.team_id, seat__in=LEADS)
    held = list(seats.select_related("person"))
    owners = [one for one in held if one.seat == Seat.OWNER]
    return tuple(one.person for one in owners or held)
