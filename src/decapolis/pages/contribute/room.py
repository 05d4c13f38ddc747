"""What the page of a practice says of who may read it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from decapolis.kernel import numbers
from decapolis.kernel.permissions import Reader
from decapolis.library.choices import CLOSED, Disclosure
from decapolis.library.models import Practice
from decapolis.library.queries.disclosure import Team, is_of_team, retold_as, team_of
from decapolis.library.rules import may_disclose


@dataclass(frozen=True, slots=True)
class Room:
    """Who reads a practice, as its page tells its reader."""

    is_closed: bool
    is_nameless: bool  # it tells of a practice without its city's name
    title: str  # empty: there is nothing to tell
    says: str
    told_url: str  # what members read of it; empty: nothing, or it is not the reader's to know
    change_url: str  # where one says who may read it; empty: the reader may not

    @property
    def is_quiet(self) -> bool:
        """Whether nobody can be asked about it, and nobody grades or follows it."""
        return self.is_closed or self.is_nameless


def room_of(practice: Practice, *, reader: Reader | None) -> Room:
    """Return who reads a practice that its reader may see; no query for most readers."""
    if practice.retells_id:
        return _nameless()
    is_known = bool(reader and reader.is_authenticated)
    may = is_known and may_disclose(reader, practice, Disclosure.PUBLIC)
    change_url = reverse("contribute:readers", args=[practice.slug]) if may else ""
    if practice.visibility not in CLOSED:
        return Room(False, False, "", "", "", change_url)  # noqa: FBT003 -- as the fields stand
    told = ""
    if is_of_team(practice, reader=reader):
        title, says = closed_words(practice, team_of(practice))
        slug = retold_as(practice)
        told = reverse("library:practice", args=[slug]) if slug else ""
    else:
        name = practice.circle.name if practice.circle else ""
        title = _("Open to the circle “{name}” alone").format(name=name)
        says = _("What its city tells here is for you and the others of the circle. Keep it there.")
    return Room(True, False, title, says, told, change_url)  # noqa: FBT003 -- as above


def closed_words(practice: Practice, team: Team) -> tuple[str, str]:
    """Return in words, for its team, who reads a closed practice."""
    who = _("Your team is whoever speaks for {bodies}.").format(bodies=either(team.bodies))
    circle = practice.circle
    if practice.visibility == Disclosure.NAMELESS:
        return _("Members read this without your name"), who
    if practice.visibility != Disclosure.CIRCLE or circle is None:
        return _("Only your team reads this"), who
    if circle.closed:
        ended = _("The circle “{name}” was closed, so that nobody reads by it.")
        return _("Only your team reads this"), f"{who} {ended.format(name=circle.name)}"
    return _("Your team and the circle “{name}” read this").format(name=circle.name), who


def either(names: tuple[str, ...]) -> str:
    """Return ``Dayton or City of Dayton``; a practice may have lost its city."""
    if len(names) > 1:
        return _("{first} or {last}").format(first=", ".join(names[:-1]), last=names[-1])
    return numbers.listing(names) or _("its city")


def _nameless() -> Room:
    return Room(
        is_closed=False,
        is_nameless=True,
        title=_("A city of the network tells this without its name"),
        says=_(
            "Names and exact figures were left out. It cannot be checked by its sources, and "
            "nobody can be asked about it. Do not guess aloud who it was."
        ),
        told_url="",
        change_url="",
    )
