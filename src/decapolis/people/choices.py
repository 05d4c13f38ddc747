"""Closed lists of people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seat(models.TextChoices):
    """What someone does in a team."""

    OWNER = "owner", _("Owner")
    SPONSOR = "sponsor", _("Sponsor")
    MEMBER = "member", _("Team member")
    EXPERT = "expert", _("Guest expert")
    READER = "reader", _("Reads along")


LEADS = (Seat.OWNER, Seat.SPONSOR)  # seat others, open and close
MAKERS = (*LEADS, Seat.MEMBER)  # write everything
VOICES = (*MAKERS, Seat.EXPERT)  # write on the board and comment
