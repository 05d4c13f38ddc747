"""Closed lists of initiatives and their plans."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """How far an initiative is."""

    INTERVIEW = "interview", _("Interview")
    FRAMING = "framing", _("Framing")
    CANVAS = "canvas", _("Canvas")
    PLAN = "plan", _("Plan")
    APPROVED = "approved", _("Approved")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


ENDED = (Stage.DONE, Stage.STOPPED)


class Opened(models.TextChoices):
    """Who reads of an initiative beside its team."""

    TEAM = "team", _("Its team alone")
    NETWORK = "network", _("Members of the network")
    PUBLIC = "public", _("Everyone")


class CostKind(models.TextChoices):
    """What sort of money a budget line is."""

    CAPITAL = "capital", _("Capital")
    RUNNING = "running", _("Running, each year")
    STAFF = "staff", _("Staff time, each year")


class FundingState(models.TextChoices):
    """How sure money is."""

    IDEA = "idea", _("Idea")
    APPLIED = "applied", _("Applied for")
    CERTIFIED = "certified", _("Certified")
    REFUSED = "refused", _("Refused")


class RiskKind(models.TextChoices):
    """What a risk threatens, or comes from."""

    FINANCIAL = "financial", _("Financial")
    GOVERNANCE = "governance", _("Governance")
    TECHNICAL = "technical", _("Technical")
    SOCIAL = "social", _("Social")


class Level(models.IntegerChoices):
    """How likely a risk is, or how much it would hurt."""

    LOW = 1, _("Low")
    MEDIUM = 2, _("Medium")
    HIGH = 3, _("High")


class Gate(models.TextChoices):
    """What a go/no-go gate came to."""

    OPEN = "open", _("Not decided")
    GO = "go", _("Go")
    NO_GO = "no-go", _("No-go")


class ApprovalKind(models.TextChoices):
    """Who has to say yes."""

    MAYOR = "mayor", _("Mayor")
    LEGAL = "legal", _("Legal")
    FINANCE = "finance", _("Finance")
    COUNCIL = "council", _("Council")


class ApprovalState(models.TextChoices):
    """Whether they have."""

    NEEDED = "needed", _("Needed")
    ASKED = "asked", _("Asked")
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")


class Procurement(models.TextChoices):
    """How what is bought is bought."""

    OPEN_TENDER = "open-tender", _("Open tender")
    RESTRICTED = "restricted", _("Restricted tender")
    FRAMEWORK = "framework", _("Framework agreement")
    CHALLENGE = "challenge", _("Challenge or innovation partnership")
    PILOT = "pilot", _("Paid pilot before a tender")
    DIRECT = "direct", _("Direct award")
    IN_HOUSE = "in-house", _("In-house")
    PARTNERSHIP = "partnership", _("Public-private partnership")


class Standing(models.TextChoices):
    """Whether a condition of another city is met in one's own."""

    MET = "met", _("Met")
    NOT_MET = "not-met", _("Not met")
    UNKNOWN = "unknown", _("Unknown")


class Condition(models.TextChoices):
    """What a practice stood on in its city."""

    SIZE = "size", _("Size")
    MONEY = "money", _("Money")
    LAW = "law", _("Law and powers")
    STAFF = "staff", _("Staff")
    CLIMATE = "climate", _("Climate and place")
    PARTNERS = "partners", _("Partners")


REVIEW_DAYS = (30, 90, 180, 365)  # after approval
LEAST_RUNNING_YEARS = 3
