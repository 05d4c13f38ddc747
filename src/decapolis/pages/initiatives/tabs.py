"""What belongs to one initiative, as tabs above each of its pages."""

from django.utils.translation import gettext as _

from decapolis.initiatives.models import Initiative
from decapolis.initiatives.queries.initiatives import seat_of
from decapolis.kernel.permissions import Reader
from decapolis.pages.components import Crumb, Tab
from decapolis.pages.http import is_open
from decapolis.people.choices import MAKERS

HOME = "/initiatives"


def tabs_of(initiative: Initiative, *, reader: Reader | None, here: str) -> tuple[Tab, ...]:
    """Return the pages of an initiative that a reader may open and that are there.

    Parameters
    ----------
    here
        The end of the address of this page: ``plan``, ``team`` ...; empty for its first page.
    """
    seat = seat_of(reader, initiative)
    shows_plan = bool(seat) or initiative.shows_plan
    places = [("", _("Overview"), True)]
    if seat and initiative.board:
        places.append(("board", _("Board"), True))
    places += [
        ("plan", _("Plan"), shows_plan),
        ("costs", _("Costs"), shows_plan),
        ("transfer", _("Transfer check"), shows_plan),
        ("documents", _("Documents"), bool(seat)),
        ("progress", _("Progress"), bool(seat)),
        ("handover", _("Hand-over"), bool(seat)),
        ("team", _("Team"), bool(seat)),
    ]
    found = []
    for name, label, may in places:
        url = f"{initiative.path}/{name}".rstrip("/")
        if name == "board" and initiative.board:
            url = initiative.board.path
        if may and is_open(f"{HOME}/any/{name}".rstrip("/") if name != "board" else "/boards/any"):
            found.append(Tab(label, url, current=name == here))
    return tuple(found) if len(found) > 1 else ()


def crumbs_of(initiative: Initiative, *further: Crumb) -> tuple[Crumb, ...]:
    """Return the way to a page of an initiative."""
    own = Crumb(initiative.title, initiative.path if further else "")
    return (Crumb(_("Initiatives"), HOME), own, *further)


def may_write_there(initiative: Initiative, reader: Reader | None) -> bool:
    """Tell whether a reader writes there, for what a page offers."""
    return seat_of(reader, initiative) in MAKERS
