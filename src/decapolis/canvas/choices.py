"""Closed lists of the canvas."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Becomes(models.TextChoices):
    """Which part of the plan the notes of a block become."""

    NOTHING = "", _("Nothing: it stays on the board")
    BASELINE = "baseline", _("Baseline")
    AFFECTED = "affected", _("Who is affected")
    OBJECTIVE = "objective", _("Objective")
    THEORY = "theory", _("Theory of change")
    ACTIVITY = "activity", _("Activities")
    PARTNER = "partner", _("Partners")
    COST = "cost", _("Budget lines")
    FUNDING = "funding", _("Funding lines")
    POST = "post", _("Staffing")
    SYSTEM = "system", _("Technology and data")
    PROCUREMENT = "procurement", _("Procurement")
    RISK = "risk", _("Risks")
    MEASURE = "measure", _("Measures")
    SCALING = "scaling", _("Scaling")
    APPROVAL = "approval", _("Approvals")
    EVIDENCE = "evidence", _("Evidence used")
    MILESTONE = "milestone", _("Milestones")


class Colour(models.TextChoices):
    """What a note is written on."""

    PAPER = "paper", _("White")
    SUN = "sun", _("Yellow")
    SKY = "sky", _("Blue")
    LEAF = "leaf", _("Green")
    CLAY = "clay", _("Red")


class LinkKind(models.TextChoices):
    """What a note points to."""

    PRACTICE = "practice", _("Practice")
    DOCUMENT = "document", _("Document")
    TECHNOLOGY = "technology", _("Technology")
