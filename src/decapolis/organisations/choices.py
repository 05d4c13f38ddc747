"""Closed lists of organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    """The five sectors of the quintuple helix."""

    PUBLIC = "public", _("Public")
    PRIVATE = "private", _("Private")
    NONPROFIT = "nonprofit", _("Nonprofit")
    ACADEMIA = "academia", _("Academia")
    CITIZENS = "citizens", _("Citizens")


class Relation(models.TextChoices):
    """How one organisation works with another body."""

    PARTNER_OF = "partner-of", _("Partner of")
    FUNDS = "funds", _("Funds")
    MEMBER_OF = "member-of", _("Member of")
    CONVENES = "convenes", _("Convenes")
    ADVISES = "advises", _("Advises")
    OPERATES = "operates", _("Operates")
    SUPPLIES = "supplies", _("Supplies")
