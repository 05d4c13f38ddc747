"""The rooms of the network staff's desk."""

from django.utils.translation import gettext as _

from decapolis.pages.components import Tab


def staff_tabs(here: str) -> tuple[Tab, ...]:
    """Return the rooms, with the one that the reader is in."""
    rooms = (
        (_("What waits"), "/staff"),
        (_("People"), "/staff/people"),
        (_("Invitations"), "/invitations"),
        (_("Circles"), "/staff/circles"),
        (_("E-mail domains"), "/staff/domains"),
        (_("Calls"), "/staff/calls"),
        (_("Rankings"), "/staff/rankings"),
        (_("Canvases"), "/staff/canvases"),
        (_("Upload figures"), "/staff/indicators"),
        (_("The network in numbers"), "/staff/figures"),
    )
    return tuple(Tab(label, url, url == here) for label, url in rooms)
