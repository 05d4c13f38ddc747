"""Closed lists of notices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rate(models.TextChoices):
    """How often mail is sent."""

    ONCE = "once", _("At once")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")
    NEVER = "never", _("Never")


class Kind(models.TextChoices):
    """What a notice is about; each has a rhythm of its own."""

    ASKED = "asked", _("Someone asks to talk to me")
    ANSWERED = "answered", _("Answers to what I asked")
    MEMBERSHIP = "membership", _("Membership, invitations and roles")
    REVIEWS = "reviews", _("Reviews of practices of mine and my city")
    CHANGES = "changes", _("Changes and suggestions to practices of mine and my city")
    ADOPTIONS = "adoptions", _("Cities that adopt a practice of mine or my city")
    INITIATIVES = "initiatives", _("Stages, dates, reviews and reports of my initiatives")
    DESK = "desk", _("What waits for network staff")


USUAL = {
    Kind.ASKED: Rate.ONCE,
    Kind.ANSWERED: Rate.ONCE,
    Kind.MEMBERSHIP: Rate.ONCE,
    Kind.REVIEWS: Rate.DAILY,
    Kind.CHANGES: Rate.DAILY,
    Kind.ADOPTIONS: Rate.DAILY,
    Kind.INITIATIVES: Rate.ONCE,
    Kind.DESK: Rate.DAILY,
}
