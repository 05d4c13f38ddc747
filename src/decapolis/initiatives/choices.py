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


class LineKind(models.TextChoices):
    """What the lines of a plan are; each is a model of its own."""

    ACTIVITY = "activity", _("Activity")
    MILESTONE = "milestone", _("Milestone or gate")
    COST = "cost", _("Budget line")
    FUNDING = "funding", _("Funding line")
    POST = "post", _("Post")
    SYSTEM = "system", _("System")
    RISK = "risk", _("Risk")
    MEASURE = "measure", _("Measure")
    APPROVAL = "approval", _("Approval")
    EVIDENCE = "evidence", _("Source")


class PlanPart(models.TextChoices):
    """The parts of a plan, in the order in which they are read."""

    BASELINE = "baseline", _("Where we stand and who is affected")
    OBJECTIVE = "objective", _("Objective and theory of change")
    ACTIVITIES = "activities", _("Activities")
    MILESTONES = "milestones", _("Milestones and gates")
    BUDGET = "budget", _("Budget")
    FUNDING = "funding", _("Funding")
    STAFFING = "staffing", _("Staffing")
    SYSTEMS = "systems", _("Technology and data")
    PROCUREMENT = "procurement", _("Procurement")
    RISKS = "risks", _("Risks")
    MEASURES = "measures", _("Measures")
    SCALING = "scaling", _("Scaling")
    APPROVALS = "approvals", _("Approvals")
    EVIDENCE = "evidence", _("Evidence used")
    REVIEWS = "reviews", _("Reviews")


class GapKind(models.TextChoices):
    """What can be missing in a plan. Gaps are shown and block nothing."""

    NO_BASELINE = "no-baseline", _("Nobody has written where we stand.")
    NO_AFFECTED = "no-affected", _("Nobody has written who is affected.")
    NO_SOURCE_OF_AFFECTED = "no-source-of-affected", _("The number of people has no source.")
    NO_OBJECTIVE = "no-objective", _("There is no objective.")
    NO_THEORY = "no-theory", _("Nobody has written why the activities lead to the objective.")
    NO_LINES = "no-lines", _("Nothing is here yet.")
    NO_OWNER = "no-owner", _("Some have no owner.")
    NO_DATES = "no-dates", _("Some have no dates.")
    NO_CRITERIA = "no-criteria", _("Some gates do not say what must hold to go on.")
    OUT_OF_ORDER = "out-of-order", _("Some begin before what they wait for ends.")
    NO_AMOUNT = "no-amount", _("Some have no amount.")
    NO_SOURCE = "no-source", _("Some figures have no source.")
    NO_YEAR = "no-year", _("Some do not say in which year they are paid.")
    OTHER_CURRENCY = "other-currency", _("Some are in another currency and left out of the sums.")
    OTHER_PRICES = "other-prices", _("Some are at prices of another year.")
    NO_RUNNING = "no-running", _("There are no running costs.")
    SHORT_RUNNING = "short-running", _("Running costs are given for too few years.")
    NOT_COVERED = "not-covered", _("Some money is not covered.")
    NOT_CERTAIN = "not-certain", _("Some money is hoped for alone.")
    NO_PROOF = "no-proof", _("Some certified money has no proof.")
    NO_DEADLINE = "no-deadline", _("Some applications have no deadline.")
    NO_COUNT = "no-count", _("Some posts say no number.")
    NO_PRIVACY = "no-privacy", _("Some systems say nothing of data and privacy.")
    NO_EXIT = "no-exit", _("Some systems do not say how to leave them.")
    NO_ROUTE = "no-route", _("No procurement route is chosen.")
    NO_RATING = "no-rating", _("Some risks have no likelihood.")
    NO_RESPONSE = "no-response", _("Some risks have no response.")
    NO_START = "no-start", _("Some measures have no baseline.")
    NO_TARGET = "no-target", _("Some measures have no target.")
    NO_SCALING = "no-scaling", _("Nobody has written what follows if it works.")
    NO_APPROVAL = "no-approval", _("Some approvals are not listed.")
    NOT_APPROVED = "not-approved", _("Some approvals are not given.")
    NO_MINUTE = "no-minute", _("Some given approvals name no minute or file.")


NEEDED_APPROVALS = tuple(ApprovalKind)
